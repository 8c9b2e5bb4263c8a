"""Trading days as vendors print them. A day that can be read in two ways is settled by the whole column, or not at all."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: .*)?")
_NAMED = re.compile(r"(?:([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4}))|(?:(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4}|\d{2}))")
_STAMP = re.compile(r"\d{10}(?:\d{3})?(?:\.0)?")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}


def day_first(texts: Sequence[str]) -> bool | None:
    """Whether a column of 9/17/2025-like dates puts the day first; None where the column cannot tell."""
    parts = [part for text in texts if (part := _slashed(text))]
    if any(first > 12 for first, _, _ in parts) != any(second > 12 for _, second, _ in parts):
        return any(first > 12 for first, _, _ in parts)
    weekends = [
        sum(_is_weekend(year, second, first) for first, second, year in parts),
        sum(_is_weekend(year, first, second) for first, second, year in parts),
    ]
    return None if weekends[0] == weekends[1] else weekends[0] < weekends[1]


@lru_cache(maxsize=20_000)  # a table of many instruments repeats its days
def _slashed(text: str) -> tuple[int, int, int] | None:
    match = _SLASHED.fullmatch(text.strip())
    return (int(match[1]), int(match[2]), _year(match[3])) if match else None


@lru_cache(maxsize=20_000)
def read_day(text: str, *, zone: str, day_first: bool | None) -> date | None:
    """The trading day, as a calendar day where the exchange is; None where the text is no day or leaves a choice."""
    text = text.strip().strip("\"'")
    try:
        if _STAMP.fullmatch(text):
            number = int(text.removesuffix(".0"))
            return datetime.fromtimestamp(number / (1000 if number > 10**11 else 1), UTC).astimezone(ZoneInfo(zone)).date()
        if match := _ISO.fullmatch(text):
            return (_zoned(text, zone) if len(text) > 10 else None) or date(int(match[1]), int(match[2]), int(match[3]))
        if match := _COMPACT.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _SLASHED.fullmatch(text):
            first, second, year = int(match[1]), int(match[2]), _year(match[3])
            if day_first is None and first != second:
                return None
            return date(year, second, first) if day_first else date(year, first, second)
        if match := _NAMED.fullmatch(text):
            month = _MONTHS[(match[1] or match[5])[:3].lower()]
            return date(_year(match[3] or match[6]), month, int(match[2] or match[4]))
    except (ValueError, KeyError, OverflowError):
        return None
    return None


def _zoned(text: str, zone: str) -> date | None:
    """The day of an instant with an offset; midnight stands for the day it is written on, whatever the offset."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.tzinfo is None or (instant.hour, instant.minute) == (0, 0):
        return None
    return instant.astimezone(ZoneInfo(zone)).date()


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _is_weekend(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).weekday() >= 5
    except ValueError:
        return True
