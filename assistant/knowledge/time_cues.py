"""Cues: the words without which a time pattern cannot match, looked for first because most texts have none of them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from assistant.figures.word_tables import WordTable

R = TypeVar("R")

FLAGS = re.IGNORECASE | re.ASCII
DIGITS = "0 1 2 3 4 5 6 7 8 9"
CENTURIES = "19 20 21"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
WEEKDAYS = "mon tue wed thu fri sat sun"
UNITS = "^hour ^day ^session ^week ^fortnight ^month ^quarter ^year"
PERIODS = "^week ^month ^quarter ^year"


_SELECTIONS = 5_000  # of one table
_BITS: dict[str, int] = {}  # each cue of any pattern, with a bit of its own
_BY_START: dict[str, list[tuple[str, bool, int]]] = {}  # the same by their first two letters, with whether they begin words


class Cued:
    """A pattern beside its cues: what each of them lists in lower case, a matching text holds at least one of.

    A cue holds no space; with "^" before it no letter or figure stands in front of it.
    """

    def __init__(self, pattern: str, *cues: str, flags: re.RegexFlag = FLAGS) -> None:
        self.pattern = re.compile(pattern, flags)
        self.cues = tuple(sum({_bit(word) for word in cue.split()}) for cue in cues)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern finds in the text."""
        return self.pattern.finditer(text) if self.may_match(_held(text)) else iter(())

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first that the pattern finds from that position on."""
        return self.pattern.search(text, position) if self.may_match(_held(text)) else None

    def may_match(self, held: int) -> bool:
        """Whether a text that holds those cues may match."""
        for bits in self.cues:  # noqa: SIM110  (a generator for each text and pattern takes longer)
            if not held & bits:
                return False
        return True


class Table(Generic[R]):
    """Patterns in the order in which they are tried, with what reads each; which may match is known for cues seen before."""

    def __init__(self, rows: Iterable[tuple[Cued, R]]) -> None:
        self.rows = tuple(rows)
        self._mask = 0
        for cued, _ in self.rows:
            for bits in cued.cues:
                self._mask |= bits
        self._selected: dict[int, tuple[tuple[re.Pattern[str], R], ...]] = {}

    def finditer(self, text: str) -> Iterator[tuple[re.Match[str], R]]:
        """What each pattern finds in the text, one pattern after the other."""
        held = _held(text) & self._mask
        selected = self._selected.get(held)
        if selected is None:
            if len(self._selected) >= _SELECTIONS:
                self._selected.clear()
            selected = tuple((cued.pattern, reading) for cued, reading in self.rows if cued.may_match(held))
            self._selected[held] = selected
        for pattern, reading in selected:
            for found in pattern.finditer(text):
                yield found, reading


def _bit(cue: str) -> int:
    if cue not in _BITS:
        _BITS[cue] = 1 << len(_BITS)
        plain = cue.removeprefix("^")
        _BY_START.setdefault(plain[:2], []).append((plain, plain != cue, _BITS[cue]))
        _held.cache_clear()
        _any_cue.cache_clear()
        _WORDS.clear()
    return _BITS[cue]


@lru_cache(maxsize=16)  # all patterns are asked about one text before the next
def _held(text: str) -> int:
    """The bits of the cues that the text holds."""
    held = 0
    for word in text.split():
        held |= _WORDS[word]
    return held


def _bits(word: str) -> int:
    """The bits of the cues that a word holds."""
    lowered = word.lower()
    held = 0
    first = _any_cue().search(lowered)
    for at, letter in enumerate(lowered[first.start() :] if first else "", first.start() if first else 0):
        for start in (letter, lowered[at : at + 2]):
            for cue, begins, bit in _BY_START.get(start, ()):
                if lowered.startswith(cue, at) and not (begins and at and lowered[at - 1].isalnum()):
                    held |= bit
    return held


@lru_cache(maxsize=1)
def _any_cue() -> re.Pattern[str]:
    """Where any cue stands: most words hold none."""
    by_letter: dict[str, list[str]] = {}
    for cues in _BY_START.values():
        for cue, _, _ in cues:
            by_letter.setdefault(cue[0], []).append(re.escape(cue[1:]))
    return re.compile("|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()))


_WORDS = WordTable(_bits)
