"""Passages: a source read once into sentences with their figures, for a sentence of an answer to be compared with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate

from assistant.figures.compare import agrees
from assistant.figures.dates import code
from assistant.figures.figure import Figure
from assistant.figures.parse import parse
from assistant.figures.sentences import fold, spans

_CONTENT = re.compile(r"[a-z]{4,}")
_BIGRAM = re.compile(r"(?=([\u4e00-\u9fff]{2}))")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a source; its figures are read when they are first asked for."""

    text: str
    start: int

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, in order."""
        return tuple(parse(self.text))


@dataclass(frozen=True, slots=True)
class Passage:
    """A source read once: its sentences with their figures, and the forms quotations are compared with."""

    n: int
    text: str
    day: date | None
    title: str
    kind: str
    header: str
    sentences: tuple[Sentence, ...]
    folded: str
    whole: str
    wholes: frozenset[str]
    starts: frozenset[int]
    ends: frozenset[int]

    def is_day(self, figure: Figure) -> bool:
        """Whether a date is the source's own day, or part of it."""
        return self.day is not None and agrees(figure, day_figure(self.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Where a figure was found; without a passage, `note` says why it was not."""

    passage: Passage | None = None
    sentence: str = ""
    figure: Figure | None = None
    note: str = ""


def read_passage(n: int, text: str, day: date | None, title: str, kind: str, header: str) -> Passage:
    """A source with its sentences and figures read."""
    return replace(_read(text, day, title, kind, header), n=n)


@lru_cache(maxsize=1_024)
def _read(text: str, day: date | None, title: str, kind: str, header: str) -> Passage:
    """The same without its number: the next answer cites the passage under another."""
    found = tuple(Sentence(text[a:b], a) for a, b in spans(text))
    if title:
        found += (Sentence(title, -1),)
    if header:
        found += (Sentence(header, -1),)
    parts = [fold(text[a:b]) for a, b in spans(text)]
    stops = list(accumulate(len(part) + 1 for part in parts))
    return Passage(
        n=0,
        text=text,
        day=day,
        title=title,
        kind=kind,
        header=header,
        sentences=found,
        folded=" ".join(parts),
        whole=fold(f"{title} {text}"),
        wholes=frozenset(part.rstrip(".。") for part in [*parts, fold(title)]),
        starts=frozenset([0, *stops]),
        ends=frozenset(stop - 1 for stop in stops),
    )


def day_figure(day: date) -> Figure:
    """A day as the date a text would write."""
    return Figure(text=day.isoformat(), start=0, end=0, value=code(day.year, day.month, day.day), unit="date", kind="date")


def likest(body: str, passages: Sequence[Passage]) -> str:
    """The sentence of the sources that shares most words with a text."""
    words = content(body)
    return max(
        (one.text for passage in passages for one in passage.sentences), key=lambda text: len(words & content(text)), default=""
    )


@lru_cache(maxsize=2048)
def content(text: str) -> frozenset[str]:
    """The words of a text that say what it is about; for Chinese its pairs of characters."""
    return frozenset(_CONTENT.findall(text.lower())) | frozenset(_BIGRAM.findall(text))
