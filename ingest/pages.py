"""Pages: one saved HTML page as an article, by what it says of itself and by trafilatura for its text."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ingest.article import Article, Refused
from ingest.descriptions import article_of, dated, described, names_of, text_of
from ingest.limits import Limits
from ingest.listings import is_listing, teasers
from ingest.page_bodies import letters, page_body, words
from ingest.page_data import told_body
from ingest.page_stamps import page_stamps
from ingest.plaintext import first_sentence
from ingest.stamps import dateline_day, without_stamps
from ingest.stubs import has_sentence, stub_reason, without_wall

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLE = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_SITE = ("dc.publisher", "dcterms.publisher", "article:publisher_name", "publisher", "mediaid", "application-name")
_DIGIT = re.compile(r"\d")
_HAN = re.compile("[一-鿿]")
_PARTS = re.compile(r"\s*[_|｜]\s*|\s+[·\-–—]\s+")
_SOURCE = re.compile(r"(?:来源|來源|稿源)\s*[:：]\s*([^\s|,，;；<>()（）]{2,20})")
_SHORTEST = 6  # letters of a title
_MOST = 3_000  # elements that are looked at for it
_ENOUGH = 400  # characters of a text whose first sentence may stand for the title that the page does not give
_LITTLE = 200  # characters: a page that shows no more leaves its text to its scripts


def read_page(text: str, *, origin: str, limits: Limits) -> Article:
    """The article of an HTML page.

    Raises:
        Refused: the page is too large, or holds a wall, a stub or no article.
    """
    if len(text) > limits.page_bytes:
        raise Refused("too_large", f"a page of {len(text):,} characters; at most {limits.page_bytes:,} are read")
    elements = text.count("<") - text.count("</")
    if elements > limits.page_elements:
        raise Refused("too_large", f"a page of {elements:,} elements; at most {limits.page_elements:,} are read")
    tree = _tree(text)
    meta, nodes = _meta(tree), described(tree)
    page = " ".join((tree.findtext(".//title") or "").split())
    own = [meta.get("og:title", ""), page, *(words(heading) for heading in islice(tree.iter("h1"), 3))]
    schema = article_of(nodes, titles=own, url=_address(tree, meta))
    site = meta.get("og:site_name", "")
    url = _url(tree, meta, schema)
    title = _title(tree, meta, schema, site, page)
    published, updated = page_stamps(tree, meta, dated(nodes, first=schema), title=title)
    byline, publisher = _byline(tree, meta, schema), site or _publisher(tree, meta, schema)
    told = told_body(tree, schema, title=title)
    cards = teasers(tree, meta, nodes)
    body = page_body(tree, title=title)
    unseen = len(body) < _LITTLE < len(told)
    body = told if unseen else body
    if is_listing(body, cards):
        raise Refused("listing_page", title[:200])
    if reason := stub_reason(body, title=title, closed=_is_closed(schema)):
        raise Refused(reason, title[:200])
    if body.strip() and not schema and not meta.get("og:type", "").startswith("article") and not has_sentence(body):
        raise Refused("no_article", f"nothing on the page reads as an article: {title[:200]}")
    notes = ("text_for_programs",) if unseen else ()
    notes = notes if (open_text := without_wall(body)) == body else (*notes, "beside_paywall")
    if not title and len(body) >= _ENOUGH:
        title, notes = first_sentence(body), (*notes, "title_from_text")
    return Article(
        origin=origin,
        title=title,
        text=without_stamps(open_text),
        publisher=publisher,
        byline=byline,
        url=url,
        language=str(tree.get("lang") or meta.get("og:locale") or ""),
        published=published or dateline_day(open_text),
        updated=updated,
        notes=notes,
    )


def _tree(text: str) -> "HtmlElement":
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        # As bytes in a known encoding: a declaration inside must not decode the text a second time.
        return document_fromstring(text.encode("utf-8"), parser=HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        raise Refused("bad_html", str(exc)[:200]) from exc


def _meta(tree: "HtmlElement") -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _title(tree: "HtmlElement", meta: Mapping[str, str], schema: Mapping[str, Any], site: str, page: str) -> str:
    named = text_of(schema.get("headline")) or next((meta[name] for name in _TITLE if meta.get(name)), "")
    shown = named or _heading(tree, page) or _beginning(tree, page)
    title = shown or page
    if "_" in title and _HAN.search(title):  # behind it stand the section and the site, in Chinese portals
        title = title.partition("_")[0].strip() or title
    if site and (bare := re.sub(rf"\s+[|·\-–—:]\s+{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE)):
        title = bare
    return title if shown else re.split(r"\s+[|·–—]\s+", title)[0]


def _heading(tree: "HtmlElement", page: str) -> str:
    """The heading that the page's title repeats, or the only one; the name of the site above a page is no title of it."""
    headings = [said for element in tree.iter("h1") if (said := words(element))]
    least = len(letters(page)) / 2  # a shorter one may be the site's name
    repeated = [heading for heading in headings if letters(heading) in letters(page) and len(letters(heading)) >= least]
    if repeated:
        return max(repeated, key=len)
    return headings[0] if len(headings) == 1 and (not page or len(headings[0]) > 30) else ""


