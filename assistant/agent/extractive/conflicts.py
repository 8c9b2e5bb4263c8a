"""Conflicts: reports that put the figure asked for differently, and the likely reason."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.fitness import fitting_figures
from assistant.figures.compare import agrees

INTRADAY = re.compile(
    r"\bas much as\b|\bintraday\b|\bat one point\b|\bearlier\b|\bmorning\b|\bby (?:the )?lunch|\bmidday\b|"
    r"\bpremarket\b|\bafternoon\b|一度|午間|早市",
    re.I,
)
_MOST = 2
_SURE = 0.6  # the coverage at which another report surely speaks of the same


def differing(ask: Ask, chosen: Candidate, rows: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
    """Other outlets' sentences that give the same entity another figure of that unit, each with the likely reason."""
    if ask.unit not in {"percent", "level", "multiple", "money"} or len(ask.keys) != 1 or ask.proper:
        return []
    told = {chosen.passage.hit.document.publisher}
    ours = fitting_figures(ask, chosen)
    found: list[tuple[str, Candidate]] = []
    for row in rows:
        outlet = row.passage.hit.document.publisher
        if outlet in told or row.coverage < _SURE or (chosen.moment and row.moment and row.moment != chosen.moment):
            continue
        theirs = fitting_figures(ask, row)
        if any(agrees(one, other) or agrees(other, one) for one in ours for other in theirs):
            told.add(outlet)
            continue
        told.add(outlet)
        found.append((_why(chosen, row), row))
    return found[:_MOST]


def _why(chosen: Candidate, row: Candidate) -> str:
    if bool(INTRADAY.search(row.text)) != bool(INTRADAY.search(chosen.text)):
        return "within the day" if INTRADAY.search(row.text) else "of another moment"
    ours, theirs = chosen.published_at, row.published_at
    if ours and theirs and ours.date() != theirs.date():
        return "an earlier report" if theirs < ours else "a later report"
    return "no reason is stated"
