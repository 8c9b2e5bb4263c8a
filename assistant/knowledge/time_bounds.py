"""What stands around a date and changes it: since, before, "the week of", "the day after", early, end of, the close on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from assistant.knowledge.time_cues import FLAGS, PERIODS, UNITS, Cued
from assistant.knowledge.time_relative import COUNT, UNIT, count_of, last_close_day, unit_of
from assistant.knowledge.time_spans import CLOSE, OPEN, Clock, Mention, around, month_days, months_days, shifted, week_days

_BELL = (
    r"(?:the\s+)?(?:[a-z]+(?:'s)?\s+)?(?P<bell>market\s+close|market\s+open|closing\s+bell|opening\s+bell"
    r"|close|closing|open|opening)"
)
_BOUND = (
    r"(?P<bound>since|after|following|before|prior\s+to|ahead\s+of|until|till|up\s+to\s+and\s+including|up\s+to|up\s+until"
    r"|no(?:t)?\s+later\s+than|on\s+or\s+before|through|by"
    r"|from|自從|自从|自|由|從|从|截至|直至|直到)"
)
_PREFIX = re.compile(rf"(?<![a-z0-9-]){_BOUND}(?![a-z])\s*(?:{_BELL}\s+(?:on|of)\s+)?(?:on\s+)?(?:the\s+)?$", FLAGS)
_SPAN_TO = Cued(
    rf"(?<![a-z0-9-])(?:(?:in|over|for|during)\s+)?(?:the\s+)?{COUNT}\s+{UNIT}\s+(?:to|ending|ended|up\s+to)\s+(?:on\s+)?(?:the\s+)?$",
    *("to ending ended", UNITS),
)
_CHINESE_PART = re.compile(
    r"(?P<part>上旬|中旬|下旬|初|中(?![國国資资概環环央銀银信石移海芯美俄歐欧英電电聯联華华鐵铁旅港東东學学韓韩秋])|底|末)"
)
_CHINESE_PARTS = {"上旬": "early", "初": "early", "中旬": "mid", "中": "mid", "下旬": "late", "底": "end of", "末": "end of"}
_STEP = Cued(
    rf"(?<![a-z0-9-])(?:the\s+)?(?:{COUNT}\s+)?{UNIT}\s+(?P<way>before|prior\s+to|preceding|after|following"
    rf"|from)\s+(?:the\s+(?:close|open)\s+(?:on|of)\s+)?(?:the\s+)?$",
    *("before prior preceding after following from", UNITS),
)
_PART = re.compile(
    r"(?<![a-z0-9-])(?:the\s+)?(?P<part>early|mid|middle\s+of|late|end(?:\s+of|(?=-))|start\s+of|beginning\s+of"
    r"|(?:first|second|1st|2nd|latter)\s+half\s+of"
    r"|(?P<nth>first|second|third|fourth|last|final|opening)\s+(?P<unit>week|day|trading\s+day|session|month)\s+(?:of"
    r"|in))(?:\s+|-)(?:in\s+)?(?:the\s+)?$",
    FLAGS,
)
_WEEK = Cued(
    r"(?<![a-z0-9-])(?:the\s+)?(?:trading\s+)?(?P<unit>week|month|quarter|year)\s+(?P<way>of|ending|ended|to"
    r"|through|starting|beginning|commencing|from)\s+(?:on\s+)?(?:the\s+)?$",
    PERIODS,
)
_ONWARDS = re.compile(r"\s*(?:onwards?|on\b(?=\s*[,?.]|\s*$)|or\s+later|and\s+(?:later|after))", FLAGS)
_OWN_BELL = re.compile(r"'s\s+(?:market\s+)?(?P<bell>close|open|opening|closing)(?![a-z])", FLAGS)
_CHINESE_SUFFIX = re.compile(
    r"(?:收市|收盤|收盘|開市|开市|開盤|开盘)?(?P<bound>或(?:之|以)?前|或(?:之|以)?[後后]|以來|以来|起|至今|之後|之后|以後|以后|後|后|之前|以前|前)"
)
_KINDS = {
    **dict.fromkeys("since 自 由 從 从 以來 以来 起 至今".split(), "since"),
    **dict.fromkeys("after following".split(), "after"),
    **dict.fromkeys("before prior ahead 之前 以前 前".split(), "before"),
    **dict.fromkeys("until till up no not on through 截 直 或之前 或以前 或前".split(), "until"),
    **dict.fromkeys("或之後 或之后 或以後 或以后 或後 或后".split(), "since"),
    "by": "by",
}

_STEPS = Cued(
    rf"(?<![a-z0-9-])(?:the\s+)?(?:(?P<lead>next|following|previous|prior"
    rf"|preceding)\s+(?:trading\s+)?(?P<unit2>day|session|week|month|year)"
    rf"|(?:{COUNT}\s+)?{UNIT}\s+(?P<way>before|earlier|later|after|prior))(?![a-z])",
    *("next following previous prior preceding before earlier later after", UNITS),
)
_ON_A_DAY = r"(?:\s+trad(?:e|ing))?\s+(?:on|of)\s"
_HOURS = Cued(
    rf"(?<![a-z0-9-])(?:{_BOUND}(?![a-z])\s+{_BELL}(?![a-z])(?!\s+(?:on|of)\s)|(?P<after>after[\s-]+hours"
    rf"|post[\s-]?market)(?!{_ON_A_DAY})|(?P<pre>pre[\s-]?market)(?!{_ON_A_DAY}))(?:\s+trad(?:e|ing))?",
    "clos open hours market",
)


def kind_of(word: str) -> str:
    """Which of since, after, before, until and by the word means."""
    word = " ".join(word.lower().split())
    return _KINDS.get(word) or _KINDS.get(word.split()[0]) or _KINDS.get(word[0]) or "after"


def opened(mention: Mention, kind: str, *, start: int, end: int) -> Mention:
    """The mention with the end opened that the word opens; "after" and "before" leave the named days out."""
    first, last = mention.first, mention.last
    assert first is not None
    assert last is not None
    day = timedelta(days=1)
    place: dict[str, Any] = {"start": start, "end": end, "bound": kind}
    if kind == "since":
        return replace(mention, last=None, **place)
    if kind == "after":
        return replace(mention, first=last + day, last=None, named=(), **place)
    if kind == "before":
        return replace(mention, first=None, last=first - day, named=(), **place)
    return replace(mention, first=None, **place)


def _belled(mention: Mention, bell: str, kind: str, clock: Clock, *, start: int, end: int) -> Mention:
    """The mention opened at an instant of its day: its close or its open."""
    day = mention.last
    assert day is not None
    instant = clock.at(day, CLOSE if bell.lower().split()[-1].startswith("clos") or "closing" in bell.lower() else OPEN)
    if kind in ("since", "after"):
        return replace(mention, first=day, last=None, since=instant, start=start, end=end, bound=kind)
    if instant == clock.at(day, OPEN):  # what is new before the open came after the close before
        before = shifted(day, -1, "session")
        return replace(mention, first=before, since=clock.at(before, CLOSE), until=instant, start=start, end=end, bound=kind)
    return replace(mention, first=None, last=day, until=instant, start=start, end=end, bound=kind)


def _whole(mention: Mention) -> bool:
    """Whether the mention is a whole month, quarter, half or year, not one that runs until today."""
    assert mention.first is not None
    return (mention.first, mention.last) == around(mention.first, mention.grain)


def _part_of(mention: Mention, word: str, nth: str | None, unit: str | None) -> Mention | None:
    """Early, middle, late, start or end of a month, a quarter or a year, or its nth week or day."""
    first, last, grain = mention.first, mention.last, mention.grain
    assert first is not None
    assert last is not None
    day = timedelta(days=1)
    if nth:
        count = {"first": 0, "opening": 0, "second": 1, "third": 2, "fourth": 3}.get(nth)
        if unit == "week" and grain == "month":
            start = last - 6 * day if count is None else first + 7 * count * day
            return replace(mention, first=start, last=start + 6 * day, grain="week")
        if unit == "month" and grain != "month":
            days = month_days(last.year, last.month) if count is None else month_days(first.year, first.month + count)
            return replace(mention, first=days[0], last=days[1], grain="month")
        if unit in ("day", "trading day", "session"):
            only = last if count is None else first + count * day
            if unit != "day" and count is None:
                only = shifted(last + day, -1, "session")
            elif unit != "day" and count is not None:
                only = shifted(first - day, count + 1, "session")
            return replace(mention, first=only, last=only, named=(only,), grain="day")
        return None
    if grain == "month":
        bounds = {"early": (0, 9), "mid": (10, 19), "middle": (10, 19), "late": (20, 31), "start": (0, 6), "beginning": (0, 6)}
        low, high = bounds.get(word.split()[0], (0, 0))
        if word.startswith("end"):
            return replace(mention, first=last - 6 * day, named=(last,), grain="week")
        if word.endswith("half of"):
            low, high = (0, 14) if word.startswith(("first", "1st")) else (15, 31)
        return replace(mention, first=first + low * day, last=min(first + high * day, last), grain="week")
    months = {"year": 12, "half": 6, "quarter": 3}[grain]
    third = months // 3
    start_month = {"early": 0, "start": 0, "beginning": 0, "mid": third, "middle": third, "late": 2 * third}.get(
        word.split()[0], months - 1
    )
    length = 1 if word.startswith(("end", "start", "beginning")) else third
    days = months_days(first.year, first.month + start_month, length)
    return replace(mention, first=days[0], last=days[1], grain="quarter" if length > 1 else "month")


def _week_of(mention: Mention, way: str, unit: str) -> Mention:
    """The week of a day, or the week, month or year that ends or starts with it."""
    day = mention.first
    assert day is not None
    if unit != "week":
        if way not in ("ended", "ending", "to", "through"):
            return mention
        return replace(mention, first=shifted(day, -1, unit) + timedelta(days=1), named=(), grain=unit)  # type: ignore[arg-type]
    if way == "of":
        days = week_days(day) if mention.first == mention.last else (day, mention.last or day)
    elif way in ("starting", "beginning", "commencing", "from"):
        days = day, day + timedelta(days=6)
    else:  # a week that ends on a Friday or at the weekend began on its Monday
        days = (week_days(day)[0] if day.weekday() > 3 else day - timedelta(days=6)), day
    return replace(mention, first=days[0], last=days[1], named=(), grain="week")


def _stepped(mention: Mention, found: re.Match[str]) -> Mention:
    """ "The day after 17 September" is a day; "the week before 17 September" the seven days that end before it."""
    sign = -1 if found["way"].lower().startswith(("before", "prior", "preceding")) else 1
    unit, each = unit_of(found["unit"])
    count = count_of(found["count"]) * each if found["count"] else each
    if unit == "hour":
        unit, count = "day", max(1, count // 24)
    edge = mention.first if sign < 0 else mention.last
    assert edge is not None
    far = shifted(edge, sign * count, unit)
    if unit in ("day", "session") or found["count"]:
        return replace(mention, first=far, last=far, named=(far,), grain="day", start=found.start())
    near = edge + timedelta(days=sign)
    if mention.grain == unit:  # "the week before last week", "the month before September 2025"
        first, last = around(near, unit)
    else:
        first, last = min(near, far), max(near, far)
    return replace(mention, first=first, last=last, named=(), grain=unit, start=found.start())  # type: ignore[arg-type]


def _span_to(mention: Mention, found: re.Match[str], *, start: int) -> Mention:
    """ "The three days to 17 September": as many units as are said, the last of them ending with the date."""
    unit, each = unit_of(found["unit"])
    last = mention.last
    assert last is not None
    if unit == "hour":
        return mention
    first = shifted(last + timedelta(days=1), -count_of(found["count"]) * each, unit)
    return replace(mention, first=first, named=(), grain="week", start=start)


def bounded(mention: Mention, text: str, clock: Clock) -> Mention:
    """The mention with what the words around it make of it."""
    mention = _narrowed(mention, text)
    head, tail = text[max(0, mention.start - 60) : mention.start], mention.end
    offset = mention.start - len(head)
    bell = _OWN_BELL.match(text, mention.end) if mention.first == mention.last else None
    if found := _SPAN_TO.search(head):
        return _span_to(mention, found, start=offset + found.start())
    if found := _STEP.search(head):
        return replace(_stepped(mention, found), start=offset + found.start())
    if found := _PREFIX.search(head):
        kind, start = kind_of(found["bound"]), offset + found.start()
        if found["bound"].lower() == "from" or found["bound"] in ("由", "從", "从"):
            onwards = _ONWARDS.match(text, mention.end)
            return opened(mention, "since", start=start, end=onwards.end()) if onwards else mention
        if found["bell"] or bell:
            return _belled(
                mention,
                found["bell"] or (bell["bell"] if bell else ""),
                kind,
                clock,
                start=start,
                end=bell.end() if bell else tail,
            )
        if not (kind == "after" and found["bound"][0] in "自由"):
            suffix = _CHINESE_SUFFIX.match(text, tail)
            return opened(mention, kind, start=start, end=suffix.end() if suffix else tail)
    if suffix := _CHINESE_SUFFIX.match(text, tail):
        return opened(mention, kind_of(suffix["bound"]), start=mention.start, end=suffix.end())
    if onwards := _ONWARDS.match(text, tail):
        return opened(mention, "since", start=mention.start, end=onwards.end())
    return mention


def ends_week(mention: Mention, text: str) -> bool:
    """Whether the words before the mention make it the end of a week."""
    found = _WEEK.search(text[max(0, mention.start - 40) : mention.start])
    return found is not None and found["way"].lower() in ("ending", "ended", "to", "through")


def _narrowed(mention: Mention, text: str) -> Mention:
    head = text[max(0, mention.start - 40) : mention.start]
    offset = mention.start - len(head)
    if mention.grain in ("month", "quarter", "half", "year") and _whole(mention) and (found := _PART.search(head)):
        nth, unit = found["nth"], found["unit"]
        part = _part_of(
            mention, found["part"].lower(), nth.lower() if nth else None, " ".join(unit.lower().split()) if unit else None
        )
        return replace(part, start=offset + found.start()) if part else mention
    if mention.grain in ("month", "year") and _whole(mention) and (found := _CHINESE_PART.match(text, mention.end)):
        part = _part_of(mention, _CHINESE_PARTS[found["part"]], None, None)
        return replace(part, end=found.end()) if part else mention
    if mention.grain == "day" and (found := _WEEK.search(head)):
        return replace(_week_of(mention, found["way"].lower(), found["unit"].lower()), start=offset + found.start())
    return mention


def steps(text: str) -> Iterator[Mention]:
    """The words that count from another date: "the day before", "two days later", "the previous session"."""
    for found in _STEPS.finditer(text):
        if found["lead"]:
            unit = found["unit2"].lower()
            if "trading" in found[0].lower():
                unit = "session"
            sign, count = (1 if found["lead"].lower() in ("next", "following") else -1), 1
        else:
            unit, each = unit_of(found["unit"])
            if unit == "hour":
                continue
            sign = 1 if found["way"].lower() in ("later", "after") else -1
            count = (count_of(found["count"]) if found["count"] else 1) * each
        yield Mention(start=found.start(), end=found.end(), relative=True, step=(sign * count, unit))


def hours(text: str, clock: Clock) -> Iterator[Mention]:
    """Stretches that begin or end with the bell: "since the close", "before the open", "after hours"."""
    today = clock.today
    for found in _HOURS.finditer(text):
        place: dict[str, Any] = {"start": found.start(), "end": found.end(), "relative": True}
        closed = last_close_day(clock)
        bell = (found["bell"] or "").lower()
        kind = "after" if found["after"] else "before" if found["pre"] else kind_of(found["bound"])
        at_close = bool(found["after"]) or "clos" in bell
        if kind == "by" or (found["bound"] or "").lower() in ("from", "through"):
            continue
        if kind in ("since", "after"):
            opened_today = clock.local.time() >= OPEN and today.weekday() < 5
            day = closed if at_close else today if opened_today else shifted(today, -1, "session")
            yield Mention(first=day, since=clock.at(day, CLOSE if at_close else OPEN), bound="since", **place)
        elif at_close:
            yield Mention(first=today, last=today, until=clock.at(today, CLOSE), named=(today,), **place)
        else:
            before = shifted(today, -1, "session")
            yield Mention(
                first=before, last=today, since=clock.at(before, CLOSE), until=clock.at(today, OPEN), named=(today,), **place
            )
