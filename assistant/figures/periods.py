"""Periods said in words: weekdays, "last week", "year-on-year"; what a figure is of besides its dates."""

import re
from datetime import date

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")\b|(?:星期|周|週|禮拜)([一二三四五六日天])(?!至)", re.I)
_RELATIVE = re.compile(
    r"\b(this|last|next|previous|past|coming|prior|same)[ -](week|month|quarter|year|session|season|decade|weekend)\b", re.I
)
_BASES = (
    (
        "year",
        re.compile(
            r"\b(?:year[- ](?:on|over)[- ]year|on[- ]year|yoy|y/y|"
            r"(?:from|than|compared (?:with|to)) (?:a|the) year (?:ago|earlier|before)|"
            r"annually|annual(?:i[sz]ed)?|from a year (?:ago|earlier)|"
            r"the (?:same period|year before|previous year))\b|按年|同比",
            re.I,
        ),
    ),
    (
        "quarter",
        re.compile(
            r"\b(?:quarter[- ](?:on|over)[- ]quarter|on[- ]quarter|qoq|q/q|"
            r"from the (?:previous|prior) quarter)\b|按季|環比",
            re.I,
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:month[- ](?:on|over)[- ]month|on[- ]month|mom|m/m|"
            r"from (?:a month (?:ago|earlier)|the (?:previous|prior) month))\b|按月",
            re.I,
        ),
    ),
    (
        "week",
        re.compile(
            r"\b(?:week[- ](?:on|over)[- ]week|weekly|"
            r"from (?:a week (?:ago|earlier)|the (?:previous|prior) week))\b|按周|按星期",
            re.I,
        ),
    ),
    ("day", re.compile(r"\b(?:daily|a day|per day)\b|按日|每日", re.I)),
)
_HAN_RELATIVE = (
    ("今年", "this year"),
    ("去年", "last year"),
    ("明年", "next year"),
    ("本月", "this month"),
    ("上月", "last month"),
    ("本周", "this week"),
    ("上周", "last week"),
    ("本季", "this quarter"),
    ("上季", "last quarter"),
    ("下月", "next month"),
    ("下周", "next week"),
)
_SAME = {"past": "last", "previous": "last", "prior": "last", "coming": "next"}
_TO_DATE = re.compile(r"\b(?:year[- ]to[- ]date|so far (?:this|in))\b|今年以來|年初至今", re.I)
_MOMENTS = (
    ("midday", re.compile(r"\b(?:midday|lunch|noon|half-day|morning|mid-day)\b|半日|早市|上午|午間", re.I)),
    ("open", re.compile(r"\b(?:opened|opening|to open|at the open)\b|開市|開報|高開|低開|競價", re.I)),
    ("close", re.compile(r"\b(?:clos(?:e[ds]?|ing)|finish(?:ed|es)?|ended|settled)\b|收市|收報|收盤", re.I)),
)


def periods(text: str) -> frozenset[tuple[str, str]]:
    """The periods a text names, each with its class: ("weekday", "wednesday"), ("week", "last"), ("base", "year")."""
    found = set()
    for match in _WEEKDAY.finditer(text):
        english, han = match.groups()
        found.add(("weekday", english.lower() if english else _WEEKDAYS["一二三四五六日".find(han.replace("天", "日"))]))
    for match in _RELATIVE.finditer(text):
        which, what = match.group(1).lower(), match.group(2).lower()
        if which != "same":
            found.add((what, _SAME.get(which, which)))
    for han, english in _HAN_RELATIVE:
        if han in text:
            which, what = english.split()
            found.add((what, which))
    if _TO_DATE.search(text):
        found.add(("year", "this"))
    found |= {("base", name) for name, pattern in _BASES if pattern.search(text)}
    return frozenset(found)


def moments(text: str) -> frozenset[str]:
    """The moments of a trading day a text speaks of: "open", "midday", "close"."""
    return frozenset(name for name, pattern in _MOMENTS if pattern.search(text))


def weekday(day: date) -> tuple[str, str]:
    """The weekday of a day, as a period."""
    return "weekday", _WEEKDAYS[day.weekday()]


def unsupported(claim: str, sentence: str, passage: str, day: date | None) -> tuple[str, str] | None:
    """A period of the claim that its evidence does not give: not in the sentence, nor around it where that is silent."""
    said, here, around = periods(claim), periods(sentence), periods(passage)
    for kind, value in sorted(said - here):
        if day is not None and (kind, value) == weekday(day) and not any(k == "weekday" for k, _ in here):
            continue
        if kind == "year" and value == "this" and day is not None and str(day.year) in sentence:
            continue
        if any(k == kind for k, _ in here) or (kind, value) not in around or (kind == "weekday" and day is not None):
            return kind, value
    return None
