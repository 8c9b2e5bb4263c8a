"""English words that count from the moment of asking: today, last week, three days ago, year to date, overnight."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, timedelta
from typing import Any

from assistant.knowledge.time_cues import PERIODS, UNITS, Cued, Table
from assistant.knowledge.time_spans import CLOSE, OPEN, Clock, Grain, Mention, around, month_days, shifted, week_days

_COUNTS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))
_COUNTS |= {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 3, "dozen": 12, "twenty": 20, "thirty": 30, "ninety": 90}
COUNT = (
    rf"(?P<count>[0-9]{{1,4}}|(?:a\s+)?(?:couple\s+of|few|several)|a\s+dozen"
    rf"|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
)
UNIT = r"(?P<unit>(?:trading\s+|business\s+|working\s+)?(?:hour|day|session|week|fortnight|month|quarter|year))s?(?![a-z-])"


Reading = Callable[[re.Match[str], Clock], Mention | None]


def count_of(text: str) -> int:
    """The number a count word or figure stands for; "a few" counts as three."""
    words = text.lower().split()
    if words[0].isdigit():
        return int(words[0])
    return max(_COUNTS.get(word, 0) for word in words)


def unit_of(text: str) -> tuple[str, int]:
    """The unit and how many of it: a fortnight is two weeks, a trading day is a session."""
    words = text.lower().split()
    if len(words) > 1 or words[0] == "session":
        return "session", 1
    return ("week", 2) if words[0] == "fortnight" else (words[0], 1)


def _over(found: re.Match[str], first: date, last: date, *, grain: Grain = "day", **more: Any) -> Mention:
    named = (first,) if grain == "day" and first == last else ()
    return Mention(
        start=found.start(), end=found.end(), grain=grain, first=first, last=last, named=named, relative=True, **more
    )


def _day(offset: int) -> Callable[[re.Match[str], Clock], Mention]:
    def read(found: re.Match[str], clock: Clock) -> Mention:
        day = shifted(clock.today, offset, "day")
        return _over(found, day, day)

    return read


def until_now(days: tuple[date, date], clock: Clock) -> tuple[date, date]:
    """A running period ends today: nothing later is known (unless the question looks ahead)."""
    first, last = days
    return (first, clock.today) if first <= clock.today <= last and not clock.forward else days


def _calendar(found: re.Match[str], clock: Clock) -> Mention:
    unit = found["unit"].lower()
    offset = {"this": 0, "current": 0, "last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}[found["which"].lower()]
    days = around(shifted(clock.today.replace(day=1) if unit != "week" else clock.today, offset, unit), unit)
    return _over(found, *until_now(days, clock), grain=unit)  # type: ignore[arg-type]


def _to_date(found: re.Match[str], clock: Clock) -> Mention:
    unit = (found.groupdict().get("unit") or found["short"]).lower()
    unit = {"y": "year", "q": "quarter", "m": "month", "w": "week"}[unit[0]]
    return _over(found, around(clock.today, unit)[0], clock.today, grain=unit)  # type: ignore[arg-type]


def _furthest_of(found: re.Match[str], clock: Clock) -> Mention | None:
    return _to_date(found, clock) if _FURTHEST.search(found.string, 0, found.start()) else None


_FURTHEST = re.compile(
    r"\b(?:[a-z]{3,}est|peak|record|most|least)\b", re.IGNORECASE | re.ASCII
)  # "the highest close of the year"


def _rolling(found: re.Match[str], clock: Clock) -> Mention:
    unit, each = unit_of(found["unit"])
    count = count_of(found["count"] or "one") * each
    if unit == "hour":
        since = clock.local - timedelta(hours=count)
        return Mention(
            start=found.start(),
            end=found.end(),
            first=since.date(),
            last=clock.today,
            since=since.astimezone(UTC),
            relative=True,
        )
    grain: Grain = unit if unit in ("week", "month", "quarter", "year") else "week"  # type: ignore[assignment]
    return _over(found, shifted(clock.today, -count, unit), clock.today, grain=grain)


def _coming(found: re.Match[str], clock: Clock) -> Mention | None:
    unit, each = unit_of(found["unit"])
    if unit == "hour":
        return None
    return _over(
        found, clock.today + timedelta(days=1), shifted(clock.today, count_of(found["count"]) * each, unit), grain="week"
    )


def _ago(found: re.Match[str], clock: Clock) -> Mention | None:
    unit, each = unit_of(found["unit"])
    if unit == "hour":
        return _rolling(found, clock)
    count = count_of(found["count"]) * each
    if found["way"].lower().startswith(("from", "hence")):
        count = -count
    day = shifted(clock.today, -count, unit)
    if unit in ("day", "session"):
        return _over(found, day, day)
    # Weeks and longer are said loosely: the week, month or year around the exact day, which stays named.
    first, last = until_now(around(day, unit), clock)
    return Mention(start=found.start(), end=found.end(), grain=unit, first=first, last=last, named=(day,), relative=True)  # type: ignore[arg-type]


def last_close_day(clock: Clock) -> date:
    """The day of the newest close by the usual hours, weekends skipped."""
    today = clock.today
    return today if today.weekday() < 5 and clock.local.time() >= CLOSE else shifted(today, -1, "session")


def _night(found: re.Match[str], clock: Clock) -> Mention | None:
    if _HABIT.search(found.string, 0, found.start()):
        return None
    before = shifted(clock.today, -1, "session")
    return Mention(
        start=found.start(), end=found.end(), first=before, last=clock.today, named=(before,), relative=True,
        since=clock.at(before, CLOSE), until=clock.at(clock.today, OPEN),
    )  # fmt: skip


_HABIT = re.compile(  # "is used by children overnight" is of no one night
    r"\b(?:is|are|be|being|often|usually|always|never)\b[^.?!,;]*\bby\s+(?:[a-z]+\s+){1,3}$", re.IGNORECASE | re.ASCII
)


def _start_of(found: re.Match[str], clock: Clock) -> Mention:
    unit = found["unit"].lower()
    first = around(clock.today, unit)[0]
    days = {"week": 2, "month": 7}.get(unit)
    last = first + timedelta(days=days - 1) if days else around(first, "month")[1]
    return _over(found, *until_now((first, last), clock), grain="week" if days else "month")


def _midweek(found: re.Match[str], clock: Clock) -> Mention:
    tuesday = week_days(clock.today, weeks=0 if clock.today.weekday() > 0 or clock.forward else -1)[0] + timedelta(days=1)
    return _over(found, *until_now((tuesday, tuesday + timedelta(days=2)), clock), grain="week")


def _weekend(found: re.Match[str], clock: Clock) -> Mention:
    saturday = week_days(clock.today)[0] + timedelta(days=5)
    which = (found["which"] or "").lower()
    if which == "next" or (clock.forward and which != "last"):
        weeks = 1 if which == "next" and clock.today.weekday() > 4 else 0
    else:  # the newest one that has begun; "last" the newest that is over
        weeks = 0 if clock.today >= saturday and which != "last" else -1
    first = saturday + timedelta(weeks=weeks)
    return _over(found, *until_now((first, first + timedelta(days=1)), clock), grain="week")


def _end_of(found: re.Match[str], clock: Clock) -> Mention:
    unit = (found["unit"] or "year").lower()
    last = around(clock.today, unit)[1]
    first = {"week": last - timedelta(days=2), "year": month_days(last.year, 12)[0]}.get(unit, last - timedelta(days=6))
    return _over(found, first, last, grain=unit)  # type: ignore[arg-type]


_RULES: list[tuple[str, tuple[str, ...], Reading]] = [
    (r"(?:the\s+)?day\s+before\s+yesterday", ("yesterday",), _day(-2)),
    (r"(?:the\s+)?day\s+after\s+tomorrow", ("tomorrow",), _day(2)),
    ((r"last\s+night|overnight(?!\s+(?:rate|index\s+swap|repo|lending|loans?|hibor|shibor|stays?|success|sensation|deliver"
    r"|shipping|flights?|trains?|parking|guests?|trips?))"), ("night",), _night),
    (r"yesterday(?:\s+(?:morning|afternoon|evening))?", ("yesterday",), _day(-1)),
    (r"(?<!usa )(?<!china )(?<!business )(?:today|tonight|this\s+(?:morning|afternoon|evening))(?:(?=')|(?!online))",
     ("today tonight morning afternoon evening",), _day(0)),
    (r"tomorrow(?:\s+(?:morning|afternoon|evening))?", ("tomorrow",), _day(1)),
    (r"(?P<unit>year|quarter|month|week)[\s-]+to[\s-]+date|(?P<short>[yqm])td", ("date ytd qtd mtd",), _to_date),
    (r"so\s+far\s+(?:in\s+)?this\s+(?P<unit>year|quarter|month|week)", ("far",), _to_date),
    (r"this\s+(?P<unit>year|quarter|month|week)\s+so\s+far", ("far",), _to_date),
    (r"of\s+the\s+(?P<unit>year|quarter|month|week)(?:\s+so\s+far)?(?=\s*(?:[?.,]|\Z))", ("of", PERIODS), _furthest_of),
    (r"since\s+(?:the\s+)?(?:start|beginning)\s+of\s+(?:the|this)\s+(?P<unit>year|quarter|month|week)",
     ("since", PERIODS), _to_date),
    (r"(?:at\s+)?(?:the\s+)?(?:start|beginning)\s+of\s+(?:the|this)\s+(?P<unit>year|quarter|month|week)(?!\s+(?:of|to|end))",
     ("start beginning", PERIODS), _start_of),
    (r"earl(?:y|ier)\s+(?:on\s+)?in\s+the\s+(?P<unit>year|quarter|month|week)(?!\s+(?:of|to|end))",
     ("earl", PERIODS), _to_date),
    (r"mid-?week", ("week",), _midweek),
    ((rf"(?:in\s+|over\s+|during\s+|within\s+|for\s+)?(?:the\s+)?(?:past|last|previous|preceding|prior"
    rf"|latest)\s+{COUNT}\s+{UNIT}"), ("past last previous preceding prior latest", UNITS), _rolling),
    (rf"(?:(?:in|over|during|within|for)\s+the\s+(?:past|last)|(?:the\s+)?past)\s+(?P<count>\b){UNIT}(?!(?<=hour)\s+of\s)",
     ("past last", UNITS), _rolling),
    (rf"(?:in\s+|over\s+|during\s+|within\s+)?(?:the\s+)?(?:next|coming|following)\s+{COUNT}\s+{UNIT}",
     ("next coming following", UNITS), _coming),
    (rf"{COUNT}\s+{UNIT}\s+(?P<way>ago|from\s+(?:now|today)|hence|back(?=\W|$))", ("ago from hence back", UNITS), _ago),
    ((r"(?:earlier\s+|later\s+|late\s+|early\s+)?(?:the\s+)?(?P<which>this|current|last|previous|prior|next"
    r"|coming)\s+(?:calendar\s+|financial\s+|trading\s+)?(?P<unit>week|month|quarter|year)(?!\s+(?:of"
    r"|in)\s+(?:20|19|[a-z]))"), ("this current last previous prior next coming", PERIODS), _calendar),
    (r"(?:over\s+|at\s+|on\s+)?(?:the\s+|(?P<which>this|last|next)\s+)weekend", ("weekend",), _weekend),
    ((r"(?:the\s+)?end\s+of\s+(?:the|this)\s+(?P<unit>week|month|quarter|year)|(?:by\s+"
    r"|at\s+)(?:the\s+)?year[\s-]?end"), ("end", PERIODS), _end_of),
]  # fmt: skip
_TABLE = Table((Cued(rf"(?<![a-z0-9-])(?:{words})(?![a-z0-9])", *cues), read) for words, cues, read in _RULES)


def relative_words(text: str, clock: Clock) -> Iterator[Mention]:
    """The stretches of time counted from the clock; where two readings overlap, the one yielded first is the better."""
    for found, read in _TABLE.finditer(text):
        if mention := read(found, clock):
            yield mention
