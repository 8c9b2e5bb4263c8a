"""An answer's text as paragraphs and list items, each a run of words and source marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"\[(\d{1,4}(?:, ?\d{1,4})*)\]")
_BULLET = re.compile(r"^\s{0,6}(?:[-*•]|\d{1,2}[.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a source."""

    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One line of an answer."""

    item: bool
    pieces: tuple[Words | Mark, ...]


def paragraphs(text: str) -> list[Paragraph]:
    """Every line is a paragraph or an item of its own, as the page shows it."""
    found = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        bullet = _BULLET.match(line)
        words = line[bullet.end() :] if bullet else line.strip()
        even = words.count("**") % 2 == 0  # a lone pair of stars is just that
        found.append(Paragraph(item=bullet is not None, pieces=tuple(_pieces(words.replace("**", "") if even else words))))
    return found


def _pieces(text: str) -> Iterator[Words | Mark]:
    at = 0
    for mark in _MARK.finditer(text):
        if mark.start() > at:
            yield Words(text[at : mark.start()])
        yield from (Mark(int(n)) for n in mark[1].split(","))
        at = mark.end()
    if at < len(text):
        yield Words(text[at:])
