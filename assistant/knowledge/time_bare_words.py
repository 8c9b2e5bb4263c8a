"""Words that are time only in company: a bare month, weekday or year, "the 17th"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.knowledge.time_cues import CENTURIES, DIGITS, FLAGS, MONTHS, WEEKDAYS, Cued
from assistant.knowledge.time_dates import MONTH, dated, month_builder, month_of, weekday_of, year_of
from assistant.knowledge.time_spans import FIRST_YEAR, LAST_YEAR, Clock, Mention, around, day_in, shifted, week_days

_MONTH_PLACE = re.compile(
    r"(?:^|[^a-z])(in|since|from|until|till|before|after|by|during|of|for|last|this|next|early|mid|late"
    r"|between|through|to|and|the)[\s-]+$",
    FLAGS,
)
_MONTH_CERTAIN = re.compile(r"(?:^|[^a-z])(?:in|since|during|until|till|early|mid|late|last|next)[\s-]+$", FLAGS)
_BARE_MONTH = Cued(
    rf"(?:(?<![0-9a-z.'-])|(?<=mid-)|(?<=end-)|(?<=late-)|(?<=early-))(?:(?P<which>this|last"
    rf"|next)\s+(?:year's\s+)?)?(?P<month>{MONTH[10:]}(?P<quarter>\s+quarter)?(?![a-z0-9-])",
    MONTHS,
)
_DOUBTFUL = ("may", "march", "mar", "sept", "sep", "jan", "feb", "apr", "jun", "jul", "aug", "oct", "nov", "dec")
_PERSON = re.compile(r"\s+[A-Z][a-z]+")

_FULL_DAY = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAY = Cued(
    rf"(?<![a-z0-9-])(?<!black )(?<!good )(?<!cyber )(?<!easter )(?<!a )(?<!an )(?<!every )(?:(?P<which>this"
    rf"|last|next|past|coming)\s+)?"
    rf"(?:(?P<week>this|last|next)\s+week's\s+)?(?P<day>{_FULL_DAY}|mon|tues?|wed|thurs?|thu|fri|sat|sun)(?![a-z0-9]|\.[a-z]|\s+effect)"
    rf"(?!\s+(?:times|telegraph|mail|express|post|night\s+football|(?-i:Night\s+[A-Z])))(?:,?\s+(?:of\s+)?(?P<of>this|last"
    rf"|next)\s+week(?![a-z]))?(?:\s+(?:morning|afternoon|evening|night)(?![a-z]))?",
    WEEKDAYS,
)
# "nikkei thurs?": nothing but a name and a day.
_TELEGRAM = 60  # characters
_SHORT_DAYS = frozenset("mon tue tues wed thu thur thurs fri".split())
_TELEGRAM_DAY = re.compile(r"\s*(?:$|[?.!,]|(?:clos|open|high|low|mov|session|trad|in|hk|hong)\w*\b)", FLAGS)
_SHORT_PLACE = re.compile(r"(?:^|\b)(?:on|last|this|next|since|until|before|after|by|for)\s+$", FLAGS)
_THE_NTH = Cued(
    r"(?<![a-z])(?:on|since|from|by|before|after|until|and|to|between)\s+the\s+(?P<day>[0-9]{1,2})(?:st|nd|rd"
    r"|th)(?:\s+of\s+(?P<which>this|last|next)\s+month)?(?=\s*(?:$|[?.,!;:)']|(?:and|to|at|in|versus|vs|than"
    r"|or)\s))",
    DIGITS,
    "the",
)

_YEAR = r"(?:19|20)[0-9]{2}|2100"
_YEAR_ENDS = (
    r"(?![0-9a-z%]|[.,:/][0-9]|\.[a-z]|-[0-9a-z]|\s*(?:%|per\s?cent|points?|pts|yuan|rmb|dollars|hk|us\$"
    r"|shares|people|staff|jobs|stocks|companies|stores|times|units|million|billion|trillion|bn|level|mark|gmt"
    r"|hkt|hrs|hours|etf|index)(?![a-z]))"
)
_YEARS = Cued(
    rf"(?<![0-9a-z$€£¥.,/:-])({_YEAR})\s*(?:to|and|-|through|until|versus|vs\.?|with|or|compared?\s+(?:with|to)"
    rf"|against)\s*({_YEAR}){_YEAR_ENDS}",
    CENTURIES,
)
_SPLIT_YEAR = Cued(r"(?<![0-9a-z$€£¥.,/:-])((?:19|20)[0-9]{2})[/-]([0-9]{2})(?![0-9a-z%]|[-/.,][0-9])", CENTURIES)
_ONE_YEAR = Cued(
    rf"(?<![a-z])(?P<before>in|since|during|throughout|calendar|year|early|mid|late|until|till|by|before|after"
    rf"|begin|began|start(?:ed)?|end(?:ed)?|finish(?:ed)?"
    rf"|(?:end|start|beginning|days?|weeks?|months?|session)\s+of|of|for|the|its|their|a"
    rf"|[a-z]+'s)[\s-]+(?P<year>{_YEAR}){_YEAR_ENDS}(?P<noun>\s+[a-z]+)?",
    CENTURIES,
)
_STRONG = frozenset(
    """in since during throughout calendar year early mid late until till by before after begin began start started end ended
    finish finished""".split()
)
_NOT_A_NOUN = frozenset(
    """and or to was were is are did does has had will would compare compared versus vs with than on in at by if
    when as for from of""".split()
)


def _bare_months(text: str, clock: Clock) -> Iterator[Mention]:
    for found in _BARE_MONTH.finditer(text):
        name, before = found["month"], text[max(0, found.start() - 12) : found.start()]
        cut = name.split()[0]
        which = (found["which"] or "").lower()
        if cut.islower():
            meant = bool((which and cut[:3] != "mar" and cut != "may") or _MONTH_CERTAIN.search(before))
        elif cut.lower().rstrip(".") in _DOUBTFUL:
            meant = bool(which or _MONTH_PLACE.search(before))
        else:
            meant = bool(which or _MONTH_PLACE.search(before)) or not _PERSON.match(text, found.end())
        if not meant:
            continue
        month = month_of(cut)
        grain, build = ("quarter" if found["quarter"] else "month"), month_builder(month, quarter=bool(found["quarter"]))
        year = None
        if which in ("last", "next"):  # the last one that is over, the next one that has not begun
            year = clock.today.year
            if which == "last" and month >= clock.today.month:
                year -= 1
            if which == "next" and month <= clock.today.month:
                year += 1
        elif which == "this":
            year = clock.today.year
        yield dated(found, build, year=year, grain=grain, relative=year is not None)  # type: ignore[arg-type]


def weekday(clock: Clock, index: int, which: str) -> date:
    """The day "on Wednesday", "last Wednesday", "this Wednesday", "next Wednesday" mean.

    Bare is the newest one, today included (the coming one where the question looks ahead); "last" is the newest before
    today, also when it lies in this week; "this" lies in this week; "next" is the first after today.
    """
    today = clock.today
    if which == "this":
        return week_days(today)[0] + timedelta(days=index)
    if which in ("next", "coming") or (not which and clock.forward):
        ahead = (index - today.weekday()) % 7
        return today + timedelta(days=ahead if ahead or not which else 7)
    behind = (today.weekday() - index) % 7
    return today - timedelta(days=behind if behind or not which else 7)


def weekdays(text: str, clock: Clock) -> Iterator[Mention]:
    """The weekdays that are meant as days: "on Wednesday", "last Friday", "Monday last week"."""
    for found in _WEEKDAY.finditer(text):
        name, which = found["day"], (found["which"] or "").lower()
        if len(name) < 6:  # "Sun", "Sat", "Mon": capitalised, after a preposition, and not part of a name
            placed = which or _SHORT_PLACE.search(text[max(0, found.start() - 8) : found.start()])
            terse = len(text) <= _TELEGRAM and name.lower() in _SHORT_DAYS and _TELEGRAM_DAY.match(text, found.end())
            if not terse and (name.islower() or not placed or _PERSON.match(text, found.end())):
                continue
        index = weekday_of(name)
        if week := (found["week"] or found["of"] or "").lower():
            day = week_days(clock.today, weeks={"this": 0, "last": -1, "next": 1}[week])[0] + timedelta(days=index)
        else:
            day = weekday(clock, index, which)
        yield Mention(start=found.start(), end=found.end(), first=day, last=day, named=(day,), relative=True, bare_weekday=True)


def newest_nth(clock: Clock, nth: int) -> date | None:
    """The newest day with that number in its month, today included."""
    month = clock.today.replace(day=1)
    for _ in range(3):
        day = day_in(month.year, month.month, nth)
        if day and day <= clock.today:
            return day
        month = shifted(month, -1, "month")
    return None


def _the_nth(text: str, clock: Clock) -> Iterator[Mention]:
    for found in _THE_NTH.finditer(text):
        nth, start = int(found["day"]), found.start("day") - 4
        if which := (found["which"] or "").lower():
            month = shifted(clock.today.replace(day=1), {"this": 0, "last": -1, "next": 1}[which], "month")
            day = day_in(month.year, month.month, nth)
        else:
            day = newest_nth(clock, nth)
        if day:
            yield Mention(start=start, end=found.end(), first=day, last=day, named=(day,), relative=True)


def _year_mention(start: int, end: int, first: int, last: int, *, topical: bool = False, weak: bool = False) -> Mention:
    days = around(date(first, 1, 1), "year")[0], around(date(last, 1, 1), "year")[1]
    return Mention(start=start, end=end, grain="year", first=min(days), last=max(days), always_topical=topical, weak=weak)


def _years(text: str) -> Iterator[Mention]:
    for found in _YEARS.finditer(text):
        first, last = sorted((int(found[1]), int(found[2])))
        yield _year_mention(found.start(), found.end(), first, last)
    for split in _SPLIT_YEAR.finditer(text):
        # "2024/25": a year that is not a calendar year
        if year_of(split[2]) == int(split[1]) + 1 and int(split[1]) < LAST_YEAR:
            yield _year_mention(split.start(), split.end(), int(split[1]), int(split[1]) + 1, topical=True)
    position = 0
    while one := _ONE_YEAR.search(text, position):
        found = one
        position = found.end("year")
        before, noun, year = found["before"].lower(), (found["noun"] or "").strip().lower(), int(found["year"])
        describes = bool(noun) and noun not in _NOT_A_NOUN
        strong = before in _STRONG or before.endswith((" of",))
        weak = before in ("of", "for")
        if FIRST_YEAR <= year <= LAST_YEAR and (strong or weak or describes):
            yield _year_mention(found.start("year"), found.end("year"), year, year, topical=describes and not strong, weak=weak)


def bare_words(text: str, clock: Clock) -> Iterator[Mention]:
    """The days of the month, months and years that stand alone and are meant as time."""
    yield from _the_nth(text, clock)
    yield from _bare_months(text, clock)
    yield from _years(text)
