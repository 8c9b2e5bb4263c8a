"""Calendar dates in English and in figures: days, months, quarters, halves and years."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from assistant.knowledge.time_cues import CENTURIES, DIGITS, FLAGS, MONTHS, Cued, Table
from assistant.knowledge.time_spans import FIRST_YEAR, LAST_YEAR, Clock, Grain, Mention, around, day_in, month_days, months_days

Found = re.Match[str]
Builder = Callable[[int], tuple[date, ...] | None]

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
MONTH = (
    r"(?P<month>january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sept|sep|oct|nov|dec)(?![a-z])\.?"
)
WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)(?![a-z])"
)
_START = r"(?<![0-9a-z$€£¥])(?<![0-9][.,/-])"
_D = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_JOIN = r"\s*(?:,\s*and|,\s*&|,|-|to|and|&|through|thru|until|till|or)\s*"
_ON = rf"(?:{WEEKDAY}\.?,?\s+(?:the\s+)?)?"
# A year after a date, where what follows does not make it a figure or a ticker; "of last year" does as well.
_YEAR = r"(?:(?:,?\s*|-)(?:(?:of|in)\s+)?\(?(?P<year>(?:19|2[0-9])[0-9]{2}|'[0-9]{2})(?![0-9%]|[.,:][0-9]|\.?[a-z])\)?)"
_THAT_YEAR = r"(?:,?\s+(?:of\s+)?(?P<which>this|last|next)\s+year(?![a-z]))"
TAIL = rf"(?:{_YEAR}|{_THAT_YEAR})?"
_NO_UNIT = r"(?![0-9]|[.,][0-9]|\s*(?:%|per\s?cent|points?|bn|billion|million|basis|x\b|times|cents?))"

_ISO = Cued(
    r"(?<![0-9a-z$€£¥#])(?<![0-9][.,])([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:T[0-9:.]+(?:Z"
    r"|[+-][0-9:]+)?)?(?![0-9]|\.[0-9])",
    DIGITS,
)
_NUMERIC = Cued(
    r"(?<![0-9$€£¥#])(?<![0-9][.,])([0-9]{1,2})([-/.])([0-9]{1,2})\2((?:19|2[0-9])[0-9]{2}"
    r"|(?<=[/.])[0-9]{2})(?![0-9/%]|\.[0-9])",
    DIGITS,
)
_NO_YEAR = Cued(r"(?<![0-9a-z$€£¥#.,/-])([0-9]{1,2})/([0-9]{1,2})(?![0-9a-z/%]|[.,][0-9])", DIGITS, "/")
_COMPACT = Cued(r"(?<![0-9a-z$€£¥#.,:-])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9a-z%]|[.,:-][0-9a-z])", CENTURIES)
_DAYS_OF_MONTH = Cued(
    rf"{_START}{_ON}(?P<days>{_D}(?:{_JOIN}(?:the\s+)?{_D}){{1,6}})\s+(?:of\s+)?{MONTH}{TAIL}", DIGITS, MONTHS
)
_MONTH_DAYS = Cued(
    rf"{_START}{_ON}{MONTH}\s+(?:the\s+)?(?P<days>{_D}(?:{_JOIN}{_D}){{1,6}}){_NO_UNIT}"
    rf"(?!\s+{MONTH.replace('?P<month>', '?:')}){TAIL}",
    DIGITS,
    MONTHS,
)
_DAY_MONTH = Cued(rf"{_START}{_ON}(?P<days>{_D})(?:-|\s+)?(?:of\s+)?{MONTH}{TAIL}", DIGITS, MONTHS)
_MONTH_DAY = Cued(rf"{_START}{_ON}{MONTH}[\s-]*(?:the\s+)?(?P<days>{_D}){_NO_UNIT}{TAIL}", DIGITS, MONTHS)
# The year before the day: "2025 Sep 12", "Sep 2025 12th".
_YEAR_FIRST = Cued(
    rf"(?<![0-9a-z$€£¥#.,/-])(?P<year>(?:19|20)[0-9]{{2}})[\s,-]+{MONTH}[\s-]*(?:the\s+)?(?P<days>{_D}){_NO_UNIT}",
    CENTURIES,
    MONTHS,
)
_DAY_LAST = Cued(
    rf"{_START}{MONTH},?\s+(?P<year>(?:19|20)[0-9]{{2}}),?\s+(?:on\s+)?(?:the\s+)?(?P<days>[0-9]{{1,2}}(?:st|nd|rd|th))(?![a-z])",
    CENTURIES,
    MONTHS,
)
_ISO_MONTH = Cued(r"(?<![0-9a-z$€£¥#.,/-])((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])(?![0-9a-z%]|[-/.,][0-9])", "-", CENTURIES)
_MONTH_YEAR = Cued(rf"{_START}{MONTH},?(?P<quarter>\s+quarter)?(?:{_YEAR}|{_THAT_YEAR})", f"{DIGITS} year", MONTHS)
_ORDINAL = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th|last)"
_NTH = {"fi": 1, "1s": 1, "se": 2, "2n": 2, "th": 3, "3r": 3, "fo": 4, "4t": 4}
_FY = r"(?P<fiscal>(?:the\s+)?(?:fy|fiscal(?:\s+year)?|financial\s+year)\s*)?"
_QUARTER = Cued(
    rf"(?<![0-9a-z])(?:(?P<early>(?:19|20)[0-9]{{2}})[\s-]*)?(?:q(?P<q>[1-4])|(?P<q2>[1-4])q)(?![0-9]q)"
    rf"(?:(?:,?\s*|-)(?:of\s+|in\s+)?{_FY}(?P<year>(?:19|20)[0-9]{{2}}|(?<![ ])'?[0-9]{{2}}"
    rf"|(?<=fy)[0-9]{{2}})(?![0-9%]|\.[0-9]|[a-z])|{_THAT_YEAR})?(?![a-z0-9])",
    "q1 q2 q3 q4 1q 2q 3q 4q",
)
_QUARTER_WORDS = Cued(
    rf"(?<![a-z0-9]){_ORDINAL}[\s-]+(?:fiscal\s+)?quarter(?![a-z])(?:,?\s+(?:of\s+"
    rf"|in\s+)?(?:the\s+year\s+)?{_FY}(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])|{_THAT_YEAR})?",
    "quarter",
)
_HALF = Cued(
    rf"(?<![0-9a-z])(?:(?P<early>(?:19|20)[0-9]{{2}})[\s-]*)?(?:h(?P<q>[12])|(?P<q2>[12])h)(?:(?:\s*"
    rf"|-)(?:of\s+)?(?P<year>(?:19|20)[0-9]{{2}}|(?<![ ])'?[0-9]{{2}})(?![0-9%a-z])|{_THAT_YEAR})?(?![a-z0-9])",
    "h1 h2 1h 2h",
)
_HALF_WORDS = Cued(
    rf"(?<![a-z0-9])(?P<nth>first|second|1st|2nd|last)[\s-]+half(?![a-z])"
    rf"(?!\s+of\s+(?:the\s+(?!year)|an?\s|{MONTH.replace('?P<month>', '?:')}))(?:,?\s+(?:of\s+"
    rf"|in\s+)?(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])|{_THAT_YEAR})?",
    "half",
)
_FISCAL_YEAR = Cued(
    r"(?<![0-9a-z])(?:fy|fiscal(?:\s+year)?|financial\s+year)\s*'?((?:19|20)?[0-9]{2})(?![0-9a-z%])",
    "fy fiscal financial",
    DIGITS,
)


def year_of(text: str) -> int:
    """The year of "2025", "'25" or "25"."""
    digits = text.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def dated(found: Found, build: Builder, *, year: int | None, grain: Grain = "day", **more: object) -> Mention:
    """The mention of what `build` gives for the year; without a year it stays open for another date or the clock to give."""
    place = {"start": found.start(), "end": found.end(), "grain": grain, **more}
    if year is None:
        return Mention(**place, build=build)  # type: ignore[arg-type]
    return settle(Mention(**place), build(year) if FIRST_YEAR <= year <= LAST_YEAR else None)  # type: ignore[arg-type]


def settle(mention: Mention, days: tuple[date, ...] | None) -> Mention:
    """The mention with its days filled in, or marked as naming a day that does not exist."""
    if days is None:
        return replace(mention, invalid=True, build=None)
    named = tuple(dict.fromkeys(days)) if mention.grain == "day" else ()
    return replace(mention, first=min(days), last=max(days), named=named, build=None)


def month_of(name: str) -> int:
    return _MONTH_NAMES.index(name[:3].lower()) + 1


def weekday_of(name: str) -> int:
    return _WEEKDAYS.index(name[:3].lower())


def _days_builder(month: int, days: list[int]) -> Builder:
    def build(year: int) -> tuple[date, ...] | None:
        found = [day_in(year, month, day) for day in days]
        return tuple(day for day in found if day) if all(found) else None

    return build


def _stated_year(found: Found, clock: Clock) -> tuple[int | None, bool]:
    """The year the words give, and whether they give it relative to the clock."""
    groups = found.groupdict()
    if which := groups.get("which"):
        return clock.today.year + {"this": 0, "last": -1, "next": 1}[which.lower()], True
    text = groups.get("year") or groups.get("early")
    return (year_of(text) if text else None), False


def _numeric_days(text: str) -> Iterator[Mention]:
    for found in _ISO.finditer(text):
        month, day = int(found[3]), int(found[4])
        if int(found[1]) >= 1000:
            yield dated(found, _days_builder(month, [day]), year=int(found[1]))
    for found in _NUMERIC.finditer(text):
        day, month = int(found[1]), int(found[3])
        if month > 12 >= day:  # month first only where the day forces it
            day, month = month, day
        yield dated(found, _days_builder(month, [day]), year=year_of(found[4]))
    for found in _NO_YEAR.finditer(text):  # "on 17/9" and "on 9/17": one of them can only be the day, else it may be a fraction
        low, high = sorted((int(found[1]), int(found[2])))
        if 1 <= low <= 12 < high <= 31 and _SURE.search(text[max(0, found.start() - 12) : found.start()]):
            yield dated(found, _days_builder(low, [high]), year=None)
    for found in _COMPACT.finditer(text):
        if day_in(int(found[1]), int(found[2]), int(found[3])):  # else eight digits that are some other number
            yield dated(found, _days_builder(int(found[2]), [int(found[3])]), year=int(found[1]))


_SURE = re.compile(r"(?:^|\b(?:on|since|from|until|till|before|after|by|between))\s+$", FLAGS)


def _month_is_meant(found: Found, text: str) -> bool:
    """Whether "may" and "mar(ch)" beside a number are the month: capitalised, with a year or after a preposition of time."""
    name = found["month"]
    if name.lower() not in ("may", "march", "mar", "dec", "sat", "sun") or not name.islower():
        return True
    return bool(
        found["year"]
        or found.groupdict().get("which")
        or "th" in found["days"]
        or _SURE.search(text[max(0, found.start() - 12) : found.start()])
    )


_WRITTEN = Table((pattern, None) for pattern in (_DAY_LAST, _DAYS_OF_MONTH, _MONTH_DAYS, _YEAR_FIRST, _DAY_MONTH, _MONTH_DAY))


def _written_days(text: str, clock: Clock) -> Iterator[Mention]:
    for found, _ in _WRITTEN.finditer(text):
        days = [int(digits) for digits in re.findall(r"[0-9]+", found["days"])]
        year, relative = _stated_year(found, clock)
        if not _month_is_meant(found, text) or (year is None and not all(1 <= day <= 31 for day in days)):
            continue
        weekday = weekday_of(name) if (name := found.groupdict().get("weekday")) else None
        yield dated(found, _days_builder(month_of(found["month"]), days), year=year, relative=relative, weekday=weekday)


def _months(text: str, clock: Clock) -> Iterator[Mention]:
    for found in _ISO_MONTH.finditer(text):
        month = int(found[2])
        yield dated(found, lambda year, month=month: month_days(year, month), year=int(found[1]), grain="month")  # type: ignore[misc]
    for found in _MONTH_YEAR.finditer(text):
        month, quarter = month_of(found["month"]), bool(found["quarter"])
        year, relative = _stated_year(found, clock)
        yield dated(
            found, month_builder(month, quarter=quarter), year=year, grain="quarter" if quarter else "month", relative=relative
        )


def month_builder(month: int, *, quarter: bool = False) -> Builder:
    """The month's days in a year, or those of the quarter it ends ("the September quarter")."""
    return lambda year: around(date(year, month, 1), "quarter") if quarter else month_days(year, month)


