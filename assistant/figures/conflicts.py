"""Conflicts: how two reported figures of one thing stand to each other.

Reports of one event differ for four reasons, tried in this order: they say the same; one rounds the other; they speak of
different bases (another period, currency or unit), so they cannot disagree; one was said at an earlier moment. What is
left is a conflict.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.figures.compare import agrees
from assistant.figures.figure import Figure

Relation = Literal["agree", "rounding", "earlier_later", "different_base", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A figure as one report gives it: of whom, over which period, and at which moment it was true."""

    figure: Figure
    entity: str
    period: str = ""  # "2025-09-17", "2025", "week"; empty where the report does not say
    moment: datetime | None = None  # of the market or of the report, not of its reading
    part: str = ""  # "open", "midday", "close", "high": the part of a day it speaks of


def compare_pair(first: Statement, second: Statement) -> Relation:
    """How two statements about one thing stand to each other."""
    if not _same_base(first, second):
        return "different_base"
    if agrees(first.figure, second.figure) and agrees(second.figure, first.figure):
        return "agree"
    if agrees(first.figure, second.figure) or agrees(second.figure, first.figure):
        return "agree" if first.figure.value == second.figure.value else "rounding"
    if first.part and second.part and first.part != second.part:
        return "earlier_later"
    if first.moment is not None and second.moment is not None and first.moment != second.moment:
        return "earlier_later"
    return "conflict"


def _same_base(first: Statement, second: Statement) -> bool:
    """Whether the two can be compared at all: same subject, unit and currency, and no other period."""
    a, b = first.figure, second.figure
    if first.entity != second.entity or (first.period and second.period and first.period != second.period):
        return False
    if a.currency and b.currency and a.currency != b.currency:
        return False
    return a.unit == b.unit or "" in (a.unit, b.unit)
