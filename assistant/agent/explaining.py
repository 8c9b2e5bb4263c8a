"""Explaining a search: the looks it took, and what the conditions of each kept out."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.foreign_days import of_its_days, widened
from assistant.agent.reading import Reading
from assistant.agent.searching import NewsSearch, widening
from assistant.knowledge.base import Explanation, KnowledgeBase
from assistant.knowledge.documents import Hit
from assistant.knowledge.windows import Window
from assistant.knowledge.windows import label as window_label


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

    @property
    def label(self) -> str:
        """The window in words."""
        return window_label(self.window, zone=self.reading.zone) if self.window is not None else ""


def explain(knowledge: KnowledgeBase, looked_for: NewsSearch, *, reading: Reading, k: int | None = None) -> ExplainedSearch:
    """The same search, explained."""
    window, most = widened(reading, looked_for.window), k or looked_for.most
    looks: list[Look] = []

    def look(named: Sequence[str]) -> Sequence[Hit]:
        explanation = knowledge.explain(
            looked_for.query, k=most, as_of=reading.as_of, window=window, tickers=named, openings=looked_for.openings
        )
        looks.append(Look(tickers=tuple(named), explanation=explanation))
        return explanation.hits

    hits = of_its_days(widening(look, tickers=looked_for.tickers, k=most), reading, looked_for.window)
    return ExplainedSearch(
        query=looked_for.query, window=looked_for.window, reading=reading, hits=tuple(hits), looks=tuple(looks)
    )
