"""Festivals of the lunar calendar, from a table, and Golden Week: "before the Lunar New Year", "中秋節後"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.knowledge.time_cues import Cued, Table
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
_BUDDHA = """
2010-05-21 2011-05-10 2012-04-28 2013-05-17 2014-05-06 2015-05-25 2016-05-14 2017-05-03 2018-05-22 2019-05-12
2020-04-30 2021-05-19 2022-05-08 2023-05-26 2024-05-15 2025-05-05 2026-05-24 2027-05-13 2028-05-02 2029-05-20
2030-05-09 2031-05-28 2032-05-16
"""
_DRAGON_BOAT = """
2010-06-16 2011-06-06 2012-06-23 2013-06-12 2014-06-02 2015-06-20 2016-06-09 2017-05-30 2018-06-18 2019-06-07
2020-06-25 2021-06-14 2022-06-03 2023-06-22 2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16
2030-06-05 2031-06-24 2032-06-12
"""
_DOUBLE_NINTH = """
2010-10-16 2011-10-05 2012-10-23 2013-10-13 2014-10-02 2015-10-21 2016-10-09 2017-10-28 2018-10-17 2019-10-07
2020-10-25 2021-10-14 2022-10-04 2023-10-23 2024-10-11 2025-10-29 2026-10-18 2027-10-08 2028-10-26 2029-10-16
2030-10-05 2031-10-24 2032-10-12
"""
_QINGMING = """
2010-04-05 2011-04-05 2012-04-04 2013-04-04 2014-04-05 2015-04-05 2016-04-04 2017-04-04 2018-04-05 2019-04-05
2020-04-04 2021-04-04 2022-04-05 2023-04-05 2024-04-04 2025-04-04 2026-04-05 2027-04-05 2028-04-04 2029-04-04
2030-04-05 2031-04-05 2032-04-04
"""


def _days(table: str, length: int = 1, *, after: int = 0) -> dict[int, tuple[date, date]]:
    """For each year the festival's first day and its last, so many days after those of the table."""
    firsts = [date.fromisoformat(day) + timedelta(days=after) for day in table.split()]
    return {first.year: (first, first + timedelta(days=length - 1)) for first in firsts}


_LUNAR_YEAR = r"(?:lunar|chinese)\s+new\s+year"
_FIRST_DAY = (
    rf"(?:the\s+)?(?:first\s+day\s+of\s+(?:the\s+)?{_LUNAR_YEAR}|{_LUNAR_YEAR}(?:'?s)?\s+day)|[大正]?[年月]?初一"
    r"|(?:春節|春节|農曆新年|农历新年)(?=[當当][日天])"
)
_FESTIVALS = (
    (
        "lunar chinese 除夕 年三十",
        rf"(?:the\s+)?{_LUNAR_YEAR}(?:'?s)?\s+eve|(?<!大)除夕|年三十",
        _days(_NEW_YEAR, after=-1),
    ),
    ("lunar chinese 初一 春 農曆 农历", _FIRST_DAY, _days(_NEW_YEAR)),
    ("初二", r"[大正]?[年月]?初二", _days(_NEW_YEAR, after=1)),
    ("初三", r"[大正]?[年月]?初三", _days(_NEW_YEAR, after=2)),
    ("lunar chinese 春 農曆 农历", rf"(?:the\s+)?{_LUNAR_YEAR}|春節|春节|農曆新年|农历新年", _days(_NEW_YEAR, 3)),
    ("autumn 中秋", r"(?:the\s+)?mid-?\s?autumn(?:\s+festival)?|中秋節?|中秋节", _days(_MID_AUTUMN)),
    (
        "buddha 佛誕 佛诞",
        r"(?:the\s+)?(?:buddha'?s?\s+birthday|birthday\s+of\s+(?:the\s+)?buddha)|佛誕[日節]?|佛诞[日节]?",
        _days(_BUDDHA),
    ),
    (
        "tuen dragon 端午",
        r"(?:the\s+)?(?:tuen\s+ng(?:\s+festival)?|dragon\s+boat\s+festival)|端午[節节]?",
        _days(_DRAGON_BOAT),
    ),
    (
        "chung double 重陽 重阳",
        r"(?:the\s+)?(?:chung\s+yeung(?:\s+festival)?|double\s+ninth(?:\s+festival)?)|重[陽阳][節节]?",
        _days(_DOUBLE_NINTH),
    ),
    (
        "ching qing tomb 清明",
        r"(?:the\s+)?(?:(?:ching\s+|qing\s?)ming(?:\s+festival)?|tomb[- ]sweeping\s+(?:day|festival))|清明[節节]?",
        _days(_QINGMING),
    ),
    (
        "golden 黃金 黄金",
        r"(?:the\s+)?(?:(?:october|national\s+day)\s+)?golden\s+week|(?:十一|國慶|国庆)?(?:黃金|黄金)[週周]",
        _days(" ".join(f"{year}-10-01" for year in range(2010, 2033)), 7),
    ),
)
_NAMED = Table(
    (
        Cued(
            rf"(?<![a-z])(?:{words})(?![a-z])(?:\s+(?:holidays?|break)\b)?(?:(?:,?\s+(?:of\s+|in\s+)?|(?<=[節节日誕诞陽阳明午]))(?P<year>20[0-9]{{2}})(?![0-9年]))?",
            cues,
        ),
        days,
    )
    for cues, words, days in _FESTIVALS
)
_PLACED = re.compile(
    r"(?:^|\b(?:on|over|at|by|until|till|since|before|after|between|from|to|through|during|around|of|for|last|this|next|past"
    r"|the|and|following))\s*\Z",
    re.IGNORECASE | re.ASCII,
)
_PLACED_CHINESE = re.compile(
    r"[之以]?[前後后]|期[間间]|[以]?[來来]|至今|[當当翌次][日天]|\s*\(?(?:19|20)[0-9]{2}年?|[^,。?？]{0,12}?(?:收[市盤盘報报]|開[市盤]|开[市盘]|股[價价])"
)
_YEAR_BEFORE = re.compile(r"年\s*的?\Z")
_PRICED = re.compile(r"(?:'s)?\s+(?:clos(?:e|ing)|open(?:ing)?|share\s+price|price)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\s*(?:sales?|shopping|box\s+office|travel|races?|spending|bookings?|consumption|gifts?|deals?|films?|movies?|greetings?)\b",
    re.IGNORECASE | re.ASCII,
)


def festivals(text: str) -> Iterator[Mention]:
    """The festivals a text names as days; "Golden Week travel" is a subject and none."""
    for found, days in _NAMED.finditer(text):
        year = int(found["year"]) if found["year"] else None
        before = text[max(0, found.start() - 12) : found.start()]
        meant = (
            _PLACED.search(before) or _PRICED.match(text, found.end())
            if found[0].isascii()
            else _YEAR_BEFORE.search(before) or _PLACED_CHINESE.match(text, found.end())
        )
        if (meant or year) and not _SUBJECT.match(text, found.end()) and (year is None or year in days):
            yield dated(found, days.get, year=year, grain="week")
