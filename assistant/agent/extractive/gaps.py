"""Gaps: how far two figures of one sentence lie apart, and how far below a peak something stands that needs a rally."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.evidence import Candidate, owner
from assistant.agent.extractive.holding import speaks
from assistant.figures.figure import Figure

_ENOUGH = 0.3
_NEAR_BEST = 0.8  # what a sentence must carry beside the one that carries most: two figures of something else make no gap
_ASKED = re.compile(
    r"\bhow (?:far|much|many [\w ]{1,30}?) (?:\w+ ){0,3}?(?:below|above|under|over|more|less|higher|lower|cheaper|dearer|"
    r"off)\b|"
    r"\bby how (?:much|many)\b.*\b(?:exceed|differ|above|below|higher|lower|more|less|outstrip|top)\w*\b|"
    r"\b(?:gap|difference|discount|premium) (?:between|to|of|from)\b|"
    r"\b(?:discount|premium)\b.*\bto (?:its|the|their)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PEAK = re.compile(r"\b(?:peak|record|high)\b", re.I)
_NEEDED = re.compile(r"\b(?:need|requir|must|would have to)\w*\b", re.I)
_BELOW = re.compile(r"\b(?:below|off|under|short of|down from)\b", re.I)
_MANTISSA = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What to calculate, how to say it, and the sentence that has the figures."""

    expressions: tuple[str, ...]
    words: str  # what stands before the results, or behind the one result: "21 times against 23.3 times"
    peak: bool = False  # it is a distance below a peak
    unit: str  # of the first result: "times", "percentage points"
    row: Candidate


def asks_gap(ask: Ask) -> bool:
    """Whether an ask is about how far two figures lie apart."""
    return _to_peak(ask) or bool(_ASKED.search(ask.text))


def _to_peak(ask: Ask) -> bool:
    return bool(_PEAK.search(ask.text) and _BELOW.search(ask.text))


def gap(ask: Ask, pool: Sequence[Candidate]) -> Gap | None:
    """The gap that an ask is about, where one sentence states both of its ends."""
    if not asks_gap(ask):
        return None
    to_peak = _to_peak(ask)
    rows = rated(pool, ask, Scales())
    least = max(_ENOUGH, _NEAR_BEST * max((row.coverage for row in rows), default=0.0))
    for row in rows:
        if not speaks(ask, row, row.held) or row.coverage < least:
            continue
        found = _below_peak(row) if to_peak else _apart(ask, row)
        if found is not None:
            return found
    return None


def _below_peak(row: Candidate) -> Gap | None:
    """What needs a rally of 70 percent to regain its peak stands 41.18 percent below it."""
    needed = [figure for figure in row.figures if figure.unit == "%"]
    if len(needed) != 1 or not _NEEDED.search(row.text) or not _PEAK.search(row.text):
        return None
    expression = f"(1 - 1 / (1 + {needed[0].value.normalize():f} / 100)) * 100"
    return Gap(
        expressions=(expression,),
        words=f"below its peak, as it needs {needed[0].text} to regain it",
        unit="%",
        peak=True,
        row=row,
    )


def _apart(ask: Ask, row: Candidate) -> Gap | None:
    pair = _pair(ask, row)
    if pair is None:
        return None
    first, second = pair
    if (first.unit, first.currency) != (second.unit, second.currency) or first.value == second.value or not second.value:
        return None
    (a, scale), (b, other) = _mantissa(first), _mantissa(second)
    if scale != other:
        return None
    expressions = (f"{a:f} - {b:f}", f"({a:f} - {b:f}) / {b:f} * 100")
    unit = "percentage points" if first.unit == "%" else "" if scale else first.unit
    words = f"in {scale}s, {a:f} against {b:f}" if scale else f"{first.text} against {second.text}"
    return Gap(expressions=expressions[:1] if first.unit == "%" else expressions, words=words, unit=unit, row=row)


def _pair(ask: Ask, row: Candidate) -> tuple[Figure, Figure] | None:
    """The two figures compared: of two years, of two owners, of something and its average, or the only two there are."""
    amounts = [one for one in row.figures if one.unit in {"times", "%", "money", "points", ""} and one.kind != "date"]
    years = list(dict.fromkeys(_YEAR.findall(ask.text)))
    if len(years) == 2:
        near = [_before(row.text, year, [one for one in amounts if one.unit == "money" or one.currency]) for year in years]
        return (near[0], near[1]) if near[0] and near[1] and near[0] is not near[1] else None
    if "average" in ask.text.lower() and "average" in row.text.lower():
        place = row.text.lower().index("average")
        after = next((one for one in amounts if one.start > place), None)
        first = next((one for one in amounts if one.end < place), None)
        return (first, after) if first and after else None
    if len(ask.keys) == 2:
        owned = [next((one for one in amounts if owner(row, one) & key), None) for key in ask.keys]
        return (owned[0], owned[1]) if owned[0] and owned[1] else None
    return (amounts[0], amounts[1]) if len(amounts) == 2 else None


def _before(text: str, year: str, amounts: Sequence[Figure]) -> Figure | None:
    place = text.find(year)
    near = [one for one in amounts if one.end <= place and place - one.end < 40]
    return near[-1] if near else None


def _mantissa(figure: Figure) -> tuple[Decimal, str]:
    """The number as written, and the word of its scale: "$32 billion" is 32 and "billion"."""
    match = _MANTISSA.search(figure.text)
    if match is None:
        return figure.value, ""
    number = Decimal(match.group().replace(",", ""))
    scale = re.search(r"\b(?:thousand|million|billion|trillion)\b", figure.text, re.I)
    return number, scale.group().lower() if scale else ""
