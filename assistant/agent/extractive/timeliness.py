"""Timeliness: which reports, and which of their sentences, can tell of the time that a question asks about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.naming import asks_of_coming
from assistant.agent.extractive.periods import quarter_of, quarters
from assistant.agent.foreign_days import tells_of_abroad, told_in
from assistant.agent.reading import Reading
from assistant.knowledge.windows import Window, read_window

_LAGS = ((31, 100), (93, 200), (184, 300), (366, 500))  # days of a period, and within how many after it is reported on
_COUNTED = frozenset({"number", "percent", "money"})  # what is reckoned up when a year has ended
_A_YEAR = 365
_LEAD = 300  # characters in which a report says of what day it tells
_A_MONTH = 31
_RECKONED = timedelta(days=20)  # before which a month's figure is not known
_AHEAD = timedelta(days=92)  # for which a report can tell what is still to come
_A_PERIOD = 27  # days: a day that a sentence names is when something was said, a month what it is of
# "Its highest since November 2021" names a time long before the one that is told of.
_RECORD = re.compile(
    r"\b(?:since|[a-z]+est|most|least|best|worst|record|peak|high|low|all-time)\b|最|新高|新低|以來|以来", re.I
)
_OF_A_TIME = re.compile(r"\b(?:after|before|since|following)\s+(?=(?:last|this) (?:week|month|quarter|year)['’]s\b)", re.I)
_BASE = re.compile(r"\b(?:earlier|ago|before)\b", re.I)  # "up from 16 percent a year earlier" is of now
# What a broker says is known on the day it says it, and is no period's figure.
_CALL = re.compile(
    r"\b(?:forecast|predict|announce|unveil|say|expect)\s+in\b|\b(?:targets?|ratings?|upgrad\w+|downgrad\w+)\b|[目評评][標标級级]",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A period of which a figure is asked, and until when reports on it come out."""

    first: date
    last: date
    until: date

    @property
    def window(self) -> Window:
        """When it is told."""
        return Window(first=self.first, last=self.until)


def time_of_telling(reading: Reading) -> Telling | None:
    """The period of a figure that the question asks for; None where it bounds nothing by one."""
    window = reading.window
    if window is None or window.first is None or window.last is None:
        return None
    length = (window.last - window.first).days + 1
    if not window.topical and (length < _A_YEAR or reading.wants.unit not in _COUNTED or reading.tickers):
        return None
    lag = next((after for longest, after in _LAGS if length <= longest), None)
    if lag is None or _RECORD.search(reading.question) or _CALL.search(reading.question):
        return None
    return Telling(first=window.first, last=window.last, until=min(window.last + timedelta(days=lag), date.max))


def of_its_time(rows: Sequence[Candidate], reading: Reading, *, foreign: bool) -> list[Candidate]:
    """The sentences that can tell of the time a question asks about."""
    telling = time_of_telling(reading)
    return [row for row in rows if _can_tell(row, reading, telling, foreign=foreign)]


def _can_tell(one: Candidate, reading: Reading, telling: Telling | None, *, foreign: bool) -> bool:
    window, day = reading.window, one.passage.hit.document.published_date
    if day is not None and not reading.bounded and asks_of_coming(reading.question) and _is_over(day, reading):
        return False
    if window is None or day is None:
        return True
    if telling is not None:
        quarter = quarter_of(reading.question)
        if quarter is not None and quarter in quarters(one.text) and telling.first <= day <= telling.until:
            return True
        return _is_told(telling, one.text, day, _said(one.text, _written(one, day, reading), one.passage.hit.document.zone))
    return not reading.bounded or window.last is None or _within(one, window, window.last, day, reading, foreign=foreign)


def _is_over(day: date, reading: Reading) -> bool:
    """Whether what was to come when a report was written has come by now, or was put off."""
    return (reading.anchor or reading.as_of).date() - day > _AHEAD


