"""Cues: the words without which a time pattern cannot match, looked for first because most texts have none of them."""

import re
from collections.abc import Iterator
from functools import lru_cache

FLAGS = re.IGNORECASE | re.ASCII
DIGITS = "0 1 2 3 4 5 6 7 8 9"
CENTURIES = "19 20 21"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
WEEKDAYS = "mon tue wed thu fri sat sun"
UNITS = "^hour ^day ^session ^week ^fortnight ^month ^quarter ^year"
PERIODS = "^week ^month ^quarter ^year"


_SHORT = 40  # characters of a word that is remembered
_BITS: dict[str, int] = {}  # each cue of any pattern, with a bit of its own
_BY_FIRST: dict[str, list[tuple[str, bool, int]]] = {}  # the same by their first letters, with whether they begin words


class Cued:
    """A pattern beside its cues: what each of them lists in lower case, a matching text holds at least one of.

    A cue holds no space; with "^" before it no letter or figure stands in front of it.
    """

    def __init__(self, pattern: str, *cues: str, flags: re.RegexFlag = FLAGS) -> None:
        self.pattern = re.compile(pattern, flags)
        self._cues = tuple(sum({_bit(word) for word in cue.split()}) for cue in cues)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern finds in the text."""
        return self.pattern.finditer(text) if self._may_match(text) else iter(())

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first that the pattern finds from that position on."""
        return self.pattern.search(text, position) if self._may_match(text) else None

    def _may_match(self, text: str) -> bool:
        held = _held(text)
        for bits in self._cues:  # noqa: SIM110  (a generator for each text and pattern takes longer)
            if not held & bits:
                return False
        return True


def _bit(cue: str) -> int:
    if cue not in _BITS:
        _BITS[cue] = 1 << len(_BITS)
        plain = cue.removeprefix("^")
        _BY_FIRST.setdefault(plain[0], []).append((plain, plain != cue, _BITS[cue]))
        _held.cache_clear()
        _held_by.cache_clear()
    return _BITS[cue]


@lru_cache(maxsize=16)  # all patterns are asked about one text before the next
def _held(text: str) -> int:
    """The bits of the cues that the text holds."""
    held = 0
    for word in text.split():
        held |= _held_by(word) if len(word) <= _SHORT else _held_by.__wrapped__(word)
    return held


@lru_cache(maxsize=30_000)  # texts are made of few words, again and again
def _held_by(word: str) -> int:
    lowered = word.lower()
    held = 0
    for at, letter in enumerate(lowered):
        for cue, begins, bit in _BY_FIRST.get(letter, ()):
            if lowered.startswith(cue, at) and not (begins and at and lowered[at - 1].isalnum()):
                held |= bit
    return held
