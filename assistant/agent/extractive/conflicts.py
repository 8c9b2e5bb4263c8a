"""Conflicts: reports that put the figure asked for differently, and the likely reason."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask, markets_named
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.quantities import fitting_figures
from assistant.figures.conflicts import Relation, Statement, comparable, compare_pair, read_statement, same_amount
from assistant.figures.figure import Figure

INTRADAY = re.compile(
    r"\bas much as\b|\bintraday\b|\bat one point\b|\bearlier\b|\bmorning\b|\bby (?:the )?lunch|\bmidday\b|"
    r"\bearly (?:trad(?:e|ing)|deals)\b|\bpremarket\b|\bafternoon\b|一度|午間|早市",
    re.I,
)
NEEDED = re.compile(r"\b(?:need|require)(?:s|d)?\b|\bwould (?:have|need) to\b|\bwill require\b", re.I)
_MOST = 2
_MOST_OF_EACH = 4  # where what each of them says is asked
_SURE = 0.6  # the coverage at which another report surely speaks of the same
_SURE_OF_EACH = 0.7  # where nothing but the words says that
_CALL = re.compile(r"\b(?:targets?|ratings?)\b", re.I)  # a broker's, which is no figure of what is told of
_ABROAD = frozenset({"new york", "mainland"})
_UNITS = frozenset({"percent", "level", "multiple", "money"})
_SAME: frozenset[Relation] = frozenset({"agree", "rounding"})


def differing(ask: Ask, chosen: Candidate, rows: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
    """Other outlets' sentences that give the same entity another figure of that unit, each with the likely reason; where
    what each report says is asked, other reports' that name everyone asked about."""
    if ask.unit is None or (not ask.of_each and (ask.unit not in _UNITS or len(ask.keys) != 1 or ask.proper)):
        return []
    told = {_teller(ask, chosen)}
    ours = [_statement(chosen, figure) for figure in fitting_figures(ask, chosen)]
    found: list[tuple[str, Candidate]] = []
    for row in rows:
        outlet = _teller(ask, row)
        if outlet in told or row.coverage < _SURE or (ask.of_each and not _is_account(ask, row)):
            continue
        if not ask.of_each and (chosen.moment and row.moment and row.moment != chosen.moment):
            continue
        told.add(outlet)
        pairs = [(one, _statement(row, other)) for one in ours for other in fitting_figures(ask, row)]
        pairs = [(one, other) for one, other in pairs if comparable(one.figure, other.figure)]
        relations = {compare_pair(one, other) for one, other in pairs}
        if relations and not relations & _SAME and not any(same_amount(one.figure, other.figure) for one, other in pairs):
            found.append((_why(relations, chosen, row), row))
    return found[: _MOST_OF_EACH if ask.of_each else _MOST]


def agreeing(ask: Ask, chosen: Candidate, rows: Sequence[Candidate]) -> Candidate | None:
    """Another report's sentence that gives the same figure."""
    ours = [_statement(chosen, figure) for figure in fitting_figures(ask, chosen)]
    for row in rows:
        if _teller(ask, row) == _teller(ask, chosen) or not _is_account(ask, row):
            continue
        if {compare_pair(one, _statement(row, other)) for one in ours for other in fitting_figures(ask, row)} & _SAME:
            return row
    return None


def _teller(ask: Ask, row: Candidate) -> str:
    """Who gives a figure: the outlet, or the report where what each report says is asked."""
    return row.passage.hit.document.doc_id if ask.of_each else row.passage.hit.document.publisher


def _is_account(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence surely tells what is asked: it names everyone asked about, and tells what was, not what would have
    to be."""
    enough = row.coverage >= _SURE_OF_EACH and bool(_CALL.search(row.text)) <= bool(_CALL.search(ask.text))
    return enough and all(mark == 1.0 for mark in row.held) and not NEEDED.search(row.text)


def _statement(row: Candidate, figure: Figure) -> Statement:
    """A figure as a report gives it. Whose it is was settled before, so that names need not be read again."""
    return read_statement(row.text, figure, row.figures, entities=lambda text: frozenset(), moment=row.published_at)


def _why(relations: set[Relation], chosen: Candidate, row: Candidate) -> str:
    if bool(INTRADAY.search(row.text)) != bool(INTRADAY.search(chosen.text)):
        return "within the day" if INTRADAY.search(row.text) else "of another moment"
    if (markets_named(row.text) - markets_named(chosen.text)) & _ABROAD:
        return "of another listing"
    ours, theirs = chosen.published_at, row.published_at
    if ours and theirs and ours.date() != theirs.date():
        return "an earlier report" if theirs < ours else "a later report"
    if relations == {"different_base"}:
        return "of another base"
    return "no reason is stated"
