"""Pages: one saved HTML page as an article, by what it says of itself and by trafilatura for its text."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ingest.article import Article, Refused
from ingest.limits import Limits
from ingest.page_bodies import letters, page_body, words
from ingest.page_stamps import page_stamps
from ingest.stubs import stub_reason

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLE = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
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
    body = page_body(tree, title=title)
    if reason := stub_reason(body, title=title, closed=_is_closed(schema)):
        raise Refused(reason, title[:200])
    publisher = schema.get("publisher")
    return Article(
        origin=origin,
        title=title,
        text=body,
        publisher=site or (str(publisher.get("name") or "") if isinstance(publisher, dict) else ""),
        byline=_byline(meta, schema),
        url=url,
        language=str(tree.get("lang") or meta.get("og:locale") or ""),
        published=published,
        updated=updated,
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
    title = named or _heading(tree, page) or page
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


def _byline(meta: Mapping[str, str], schema: Mapping[str, Any]) -> str:
    author = schema.get("author")
    people = author if isinstance(author, list) else [author]
    names = [str(person.get("name") or "") if isinstance(person, dict) else str(person or "") for person in people[:10]]
    byline = ", ".join(dict.fromkeys(name.strip() for name in names if name.strip()))
    byline = byline or next((meta[name] for name in _AUTHOR if meta.get(name)), "")
    return "" if byline.startswith("http") else byline


def _is_closed(schema: Mapping[str, Any]) -> bool:
    return str(schema.get("isAccessibleForFree", "")).lower() == "false"
