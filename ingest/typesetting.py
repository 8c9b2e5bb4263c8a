"""Typesetting undone: lines as they stand on printed pages become a heading and paragraphs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s+|p\.?\s*)?\d{1,4}(?:\s*(?:/|of|\|)\s*\d{1,4})?[-–—\s]*|第\s*\d+\s*[页頁](?:.{0,3}共\s*\d+\s*[页頁])?",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\b.*", re.IGNORECASE)
_FOOT = re.compile(r"(?P<url>https?://\S+|about:blank|file://\S+)(?:\s+\d+\s*(?:/|of)\s*\d+)?", re.IGNORECASE)
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads and feet
_HEAD = 14  # lines in which stamps and a byline stand
_LARGER = 1.2  # times the body's size: a heading
_LONGEST_HEADING = 300
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06]")  # radicals and ligatures that stand for whole letters
_EAST = re.compile("[\u2e80-\u2fdf\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_ENDS = tuple(".!?。！？”\"'’」:：;；")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a page: where its baseline is from the top, where it starts, and how large its letters are."""

    page: int
    top: float
    left: float
    size: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """What the pages say: a heading set larger than the rest, the paragraphs, and an address at a page's foot."""

    heading: str
    paragraphs: tuple[str, ...]
    url: str


def unset(lines: Sequence[Line], *, alone: Callable[[str], bool]) -> Sheets:
    """The text of pages without their running heads, feet and numbers.

    Args:
        alone: whether a line of the head, such as a byline, is a paragraph of its own wherever it stands.
    """
    lines = [line for line in lines if line.text.strip()]
    edges = {id(line) for line in _edges(lines)}
    furniture = _furniture(lines)
    urls = [found["url"] for line in lines if id(line) in edges and (found := _FOOT.fullmatch(line.text.strip()))]
    kept = [line for line in lines if id(line) not in edges or not _is_furniture(line.text, furniture)]
    heading = _heading(kept)
    rest = [line for line in kept if line not in heading and (alone(line.text) or not _is_over(line, heading))]
    words = set(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in rest).lower()))
    return Sheets(
        heading=_plain(_joined([line.text for line in heading], words)),
        paragraphs=tuple(_plain(_joined([line.text for line in block], words)) for block in _blocks(rest, alone)),
        url=next((url for url in urls if url.startswith("http")), ""),
    )


def _edges(lines: Sequence[Line]) -> Iterator[Line]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    for page in pages.values():
        placed = sorted(page, key=lambda line: line.top)
        yield from (*placed[:_EDGE], *placed[-_EDGE:])


def _furniture(lines: Sequence[Line]) -> set[str]:
    """What stands at the edge of at least three pages, or of every page of two, whatever its numbers."""
    pages = len({line.page for line in lines})
    found = Counter(key for _, key in {(line.page, _masked(line.text)) for line in _edges(lines)})
    return {key for key, count in found.items() if pages > 1 and count >= min(3, pages)}


def _is_furniture(text: str, furniture: set[str]) -> bool:
    text = text.strip()
    return bool(_masked(text) in furniture or _PAGE_NUMBER.fullmatch(text) or _PRINTED.fullmatch(text) or _FOOT.fullmatch(text))


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()).casefold())


def _heading(lines: Sequence[Line]) -> list[Line]:
    """The lines of the first page in the largest letters, where these are larger than those of the body."""
    weight: Counter[float] = Counter()
    for line in lines:
        weight[line.size] += len(line.text)
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    if not first:
        return []
    body, largest = weight.most_common(1)[0][0], max(line.size for line in first)
    found = [line for line in first if line.size >= largest - 0.5]
    if largest < body * _LARGER or sum(len(line.text) for line in found) > _LONGEST_HEADING:
        return []
    together = [found[0]]  # what comes later in the same letters is another heading
    for line in found[1:]:
        if line.top - together[-1].top > 2 * largest:
            break
        together.append(line)
    return together if len(re.findall(r"\w", "".join(line.text for line in together))) >= 8 else []


def _is_over(line: Line, heading: Sequence[Line]) -> bool:
    """Whether a short line stands above the heading: the paper's name or the section."""
    return bool(heading) and line.page == heading[0].page and line.top < heading[0].top and len(line.text) <= 60


def _blocks(lines: Sequence[Line], alone: Callable[[str], bool]) -> Iterator[list[Line]]:
    gaps = Counter(
        round((after.top - before.top) / before.size, 1)
        for before, after in pairwise(lines)
        if after.page == before.page and after.top > before.top and before.size
    )
    usual = gaps.most_common(1)[0][0] if gaps else 1.2
    longest = max((len(line.text) for line in lines), default=0)
    block: list[Line] = []
    apart = {id(line) for line in lines[:_HEAD] if alone(_plain(line.text))}
    for line in lines:
        parted = id(line) in apart or (block and id(block[-1]) in apart)
        if block and (parted or _begins(line, block[-1], usual=min(usual, 2.0), longest=longest)):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _begins(line: Line, before: Line, *, usual: float, longest: int) -> bool:
    """Whether a paragraph begins with the line."""
    ended = before.text.rstrip().endswith(_ENDS)
    short = len(before.text) < 0.7 * longest
    if line.page != before.page or line.top < before.top - before.size:  # a new page or column
        return ended
    spread = (line.top - before.top) / (before.size or 1.0)
    indented = ended and line.left > before.left + 0.8 * before.size
    return spread > usual * 1.25 or abs(line.size - before.size) > 0.1 * before.size or indented or (ended and short)


def _joined(lines: Sequence[str], words: set[str]) -> str:
    text = ""
    for line in (line.strip() for line in lines):
        if not text:
            text = line
        elif text[-1] in "-\u00ad\u2010" and (broken := re.search(r"(\w+)[-\u00ad\u2010]$", text)):
            text = _unbroken(text, broken[1], line, words)
        elif _EAST.match(text[-1]) and _EAST.match(line[0]):
            text += line
        else:
            text += f" {line}"
    return text


def _unbroken(text: str, start: str, line: str, words: set[str]) -> str:
    """The word that a line's end broke, with its hyphen where the text has it so elsewhere or where it is no common word."""
    end = (re.match(r"\w*", line) or [""])[0]
    whole, hyphened = f"{start}{end}".lower(), f"{start}-{end}".lower()
    proper = not end[:1].islower() or not start.isalpha()
    keeps = whole not in words and (hyphened in words or proper)
    return (text if keeps else text[:-1]) + line


def _plain(text: str) -> str:
    return " ".join(_COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text).split())
