"""Portions of a date: early, mid or the end of a month, its nth week or day, and the week around a day."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from assistant.knowledge.time_cues import FLAGS, PERIODS, Cued
from assistant.knowledge.time_spans import Clock, Grain, Mention, around, month_days, months_days, shifted, week_days

_CHINESE_PART = re.compile(
    r"(?P<part>上旬|中旬|下旬|初|中(?![國国資资概環环央銀银信石移海芯美俄歐欧英電电聯联華华鐵铁旅港東东學学韓韩秋])|底|末)"
)
_CHINESE_PARTS = {"上旬": "early", "初": "early", "中旬": "mid", "中": "mid", "下旬": "late", "底": "end of", "末": "end of"}
_PART = re.compile(
    r"(?<![a-z0-9-])(?:the\s+)?(?P<part>early|mid|middle\s+of|late|end(?:\s+of|(?=-))|start\s+of|beginning\s+of"
    r"|(?:first|second|1st|2nd|latter)\s+half\s+of"
    r"|(?P<nth>first|second|third|fourth|last|final|opening)\s+(?P<unit>week|day|trading\s+day|session|close|month)\s+(?:of"
    r"|in))(?:\s+|-)(?:in\s+)?(?:the\s+)?(?:year\s+)?$",
    FLAGS,
)
# "How did it begin 2025" and "where did it end the year 2024" ask of a session.
_BEGUN = re.compile(
    r"\b(?:did|does|has|have)\s[^.?!;,]{2,60}?\s(?:(?P<begun>begin|begun|start(?:ed)?|kick(?:ed)?\s+off|open(?:ed)?)"
    r"|end(?:ed)?|finish(?:ed)?|close[d]?|round(?:ed)?\s+off|wrap(?:ped)?\s+up)\s+(?:the\s+)?(?:year\s+|month\s+(?:of\s+)?)?$",
    FLAGS,
)
_WEEK = Cued(
    r"(?<![a-z0-9-])(?:(?:the\s+)?(?:trading\s+)?(?P<unit>week|month|quarter|year)\s+(?P<way>of|ending|ended|to"
    r"|through|starting|beginning|commencing|from)|w/(?P<short>[ce])\.?)\s+(?:on\s+)?(?:the\s+)?$",
    f"{PERIODS} w/",
)


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
        if unit in ("day", "trading day", "session", "close"):
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


def narrowed(mention: Mention, text: str) -> Mention:
    """The mention as the part of it, or the week around it, that the words beside it name."""
    head = text[max(0, mention.start - 40) : mention.start]
    offset = mention.start - len(head)
    if mention.grain in ("month", "quarter", "half", "year") and _whole(mention) and (found := _PART.search(head)):
        nth, unit = found["nth"], found["unit"]
        part = _part_of(
            mention, found["part"].lower(), nth.lower() if nth else None, " ".join(unit.lower().split()) if unit else None
        )
        return replace(part, start=offset + found.start()) if part else mention
    if mention.grain in ("month", "year") and _whole(mention) and (found := _BEGUN.search(head)):
        part = _part_of(mention, "", "first" if found["begun"] else "last", "session")
        return replace(part, start=mention.start) if part else mention
    if mention.grain in ("month", "year") and _whole(mention) and (found := _CHINESE_PART.match(text, mention.end)):
        part = _part_of(mention, _CHINESE_PARTS[found["part"]], None, None)
        return replace(part, end=found.end()) if part else mention
    if mention.grain == "day" and (found := _WEEK.search(head)):
        way = (found["way"] or {"c": "commencing", "e": "ending"}[found["short"].lower()]).lower()
        return replace(_week_of(mention, way, (found["unit"] or "week").lower()), start=offset + found.start())
    return mention


_OF_RUNNING = Cued(
    r"(?<![a-z0-9-])(?:on\s+|in\s+)?(?:the\s+)?(?P<nth>first|second|third|last|final|opening)\s+(?P<unit>week|day|trading\s+day|session"
    r"|month)\s+(?:of|in)\s+(?:the|this)\s+(?P<period>year|quarter|month)(?![a-z])(?!\s+(?:of|to|end|(?:19|20)\d\d))",
    "first second third last final opening",
    PERIODS,
)


def nth_of_running(text: str, clock: Clock) -> Iterator[Mention]:
    """The nth day, session, week or month of the running period: "the first trading day of the year"."""
    for found in _OF_RUNNING.finditer(text):
        period: Grain = found["period"].lower()  # type: ignore[assignment]
        first, last = around(clock.today, period)
        whole = Mention(start=found.start(), end=found.end(), grain=period, first=first, last=last, relative=True)
        if part := _part_of(whole, found["nth"].lower(), found["nth"].lower(), " ".join(found["unit"].lower().split())):
            yield part


def ends_week(mention: Mention, text: str) -> bool:
    """Whether the words before the mention make it the end of a week."""
    found = _WEEK.search(text[max(0, mention.start - 40) : mention.start])
    return found is not None and (found["way"] or found["short"]).lower() in ("ending", "ended", "to", "through", "e")
