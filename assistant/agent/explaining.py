"""Explaining a search: the looks it took, and what the conditions of each kept out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.agent.reading import Reading
from assistant.agent.searching import NewsSearch, gathered
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
    looks: list[Look] = []

    def look(query: str, *, tickers: Sequence[str], **conditions: Any) -> Sequence[Hit]:
        explanation = knowledge.explain(query, tickers=tickers, **conditions)
        looks.append(Look(tickers=tuple(tickers), explanation=explanation))
        return explanation.hits

    hits = gathered(look, looked_for, reading=reading, k=k)
    return ExplainedSearch(
        query=looked_for.query, window=looked_for.window, reading=reading, hits=tuple(hits), looks=tuple(looks)
    )
