"""Periods: over how long a movement is asked for, and over how long a sentence tells it."""

import re
from typing import Literal

from assistant.knowledge.windows import Window

Period = Literal["week", "month", "quarter", "year"]

_WORDS: dict[Period, re.Pattern[str]] = {
    "week": re.compile(r"\bweek(?:ly|s)?\b|週|周", re.I),
    "month": re.compile(r"\bmonth(?:ly|s)?\b|月", re.I),
    "quarter": re.compile(r"\bquarter(?:ly|s)?\b|季", re.I),
    "year": re.compile(r"\byear(?!s? (?:high|low))(?:ly)?\b|\bannual\w*|年", re.I),
}


def asked_period(text: str, window: Window | None, *, whole: bool) -> Period | None:
    """The period that a question, or a part of one, asks a movement over; None for a day, or where it does not say."""
    if window is None or not window.bounded or window.first is None or window.last is None or len(window.days) > 1:
        return None
    if window.first == window.last:
        return None
    return next((period for period, words in _WORDS.items() if words.search((window.phrase if whole else "") or text)), None)


def tells(period: Period, text: str, window: Window) -> bool:
    """Whether a sentence tells a movement over that period: it says its word, or names its month or year."""
    if _WORDS[period].search(text):
        return True
    first = window.first
    named = first is not None and period in {"month", "year"} and re.search(rf"\b{first:%B}\b|\b{first.year}\b", text)
    return bool(named)
