"""The figure: a number with what it takes to know whether two numbers say the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Kind = Literal["level", "change", "multiple", "count", "date", "rank"]
Strength = Literal["exact", "about", "over", "under", "nearly"]
Role = Literal["", "from", "to"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as written at text[start:end]."""

    text: str
    start: int
    end: int
    # In base units and without its sign: "HK$1.2bn" is 1200000000; "16 percent" is 16; 25 basis points is 0.25.
    # A date is year * 10000 + month * 100 + day, 0 for what is not said; a time of day is hour * 100 + minute.
    value: Decimal
    unit: (
        str  # "%", "pp" (percentage points), "times", "points", "shares", "weeks", "years", "money", "date", "rank", "" (plain)
    )
    currency: str | None = None  # ISO 4217
    sign: Literal[-1, 0, 1] = 0  # what the words say of direction; 0 says nothing
    kind: Kind = "level"
    strength: Strength = "exact"
    precision: Decimal = Decimal(1)  # the step of its last written digit, in base units
    forecast: bool = False
    negated: bool = False  # "did not rise 3 percent"
    role: Role = ""  # the end of a movement it stands for: "from 52.2 to 50.2"
    noun: str = ""  # the words right after it, when its unit is not one of those above: "data centers across"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure where it is told: the text, and all figures of that text."""

    text: str
    figure: Figure
    figures: Sequence[Figure]

    def beside(self, figure: Figure) -> "Told":
        """Another figure of the same text."""
        return Told(self.text, figure, self.figures)

    def after(self, begin: int) -> "Told":
        """The same where the text opens at `begin`."""
        moved = [replace(one, start=one.start - begin, end=one.end - begin) for one in self.figures if one.start >= begin]
        own = replace(self.figure, start=self.figure.start - begin, end=self.figure.end - begin)
        return Told(self.text[begin:], own, moved)