def _beginning(tree: "HtmlElement", page: str) -> str:
    """What some element says and the page's title begins with, before the mark that parts it from the site's name."""
    ends = {page[: found.start()].strip() for found in _PARTS.finditer(page)}
    wanted = {end for end in ends if len(letters(end)) >= _SHORTEST}
    said = (
        words(element)
        for element in islice(tree.iter("h1", "h2", "h3", "div", "p", "span", "strong"), _MOST)
        if not len(element)
    )
    return max((text for text in said if text in wanted), key=len, default="")


def _publisher(tree: "HtmlElement", meta: Mapping[str, str], schema: Mapping[str, Any]) -> str:
    """The publisher that the page names to programs, or to readers as the source it took the article from."""
    named = names_of(schema.get("publisher")) or [meta[name] for name in _SITE if meta.get(name)]
    named += [_said(one) for one in tree.xpath("//*[@itemprop='publisher']//*[@itemprop='name']")[:1]]
    if named:
        return named[0]
    labelled = tree.xpath("//*[contains(text(), '来源') or contains(text(), '來源') or contains(text(), '稿源')]")
    found = (_SOURCE.search(words(element)) for element in labelled[:5] if isinstance(element.tag, str))
    return next((match[1] for match in found if match), "")


def _said(element: "HtmlElement") -> str:
    return " ".join((element.get("content") or words(element)).split())


def _address(tree: "HtmlElement", meta: Mapping[str, str]) -> str:
    """The address that the page gives for itself outside its JSON-LD."""
    links = [str(link).strip() for link in tree.xpath("//link[@rel='canonical']/@href")[:1]]
    return next((urljoin(meta.get("og:url", ""), one) for one in (*links, meta.get("og:url", "")) if one.strip("/")), "")


def _url(tree: "HtmlElement", meta: Mapping[str, str], schema: Mapping[str, Any]) -> str:
    page = schema.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, Mapping) else page
    for candidate in (_address(tree, meta), page, schema.get("url")):
        found = (
            urljoin(meta.get("og:url", ""), candidate.strip()) if isinstance(candidate, str) and candidate.strip("/ ") else ""
        )
        if found.startswith(("http://", "https://")):
            return found
    return ""


def _byline(tree: "HtmlElement", meta: Mapping[str, str], schema: Mapping[str, Any]) -> str:
    byline = ", ".join(names_of(schema.get("author")))
    byline = byline or next((meta[name] for name in _AUTHOR if meta.get(name)), "")
    if not byline:
        marked = tree.xpath("//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author']")
        byline = next((said for one in marked[:3] if 0 < len(said := words(one)) <= 80 and not _DIGIT.search(said)), "")
    return "" if byline.startswith("http") else byline


def _is_closed(schema: Mapping[str, Any]) -> bool:
    return str(schema.get("isAccessibleForFree", "")).lower() == "false"
