"""Timeliness: which reports, and which of their sentences, can tell of the time that a question asks about."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from assistant.agent.extractive.evidence import Candidate
from assistant.agent.foreign_days import tells_of_abroad, told_in
from assistant.agent.reading import Reading
from assistant.knowledge.windows import Window, read_window

_LAGS = ((31, 100), (93, 200), (184, 300), (366, 500))  # days of a period, and within how many after it is reported on
_COUNTED = frozenset({"number", "percent", "money"})  # what is reckoned up when a year has ended
_A_YEAR = 365
_LEAD = 300  # characters in which a report says of what day it tells
_A_MONTH = 31
_RECKONED = timedelta(days=20)  # before which a month's figure is not known
_A_PERIOD = 27  # days: a day that a sentence names is when something was said, a month what it is of
# "Its highest since November 2021" names a time long before the one that is told of.
_RECORD = re.compile(
    r"\b(?:since|[a-z]+est|most|least|best|worst|record|peak|high|low|all-time)\b|最|新高|新低|以來|以来", re.I
)
# What a broker says is known on the day it says it, and is no period's figure.
_CALL = re.compile(r"\b(?:targets?|ratings?|upgrad\w+|downgrad\w+)\b|[目評评][標标級级]", re.I)


def time_of_telling(reading: Reading) -> Window | None:
    """From the beginning of the period asked about until reports on it have come out; None where the question bounds
    nothing by a period of a figure."""
    window = reading.window
    if window is None or window.first is None or window.last is None:
        return None
    length = (window.last - window.first).days + 1
    if not window.topical and (length < _A_YEAR or reading.wants.unit not in _COUNTED or reading.tickers):
        return None
    lag = next((after for longest, after in _LAGS if length <= longest), None)
    if lag is None or _RECORD.search(reading.question) or _CALL.search(reading.question):
        return None
    return replace(window, last=min(window.last + timedelta(days=lag), date.max), topical=False)


def within(one: Candidate, reading: Reading, *, foreign: bool) -> bool:
    """Whether a sentence is of the window: its report is, or it was written later and says the time, itself or as it opens."""
    window, day = reading.window, one.passage.hit.document.published_date
    telling = time_of_telling(reading)
    if telling is not None and day is not None:
        at = one.published_at or datetime.combine(day, time(23, 59), ZoneInfo(reading.zone))
        return _is_told(reading, telling, one.text, day, _said(one.text, at, one.passage.hit.document.zone))
    if window is None or not reading.bounded or window.last is None or day is None:
        return True
    if foreign:
        return told_in(one.passage.hit.document, window)
    if day <= window.last:
        return window.first is None or day >= window.first
    if window.first == window.last and tells_of_abroad(one.passage.hit.document):
        return told_in(one.passage.hit.document, window)
    at = one.published_at or datetime.combine(day, time(23, 59), ZoneInfo(reading.zone))
    zone = one.passage.hit.document.zone
    said = _said(one.text, at, zone)
    if said is None or said.topical or said.latest or said.first is None or said.first != said.last:
        said = _said(one.passage.hit.document.text[:_LEAD], at, zone) or said
    if said is None or said.first is None or said.last is None or said.topical:
        return False
    if window.first == window.last and said.first != said.last:
        return False  # what is said of a week is no day's
    return said.first <= window.last and (window.first is None or said.last >= window.first)


@lru_cache(maxsize=2_048)
def _said(text: str, at: datetime, zone: str) -> Window | None:
    """The time a text says; kept, because a report's opening is read for each of its sentences, and each search reads anew."""
    return read_window(text, as_of=at, zone=zone)


def _is_told(reading: Reading, telling: Window, text: str, published: date, said: Window | None) -> bool:
    """Whether a sentence published on that day can be of the period asked about.

    One of the time in which it is told can, unless it names another month or quarter; one of another time must name the
    period's year, or a time that overlaps the period. `said` is the time the sentence names.
    """
    asked = reading.window
    assert asked is not None
    assert asked.first is not None
    assert asked.last is not None
    assert telling.first is not None
    assert telling.last is not None
    overlaps = None
    if said is not None and said.first is not None and said.last is not None:
        overlaps = said.first <= asked.last and said.last >= asked.first
        if not overlaps and (said.last - said.first).days < _A_PERIOD:
            overlaps = None
    if telling.first <= published <= telling.last:
        early = (asked.last - asked.first).days < _A_MONTH and published < asked.first + _RECKONED
        return overlaps is not False and (not early or _names_month(text, asked.first))
    return bool(overlaps) or str(asked.first.year) in text


def _names_month(text: str, day: date) -> bool:
    return f"{day:%B}" in text or bool(re.search(rf"(?<!\d){day.month}月", text))
