"""Time mentions: a stretch of days read from words, where the words stand, and the calendar arithmetic behind them."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Grain = Literal["day", "week", "month", "quarter", "half", "year"]
Days = tuple[date, date]

FIRST_YEAR, LAST_YEAR = 1900, 2100
# The usual hours; the words "close" and "open" name an instant only through these. Exchanges' own hours are the market's.
CLOSE, OPEN = time(16, 0), time(9, 30)

# One character for one, so that places in the folded text are places in the question.
_FOLDED = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\uff5e\u301c"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u0060\u00b4"), "'"),
    **dict.fromkeys(
        map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\r\n\x0b\x0c\x00\u200b\ufeff\u200e\u200f\u202a\u202b\u202c"), " "
    ),
    ord("／"): "/",
    ord("："): ":",
    ord("（"): "(",
    ord("）"): ")",
    ord("，"): ",",
    ord("．"): ".",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The moment words like "yesterday" are read from, as a wall clock in one zone."""

    local: datetime
    forward: bool = False  # the question looks ahead: a day without a year is the coming one

    @property
    def today(self) -> date:
        return self.local.date()

    def at(self, day: date, moment: time) -> datetime:
        """That wall-clock moment as an instant in UTC."""
        return datetime.combine(day, moment, self.local.tzinfo).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One stretch of time that a text names at [start, end). An open end is None."""

    start: int
    end: int
    grain: Grain = "day"
    first: date | None = None
    last: date | None = None
    since: datetime | None = None
    until: datetime | None = None
    named: tuple[date, ...] = ()
    relative: bool = False
    build: Callable[[int], tuple[date, ...] | None] | None = None  # the named days in a year; set while the year is not known
    weekday: int | None = None  # the weekday the words give beside the date
    step: tuple[int, str] | None = None  # counted from another mention: (-1, "day") is "the day before"
    bound: str = ""  # "since", "after", "before", "until", "by": the word that opened one end
    always_topical: bool = False
    bare_weekday: bool = False
    weak: bool = False  # counts only where no day is named
    invalid: bool = False


def clock_at(as_of: datetime, zone: str, *, forward: bool = False) -> Clock:
    """The wall clock of the zone at as_of; an as_of without a zone counts as UTC."""
    aware = as_of if as_of.tzinfo is not None else as_of.replace(tzinfo=UTC)
    return Clock(local=aware.astimezone(ZoneInfo(zone)), forward=forward)


def fold(text: str) -> str:
    """The text with its digits, dashes, quotes and spaces in one form, of the same length."""
    return text.translate(_FOLDED)


def day_in(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none or the year is out of what is read."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def month_days(year: int, month: int) -> Days:
    """The first and last day of `month`, which may lie outside 1 to 12 and then counts into the years around."""
    index = year * 12 + month - 1
    year, month = index // 12, index % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_days(year: int, month: int, length: int) -> Days:
    """The first and last day of `length` months from `month` on."""
    return month_days(year, month)[0], month_days(year, month + length - 1)[1]


def week_days(day: date, *, weeks: int = 0) -> Days:
    """Monday to Sunday of the week that holds the day, or of one `weeks` later."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def shifted(day: date, count: int, unit: str) -> date:
    """The day `count` units later (earlier where negative), kept within the years that are read."""
    if unit == "session":
        return _weekday_shifted(day, count)
    try:
        if unit in ("day", "week"):
            moved = day + timedelta(days=count * (7 if unit == "week" else 1))
        else:
            first, last = month_days(day.year, day.month + count * {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit])
            moved = first.replace(day=min(day.day, last.day))
    except (OverflowError, ValueError):
        moved = date.min if count < 0 else date.max
    return min(max(moved, date(FIRST_YEAR, 1, 1)), date(LAST_YEAR, 12, 31))


def _weekday_shifted(day: date, count: int) -> date:
    """Counts Mondays to Fridays: holidays are the market's to know."""
    step = 1 if count > 0 else -1
    for _ in range(min(abs(count), 1000)):
        day += timedelta(days=step)
        while day.weekday() > 4:
            day += timedelta(days=step)
    return day


def around(day: date, unit: str) -> Days:
    """The calendar week, month, quarter or year that holds the day; the day itself for other units."""
    if unit == "week":
        return week_days(day)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "quarter":
        return months_days(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    if unit == "half":
        return months_days(day.year, 1 if day.month < 7 else 7, 6)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day
