"""Exchange calendars: which days had a session, when it closed, and why a day had none. Alone imports exchange_calendars."""

import threading
import warnings
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from assistant.market.holidays import holiday_name

State = Literal["open", "lunch", "before_open", "after_close", "closed"]

# Listings that trade in another exchange's hours, by the code of the calendar that has them.
_SAME_HOURS = {"XNAS": "XNYS", "ARCX": "XNYS", "PINX": "XNYS", "BATS": "XNYS", "XSHE": "XSHG"}
_ZONES = {
    "XHKG": "Asia/Hong_Kong", "XSHG": "Asia/Shanghai", "XNYS": "America/New_York", "XTKS": "Asia/Tokyo",
    "XTAI": "Asia/Taipei", "XKRX": "Asia/Seoul", "XLON": "Europe/London",
    "XETR": "Europe/Berlin", "XPAR": "Europe/Paris",
}  # fmt: skip
_CLOSES = {
    "XTAI": time(13, 30), "XKRX": time(15, 30), "XLON": time(16, 30), "XSHG": time(15), "XTKS": time(15, 30),
    "XETR": time(17, 30), "XPAR": time(17, 30),
}  # fmt: skip
_FROM, _TO = date(1990, 1, 2), date(2036, 12, 31)
# Days the library counts as sessions on which nothing traded: a typhoon and a black rainstorm.
_NO_TRADE = {"XHKG": frozenset({date(2023, 9, 1), date(2023, 9, 8)})}


_BUILDING = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Sessions:
    days: list[date]
    opens: list[datetime]
    closes: list[datetime]
    lunches: list[tuple[datetime, datetime] | None]


_BUILT: dict[str, _Sessions] = {}  # by the code of the calendar


@lru_cache(maxsize=64)
def zone(exchange: str) -> str:
    """The IANA zone of an exchange."""
    return _ZONES.get(_hours(exchange), "UTC")


def is_session(exchange: str, day: date) -> bool:
    """Whether the exchange traded (or is to trade) on that day."""
    sessions = _sessions(_hours(exchange))
    if not sessions.days[0] <= day <= sessions.days[-1]:
        return day.weekday() < 5  # outside the calendar weekends are all that is known
    at = bisect_left(sessions.days, day)
    return at < len(sessions.days) and sessions.days[at] == day


def previous_session(exchange: str, day: date) -> date:
    """The newest session strictly before that day."""
    earlier = day - timedelta(days=1)
    while not is_session(exchange, earlier):
        earlier -= timedelta(days=1)
    return earlier


def session_by(exchange: str, day: date) -> date:
    """The newest session up to that day, itself if it is one."""
    return day if is_session(exchange, day) else previous_session(exchange, day)


def next_session(exchange: str, day: date) -> date:
    """The first session strictly after that day."""
    later = day + timedelta(days=1)
    while not is_session(exchange, later):
        later += timedelta(days=1)
    return later


def last_session(exchange: str, instant: datetime) -> date:
    """The newest session whose close is not after the instant."""
    sessions = _sessions(_hours(exchange))
    at = bisect_right(sessions.closes, instant)
    if 0 < at < len(sessions.closes):
        return sessions.days[at - 1]
    local = instant.astimezone(ZoneInfo(zone(exchange))).date()
    done = is_session(exchange, local) and close_at(exchange, local) <= instant
    return local if done else previous_session(exchange, local)


def close_at(exchange: str, day: date) -> datetime:
    """When trading ended on that day, in UTC; on a day without a session, when it would have."""
    sessions = _sessions(_hours(exchange))
    at = bisect_left(sessions.days, day)
    if at < len(sessions.days) and sessions.days[at] == day:
        return sessions.closes[at]
    usual = _CLOSES.get(_hours(exchange), time(16))
    return datetime.combine(day, usual, ZoneInfo(zone(exchange))).astimezone(UTC)


def is_half_day(exchange: str, day: date) -> bool:
    """Whether the session of that day ended well before the usual time."""
    usual = _CLOSES.get(_hours(exchange), time(16))
    local = close_at(exchange, day).astimezone(ZoneInfo(zone(exchange)))
    return is_session(exchange, day) and local.time() < time(usual.hour - 1, usual.minute)


def why_closed(exchange: str, day: date) -> str:
    """Why there was no session: "a Saturday", "a public holiday (Christmas)" or "an exchange holiday"."""
    if day.weekday() >= 5:
        return f"a {day:%A}"
    return holiday_name(_hours(exchange), day)


def state(exchange: str, instant: datetime) -> State:
    """What the exchange is doing at the instant."""
    sessions = _sessions(_hours(exchange))
    local = instant.astimezone(ZoneInfo(zone(exchange))).date()
    at = bisect_left(sessions.days, local)
    if at == len(sessions.days) or sessions.days[at] != local:
        return "closed"
    lunch = sessions.lunches[at]
    if lunch and lunch[0] <= instant < lunch[1]:
        return "lunch"
    if instant < sessions.opens[at]:
        return "before_open"
    return "open" if instant < sessions.closes[at] else "after_close"


def _hours(exchange: str) -> str:
    code = _SAME_HOURS.get(exchange, exchange)
    return code if code in _ZONES else "XNYS"


def _sessions(code: str) -> _Sessions:
    if (found := _BUILT.get(code)) is None:
        with _BUILDING:  # a second of work, and its warnings are silenced for the whole process: one thread at a time
            found = _BUILT[code] = _BUILT.get(code) or _build(code)
    return found


def _build(code: str) -> _Sessions:
    import exchange_calendars  # a second of pandas: only who asks for a calendar pays

    factory: Any = exchange_calendars.calendar_utils._default_calendar_factories[code]
    first = max(_FROM, bound.date()) if (bound := factory.bound_min()) else _FROM
    last = min(_TO, bound.date()) if (bound := factory.bound_max()) else _TO
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the library's, about how it asks pandas for weekdays
        schedule = factory(start=first.isoformat(), end=last.isoformat()).schedule
    traded = [day.date() not in _NO_TRADE.get(code, ()) for day in schedule.index]
    schedule = schedule[traded]
    columns = {name: schedule[name].dt.to_pydatetime() for name in ("open", "break_start", "break_end", "close")}
    breaks = zip(schedule["break_start"].isna(), columns["break_start"], columns["break_end"], strict=True)
    return _Sessions(
        days=[day.date() for day in schedule.index],
        opens=[_utc(instant) for instant in columns["open"]],
        closes=[_utc(instant) for instant in columns["close"]],
        lunches=[None if none else (_utc(start), _utc(end)) for none, start, end in breaks],
    )


def _utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC)
