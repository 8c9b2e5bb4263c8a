"""Cues: the words without which a time pattern cannot match, looked for first because most texts have none of them."""

import re
from collections.abc import Iterator
from functools import lru_cache

FLAGS = re.IGNORECASE | re.ASCII
DIGITS = "0 1 2 3 4 5 6 7 8 9"
CENTURIES = "19 20 21"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
WEEKDAYS = "mon tue wed thu fri sat sun"
UNITS = "hour day session week fortnight month quarter year"
PERIODS = "week month quarter year"


_latin: list[str] = []  # the cues of every pattern
_other: list[str] = []


class Cued:
    """A pattern beside its cues: what each of them lists in lower case, a matching text holds at least one of."""

    def __init__(self, pattern: str, *cues: str, flags: re.RegexFlag = FLAGS) -> None:
        self.pattern = re.compile(pattern, flags)
        self._cues = tuple(frozenset(cue.split()) for cue in cues)
        for cue in sorted(frozenset().union(*self._cues)):
            listed = _latin if cue.isascii() else _other
            if cue not in listed:
                listed.append(cue)
        _cues_in.cache_clear()

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern finds in the text."""
        return self.pattern.finditer(text) if self._may_match(text) else iter(())

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first that the pattern finds from that position on."""
        return self.pattern.search(text, position) if self._may_match(text) else None

    def _may_match(self, text: str) -> bool:
        there = _cues_in(text)
        return not any(map(there.isdisjoint, self._cues))


@lru_cache(maxsize=16)  # one text is asked about by every pattern in turn
def _cues_in(text: str) -> frozenset[str]:
    lowered = text.lower()
    listed = _latin if lowered.isascii() else (*_latin, *_other)
    return frozenset([cue for cue in listed if cue in lowered])
