"""Superlatives: of the moves that one report tells, the furthest, where no sentence says itself which that was."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate, opens_with_name, owner
from assistant.agent.extractive.fitness import direction_asked
from assistant.agent.extractive.periods import told_over
from assistant.figures.figure import Figure

_ASKED = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+){0,2}?(?:stocks?|shares?|compan(?:y|ies)|firms?|names?)\b.*\b"
    r"(?:the (?:most|furthest|hardest)|"
    r"(?:biggest|largest|steepest|sharpest) (?:\w+ )?(?:gain|rise|fall|drop|loss|decline|jump))",
    re.I,
)
_SAID = re.compile(
    r"\b(?:led|leading|top|best|worst|biggest|largest|steepest|sharpest|most)\b(?=[^.]{0,40}\b(?:gain|loser|fall|drop|"
    r"declin|perform|rise|rall|jump|slump|advanc)\w*)",
    re.I,
)
_CAUSE = re.compile(r"\b(?:after|as|because|amid|on)\b", re.I)
_OF_MANY = re.compile(r"\b(?:index|indexes|indices|sectors?|futures|yields?|currenc\w+|crude|gauge)\b", re.I)


def asks_furthest(ask: Ask) -> bool:
    """Whether an ask is for the one that moved furthest."""
    return bool(ask.moves and direction_asked(ask) and _ASKED.search(ask.text))


def furthest(ask: Ask, rows: Sequence[Candidate]) -> Candidate | None:
    """The sentence of the best report that tells the furthest move in the direction asked for; `rows` stand best first."""
    if not rows:
        return None
    same = [row for row in rows if row.passage.hit.document.doc_id == rows[0].passage.hit.document.doc_id]
    stated = next((row for row in same if _SAID.search(row.text) and _move(ask, row) is not None), None)
    moved = [(move.value, -row.sentence.start, row) for row in same if (move := _move(ask, row)) is not None]
    return stated or (max(moved, key=lambda one: one[:2])[2] if moved else None)


def _move(ask: Ask, row: Candidate) -> Figure | None:
    """The furthest move that a sentence tells of a company over a day, in the direction asked for."""
    if _OF_MANY.search(row.text) or not (row.keys or opens_with_name(row.text)):
        return None
    moves = [
        figure
        for figure in row.figures
        if figure.unit == "%" and figure.sign == direction_asked(ask) and not figure.forecast
        if told_over(_until_cause(row.text, figure.end), figure.start, figure.end) in {None, "day"}
        if not any(span.index for span in row.names if span.key in owner(row, figure))
    ]
    return max(moves, key=lambda figure: figure.value, default=None)


def _until_cause(text: str, end: int) -> str:
    """A text up to where it turns from the move that ends at a place to its cause, which may be of a quarter."""
    match = _CAUSE.search(text, end)
    return text[: match.start()] if match is not None else text
