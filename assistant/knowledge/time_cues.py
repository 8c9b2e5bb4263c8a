"""Cues: the words without which a time pattern cannot match, looked for first because most texts have none of them."""

import re
from collections.abc import Iterator

FLAGS = re.IGNORECASE | re.ASCII
DIGITS = "0 1 2 3 4 5 6 7 8 9"
CENTURIES = "19 20 21"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
WEEKDAYS = "mon tue wed thu fri sat sun"
UNITS = "hour day session week fortnight month quarter year"
PERIODS = "week month quarter year"


class Cued:
    """A pattern beside its cues: what each of them lists in lower case, a matching text holds at least one of."""

    def __init__(self, pattern: str, *cues: str, flags: re.RegexFlag = FLAGS) -> None:
        self.pattern = re.compile(pattern, flags)
        self._cues = tuple(tuple(cue.split()) for cue in cues)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern finds in the text."""
        return self.pattern.finditer(text) if self._may_match(text) else iter(())

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first that the pattern finds from that position on."""
        return self.pattern.search(text, position) if self._may_match(text) else None

    def _may_match(self, text: str) -> bool:
        lowered = text.lower()
        for cue in self._cues:
            for word in cue:
                if word in lowered:
                    break
            else:
                return False
        return True
