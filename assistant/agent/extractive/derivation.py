"""Derived figures: what two stated figures of one sentence give by calculation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.holding import speaks
from assistant.agent.extractive.terms import covered, vocabulary
from assistant.agent.records import NumberedStat
from assistant.figures.figure import Figure
from assistant.market.stats import Stat

_ENOUGH = 0.3
_PERIODS = re.compile(
    r"\bfrom\s+(?P<a>(?:19|20)\d\d)\s+(?:to|until|through)\s+(?P<b>(?:19|20)\d\d)|\bbetween\s+(?P<c>(?:19|"
    r"20)\d\d)\s+and\s+(?P<d>(?:19|20)\d\d)",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Amounts for two years, where each is stated, and the expression of the change between them in percent."""

    first: str
    last: str
    start: str  # as stated: "$13 billion"
    end: str
    expression: str
    numbers: tuple[int, ...]  # of the sources
    row: Candidate | None = None  # the sentence that has both


def years_compared(ask: Ask) -> tuple[str, str] | None:
    """The two years between which an ask wants the growth."""
    match = _PERIODS.search(ask.text) if ask.unit == "percent" else None
    if match is None:
        return None
    first, last = (year for year in match.groups() if year)
    return first, last


def growth(ask: Ask, pool: Sequence[Candidate]) -> Growth | None:
    """The amounts that one sentence states for the two years an ask compares."""
    years = years_compared(ask)
    if years is None:
        return None
    first, last = years
    for row in rated(pool, ask, Scales()):
        if not speaks(ask, row, row.held) or first not in row.text or last not in row.text or row.coverage < _ENOUGH:
            continue
        start, end = _amount_near(row, first), _amount_near(row, last)
        if start and end and start is not end and (start.unit, start.currency) == (end.unit, end.currency) and start.value:
            return Growth(
                first=first,
                last=last,
                start=start.text,
                end=end.text,
                expression=_change(start.value, end.value),
                numbers=(row.n,),
                row=row,
            )
    return None


def stat_growth(ask: Ask, stats: Sequence[NumberedStat]) -> Growth | None:
    """The values of one statistic for the two years an ask compares."""
    years = years_compared(ask)
    if years is None:
        return None
    first, last = years
    for start in (one for one in stats if one.stat.period == first):
        for end in (one for one in stats if one.stat.period == last):
            same = (start.stat.subject, start.stat.metric, start.stat.unit) == (
                end.stat.subject,
                end.stat.metric,
                end.stat.unit,
            )
            words = vocabulary(f"{start.stat.subject} {start.stat.metric.replace('_', ' ')}")
            if same and start.stat.value and any(covered(term, words) for term in ask.subject or ask.terms):
                return Growth(
                    first=first,
                    last=last,
                    start=_amount(start.stat),
                    end=_amount(end.stat),
                    expression=_change(start.stat.value, end.stat.value),
                    numbers=(start.n, end.n),
                )
    return None


def _amount(stat: Stat) -> str:
    return f"{stat.currency or ''} {stat.value.normalize():,f} {stat.unit}".strip()


def _change(start: Decimal, end: Decimal) -> str:
    return f"({end.normalize():f} - {start.normalize():f}) / {start.normalize():f} * 100"


def _amount_near(row: Candidate, year: str) -> Figure | None:
    """The amount that stands closest before a year, in its own clause."""
    place = row.text.find(year)
    amounts = [one for one in row.figures if one.currency is not None and one.end <= place]
    return amounts[-1] if amounts and place - amounts[-1].end < 40 else None
