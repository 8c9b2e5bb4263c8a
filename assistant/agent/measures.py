"""Measures: what a question wants computed from bars, read from its words. Pure."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal[
    "highest_close",
    "lowest_close",
    "highest",
    "lowest",
    "best_day",
    "worst_day",
    "streak",
    "days_moved",
    "drawdown",
    "gap_to_peak",
    "gap_to_trough",
    "busiest_day",
    "quietest_day",
    "volume_average",
    "volume_total",
    "close_average",
    "year_to_date",
    "level",
    "open_to_close",
    "opening_gap",
    "day_range",
    "volatility",
    "each_day",
]
LOOKS_BACK = frozenset({"streak", "gap_to_peak", "gap_to_trough", "year_to_date"})  # at a day, over those before it
OF_A_DAY = frozenset({"open_to_close", "opening_gap", "day_range", "level"})  # of one day as well
OF_DAYS = OF_A_DAY - {"level"}  # by which days are set against each other

# Asked for together: "the highest and the lowest close".
_PAIRS: dict[Kind, Kind] = {
    "highest_close": "lowest_close",
    "highest": "lowest",
    "best_day": "worst_day",
    "busiest_day": "quietest_day",
}
_COMMON = frozenset(
    {"highest", "lowest", "year_to_date", "each_day", "gap_to_peak", "gap_to_trough", "days_moved"}
)  # words of any news
_OF_A_YEAR = frozenset({"highest_close", "lowest_close", "highest", "lowest"})
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d")
_COUNTS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
_COUNTS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "ninety": 90, "few": 3, "couple": 2}
_CHINESE = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)} | {"兩": 2, "两": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is to be computed, with what the words say of it."""

    kind: Kind
    way: int = 0  # 1 where rises are meant, -1 where falls are
    level: Decimal | None = None  # the price asked about; of days that moved, the percentage to be passed
    closing: bool = False  # it is closes that count, not the day's high or low
    also: Kind | None = None  # its opposite, asked for as well
    extreme: int = 0  # of many days the one where it is most (1) or least (-1)


def read_measure(question: str) -> Measure | None:
    """The measure a question asks for; None where it asks for a price or a change."""
    closing = bool(_cue("closing").search(question))
    found = _cue("level").search(question)
    if found is not None and not _cue("no_level").match(question, found.end()) and not _YEAR.fullmatch(found["level"] or ""):
        up = bool(found["up"]) or (found["zh"] or "")[:1] in {"高", "超", "突", "升"} or (found["side"] or "")[-1:] == "上"
        price = Decimal((found["level"] or found["zh_level"] or found["at"]).replace(",", ""))
        return Measure(kind="level", way=1 if up else -1, level=price, closing=closing)
    kinds = [kind for kind, pattern in _kinds() if pattern.search(question)]
    if kinds[:1] == ["year_to_date"] and any(kind in _OF_A_YEAR for kind in kinds):
        kinds = kinds[1:]  # "this year" says of which days
    kind = kinds[0] if kinds else None
    if kind is None:
        return None
    share = _cue("share").search(question) if kind == "days_moved" else None
    way = bool(_cue("up").search(question)) - bool(_cue("down").search(question))
    level = Decimal(next(filter(None, share.groups()))) if share is not None else None
    also = _PAIRS.get(kind) if _PAIRS.get(kind) in kinds else None
    extreme = 0
    if kind in OF_DAYS and _cue("of_days").search(question):
        extreme = -1 if _cue("least").search(question) else 1
    return Measure(kind=kind, way=way, level=level, closing=closing, also=also, extreme=extreme)


def sessions_asked(question: str) -> int | None:
    """How many sessions a question asks about ("the last five sessions"), where it counts them."""
    found = _cue("sessions").search(question)
    if found is None:
        return None
    word = (found["n"] or found["m"] or found["k"] or found["zh"]).lower()
    if word.isdigit():
        return int(word) or None
    if found["zh"]:
        tens, _, ones = word.rpartition("十") if "十" in word else ("", "", word)
        ten = 10 * _CHINESE.get(tens, 1) if "十" in word else 0
        return ten + _CHINESE.get(ones, 0) or None
    return _COUNTS.get(word)


def peak_period(question: str) -> str:
    """The words that say of which time a peak or trough is: "October" of "its October high"."""
    found = _cue("peak").search(question)
    return (found["period"] or found["zh"] or "").strip() if found else ""


def ranks_instruments(question: str) -> bool:
    """Whether instruments are set against each other, or put in an order."""
    return bool(_cue("ranks").search(question))


def names_none(question: str) -> bool:
    """Whether any instrument may be meant: "which stock", "the biggest losers"."""
    return bool(_cue("any_of_all").search(question))


def asks_plainly(question: str) -> bool:
    """Whether a price is asked for whatever the shape of the question: "what's Xiaomi trading at"."""
    return bool(_cue("plainly").search(question))


def asks_of_rows(question: str) -> bool:
    """Whether the newest that is held is asked for, however old it is: "the last close in the table"."""
    return bool(_cue("of_rows").search(question))


def names_measure(question: str) -> bool:
    """Whether words that only a share's or index's bars answer are used: "busiest day", "longest losing run"."""
    return any(pattern.search(question) for kind, pattern in _kinds() if kind not in _COMMON)


def names_a_time(question: str) -> bool:
    """Whether a year or a movable holiday is named."""
    return bool(_cue("dated").search(question))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "measures.toml").read_text(encoding="utf-8"))


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(_words()["cues"][name], re.I)


@cache
def _kinds() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    filled = {kind: "|".join(alternatives) for kind, alternatives in _words()["kinds"].items()}
    for part, pattern in _words()["parts"].items():
        filled = {kind: alternatives.replace(f"{{{part}}}", pattern) for kind, alternatives in filled.items()}
    return tuple((kind, re.compile(alternatives, re.I)) for kind, alternatives in filled.items())
