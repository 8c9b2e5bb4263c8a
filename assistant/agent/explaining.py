"""Explaining a search: the looks it took, and what the conditions of each kept out."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.foreign_days import of_its_days, widened
from assistant.agent.reading import Reading
from assistant.agent.toolbox import widening
from assistant.knowledge.base import Explanation, KnowledgeBase
from assistant.knowledge.documents import Hit
from assistant.knowledge.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look into the news, for these instruments alone where some are named."""

    tickers: tuple[str, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSearch:
    """The hits that a search gives, with how it came to them."""

    query: str  # the words looked for, without the window's
    window: Window | None  # the one that applied
    reading: Reading
    hits: tuple[Hit, ...]
    looks: tuple[Look, ...]


def explain(knowledge: KnowledgeBase, reading: Reading, *, k: int) -> ExplainedSearch:
    """The search for what a question reads as, explained."""
    window = reading.window if reading.bounded else None
    looks: list[Look] = []

    def look(named: Sequence[str]) -> Sequence[Hit]:
        explanation = knowledge.explain(reading.query, k=k, as_of=reading.as_of, window=widened(reading, window), tickers=named)
        looks.append(Look(tickers=tuple(named), explanation=explanation))
        return explanation.hits

    hits = of_its_days(widening(look, tickers=reading.tickers, k=k), reading, window)
    return ExplainedSearch(query=reading.query, window=window, reading=reading, hits=tuple(hits), looks=tuple(looks))
