"""Session windows: the days of a question as the exchange held them, holidays left out."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.knowledge.windows import Window
from assistant.market.calendars import is_session, next_session, previous_session, session_by
from assistant.market.calendars import zone as exchange_zone
from assistant.market.instruments import Instrument

_NTH_SESSION = re.compile(
    r"\b(?:first|opening|last|final|second|third|fourth|fifth) (?:full )?"
    r"(?:trading day|session|day(?= (?:before|after|following)\b))",
    re.I,
)
_BARE_PERIOD = re.compile(r"(?:[A-Z][a-z]+ )?(?:19|20)\d\d")  # of which the first or the last session is meant
_COUNTED_SESSIONS = re.compile(r"\b(?:sessions?|(?:trading|business|working)\s+days?)\b|交易日", re.I)
_MOST_SESSIONS = 60  # of more, a holiday among them changes little
_END = re.compile(r"(?:(?:at|by|on) )?(?:the )?end(?: of|-)|.*[底末]$", re.I)


def by_sessions(window: Window | None, exchange: str | None, anchor: datetime) -> Window | None:
    """ "The last three sessions" are the exchange's: the words alone count Mondays to Fridays, holidays among them."""
    if window is None or exchange is None:
        return window
    begun = window.first == window.last and bool(_BARE_PERIOD.fullmatch(window.phrase))
    if (
        not begun
        and not _NTH_SESSION.search(window.phrase)
        and not (window.relative and _COUNTED_SESSIONS.search(window.phrase))
    ):
        return window
    first, last = window.first, window.last
    if first is None or last is None or window.since or window.until or (last - first).days > 2 * _MOST_SESSIONS:
        return window
    if first == last:
        if is_session(exchange, first) or first > _today(exchange, anchor):
            return window
        day = _nearest_session(window, exchange)
        return replace(window, first=day, last=day, days=(day,))
    if last != _today(exchange, anchor):
        return window
    day, weekdays = last, sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days))
    for _ in range(min(weekdays, _MOST_SESSIONS)):
        day = previous_session(exchange, day)
    return replace(window, first=day)


def to_sessions(window: Window, instrument: Instrument) -> Window:
    """ "The first trading day of October" is the exchange's, and "the end of September" its last session then."""
    first, last = window.first, window.last
    if first is None or last is None:
        return window
    if first == last and _NTH_SESSION.search(window.phrase) and not is_session(instrument.exchange, first):
        day = _nearest_session(window, instrument.exchange)
        return replace(window, first=day, last=day, days=(day,))
    if first != last and window.days == (last,):  # a period that is named for its last day
        day = session_by(instrument.exchange, last)
        return replace(window, first=day, last=day, days=(day,)) if day >= first and _END.match(window.phrase) else window
    return window


def _nearest_session(window: Window, exchange: str) -> date:
    """The session that a day without one stands for: the next for the first of a period, else the one before."""
    assert window.first is not None
    early = (
        (window.first.day == 1 and bool(_BARE_PERIOD.fullmatch(window.phrase)))
        or "first" in window.phrase.lower()
        or "opening" in window.phrase.lower()
    )
    return (next_session if early else previous_session)(exchange, window.first)


def _today(exchange: str, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(exchange_zone(exchange))).date()
