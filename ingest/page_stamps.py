"""Page stamps: when a page says that its article was published and updated, for programs first and for readers second.

A date within the article's text is the story's and is never taken.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.dates import read_moment
from ingest.page_bodies import letters, words
from ingest.stamps import is_labelled, read_stamps, stamp_within

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The names of <meta> elements for a page's stamps, most telling first.
_PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished date.published pubdate publishdate "
    "publish-date publish_date published_time parsely-pub-date sailthru.date dc.date dc.date.issued dcterms.created "
    "dcterms.date cxenseparse:recs:publishtime article.published article_date_original originalpublicationdate "
    "analyticsattributes.articledate date"
).split()
_UPDATED = (
    "article:modified_time og:updated_time og:article:modified_time datemodified article.updated dcterms.modified lastmod "
    "last-modified article:updated"
).split()
_NAMED = re.compile(
    r"(?:pub(?:lish(?:ed)?)?|post(?:ed)?|issued?|release[ds]?|article)[-_.:]?(?:date|time|on|at)\b", re.IGNORECASE
)
_ELEMENTS = (
    "//*[@itemprop='datePublished'] | //time[@pubdate]",
    "//input[@type='hidden'][contains(@class, 'publish') or contains(@name, 'publish')]",
    "//header//time[@datetime] | //article//time[@datetime]",
)
_BROKEN = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{8,40})"')
_SKIPPED = frozenset("a nav footer aside figure figcaption script style select option button form li blockquote".split())
_LINE = 160  # characters: a longer block is text
_BESIDE = 60  # characters beside a date near the title: a name and a section
_BEFORE, _AFTER = 25, 80  # elements around the title that its date may stand in
_MOST = 6_000  # elements of a page that are looked at for a labelled date
_DATED = re.compile(r"date|time|publish|posted|byline|meta|stamp", re.IGNORECASE)


def page_stamps(
    tree: "HtmlElement", meta: Mapping[str, str], nodes: Sequence[Mapping[str, Any]], *, title: str
) -> tuple[str, str]:
    """The published and the updated stamp as written; empty where the page states none.

    Args:
        nodes: what the page's JSON-LD describes, the article first.
    """
    broken = _broken(tree) if not any(node.get("datePublished") for node in nodes) else {}
    published = _first(_published(tree, meta, nodes, broken, title=title))
    updated = _first(
        [
            *(str(node.get("dateModified") or "") for node in nodes[:1]),
            *(meta[name] for name in _UPDATED if name in meta),
            broken.get("dateModified", ""),
        ]
    ) or _first(_shown_updated(tree, title=title))
    return published, updated


def _published(
    tree: "HtmlElement",
    meta: Mapping[str, str],
    nodes: Sequence[Mapping[str, Any]],
    broken: Mapping[str, str],
    *,
    title: str,
) -> Iterator[str]:
    yield from (str(node.get("datePublished") or "") for node in nodes[:1])
    yield from (meta[name] for name in _PUBLISHED if name in meta)
    yield from (value for name, value in meta.items() if _NAMED.search(name))
    for path in _ELEMENTS:
        yield from map(_said, islice(tree.xpath(path), 3))
    yield from (str(node.get("datePublished") or "") for node in nodes[1:])
    yield broken.get("datePublished", "")
    lines = list(_lines(tree))
    heading = next((place for place, (element, _) in enumerate(lines) if _is_title(element, title)), None)
    after, before = lines[(heading or 0) + 1 :], lines[: heading or 0]
    if heading is not None:
        near = [element for element, _ in after[:_AFTER]]
        yield from (element.get("datetime") or "" for element in near if element.tag == "time")
    yield from (read_stamps(text).get("published", "") for _, text in (*after, *before) if is_labelled(text))
    if heading is not None:
        close = (*after[:_AFTER], *reversed(before[-_BEFORE:]))
        marked = [text for element, text in close if _DATED.search(f"{element.get('class')} {element.get('id')}")]
        yield from (stamp_within(text, beside=_BESIDE) for text in (*marked, *(text for _, text in close)))


def _shown_updated(tree: "HtmlElement", *, title: str) -> Iterator[str]:
    """What the lines around the title say under a label such as "Updated"."""
    lines = list(_lines(tree))
    heading = next((place for place, (element, _) in enumerate(lines) if _is_title(element, title)), None)
    for _, text in lines[max(0, heading - _BEFORE) : heading + _AFTER] if heading is not None else ():
        if is_labelled(text):
            yield read_stamps(text).get("updated", "")


def _first(candidates: Iterable[str]) -> str:
    """The first of them that is a date, with its time where another has that; "0001-01-01" is how a program writes none."""
    found = ""
    for written in (" ".join(candidate.split()) for candidate in candidates):
        moment = read_moment(written, zone="UTC") if written else None
        if moment is None or moment.instant is None:
            continue
        if moment.precision == "minute" and (not found or read_moment(found, zone="UTC").day == moment.day):
            return written
        found = found or written
    return found


def _said(element: "HtmlElement") -> str:
    return element.get("content") or element.get("datetime") or element.get("value") or words(element)


def _broken(tree: "HtmlElement") -> dict[str, str]:
    """The stamps in JSON-LD that is no JSON, as a stray comma or quotation mark makes it."""
    scripts = tree.xpath("//script[@type='application/ld+json']")[:20]
    found: dict[str, str] = {}
    for name, written in (pair for script in scripts for pair in _BROKEN.findall(script.text or "")):
        found.setdefault(name, written)
    return found


def _lines(tree: "HtmlElement") -> Iterator[tuple["HtmlElement", str]]:
    """The short innermost blocks of the page in its order, with their text."""
    for element in islice(tree.iter(), _MOST):
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or not (element.text or len(element)):
            continue
        if any(ancestor.tag in _SKIPPED for ancestor in element.iterancestors()):
            continue
        for text in (words(element) if len(element) <= 8 else "", " ".join((element.tail or "").split())):
            if 0 < len(text) <= _LINE:
                yield element, text


def _is_title(element: "HtmlElement", title: str) -> bool:
    """Whether an element says the title, or as a heading nearly so: a page may shorten it for the networks."""
    said, wanted = letters(words(element)), letters(title)
    if len(said) < 6 or element.tag not in ("h1", "h2", "h3"):
        return said == wanted != ""
    one, other = ({*text.casefold().split()} for text in (words(element), title))
    return said in wanted or wanted in said or len(one & other) >= max(4, 0.75 * min(len(one), len(other)))
