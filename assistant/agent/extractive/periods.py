"""Periods: over how long something is asked for, and over how long a sentence, or a figure in it, tells it."""

import re
from datetime import date, timedelta
from typing import Literal

from assistant.knowledge.windows import Window

Period = Literal["day", "week", "month", "quarter", "year"]

_NO_HIGH = r"(?! (?:high|low|peak|trough|record)s?\b)"  # "a four-month high" is told of a day
_WORDS: dict[Period, re.Pattern[str]] = {
    "week": re.compile(rf"\bweek(?:ly)?\b{_NO_HIGH}|[本上今一全單单每該该按][週周]", re.I),
    "month": re.compile(rf"\bmonth(?:ly|s)?\b{_NO_HIGH}|[本上今全單单每該该按]月", re.I),
    "quarter": re.compile(r"\bquarter(?:ly|s)?\b|\bq[1-4]\b|季", re.I),
    "year": re.compile(r"\byear(?!s? (?:high|low))(?:ly)?\b|\bannual\w*|[今去全每該该按]年|年[度初內内]", re.I),
}
_DAYS: tuple[tuple[Period, int, int], ...] = (("week", 4, 8), ("month", 27, 31), ("quarter", 88, 93), ("year", 359, 367))
_TO_DATE = re.compile(
    r"\byear[- ]to[- ]date\b|\bytd\b|\bso far (?:this year|in (?:19|20)\d\d)\b|"
    r"\b(?:this|the) year\b(?! (?:high|low|ago|earlier))|\bin (?:19|20)\d\d(?= (?:as of|by|through|until)\b)|"
    r"\bsince (?:the (?:start|beginning) of the year|january)\b|今年|年初至今",
    re.I,
)
_BASE = re.compile(r"按[年月季周週]")  # against what a change is measured, not over what it is asked
_AROUND = re.compile(r"前[後后]|左右|\baround\b|\babout\b", re.I)
_CLAUSE = re.compile(r"[,;—–]\s| and (?=\w+ (?:rose|fell|gained|lost|has|have|is)\b)|\bwhile\b|\bwhich\b|\bbut\b")
_DAILY = re.compile(r"\b(?:one|single)[- ]day\b|\bdaily\b|單日|单日", re.I)
_ORDINALS = ("first", "second", "third", "fourth")
_HAN_ORDINALS = ("首", "次", "三", "四", "一", "二")  # 首季 and 一季 are the first
_LAST_QUARTER = re.compile(r"\b(?:last|past|previous|latest|the) quarter\b|\bquarterly\b|上季|上一季", re.I)
_REPORTED = timedelta(days=90)  # after its end, within which a quarter is the last one
_QUARTER = re.compile(
    r"\b(first|second|third|fourth)(?: fiscal)?[- ]quarter\b|\b(?:q([1-4])|([1-4])q)\b|第?([首次一二三四])季", re.I
)


def asked_period(text: str, window: Window | None, *, whole: bool) -> Period | None:
    """The period that a question, or a part of one, asks about; None for a day, or where it does not say."""
    text = _BASE.sub(" ", text)
    if quarter_of(text) is not None:
        return "quarter"
    if _DAILY.search(text):
        return "day"
    if _TO_DATE.search(text):
        return "year"
    if window is None or not window.bounded or window.first is None or window.last is None:
        return None
    if window.first == window.last or (not window.topical and len(window.days) > 1) or _AROUND.search(window.phrase or ""):
        return None
    said = next((period for period, words in _WORDS.items() if words.search((window.phrase if whole else "") or text)), None)
    days = (window.last - window.first).days + 1
    return said or (next((period for period, least, most in _DAYS if least <= days <= most), None) if whole else None)


def tells(period: Period, text: str, window: Window | None, *, quarter: int | None = None) -> bool:
    """Whether a sentence tells of that period: it says its word, or names its month or year."""
    if period == "quarter" and quarter is not None:
        return quarter in quarters(text)
    if period == "day":
        return not any(words.search(text) for words in _WORDS.values())
    first = window.first if window is not None else None
    if period == "month" and first is not None and window is not None and window.topical:
        return bool(re.search(rf"\b{first:%B}\b|\b(?:last|this|the) month\b|{_han_month(first)}", text))
    if _WORDS[period].search(text):
        return True
    named = (
        first is not None
        and period in {"month", "year"}
        and re.search(rf"\b{first:%B}\b|\b{first.year}\b|{first.year}年|{_han_month(first)}", text)
    )
    return bool(named)


def _han_month(day: date) -> str:
    return rf"(?<!\d){day.month}月|上月|本月"


def told_over(text: str, start: int, end: int) -> Period | None:
    """The period that the clause of the figure at text[start:end] names: "up 42 percent this year"; None for none."""
    cuts = [0, *(cut for match in _CLAUSE.finditer(text) for cut in match.span()), len(text)]
    clause = text[max(cut for cut in cuts if cut <= start) : min(cut for cut in cuts if cut >= end)]
    if _TO_DATE.search(clause):
        return "year"
    return next((period for period, words in _WORDS.items() if period != "year" and words.search(clause)), None)


def quarter_of(text: str) -> int | None:
    """The quarter a text names first."""
    return next(iter(quarters(text)), None)


def is_quarter_before(text: str, window: Window | None, published: date | None) -> bool:
    """Whether a text that names no quarter tells, soon after its end, of the one asked about: "last quarter", 上季."""
    if window is None or window.last is None or published is None or quarters(text):
        return False
    return window.last < published <= window.last + _REPORTED and bool(_LAST_QUARTER.search(text))


def quarters(text: str) -> list[int]:
    """The quarters a text names, in order."""
    return [_number(match) for match in _QUARTER.finditer(text)]


def _number(match: re.Match[str]) -> int:
    english, digit, leading, han = match.groups()
    digit = digit or leading
    if han:
        return _HAN_ORDINALS.index(han) % 4 + 1
    return int(digit) if digit else _ORDINALS.index(english.lower()) + 1