_PARTS: Table[tuple[Grain, int]] = Table(
    ((_QUARTER, ("quarter", 3)), (_QUARTER_WORDS, ("quarter", 3)), (_HALF, ("half", 6)), (_HALF_WORDS, ("half", 6)))
)


def _quarters(text: str, clock: Clock) -> Iterator[Mention]:
    for found, (grain, length) in _PARTS.finditer(text):
        year, relative = _stated_year(found, clock)
        number = _number_of(found, last=12 // length)
        if number is None or ((found["nth"] if "nth" in found.groupdict() else "").lower() == "last" and year is None):
            continue
        yield dated(found, parts_builder(number, length), year=year, grain=grain, relative=relative)


def _number_of(found: Found, *, last: int) -> int | None:
    groups = found.groupdict()
    if nth := groups.get("nth"):
        number = last if nth.lower() == "last" else _NTH[nth[:2].lower()]
    else:
        number = int(groups["q"] or groups["q2"])
    return number if number <= last else None


def parts_builder(number: int, length: int) -> Builder:
    """The days of the year's nth part of `length` months."""
    return lambda year: months_days(year, (number - 1) * length + 1, length)


def dates(text: str, clock: Clock) -> Iterator[Mention]:
    """The dates in the text; where two readings overlap, the one yielded first is the better."""
    yield from _numeric_days(text)
    yield from _written_days(text, clock)
    yield from _quarters(text, clock)
    yield from _months(text, clock)
    for found in _FISCAL_YEAR.finditer(text):
        # A company's year may start in any month; the calendar year stands in, and such a period never filters.
        yield dated(
            found, lambda year: around(date(year, 1, 1), "year"), year=year_of(found[1]), grain="year", always_topical=True
        )
