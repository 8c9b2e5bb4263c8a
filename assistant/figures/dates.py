"""Dates and times of day as written in English and Chinese."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.figures.figure import Figure

_NAMES = "January February March April May June July August September October November December".split()
MONTHS = (
    {name.lower(): i for i, name in enumerate(_NAMES, start=1)}
    | {name[:3].lower(): i for i, name in enumerate(_NAMES, start=1)}
    | {"sept": 9}
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?(?![\d:%.]\d|%|\w)"
_YEAR = r"(?:19|20)\d\d(?!\d)"

DATE = re.compile(
    rf"""(?=[0-9JFMASONDQH首第一二三四上下]|(?:first|fourth|final)[ -][qh]|second[ -][qh]|third[ -]q)(?:
      (?<![\d.,/-])(?P<iso>{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01]|[1-9])(?![\d/-]))
      | (?<![\w.,])(?P<dm>{_DAY}(?:\s?[-–]\s?{_DAY})?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?)
      | (?<![A-Za-z])(?P<md>{_MONTH}\s{_DAY}
          (?:\s?(?:[-–]|to|and)\s?{_DAY}(?!\s?(?:percent|per\s|%|billion|million)))?(?:,?\s{_YEAR})?)
      | (?<![A-Za-z])(?P<my>{_MONTH},?\s(?:of\s)?{_YEAR})
      | (?<![A-Za-z])(?P<month>{_MONTH})(?![A-Za-z]|-(?!to-|{_MONTH}))
      | (?<![\w$€£¥.,:-])(?P<years>{_YEAR}[-–](?:{_YEAR}|\d\d(?![\d-])))(?![\w%]|\.\d)
      | (?P<han>(?:{_YEAR}年)?\d{{1,2}}月(?:\d{{1,2}}[日號号])?|{_YEAR}年(?!期))
      | (?<![\d.,連升跌續近去來期逾約共達])(?P<hanyear>[0-3]?\d[日號号](?![圓元內间間均本後内]|連))
      | (?<![\d:.,$])(?P<time>(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?[ap]\.?m\b\.?|(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]))
      | (?P<quarter>(?<![A-Za-z])[1-4]?Q[1-4]?(?![A-Za-z0-9])|\b(?:first|second|third|fourth|final)[ -]quarters?\b
          |首季|第[一二三四1-4]季|[一二三四]季度)
      | (?P<half>(?<![A-Za-z0-9])(?:[12]H|H[12])(?![A-Za-z0-9])|\b(?:first|second)[ -]half\b|[上下]半年))
    """,
    re.VERBOSE,
)
YEAR = re.compile(_YEAR)
PLAIN_MONTHS = frozenset({"May", "March", "Mar"})  # also words: a month only where the word before says so
_BEFORE_MONTH = frozenset(
    "in of since to from for until till by during early late mid last next through before after and this every".split()
)
_DETERMINERS = frozenset("the a its their his her our".split())
_THING = re.compile(r"\s[a-z]{3,}")
_NUMBERS = re.compile(r"\d+")
_ORDER = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "首": 1,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "上": 1,
    "下": 2,
}


def code(year: int, month: int, day: int) -> Decimal:
    """A date as one number; 0 stands for what is not said."""
    return Decimal(year * 10000 + month * 100 + day)


def find_dates(text: str) -> Iterator[Figure]:
    """Each date, month, year span, quarter and time of day in the text; bare years are left to the number scan."""
    for match in DATE.finditer(text):
        kind, written = match.lastgroup or "", match.group()
        if kind == "month" and not _is_month(text, match.start(), written):
            continue
        unit = {"time": "time", "quarter": "quarter", "half": "half"}.get(kind, "date")
        for value in _values(kind, written):
            yield Figure(text=written, start=match.start(), end=match.end(), value=value, unit=unit, kind="date")


def _is_month(text: str, start: int, written: str) -> bool:
    if written not in PLAIN_MONTHS:
        return True
    before = text[max(0, start - 12) : start].split()
    last = before[-1].lower().rstrip("-") if before else ""
    if last in _DETERMINERS or last.endswith(("'s", "’s")):
        return _THING.match(text, start + len(written)) is not None  # "its March meeting"
    return last in _BEFORE_MONTH


def _values(kind: str, written: str) -> list[Decimal]:
    numbers = [int(n) for n in _NUMBERS.findall(written)]
    if kind == "iso":
        return [code(*numbers[:3])]
    if kind == "time":
        hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
        afternoon = re.search(r"p\.?m", written) is not None
        return [Decimal((hour % 12 + 12 if afternoon else hour) * 100 + minute)]
    if kind in ("quarter", "half"):
        said = numbers[0] if numbers else next((n for word, n in _ORDER.items() if word in written.lower()), 0)
        return [Decimal(said)] if said else []
    if kind == "years":
        first, second = numbers
        return [code(first, 0, 0), code(second if second > 100 else first // 100 * 100 + second, 0, 0)]
    if kind in ("han", "hanyear"):
        return _chinese(written, numbers)
    return _english(written, numbers)


def _chinese(written: str, numbers: list[int]) -> list[Decimal]:
    year = numbers.pop(0) if "年" in written else 0
    month = numbers.pop(0) if "月" in written else 0
    day = numbers.pop(0) if numbers else 0
    return [code(year, month, day)] if month <= 12 and day <= 31 else []


def _english(written: str, numbers: list[int]) -> list[Decimal]:
    name = re.search(r"[A-Z][a-z]+", written)
    month = MONTHS[name.group().lower()] if name else 0
    year = numbers.pop() if numbers and numbers[-1] > 31 else 0
    days = [n for n in numbers if 1 <= n <= 31]
    return [code(year, month, day) for day in days or [0]]
