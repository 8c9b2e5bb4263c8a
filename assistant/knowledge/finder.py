"""Finds: both rankings within the scope, fused, weighed and collapsed to hits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Literal

from assistant.errors import BadInput
from assistant.knowledge.columns import Columns, nearest
from assistant.knowledge.documents import Hit
from assistant.knowledge.embedders import Embedder
from assistant.knowledge.fusion import fuse
from assistant.knowledge.keeper import Keeper
from assistant.knowledge.moments import LEAD_CHARS
from assistant.knowledge.outlets import outlets_in
from assistant.knowledge.ranking import Candidate, collapse, rank
from assistant.knowledge.reader import LexicalReader
from assistant.knowledge.scope import Scope, scope_of
from assistant.knowledge.store import DocumentStore
from assistant.knowledge.tokens import asked_marks
from assistant.knowledge.torn import Torn
from assistant.knowledge.windows import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_K = 100
MAX_QUERY_CHARS = 4_000
_DEPTH = 60  # how far down each ranking the fusion looks
_OVERFETCH = 200  # more than that from Chroma, as some are cut by as_of
_WEIGHTS = (1.0, 0.4)  # lexical, dense
_DATED_WEIGHTS = (1.0, 0.1)
_OUTLET_WEIGHT = 2.0  # of the ranking of an outlet that is named
_FIRST_WEIGHT = 1.5  # more for the first of each, where several are named: each gets its share of the first places
_OF_OUTLET = 20
_ENOUGH = 0.25  # of the best score: an outlet without anything on the subject is not lifted

Way = Literal["exact", "chroma"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is searched for, and where."""

    query: str
    k: int
    as_of: datetime
    window: Window | None = None
    tickers: Sequence[str] = ()
    per_document: int = 2
    stories: bool = True

    def __post_init__(self) -> None:
        if self.k < 1 or self.per_document < 1:
            raise BadInput("A search gives at least one hit: k and per_document start at 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, and how."""

    hits: tuple[Hit, ...]
    scope: Scope
    lexical: tuple[tuple[str, float], ...]  # chunk ids with their BM25 scores
    dense: tuple[tuple[str, float], ...]  # chunk ids with their cosines
    way: Way  # how the vectors were compared


class Finder:
    """A search over the columns, the lexical index and, where it is open here, Chroma."""

    def __init__(
        self, documents: DocumentStore, embedder: Embedder, columns: Columns, keeper: Keeper, *, half_life_days: float
    ) -> None:
        self._documents = documents
        self._embedder = embedder
        self._columns = columns
        self._keeper = keeper
        self.reader = LexicalReader(documents.database, keeper)
        self._half_life_days = half_life_days

    def find(self, request: Request, *, seq: int) -> Found:
        """The hits, from what the columns and the indexes hold as of change `seq`."""
        scope = scope_of(request.as_of, request.window, request.tickers)
        k = min(request.k, MAX_K)
        query = request.query[:MAX_QUERY_CHARS]
        lexical, dense, way = self._rankings(query, scope, seq, depth=max(_DEPTH, 2 * k))
        of_outlets = self._of_outlets(query, scope, seq, enough=lexical[0][1] * _ENOUGH if lexical else 0.0)
        ranked = rank(
            self._candidates(lexical, dense, of_outlets, scope, weights(query, scope), depth=max(40, 3 * k)),
            window=request.window,
            as_of=request.as_of,
            half_life_days=self._half_life_days,
        )
        chosen = collapse(ranked, k=k, per_document=request.per_document, stories=request.stories)
        return Found(hits=tuple(self._hits(chosen)), scope=scope, lexical=tuple(lexical), dense=tuple(dense), way=way)

    def _rankings(
        self, text: str, scope: Scope, seq: int, *, depth: int
    ) -> tuple[list[tuple[str, float]], list[tuple[str, float]], Way]:
        if not text.strip():
            return [], [], "exact"
        vector = self._embedder.embed([text])[0]
        lexical = self.reader.search(text, scope, limit=depth, seq=seq)
        dense, way = self._nearest(vector, scope, depth)
        return lexical, dense, way

    def _nearest(self, vector: "NDArray[np.float32]", scope: Scope, depth: int) -> tuple[list[tuple[str, float]], Way]:
        """By Chroma, where nothing narrows the scope and this process has it open; else by comparing what is in scope."""
        near = None if scope.narrowed else self._near(vector, scope, depth)
        if near is not None:
            return near, "chroma"
        return nearest(vector, self._columns.select(scope), limit=depth), "exact"

    def _near(self, vector: "NDArray[np.float32]", scope: Scope, depth: int) -> list[tuple[str, float]] | None:
        """None: Chroma is not open, is behind or has failed, or too little of its answer is in scope."""
        index = self._keeper.dense.index
        if index is None or self._keeper.dense.seq < self._columns.seq:
            return None
        try:
            found = index.nearest(vector, limit=depth + _OVERFETCH)
        except Torn:
            self._keeper.doubt(self._keeper.dense)
            return None
        seen = self._columns.visible((chunk_id for chunk_id, _ in found), scope)
        kept = [hit for hit in found if hit[0] in seen][:depth]
        return kept if len(kept) == depth or len(found) < depth + _OVERFETCH else None

    def _of_outlets(self, text: str, scope: Scope, seq: int, *, enough: float) -> list[list[tuple[str, float]]]:
        """A ranking for each outlet that the text names, leaving out what hardly speaks of its subject."""
        found = (
            self.reader.search(text, scope, limit=_OF_OUTLET, seq=seq, publishers=publishers)
            for publishers in outlets_in(text, self._columns.publishers())
        )
        return [[hit for hit in ranking if hit[1] >= enough] for ranking in found]

    def _candidates(
        self,
        lexical: Sequence[tuple[str, float]],
        dense: Sequence[tuple[str, float]],
        of_outlets: Sequence[Sequence[tuple[str, float]]],
        scope: Scope,
        weights: Sequence[float],
        *,
        depth: int,
    ) -> list[Candidate]:
        rankings = (lexical, dense, *of_outlets)
        seen = self._columns.visible((chunk_id for chunk_id, _ in chain(*rankings)), scope)
        orders = [[chunk_id for chunk_id, _ in ranking if chunk_id in seen] for ranking in rankings]
        places = [{chunk_id: place for place, chunk_id in enumerate(order, start=1)} for order in orders]
        firsts = [order[:1] for order in orders[2:]] if len(of_outlets) > 1 else []
        shares = [*weights, *(_OUTLET_WEIGHT for _ in of_outlets), *(_FIRST_WEIGHT for _ in firsts)]
        fused = fuse([*orders, *firsts], shares)[:depth]
        outlines = self._documents.outlines([chunk_id for chunk_id, _ in fused], lead_chars=LEAD_CHARS)
        return [
            Candidate(
                outline=outlines[chunk_id],
                score=score,
                lexical_rank=places[0].get(chunk_id),
                dense_rank=places[1].get(chunk_id),
            )
            for chunk_id, score in fused
            if chunk_id in outlines
        ]

    def _hits(self, chosen: Sequence[Candidate]) -> list[Hit]:
        passages = self._documents.passages([candidate.outline.chunk_id for candidate in chosen])
        return [
            Hit(
                chunk=passages[candidate.outline.chunk_id][0],
                document=passages[candidate.outline.chunk_id][1],
                score=candidate.score,
                dense_rank=candidate.dense_rank,
                lexical_rank=candidate.lexical_rank,
                also=candidate.also,
            )
            for candidate in chosen
            if candidate.outline.chunk_id in passages
        ]


def weights(query: str, scope: Scope) -> tuple[float, float]:
    """What the lexical and the dense ranking count for: vectors cannot tell one day from another."""
    return _DATED_WEIGHTS if not scope.dated and asked_marks(query[:MAX_QUERY_CHARS]) else _WEIGHTS
