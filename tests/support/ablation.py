"""Searches with one part of retrieval left out, put together from the program's own pure functions."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assistant.agent.reading import read_question
from assistant.agent.searching import asked_search, search
from assistant.knowledge import rows
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.documents import Hit
from assistant.knowledge.finder import weights
from assistant.knowledge.fusion import fuse
from assistant.knowledge.moments import LEAD_CHARS
from assistant.knowledge.ranking import Candidate, collapse, rank
from assistant.knowledge.scope import scope_of
from assistant.knowledge.windows import Window
from assistant.market.instruments import Instruments

PARTS = ("window", "lexical", "dense", "stories", "recency", "moments")
HALF_LIFE_DAYS = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """A knowledge base that searches without one part ("" leaves nothing out)."""

    knowledge: KnowledgeBase
    part: str = ""

    def search(
        self, query: str, *, k: int, as_of: datetime, window: Window | None, tickers: Sequence[str] = (), openings: bool = False
    ) -> list[Hit]:
        if window is not None and self.part == "moments":
            window = replace(window, part=None)
        explained = self.knowledge.explain(query, k=k, as_of=as_of, window=window, tickers=tickers, openings=openings)
        rankings = [
            [] if self.part == name else [chunk_id for chunk_id, _ in ranking]
            for name, ranking in (("lexical", explained.lexical), ("dense", explained.dense))
        ]
        fused = fuse(rankings, weights(query, scope_of(as_of, window, tickers)))[: max(40, 3 * k)]
        with self.knowledge.documents.database.read() as connection:
            outlines = rows.outlines(connection, [chunk_id for chunk_id, _ in fused], lead_chars=LEAD_CHARS)
        ranked = rank(
            [Candidate(outline=outlines[chunk_id], score=score) for chunk_id, score in fused],
            window=window,
            as_of=as_of,
            half_life_days=math.inf if self.part == "recency" else HALF_LIFE_DAYS,
        )
        chosen = collapse(ranked, k=k, per_document=2, stories=self.part != "stories")
        with self.knowledge.documents.database.read() as connection:
            passages = rows.passages(connection, [one.outline.chunk_id for one in chosen])
        found = ((one, *passages[one.outline.chunk_id]) for one in chosen)
        return [Hit(chunk=chunk, document=document, score=one.score, also=one.also) for one, chunk, document in found]


def finder(knowledge: KnowledgeBase, instruments: Instruments, *, part: str | None = "") -> Callable[..., list[str]]:
    """The addresses that a question's search finds, best first, without that part; None is the program itself."""
    ablated: Any = knowledge if part is None else Without(knowledge=knowledge, part=part)

    def find(question: str, *, as_of: datetime, k: int) -> list[str]:
        reading = read_question(question, instruments=instruments, as_of=as_of, zone="Asia/Hong_Kong", explicit_as_of=True)
        looked_for = asked_search(reading)
        if part == "window":
            looked_for = replace(looked_for, window=None, query=reading.question)
        return [hit.document.url for hit in search(ablated, looked_for, reading=reading, k=k)]

    return find
