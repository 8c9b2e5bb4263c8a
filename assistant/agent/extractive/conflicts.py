"""Conflicts: reports that put the figure asked for differently, and the likely reason."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.quantities import fitting_figures
from assistant.figures.conflicts import Relation, Statement, compare_pair, read_statement
from assistant.figures.figure import Figure

INTRADAY = re.compile(
    r"\bas much as\b|\bintraday\b|\bat one point\b|\bearlier\b|\bmorning\b|\bby (?:the )?lunch|\bmidday\b|"
    r"\bpremarket\b|\bafternoon\b|一度|午間|早市",
    re.I,
)
_MOST = 2
_SURE = 0.6  # the coverage at which another report surely speaks of the same
_SAME: frozenset[Relation] = frozenset({"agree", "rounding"})


def differing(ask: Ask, chosen: Candidate, rows: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
    """Other outlets' sentences that give the same entity another figure of that unit, each with the likely reason."""
    if ask.unit not in {"percent", "level", "multiple", "money"} or len(ask.keys) != 1 or ask.proper:
        return []
    told = {chosen.passage.hit.document.publisher}
    ours = [_statement(chosen, figure) for figure in fitting_figures(ask, chosen)]
    found: list[tuple[str, Candidate]] = []
    for row in rows:
        outlet = row.passage.hit.document.publisher
        if outlet in told or row.coverage < _SURE or (chosen.moment and row.moment and row.moment != chosen.moment):
            continue
        told.add(outlet)
        relations = {compare_pair(one, _statement(row, other)) for one in ours for other in fitting_figures(ask, row)}
        if not relations & _SAME:
            found.append((_why(relations, chosen, row), row))
    return found[:_MOST]


def _statement(row: Candidate, figure: Figure) -> Statement:
    """A figure as a report gives it. Whose it is was settled before, so that names need not be read again."""
    return read_statement(row.text, figure, row.figures, entities=lambda text: frozenset(), moment=row.published_at)


def _why(relations: set[Relation], chosen: Candidate, row: Candidate) -> str:
    if bool(INTRADAY.search(row.text)) != bool(INTRADAY.search(chosen.text)):
        return "within the day" if INTRADAY.search(row.text) else "of another moment"
    ours, theirs = chosen.published_at, row.published_at
    if ours and theirs and ours.date() != theirs.date():
        return "an earlier report" if theirs < ours else "a later report"
    if relations == {"different_base"}:
        return "of another base"
    return "no reason is stated"
