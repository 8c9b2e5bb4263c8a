"""Periods said in words: weekdays, "last week", "year-on-year"; what a figure is of besides its dates."""

import re
from datetime import date
from functools import lru_cache

from assistant.figures.qualifiers import qualifiers

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")\b|(?:星期|周|週|禮拜)([一二三四五六日天])(?!至)", re.I)
_ASIDE = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day['’]s\b", re.I)
_STREAK = r"(?:straight|consecutive|successive|running) {0}|{0}s? (?:in a row|straight|running|of (?:gains|losses|declines))"
_LEAD = 400  # characters of a title and an opening
_PERIODS = frozenset("base week month quarter year session season decade weekend".split())


@lru_cache(maxsize=4_096)
def periods(text: str) -> frozenset[tuple[str, str]]:
    """The periods a text names, each with its class: ("weekday", "wednesday"), ("week", "last"), ("base", "year")."""
    found = {(one.kind, one.value) for one in qualifiers(text, _PERIODS) if one.kind in _PERIODS}
    for match in _WEEKDAY.finditer(text):
        english, han = match.groups()
        found.add(("weekday", english.lower() if english else _WEEKDAYS["一二三四五六日".find(han.replace("天", "日"))]))
    return frozenset(found)


def _weekdays(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(one for one in periods(text) if one[0] == "weekday")


def weekdays_of(text: str) -> frozenset[int]:
    """The weekdays on which a text says that something happened; "Friday's data" says it of none."""
    return frozenset(_WEEKDAYS.index(value) for _, value in _weekdays(_ASIDE.sub("", text)))


def weekday(day: date) -> tuple[str, str]:
    """The weekday of a day, as a period."""
    return "weekday", _WEEKDAYS[day.weekday()]


def unsupported(claim: str, sentence: str, passage: str, day: date | None) -> tuple[str, str] | None:
    """A period of the claim that its evidence does not give: not in the sentence, nor around it where that is silent."""
    said, here = periods(claim), periods(sentence)
    own = _weekdays(_ASIDE.sub("", sentence))  # "as Friday's data raised fears" is not when it happened
    around = periods(passage) if said - here else frozenset()
    for kind, value in sorted(said - here):
        if day is not None and (kind, value) == weekday(day) and not own:
            continue
        if kind == "base" and re.search(_STREAK.format(value), sentence, re.I):
            continue  # "a seventh weekly gain" is a seventh week of gains
        if kind == "year" and value == "this" and day is not None and str(day.year) in sentence:
            continue
        if kind == "weekday" and _weekdays(passage[:_LEAD]) == {(kind, value)} and not _weekdays(sentence):
            continue  # a report from another time zone: its opening names the day
        if any(k == kind for k, _ in here) or (kind, value) not in around or (kind == "weekday" and day is not None):
            return kind, value
    return None
