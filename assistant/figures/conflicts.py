"""Conflicts: how two reported figures of one thing stand to each other.

Reports of one event differ for four reasons, tried in this order: they speak of different things (another subject, metric,
base, period, currency or unit), so they cannot disagree; they say the same; one rounds the other; one was said at an earlier
moment of something that goes on. What is left is a conflict.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from assistant.figures.compare import agrees
from assistant.figures.figure import Figure, Told
from assistant.figures.matching import bound
from assistant.figures.numbers import last_nonzero_step
from assistant.figures.qualifiers import Said, qualifiers, qualify, values
from assistant.figures.subjects import Entities, subject_of

Relation = Literal["agree", "rounding", "earlier_later", "different_base", "conflict"]

_BASES = ("metric", "base", "week", "month", "year", "quarter", "venue", "extent")
_PARTS = ("moment", "session", "reach")
_PERIODS = ("date", "quarter", "half")
_SPANS = (
    (
        "year",
        re.compile(
            r"\bthis year\b|\byear[- ]to[- ]date\b|\bsince (?:January|the (?:start|beginning) of)|今年以來|年初至今", re.I
        ),
    ),
    ("month", re.compile(r"\b(?:over|for|on|in) the month\b|\bthis month\b|全月", re.I)),
    ("week", re.compile(r"\b(?:over|for|on|in) the week\b|\bthis week\b|\bweekly\b|全周|全星期", re.I)),
    ("day", re.compile(r"\bon (?:mon|tues|wednes|thurs|fri)day\b|\b(?:closed|ended|finished|opened)\b|收市|收報", re.I)),
)
# Figures of what goes on while reports are written: prices between opening and close, tolls, estimates.
_GOES_ON = re.compile(
    r"\btrad(?:ed|es|ing)\b|\bso far\b|\bto date\b|\bat least\b|\bpreliminary\b|\binitial\b|\bprovisional\b|\brevised\b|"
    r"\bcount(?:ed|ing)\b|\bwas (?:up|down)\b|\b(?:dead|killed|injured|hurt|missing|bodies)\b|"
    r"初值|初步|修訂|暫時|死亡|受傷|失蹤",
    re.I,
)
_FORESEEN = re.compile(r"\b(?:expect|forecast|target|predict|project)\w*\b|\bguidance\b|預期|預計|預測|料|目標", re.I)
_LOOSE = frozenset({"", "points", "money"})
_NEAR = Decimal("0.01")  # how far a round number may lie from the exact one


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A figure as one report gives it: of whom, what the words around it say, over which period, and when it was said."""

    figure: Figure
    entities: frozenset[str] = frozenset()
    said: Said = field(default_factory=dict)
    dates: tuple[Figure, ...] = ()  # those the figure is of: "in 2023", "for the first quarter"
    span: str = ""  # over which it is a change: "day", "week", "year"
    foreseen: bool = False  # somebody's forecast, not what happened or was decided
    goes_on: bool = False  # it may be another a while later
    moment: datetime | None = None  # of the report


def read_statement(
    text: str, figure: Figure, figures: Sequence[Figure], *, entities: Entities, moment: datetime | None = None
) -> Statement:
    """A figure of a sentence with what the sentence says of it."""
    told = Told(text, figure, figures)
    own, whole = qualify(told), values(qualifiers(text))
    said = {kind: own.get(kind) or held for kind, held in whole.items()}
    date = bound(told)
    dates = (date,) if date is not None else tuple(one for one in figures if one.unit in _PERIODS and one is not figure)
    return Statement(
        figure=replace(figure, forecast=False),
        entities=subject_of(told, entities).entities,
        said=said,
        dates=dates,
        span=next((name for name, words in _SPANS if words.search(text)), "") if figure.kind == "change" else "",
        foreseen=figure.forecast and _FORESEEN.search(text) is not None,
        goes_on=_GOES_ON.search(text) is not None,
        moment=moment,
    )


def compare_pair(first: Statement, second: Statement) -> Relation:
    """How two statements about one thing stand to each other."""
    if not _same_base(first, second):
        return "different_base"
    if agrees(first.figure, second.figure) or agrees(second.figure, first.figure):
        same = first.figure.value == second.figure.value and first.figure.strength == second.figure.strength
        return "agree" if same else "rounding"
    if _is_round(first.figure, second.figure) or _is_round(second.figure, first.figure):
        return "rounding"
    if _other_part(first.said, second.said) or ((first.goes_on or second.goes_on) and first.moment != second.moment):
        return "earlier_later"
    return "conflict"


def comparable(first: Figure, second: Figure) -> bool:
    """Whether two figures are amounts of one kind: yuan and dollars neither agree nor differ."""
    if first.unit != second.unit and not {first.unit, second.unit} <= _LOOSE and "rank" not in (first.unit, second.unit):
        return False
    return not (first.currency and second.currency and first.currency != second.currency)


def same_amount(first: Figure, second: Figure) -> bool:
    """Whether two figures are one amount, whatever is said of it: foreseen or done, of which day, at most or exactly."""
    bare = [replace(one, forecast=False, negated=False, role="", kind="level", strength="exact") for one in (first, second)]
    return agrees(*bare) or agrees(*bare[::-1])


def _same_base(first: Statement, second: Statement) -> bool:
    """Whether the two can be compared at all: same subject, unit, currency and metric, and no other period."""
    a, b = first.figure, second.figure
    if not comparable(a, b) or first.foreseen != second.foreseen:
        return False
    if first.entities and second.entities and not first.entities & second.entities:
        return False
    if first.span and second.span and first.span != second.span:
        return False
    return not _apart(first.said, second.said, _BASES) and not _other_dates(first.dates, second.dates)


def _apart(first: Said, second: Said, kinds: Sequence[str]) -> bool:
    return any(kind in first and kind in second and not first[kind] & second[kind] for kind in kinds)


def _other_dates(first: Sequence[Figure], second: Sequence[Figure]) -> bool:
    alike = [(one, other) for one in first for other in second if one.unit == other.unit]
    return bool(alike) and not any(agrees(one, other) or agrees(other, one) for one, other in alike)


def _is_round(figure: Figure, exact: Figure) -> bool:
    """Whether one is a round number for the other: 3,300 for 3,302.40."""
    apart = abs(figure.value - exact.value)
    return (
        figure.sign * exact.sign != -1
        and figure.strength in ("exact", "about")
        and apart <= last_nonzero_step(figure.value) / 2
        and apart <= exact.value * _NEAR
        and last_nonzero_step(figure.value) > last_nonzero_step(exact.value)
    )


def _other_part(first: Said, second: Said) -> bool:
    """Whether the two speak of different moments of a day: the opening, midday, the close, "as much as"."""
    one, other = (frozenset().union(*(said.get(kind, frozenset()) for kind in _PARTS)) for said in (first, second))
    if one and other:
        return not one & other
    return bool((one | other) - {"close"})
