"""Pages: one saved HTML page as an article, by what it says of itself and by trafilatura for its text."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ingest.article import Article, Refused
from ingest.limits import Limits
from ingest.page_bodies import letters, page_body, words
from ingest.page_data import told_body
from ingest.page_stamps import page_stamps
from ingest.stubs import stub_reason

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLE = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_DIGIT = re.compile(r"\d")
_HAN = re.compile("[一-鿿]")
_PARTS = re.compile(r"\s*[_|｜]\s*|\s+[·\-–—]\s+")
_SOURCE = re.compile(r"(?:来源|來源|稿源)\s*[:：]\s*([^\s|,，;；<>()（）]{2,20})")
_SHORTEST = 6  # letters of a title
_MOST = 3_000  # elements that are looked at for it
_LITTLE = 200  # characters: a page that shows no more leaves its text to its scripts
_ARTICLE = re.compile(r"Article|Posting|Report", re.IGNORECASE)
_DATED = re.compile(r"Article|Posting|Report|Page|Review|CreativeWork|VideoObject", re.IGNORECASE)


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
    meta, nodes = _meta(tree), _described(tree)
    schema = next((node for node in nodes if _ARTICLE.search(str(node.get("@type")))), {})
    site = meta.get("og:site_name", "")
    url = _url(tree, meta, schema)
    title = _title(tree, meta, schema, site)
    published, updated = page_stamps(tree, meta, [schema, *(node for node in nodes if node is not schema)], title=title)
    byline, publisher = _byline(tree, meta, schema), site or _publisher(tree, schema)
    told = told_body(tree, schema, title=title)
    body = page_body(tree, title=title)
    unseen = len(body) < _LITTLE < len(told)
    body = told if unseen else body
    if reason := stub_reason(body, title=title, closed=_is_closed(schema)):
        raise Refused(reason, title[:200])
    return Article(
        origin=origin,
        title=title,
        text=body,
        publisher=publisher,
        byline=byline,
        url=url,
        language=str(tree.get("lang") or meta.get("og:locale") or ""),
        published=published,
        updated=updated,
        notes=("text_for_programs",) if unseen else (),
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


def _described(tree: "HtmlElement") -> list[Mapping[str, Any]]:
    """What the page's JSON-LD describes and gives dates of: articles, and pages that hold one."""
    found: list[Mapping[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        found += [node for node in _nodes(value, depth=0) if _DATED.search(str(node.get("@type")))]
    return found[:50]


def _nodes(value: Any, *, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _nodes(item, depth=depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(name), depth=depth + 1)


def _title(tree: "HtmlElement", meta: Mapping[str, str], schema: Mapping[str, Any], site: str) -> str:
    page = " ".join((tree.findtext(".//title") or "").split())
    named = str(schema.get("headline") or "") or next((meta[name] for name in _TITLE if meta.get(name)), "")
    title = named or _heading(tree, page) or _beginning(tree, page) or page
    if "_" in title and _HAN.search(title):  # behind it stand the section and the site, in Chinese portals
        title = title.partition("_")[0].strip() or title
    if site and (bare := re.sub(rf"\s+[|·\-–—:]\s+{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE)):
        title = bare
    return title if named else re.split(r"\s+[|·–—]\s+", title)[0]


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


def _publisher(tree: "HtmlElement", schema: Mapping[str, Any]) -> str:
    """The publisher that the page names to programs, or to readers as the source it took the article from."""
    named = schema.get("publisher")
    if isinstance(named, dict) and named.get("name"):
        return str(named["name"])
    labelled = tree.xpath("//*[contains(text(), '来源') or contains(text(), '來源') or contains(text(), '稿源')]")
    found = (_SOURCE.search(words(element)) for element in labelled[:5] if isinstance(element.tag, str))
    return next((match[1] for match in found if match), "")


def _url(tree: "HtmlElement", meta: Mapping[str, str], schema: Mapping[str, Any]) -> str:
    links = tree.xpath("//link[@rel='canonical']/@href")
    own = meta.get("og:url", "")
    page = schema.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for candidate in (*links[:1], own, page if isinstance(page, str) else "", schema.get("url")):
        if isinstance(candidate, str) and candidate.strip() and candidate.strip() != "/":
            found = urljoin(own, candidate.strip())
            if found.startswith(("http://", "https://")):
                return found
    return ""


def _byline(tree: "HtmlElement", meta: Mapping[str, str], schema: Mapping[str, Any]) -> str:
    author = schema.get("author")
    people = author if isinstance(author, list) else [author]
    names = [str(person.get("name") or "") if isinstance(person, dict) else str(person or "") for person in people[:10]]
    byline = ", ".join(dict.fromkeys(name.strip() for name in names if name.strip()))
    byline = byline or next((meta[name] for name in _AUTHOR if meta.get(name)), "")
    if not byline:
        marked = tree.xpath("//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author']")
        byline = next((said for one in marked[:3] if 0 < len(said := words(one)) <= 80 and not _DIGIT.search(said)), "")
    return "" if byline.startswith("http") else byline


def _is_closed(schema: Mapping[str, Any]) -> bool:
    return str(schema.get("isAccessibleForFree", "")).lower() == "false"
