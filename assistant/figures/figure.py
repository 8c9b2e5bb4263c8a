"""The figure: a number with what it takes to know whether two numbers say the same."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["level", "change", "multiple", "count", "date", "rank"]
Strength = Literal["exact", "about", "over", "under", "nearly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as written at text[start:end]."""

    text: str
    start: int
    end: int
    value: Decimal  # in base units: "HK$1.2bn" is 1200000000; "16 percent" is 16; 25 basis points is 0.25
    unit: str  # "%", "times", "points", "shares", "weeks", "years", "money", "date", "rank", "" (plain)
    currency: str | None = None  # ISO 4217
    sign: Literal[-1, 0, 1] = 0  # what the words say of direction; 0 says nothing
    kind: Kind = "level"
    strength: Strength = "exact"
    precision: Decimal = Decimal(1)  # the step of its last written digit, in base units
    forecast: bool = False
