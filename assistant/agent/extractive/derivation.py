"""Derived figures: what two stated figures of one sentence give by calculation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate, rated
from assistant.agent.extractive.selection import names_hold
from assistant.figures.figure import Figure

_ENOUGH = 0.3
_PERIODS = re.compile(
    r"\bfrom\s+(?P<a>(?:19|20)\d\d)\s+(?:to|until|through)\s+(?P<b>(?:19|20)\d\d)|\bbetween\s+(?P<c>(?:19|"
    r"20)\d\d)\s+and\s+(?P<d>(?:19|20)\d\d)",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Two amounts of one sentence, for two years, and the expression of the change between them in percent."""

    row: Candidate
    first: str
    last: str
    start: Figure
    end: Figure

    @property
    def expression(self) -> str:
        return f"({self.end.value.normalize():f} - {self.start.value.normalize():f}) / {self.start.value.normalize():f} * 100"


def growth(ask: Ask, pool: Sequence[Candidate]) -> Growth | None:
    """The amounts that one sentence states for the two years an ask compares."""
    match = _PERIODS.search(ask.text)
    if match is None or ask.unit != "percent":
        return None
    first, last = (year for year in match.groups() if year)
    for row in rated(pool, ask.terms, question=ask.text):
        if not names_hold(ask, row) or first not in row.text or last not in row.text or row.coverage < _ENOUGH:
            continue
        start, end = _amount_near(row, first), _amount_near(row, last)
        if start and end and start is not end and (start.unit, start.currency) == (end.unit, end.currency) and start.value:
            return Growth(row=row, first=first, last=last, start=start, end=end)
    return None


def _amount_near(row: Candidate, year: str) -> Figure | None:
    """The amount that stands closest before a year, in its own clause."""
    place = row.text.find(year)
    amounts = [one for one in row.figures if one.currency is not None and one.end <= place]
    return amounts[-1] if amounts and place - amounts[-1].end < 40 else None
