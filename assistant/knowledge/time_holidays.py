"""Holidays by name, where the calendar fixes their day: "Christmas Day 2025", "Good Friday", "Thanksgiving"."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from assistant.knowledge.time_cues import FLAGS, Cued, Table
from assistant.knowledge.time_dates import dated
from assistant.knowledge.time_spans import Clock, Mention

_Day = Callable[[int], date]


def easter(year: int) -> date:
    """Easter Sunday, by the rule of Gauss as Meeus and Butcher wrote it down."""
    century, rest = divmod(year, 100)
    golden, leap, skipped = year % 19, century // 4, century % 4
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _nth(month: int, weekday: int, nth: int) -> _Day:
    """The nth such weekday of a month; -1 is the last."""

    def build(year: int) -> date:
        if nth < 0:
            end = date(year, month + 1, 1) - timedelta(days=1)
            return end - timedelta(days=(end.weekday() - weekday) % 7)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))

    return build


_DAYS: dict[str, tuple[str, _Day]] = {
    r"christmas\s+eve|平安夜": ("christmas 平安夜", lambda year: date(year, 12, 24)),
    r"christmas(?:\s+day)?|xmas|聖誕節?|圣诞节?": ("christmas xmas 聖誕 圣诞", lambda year: date(year, 12, 25)),
    r"boxing\s+day": ("boxing", lambda year: date(year, 12, 26)),
    r"new\s+year'?s\s+eve|大除夕": ("eve 大除夕", lambda year: date(year, 12, 31)),
    r"new\s+year'?s\s+day|元旦": ("new 元旦", lambda year: date(year, 1, 1)),
    r"(?:chinese\s+)?national\s+day|國慶日?節?|国庆日?节?": ("national 國慶 国庆", lambda year: date(year, 10, 1)),
    r"labour\s+day|勞動節|劳动节": ("labour 勞動節 劳动节", lambda year: date(year, 5, 1)),
    r"labor\s+day": ("labor", _nth(9, 0, 1)),
    r"independence\s+day|(?:the\s+)?fourth\s+of\s+july(?!,?\s+\d)": ("independence fourth", lambda year: date(year, 7, 4)),
    r"thanksgiving(?:\s+day)?|感恩節|感恩节": ("thanksgiving 感恩節 感恩节", _nth(11, 3, 4)),
    r"black\s+friday": ("black", lambda year: _nth(11, 3, 4)(year) + timedelta(days=1)),
    r"memorial\s+day": ("memorial", _nth(5, 0, -1)),
    r"presidents'?\s+day": ("president", _nth(2, 0, 3)),
    r"martin\s+luther\s+king(?:\s+jr\.?)?\s+day|mlk\s+day": ("luther mlk", _nth(1, 0, 3)),
    r"juneteenth": ("juneteenth", lambda year: date(year, 6, 19)),
    r"good\s+friday": ("good", lambda year: easter(year) - timedelta(days=2)),
    r"easter\s+monday": ("easter", lambda year: easter(year) + timedelta(days=1)),
    r"(?:the\s+)?(?:hong\s+kong\s+)?(?:sar\s+)?establishment\s+day|回歸日|回归日": (
        "establishment 回歸日 回归日",
        lambda year: date(year, 7, 1),
    ),
}
_NAMED = Table(
    (
        Cued(
            rf"(?<![a-z])(?:{name})(?![a-z])(?:(?:,?\s+(?:of\s+|in\s+)?|(?<=[節节日誕诞陽阳明午]))(?P<year>(?:19|20)[0-9]{{2}})(?![0-9年]))?",
            cues,
        ),
        day,
    )
    for name, (cues, day) in _DAYS.items()
)
_OFFSET = re.compile(
    r"(?:days?|weeks?|run-?up|ahead|season|sales?|shopping|party|rally|holidays?|period|time|deals?|discounts?|offers?|bargains?|specials?|presents?|gifts?|parades?|dinners?"
    r"|movies?|films?|songs?|albums?|trees?)\b|[假長长]|黃金|黄金|檔期|档期",
    FLAGS,
)


_PLACED = re.compile(
    r"(?:^|[.?!,;:(\"]|\b(?:on|over|at|by|until|till|since|before|after|between|from|to|through|during|around|of|for|last|this"
    r"|next|past|coming|previous|the|and|or|versus|vs\.?|than|open|closed?|trad(?:e|ed|ing)))\s*\Z",
    FLAGS,
)
_PRICED = re.compile(r"(?:'s)?\s+(?:clos(?:e|ing)|open(?:ing)?|share\s+price|price)\b", FLAGS)


def holidays(text: str, clock: Clock) -> Iterator[Mention]:
    """The holidays a text names as days; "Christmas sales" and "spending Christmas" are none."""
    for found, day in _NAMED.finditer(text):
        if _OFFSET.match(text[found.end() :].lstrip()):
            continue
        year = int(found["year"]) if found["year"] else None
        placed = _PLACED.search(text[max(0, found.start() - 12) : found.start()]) or _PRICED.match(text, found.end())
        if year is None and found[0].isascii() and not placed:
            continue
        yield dated(found, lambda year, day=day: (day(year),), year=year)  # type: ignore[misc]
