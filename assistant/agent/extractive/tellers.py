"""Tellers: which of the reports say something, for a question about the outlet that put it so."""

from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.evidence import Candidate, owner
from assistant.agent.extractive.holding import speaks
from assistant.agent.extractive.lines import teller
from assistant.agent.extractive.quantities import MOVEMENT_STEMS
from assistant.agent.outlets import asks_for_outlet
from assistant.figures.figure import Figure

_MOST = 4
_ENOUGH = 0.3  # of the words, where nobody is named whose figure it is


def tellers(ask: Ask, pool: Sequence[Candidate], scales: Scales) -> list[Candidate]:
    """A sentence of each outlet that gives the figure which the question states, best first."""
    if not ask.stated or not asks_for_outlet(ask.text):
        return []
    found: dict[str, Candidate] = {}
    for row in rated(pool, ask, scales):
        if speaks(ask, row, row.held) and _gives(ask, row):
            found.setdefault(teller(row.passage.hit.document), row)
    return list(found.values())[:_MOST]


def _gives(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence gives the figure, of whom the question names and as a movement where it asks about one."""
    if ask.moves and not MOVEMENT_STEMS & row.words:
        return False
    said = [figure for figure in row.figures if any(_is_same(one, figure) for one in ask.stated)]
    if not ask.keys:
        return bool(said) and row.coverage >= _ENOUGH
    return any(not (own := owner(row, figure)) or own & ask.every_key for figure in said)


def _is_same(said: Figure, figure: Figure) -> bool:
    """Whether a figure is the one stated, be it a bound, a height within the day or what was foreseen."""
    return (said.value, said.unit) == (figure.value, figure.unit) and said.sign * figure.sign != -1
