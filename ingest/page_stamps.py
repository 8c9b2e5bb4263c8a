"""Page stamps: when a page says that its article was published and updated, for programs first and for readers second.

A date within the article's text is the story's and is never taken.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.dates import read_moment
from ingest.descriptions import scripts_of
from ingest.page_bodies import letters, words
from ingest.stamps import is_late, read_stamps, stamp_within, stamps_beside

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The names of <meta> elements for a page's stamps, most telling first.
_PUBLISHED = (
    "article:published_time og:article:published_time article:published datepublished date.published pubdate publishdate "
    "publish-date publish_date published_time parsely-pub-date sailthru.date dc.date dc.date.issued dcterms.issued "
    "dcterms.created dcterms.date cxenseparse:recs:publishtime article.published article_date_original originalpublicationdate "
    "analyticsattributes.articledate date"
).split()
_UPDATED = (
    "article:modified_time og:updated_time og:article:modified_time datemodified article.updated dcterms.modified lastmod "
    "last-modified article:updated"
).split()
_NAMED = re.compile(
    r"(?:pub(?:lish(?:ed)?)?|post(?:ed)?|issued?|release[ds]?|article)[-_.:]?(?:date|time|on|at)\b", re.IGNORECASE
)
_PARSELY = re.compile(r'"pub_date"\s*:\s*"([^"]{8,40})"')
_ELEMENTS = (
    "//*[@itemprop='datePublished'] | //time[@pubdate]",
    "//input[@type='hidden'][contains(@class, 'publish') or contains(@name, 'publish')]",
)
_MODIFIED = "//*[@itemprop='dateModified']"
_ATTRIBUTE = re.compile(r"data-(?:[a-z]+-)*(?:date|time|timestamp|datetime|utime|epoch|pubdate|published)(?:-[a-z]+)*")
_BROKEN = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{8,40})"')
_SKIPPED = frozenset("a nav footer aside figure figcaption script style select option button form li blockquote".split())
_BLOG = re.compile(r"\b(?:published|updated|entry-date)\b", re.IGNORECASE)
_SET_ASIDE = frozenset("nav footer aside figure form blockquote".split())
_NEAR = 60  # elements behind the title that may carry its date
_DIGIT = re.compile(r"\d")
_OTHER_DAY = re.compile(  # a day that something begins or ends on
    r"\b(?:events?|ends?|until|deadline|expires?|due|valid|since|founded|born|starts?|begins?|register)\b|截至|截止|活[动動]|有效",
    re.IGNORECASE,
)
_TEXT = 100  # characters: a longer paragraph is the article's first
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
    shown = _Shown(tree, title)
    published = _first(_published(shown, meta, nodes, broken))
    updated = _first(
        [
            *(str(node.get("dateModified") or "") for node in nodes[:1]),
            *(meta[name] for name in _UPDATED if name in meta),
            broken.get("dateModified", ""),
        ]
    ) or _first(_shown_updated(shown))
    return published, updated


class _Shown:
    """What a page shows its readers; it is looked through once, and only where programs are not told."""

    def __init__(self, tree: "HtmlElement", title: str) -> None:
        self.tree = tree
        self._title = title
        self._read: list[tuple[HtmlElement, str]] = []
        self._unread = _lines(tree)

    @cached_property
    def lines(self) -> list[tuple["HtmlElement", str]]:
        return [*self._read, *self._unread] if self.place is not None else self._read

    @cached_property
    def place(self) -> int | None:
        """Where among the lines the title stands: mostly near the top, so that no more of them are read for it."""
        for one in self._unread:
            self._read.append(one)
            if _is_title(one[0], self._title):
                return len(self._read) - 1
        return None

    @property
    def heading(self) -> "HtmlElement | None":
        return None if self.place is None else self._read[self.place][0]


def _published(
    shown: _Shown, meta: Mapping[str, str], nodes: Sequence[Mapping[str, Any]], broken: Mapping[str, str]
) -> Iterator[str]:
    tree = shown.tree
    yield from (str(node.get("datePublished") or "") for node in nodes[:1])
    yield from (meta[name] for name in _PUBLISHED if name in meta)
    yield from (value for name, value in meta.items() if _NAMED.search(name))
    yield from _PARSELY.findall(meta.get("parsely-page", ""))[:1]
    for path in _ELEMENTS:
        yield from map(_said, islice(tree.xpath(path), 3))
    heading = shown.heading
    if heading is not None:
        yield from (written for written, is_late in _attributes(heading) if not is_late)
    yield from islice(_times(tree, heading), 3)
    yield from (str(node.get("datePublished") or "") for node in nodes[1:])
    yield broken.get("datePublished", "")
    yield from (str(node.get("uploadDate") or "") for node in nodes)
    lines, place = shown.lines, shown.place
    after, before = (lines, []) if place is None else (lines[place + 1 :], lines[:place])
    yield from (
        stamps_beside(text, beside=_BESIDE).get("published", "") for _, text in (*after, *before) if _DIGIT.search(text)
    )
    if place is not None:
        close = [
            (one, text) for one, text in (*_above_text(after), *reversed(before[-_BEFORE:])) if not _OTHER_DAY.search(text)
        ]
        marked = [text for element, text in close if _DATED.search(f"{element.get('class')} {element.get('id')}")]
        said = [*marked, *(text for _, text in close)]
        yield from (text for text in said if read_stamps(text))
        yield from (stamp_within(text, beside=_BESIDE) for text in said)


def _shown_updated(shown: _Shown) -> Iterator[str]:
    """What is marked as the update, and what the lines around the title say under a label such as "Updated"."""
    yield from map(_said, islice(shown.tree.xpath(_MODIFIED), 2))
    heading, place = shown.heading, shown.place
    if heading is None or place is None:
        return
    yield from (written for written, is_late in _attributes(heading) if is_late)
    for _, text in shown.lines[max(0, place - _BEFORE) : place + _AFTER]:
        if _DIGIT.search(text):
            yield stamps_beside(text, beside=_BESIDE).get("updated", "")


def _above_text(lines: Sequence[tuple["HtmlElement", str]]) -> Iterator[tuple["HtmlElement", str]]:
    """The lines up to the second paragraph: the first may sum the article up above its date."""
    paragraphs = 0
    for element, text in lines[:_AFTER]:
        paragraphs += not text
        if paragraphs > 1:
            return
        yield element, text


def _attributes(heading: "HtmlElement") -> Iterator[tuple[str, bool]]:
    """The stamps for programs between the title and the text, each with whether it is called an update."""
    for element in islice(heading.xpath("descendant::* | following::*"), _NEAR):
        if element.tag == "p" and len(words(element)) > _TEXT:
            return
        written = [value for name, value in element.attrib.items() if _tells(element, name)]
        if written and not _is_aside(element) and _is_under(element, heading):
            previous, parent = element.getprevious(), element.getparent()
            label = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
            for value in written:
                yield value, _is_update(element) or is_late(f"{label.strip()} {words(element)[:_LINE]}".strip())


def _is_update(element: "HtmlElement") -> bool:
    names = {*(element.get("class") or "").lower().split()}
    return bool(names & {"updated", "modified"}) and "published" not in names


def _is_aside(element: "HtmlElement") -> bool:
    """Whether an element is of something beside the article; a blog's day is a link, too."""
    around = {one.tag for one in element.iterancestors()}
    return bool(_SET_ASIDE & around) or ("a" in around and not _BLOG.search(element.get("class") or ""))


