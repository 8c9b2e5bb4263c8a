"""Days that are counted out: the Friday before last, two Mondays ago, the first Monday of September, the 17th of last month."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from assistant.knowledge.time_bare_words import weekday
from assistant.knowledge.time_cues import DIGITS, WEEKDAYS, Cued, Table
from assistant.knowledge.time_dates import MONTH, WEEKDAY, dated, month_of, weekday_of
from assistant.knowledge.time_spans import Clock, Mention, around, day_in, month_days, shifted, week_days

_NTHS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1, "final": -1}
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_WEEKDAYS = WEEKDAY.replace("day)?", "days?)?")
_BEFORE_LAST = Cued(
    rf"(?<![a-z0-9-])(?:the\s+)?(?:(?P<unit>week|month|quarter|year|weekend|session|trading\s+day)|{WEEKDAY})\s+before\s+last"
    r"(?!\s+[a-z]+day|\s+(?:week|month|quarter|year))(?![a-z])",
    "before",
    "last",
)
_WEEKDAYS_AGO = Cued(rf"(?<![a-z0-9-])(?P<count>{'|'.join(_COUNTS)})\s+{_WEEKDAYS}\s+ago(?![a-z])", "ago", WEEKDAYS)
_NTH_WEEKDAY = Cued(
    rf"(?<![a-z0-9-])(?:the\s+)?(?P<nth>{'|'.join(_NTHS)})\s+{WEEKDAY}\s+(?:of|in)\s+"
    rf"(?:(?P<which>this|last|next)\s+month|{MONTH}(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)[0-9]{{2}}))?)(?![a-z0-9])",
    " ".join(_NTHS),
    WEEKDAYS,
)
_NTH_OF_MONTH = Cued(
    r"(?<![a-z0-9-])(?:the\s+)?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)\s+(?:day\s+)?of\s+(?P<which>this|last|next)\s+month(?![a-z])",
    "month",
    DIGITS,
)
_CHINESE_DAY = Cued(r"(?P<which>上|本|這|这|今|下)(?:個|个)?月(?:份)?\s*(?P<day>[0-9]{1,2})\s*[日號号]", "月", "日 號 号")
_CHINESE_SESSION = Cued(r"(?:上|前)(?:一)?(?:個|个)?(?P<unit>交易日)(?!內|内|收市前)", "交易日")
_OFFSETS = {"this": 0, "last": -1, "next": 1, "上": -1, "本": 0, "這": 0, "这": 0, "今": 0, "下": 1}


def _one(found: re.Match[str], day: date) -> Mention:
    return Mention(start=found.start(), end=found.end(), first=day, last=day, named=(day,), relative=True)


def _before_last(found: re.Match[str], clock: Clock) -> Mention:
    if found["weekday"]:
        last = weekday(clock, weekday_of(found["weekday"]), "last")
        return _one(found, last - timedelta(days=7))
    unit = found["unit"].lower()
    if unit.startswith(("session", "trading")):
        return _one(found, shifted(clock.today, -2, "session"))
    if unit == "weekend":
        over = 0 if clock.today.weekday() > 4 else -1
        saturday = week_days(clock.today, weeks=over - 1)[0] + timedelta(days=5)
        days = saturday, saturday + timedelta(days=1)
        unit = "week"
    else:
        days = around(shifted(clock.today.replace(day=1) if unit != "week" else clock.today, -2, unit), unit)
    return Mention(start=found.start(), end=found.end(), grain=unit, first=days[0], last=days[1], relative=True)  # type: ignore[arg-type]


def _weekdays_ago(found: re.Match[str], clock: Clock) -> Mention:
    last = weekday(clock, weekday_of(found["weekday"]), "last")
    return _one(found, last - timedelta(weeks=_COUNTS[found["count"].lower()] - 1))


def _nth_weekday(found: re.Match[str], clock: Clock) -> Mention:
    nth, index = _NTHS[found["nth"].lower()], weekday_of(found["weekday"])

    def build(year: int, month: int) -> tuple[date, ...] | None:
        first, last = month_days(year, month)
        if nth < 0:
            return (last - timedelta(days=(last.weekday() - index) % 7),)
        day = first + timedelta(days=(index - first.weekday()) % 7 + 7 * (nth - 1))
        return (day,) if day <= last else None

    if found["which"]:
        month = shifted(clock.today.replace(day=1), _OFFSETS[found["which"].lower()], "month")
        days = build(month.year, month.month)
        return _one(found, days[0]) if days else Mention(start=found.start(), end=found.end(), invalid=True)
    number = month_of(found["month"])
    year = int(found["year"]) if found["year"] else None
    return dated(found, lambda year: build(year, number), year=year)


def _nth_of_month(found: re.Match[str], clock: Clock) -> Mention:
    month = shifted(clock.today.replace(day=1), _OFFSETS[found["which"].lower()], "month")
    day = day_in(month.year, month.month, int(found["day"]))
    return _one(found, day) if day else Mention(start=found.start(), end=found.end(), invalid=True)


def _session(found: re.Match[str], clock: Clock) -> Mention:
    return _one(found, shifted(clock.today, -1, "session"))


_TABLE: Table[Callable[[re.Match[str], Clock], Mention]] = Table(
    (
        (_BEFORE_LAST, _before_last),
        (_WEEKDAYS_AGO, _weekdays_ago),
        (_NTH_WEEKDAY, _nth_weekday),
        (_NTH_OF_MONTH, _nth_of_month),
        (_CHINESE_DAY, _nth_of_month),
        (_CHINESE_SESSION, _session),
    )
)


def counted(text: str, clock: Clock) -> Iterator[Mention]:
    """The days and stretches that are counted out from the clock or within a month."""
    yield from (read(found, clock) for found, read in _TABLE.finditer(text))
