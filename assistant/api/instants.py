"""Instants and days as people and programs write them to a front door."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.errors import BadInput

_YEARS = range(1900, 2201)


def read_instant(text: str, *, zone: str, name: str = "as_of") -> datetime:
    """The instant: with a zone as written, without one in the reader's zone, a day alone as its end.

    Raises:
        BadInput: it is none; the message shows how to write one.
    """
    text = text.strip()
    try:
        if len(text) == len("2025-09-17"):
            end = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), ZoneInfo(zone))
            instant = end - timedelta(microseconds=1)
        else:
            instant = datetime.fromisoformat(text)
            instant = instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))
        instant = instant.astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise BadInput(f"The {name} is not a moment. Write it like 2025-09-17T18:03:00+08:00 or 2025-09-17.") from exc
    if instant.year not in _YEARS:
        raise BadInput(f"The {name} lies outside the years {_YEARS.start} to {_YEARS.stop - 1}.")
    return instant


def read_day(text: str, *, name: str) -> date:
    """The day.

    Raises:
        BadInput: it is none; the message shows how to write one.
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as exc:
        raise BadInput(f"The {name} is not a day. Write it like 2025-09-17.") from exc
    if day.year not in _YEARS:
        raise BadInput(f"The {name} lies outside the years {_YEARS.start} to {_YEARS.stop - 1}.")
    return day


def read_days(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """Both ends of a range of days, either of them open.

    Raises:
        BadInput: one is not a day, or they are the wrong way round.
    """
    begin = read_day(first, name="first day") if first else None
    end = read_day(last, name="last day") if last else None
    if begin and end and begin > end:
        raise BadInput(f"The range ends ({end}) before it begins ({begin}). Swap the two days.")
    return begin, end