def _tells(element: "HtmlElement", name: str) -> bool:
    if name == "datetime" or (name == "title" and element.tag in ("abbr", "time")):
        return True
    named = f"{element.tag} {element.get('class') or ''} {element.get('id') or ''} {name if 'pub' in name else ''}"
    return bool(_ATTRIBUTE.fullmatch(name)) and bool(_DATED.search(named))


def _times(tree: "HtmlElement", heading: "HtmlElement | None") -> Iterator[str]:
    """The times of the page's head and of its articles, but for those of articles that stand under another title."""
    for element in tree.xpath("//header//time[@datetime] | //article//time[@datetime]"):
        if heading is None or _is_under(element, heading):
            yield element.get("datetime")


def _is_under(element: "HtmlElement", heading: "HtmlElement") -> bool:
    """Whether an element stands in no article other than the one under that heading."""
    own = next(element.iterancestors("article"), None)
    return own is None or own in heading.iterancestors("article")


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


def _apart(element: "HtmlElement") -> str:
    """The element's text on one line, its pieces apart: a page's style may set apart what its text does not."""
    return " ".join(" ".join(element.itertext()).split())


def _said(element: "HtmlElement") -> str:
    return element.get("content") or element.get("datetime") or element.get("value") or words(element)


def _broken(tree: "HtmlElement") -> dict[str, str]:
    """The stamps in JSON-LD that is no JSON, as a stray comma or quotation mark makes it."""
    found: dict[str, str] = {}
    for name, written in (pair for script in scripts_of(tree) for pair in _BROKEN.findall(script)):
        found.setdefault(name, written)
    return found


def _lines(tree: "HtmlElement") -> Iterator[tuple["HtmlElement", str]]:
    """The short innermost blocks of the page in its order, with their text, and without it the paragraphs of its texts."""
    body = tree.find("body")
    for element in islice((tree if body is None else body).iter(), _MOST):
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or not (element.text or element.tail or len(element)):
            continue
        if any(ancestor.tag in _SKIPPED for ancestor in element.iterancestors()):
            continue
        said = _apart(element) if len(element) <= 8 else ""
        for text in (said, " ".join((element.tail or "").split())):
            if 0 < len(text) <= _LINE:
                yield element, text
        if element.tag == "p" and len(said) > _TEXT:
            yield element, ""


def _is_title(element: "HtmlElement", title: str) -> bool:
    """Whether an element says the title, or as a heading nearly so: a page may shorten it for the networks."""
    said, wanted = letters(words(element)), letters(title)
    if len(said) < 6 or element.tag not in ("h1", "h2", "h3"):
        return said == wanted != ""
    one, other = ({*text.casefold().split()} for text in (words(element), title))
    return said in wanted or wanted in said or len(one & other) >= max(4, 0.75 * min(len(one), len(other)))