def _within(one: Candidate, window: Window, last: date, day: date, reading: Reading, *, foreign: bool) -> bool:
    """Whether a sentence is of the window: its report is, or it was written later and says the time, itself or as it opens."""
    if foreign:
        return told_in(one.passage.hit.document, window)
    if day <= last:
        return window.first is None or (day >= window.first and not _of_another_month(one, window, day, reading))
    if window.first == last and tells_of_abroad(one.passage.hit.document):
        return told_in(one.passage.hit.document, window)
    if _names_whole(one.text, window, last, day):
        return True
    at, zone = _written(one, day, reading), one.passage.hit.document.zone
    said = _said(one.text, at, zone)
    if _is_that_period(said, window):
        return True
    if said is None or said.topical or said.latest or said.first is None or said.first != said.last:
        if said is not None and window.first is None and said.first is None and said.last == last:
            return True  # as of the same day: "by the end of April"
        said = _said(one.passage.hit.document.text[:_LEAD], at, zone) or said
    if said is None or said.first is None or said.last is None or said.topical:
        return False
    if window.first == last and said.first != said.last:
        return False  # what is said of a week is no day's
    return said.first <= last and (window.first is None or said.last >= window.first)


def _is_that_period(said: Window | None, window: Window) -> bool:
    """Whether a sentence says the very stretch of days that is asked about: "had last week imposed"."""
    if (
        said is None
        or said.topical
        or said.first is None
        or said.last is None
        or not 0 < (said.last - said.first).days < _A_PERIOD
    ):
        return False
    return (said.first, said.last) == (window.first, window.last)


def _of_another_month(one: Candidate, window: Window, day: date, reading: Reading) -> bool:
    """For a month's figure: whether the sentence names only a month before it."""
    if (
        reading.wants.unit is None
        or window.first is None
        or window.last is None
        or (window.last - window.first).days < _A_PERIOD
    ):
        return False
    said = _said(one.text, _written(one, day, reading), one.passage.hit.document.zone)
    if said is None or said.first is None or said.last is None or said.last >= window.first:
        return False
    return (said.last - said.first).days >= _A_PERIOD and not _names_month(one.text, window.first)


def _written(one: Candidate, day: date, reading: Reading) -> datetime:
    """When a sentence was published; the end of its day where no more is known."""
    return one.published_at or datetime.combine(day, time(23, 59), ZoneInfo(reading.zone))


@lru_cache(maxsize=2_048)
def _said(text: str, at: datetime, zone: str) -> Window | None:
    """The time a text says, last week in "after last week's gain"; kept, because a report's opening is read for each of its
    sentences, and each search reads anew."""
    return read_window(_OF_A_TIME.sub("", text), as_of=at, zone=zone)


def _is_told(telling: Telling, text: str, published: date, said: Window | None) -> bool:
    """Whether a sentence published on that day can be of the period asked about.

    One of the time in which it is told can, unless it names another month or quarter; one of another time must name the
    period's year, or a time that overlaps the period and is not that much longer. `said` is the time the sentence names.
    """
    length = telling.last - telling.first
    overlaps = longer = None
    if said is not None and _BASE.search(said.phrase):
        said = None
    if said is not None and said.first is not None and said.last is not None:
        longer = said.last - said.first > 3 * length
        overlaps = said.first <= telling.last and said.last >= telling.first
        if not overlaps and (said.last - said.first).days < _A_PERIOD:
            overlaps = None
    if telling.first <= published <= telling.until:
        early = length.days < _A_MONTH and published < telling.first + _RECKONED
        return overlaps is not False and (not early or _names_month(text, telling.first))
    if length.days + 1 < _A_YEAR and (longer or overlaps is False):
        return _names_month(text, telling.first) and str(telling.first.year) in text  # a year's figure is no month's
    return bool(overlaps) or str(telling.first.year) in text


def _names_whole(text: str, window: Window, last: date, published: date) -> bool:
    """Whether a sentence names the month, within a year of it, or the year that is asked about: "18.3 percent in 2022"."""
    first = window.first
    if first is None or first.day != 1 or (last + timedelta(days=1)).day != 1 or first.year != last.year:
        return False
    if (last - first).days >= _A_YEAR - 1:
        return bool(re.search(rf"(?<!\d){first.year}(?!\d)", text))
    return first.month == last.month and (published - last).days < _A_YEAR and _names_month(text, first)


def _names_month(text: str, day: date) -> bool:
    return f"{day:%B}" in text or bool(re.search(rf"(?<!\d){day.month}月", text))
