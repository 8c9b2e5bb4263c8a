"""Festivals of the lunar calendar, from a table, and Golden Week: "before the Lunar New Year", "中秋節後"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.knowledge.time_cues import Cued
from assistant.knowledge.time_dates import dated
from assistant.knowledge.time_spans import Mention

_NEW_YEAR = """
2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05
2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
2030-02-03 2031-01-23 2032-02-11
"""
_MID_AUTUMN = """
2010-09-22 2011-09-12 2012-09-30 2013-09-19 2014-09-08 2015-09-27 2016-09-15 2017-10-04 2018-09-24 2019-09-13
2020-10-01 2021-09-21 2022-09-10 2023-09-29 2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22
2030-09-12 2031-10-01 2032-09-19
"""


def _days(table: str, length: int) -> dict[int, tuple[date, date]]:
    """For each year the festival's first day and its last."""
    firsts = map(date.fromisoformat, table.split())
    return {first.year: (first, first + timedelta(days=length - 1)) for first in firsts}


_FESTIVALS = (
    (
        "lunar chinese 春 農曆 农历",
        r"(?:the\s+)?(?:lunar|chinese)\s+new\s+year|春節|春节|農曆新年|农历新年",
        _days(_NEW_YEAR, 3),
    ),
    ("autumn 中秋", r"(?:the\s+)?mid-?\s?autumn(?:\s+festival)?|中秋節?|中秋节", _days(_MID_AUTUMN, 1)),
    (
        "golden 黃金 黄金",
        r"(?:the\s+)?(?:(?:october|national\s+day)\s+)?golden\s+week|(?:十一|國慶|国庆)?(?:黃金|黄金)[週周]",
        _days(" ".join(f"{year}-10-01" for year in range(2010, 2033)), 7),
    ),
)
_NAMED = [
    (Cued(rf"(?<![a-z])(?:{words})(?![a-z])(?:,?\s+(?:of\s+|in\s+)?(?P<year>20[0-9]{{2}})(?![0-9]))?", cues), days)
    for cues, words, days in _FESTIVALS
]
_PLACED = re.compile(
    r"(?:^|\b(?:on|over|at|by|until|till|since|before|after|between|from|to|through|during|around|of|for|last|this|next|past"
    r"|the|and|following))\s*\Z",
    re.IGNORECASE | re.ASCII,
)
_PLACED_CHINESE = re.compile(r"[之以]?[前後后]|期[間间]|[以]?[來来]|至今|當[日天]|当[日天]")
_SUBJECT = re.compile(
    r"\s*(?:sales?|shopping|box\s+office|travel|spending|bookings?|consumption|gifts?|deals?|films?|movies?|greetings?)\b",
    re.IGNORECASE | re.ASCII,
)


def festivals(text: str) -> Iterator[Mention]:
    """The festivals a text names as days; "Golden Week travel" is a subject and none."""
    for pattern, days in _NAMED:
        for found in pattern.finditer(text):
            year = int(found["year"]) if found["year"] else None
            before = text[max(0, found.start() - 12) : found.start()]
            meant = _PLACED.search(before) if found[0].isascii() else _PLACED_CHINESE.match(text, found.end())
            if (meant or year) and not _SUBJECT.match(text, found.end()) and (year is None or year in days):
                yield dated(found, days.get, year=year, grain="week")
