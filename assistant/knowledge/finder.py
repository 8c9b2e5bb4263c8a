"""Finds: both rankings within the scope, fused, weighed and collapsed to hits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Required, TypeAlias, TypedDict

import sqlalchemy as sa

from assistant.errors import BadInput
from assistant.knowledge import rows
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.columns import Columns, nearest
from assistant.knowledge.documents import Hit
from assistant.knowledge.embedders import Embedder
from assistant.knowledge.feed import ALWAYS
from assistant.knowledge.fusion import fuse
from assistant.knowledge.keeper import Keeper
from assistant.knowledge.moments import LEAD_CHARS
from assistant.knowledge.outlets import outlets_in, without_outlets
from assistant.knowledge.ranking import Candidate, collapse, rank
from assistant.knowledge.reader import LexicalReader
from assistant.knowledge.reranking import RERANKED, Reranking
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
_QUESTIONS = 64  # whose vectors are kept: one question is searched for within its days and instruments, then without
_DEPTH = 60  # how far down each ranking the fusion looks
_OVERFETCH = 200  # more than that from Chroma, as some are cut by as_of
_WEIGHTS = (1.0, 0.4)  # lexical, dense
_DATED_WEIGHTS = (1.0, 0.1)
_OUTLET_WEIGHT = 2.0  # of the ranking of an outlet that is named
_OUTLET_NEAR_WEIGHT = 1.0  # of the same reports by meaning
_FIRST_WEIGHT = 1.5  # more for the first of each, where several are named: each gets its share of the first places
_OF_OUTLET = 20
_ENOUGH = 0.25  # of the best score: an outlet without anything on the subject is not lifted

Way = Literal["exact", "chroma"]
Ranking: TypeAlias = list[tuple[str, float]]  # chunk ids with their scores, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is searched for, and where."""

    query: str
    k: int = 8
    as_of: datetime
    window: Window | None = None
    tickers: Sequence[str] = ()
    per_document: int = 2
    stories: bool = True
    openings: bool = False  # for each document found, the passage it opens with

    def __post_init__(self) -> None:
        if self.k < 1 or self.per_document < 1:
            raise BadInput("A search gives at least one hit: k and per_document start at 1.")


class Conditions(TypedDict, total=False):
    """The same but for the query, as arguments."""

    k: int
    as_of: Required[datetime]
    window: Window | None
    tickers: Sequence[str]
    per_document: int
    stories: bool
    openings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, and how."""

    hits: tuple[Hit, ...]
    scope: Scope
    lexical: tuple[tuple[str, float], ...]  # chunk ids with their BM25 scores
    dense: tuple[tuple[str, float], ...]  # chunk ids with their cosines
    way: Way  # how the vectors were compared
    reranked: str  # "off", "done", or why not


class Finder:
    """A search over the columns, the lexical index and, where it is open here, Chroma."""

    def __init__(
        self,
        documents: DocumentStore,
        embedder: Embedder,
        columns: Columns,
        keeper: Keeper,
        *,
        half_life_days: float,
        reranking: Reranking | None = None,
    ) -> None:
        self._documents = documents
        self._vector = lru_cache(maxsize=_QUESTIONS)(lambda query: embedder.embed([query])[0])
        self._columns = columns
        self._keeper = keeper
        self.reader = LexicalReader(documents.database, keeper)
        self._half_life_days = half_life_days
        self._reranking = reranking

    def find(self, request: Request, *, seq: int) -> Found:
        """The hits, from what the columns and the indexes hold as of change `seq`."""
        scope = scope_of(request.as_of, request.window, request.tickers)
        k = min(request.k, MAX_K)
        query = request.query[:MAX_QUERY_CHARS]
        vector = self._vector(query) if query.strip() else None
        lexical, dense, way = self._rankings(query, vector, scope, seq, depth=max(_DEPTH, 2 * k))
        enough = lexical[0][1] * _ENOUGH if lexical else 0.0
        of_outlets = [] if vector is None else self._of_outlets(query, vector, scope, seq, enough=enough)
        fused = _fused(lexical, dense, of_outlets, weights(query, scope))[: max(40, 3 * k)]
        places = [{chunk_id: place for place, (chunk_id, _) in enumerate(found, start=1)} for found in (lexical, dense)]
        with self._documents.database.read() as connection:
            ranked = rank(
                _candidates(connection, fused, *places),
                window=request.window,
                as_of=request.as_of,
                half_life_days=self._half_life_days,
            )
            first = [one.outline.chunk_id for one in ranked[:RERANKED]] if self._reranking else []
            texts = {name: indexed_text(of.title, chunk.text) for name, (chunk, of) in rows.passages(connection, first).items()}
            chosen = _chosen(ranked, request, k=k)
            hits = () if self._reranking else tuple(_hits(connection, chosen))
        reranked = "off"
        if self._reranking is not None:  # without a connection: it may take seconds
            ranked, trouble = self._reranking.order(query, ranked, texts)
            reranked = trouble or "done"
            chosen = _chosen(ranked, request, k=k)
            with self._documents.database.read() as connection:
                hits = tuple(_hits(connection, chosen))
        return Found(hits=hits, scope=scope, lexical=tuple(lexical), dense=tuple(dense), way=way, reranked=reranked)

    def _rankings(
        self, text: str, vector: "NDArray[np.float32] | None", scope: Scope, seq: int, *, depth: int
    ) -> tuple[Ranking, Ranking, Way]:
        if vector is None:
            return [], [], "exact"
        lexical = self._worded(text, scope, seq, limit=depth)
        dense, way = self._nearest(vector, scope, depth)
        return lexical, dense, way

    def _worded(self, text: str, scope: Scope, seq: int, *, limit: int, publishers: Sequence[str] = ()) -> Ranking:
        """The chunks in scope that share words with the text.

        A condition on the moment that nearly every chunk meets costs as much as the words: it is left to a look at what
        was found, unless that leaves too little.
        """
        if scope.since == -ALWAYS and scope.until == ALWAYS and self._columns.settled(scope.as_of):
            most = limit + limit // 2
            found = self.reader.search(text, replace(scope, as_of=ALWAYS), limit=most, seq=seq, publishers=publishers)
            kept = self._seen(found, scope)[:limit]
            if len(kept) == limit or len(found) < most:
                return kept
        return self._seen(self.reader.search(text, scope, limit=limit, seq=seq, publishers=publishers), scope)

    def _seen(self, found: Ranking, scope: Scope) -> Ranking:
        """What the columns know to be in scope: an index may be behind."""
        seen = self._columns.visible((chunk_id for chunk_id, _ in found), scope)
        return [hit for hit in found if hit[0] in seen]

    def _nearest(self, vector: "NDArray[np.float32]", scope: Scope, depth: int) -> tuple[Ranking, Way]:
        """By Chroma, where nothing narrows the scope and this process has it open; else by comparing what is in scope."""
        near = None if scope.narrowed else self._near(vector, scope, depth)
        if near is not None:
            return near, "chroma"
        return nearest(vector, self._columns.select(scope), limit=depth), "exact"

    def _near(self, vector: "NDArray[np.float32]", scope: Scope, depth: int) -> Ranking | None:
        """None: Chroma is not open, is behind or has failed, or too little of its answer is in scope."""
        index = self._keeper.dense.index
        if index is None or self._keeper.dense.seq < self._columns.seq:
            return None
        try:
            found = index.nearest(vector, limit=depth + _OVERFETCH)
        except Torn:
            self._keeper.doubt(self._keeper.dense)
            return None
        kept = self._seen(found, scope)[:depth]
        return kept if len(kept) == depth or len(found) < depth + _OVERFETCH else None

    def _of_outlets(
        self, text: str, vector: "NDArray[np.float32]", scope: Scope, seq: int, *, enough: float
    ) -> list[tuple[Ranking, Ranking]]:
        """Two rankings for each outlet that the text names, by words and by meaning, of what speaks of its subject.

        The outlet's name says where it stood, not what it was about: it is no word to look for there.
        """
        publishers = self._columns.publishers()
        named = outlets_in(text, publishers)
        words = without_outlets(text, publishers) if named else ""
        found = []
        for outlet in named:
            ranking = self._worded(words, scope, seq, limit=_OF_OUTLET, publishers=outlet)
            worded = [hit for hit in ranking if hit[1] >= enough]
            found.append((worded, self._columns.near(vector, (chunk_id for chunk_id, _ in worded))))
        return found


def _fused(
    lexical: Ranking, dense: Ranking, of_outlets: Sequence[tuple[Ranking, Ranking]], weights: Sequence[float]
) -> Ranking:
    worded = [ranking for ranking, _ in of_outlets]
    firsts = [ranking[:1] for ranking in worded] if len(worded) > 1 else []
    near = [ranking for _, ranking in of_outlets]
    shares = [
        *weights,
        *(_OUTLET_WEIGHT for _ in worded),
        *(_FIRST_WEIGHT for _ in firsts),
        *(_OUTLET_NEAR_WEIGHT for _ in near),
    ]
    return fuse([[name for name, _ in ranking] for ranking in (lexical, dense, *worded, *firsts, *near)], shares)


def _candidates(
    connection: sa.Connection,
    fused: Ranking,
    lexical: Mapping[str, int],
    dense: Mapping[str, int],
) -> list[Candidate]:
    outlines = rows.outlines(connection, [chunk_id for chunk_id, _ in fused], lead_chars=LEAD_CHARS)
    return [
        Candidate(
            outline=outlines[chunk_id],
            score=score,
            lexical_rank=lexical.get(chunk_id),
            dense_rank=dense.get(chunk_id),
        )
        for chunk_id, score in fused
        if chunk_id in outlines
    ]


def _chosen(ranked: Sequence[Candidate], request: Request, *, k: int) -> list[Candidate]:
    """The candidates that become hits; where openings are wanted each document once, by its first passage."""
    if not request.openings:
        return collapse(ranked, k=k, per_document=request.per_document, stories=request.stories)
    chosen = collapse(ranked, k=k, per_document=1, stories=request.stories)
    first = {one.outline.doc_id: one for one in reversed(chosen)}
    return [
        replace(one, outline=one.outline._replace(chunk_id=f"{one.outline.chunk_id.rpartition('#')[0]}#0", ordinal=0))
        for one in chosen
        if first[one.outline.doc_id] is one
    ]


def _hits(connection: sa.Connection, chosen: Sequence[Candidate]) -> Iterator[Hit]:
    passages = rows.passages(connection, [candidate.outline.chunk_id for candidate in chosen])
    for candidate in chosen:
        if candidate.outline.chunk_id in passages:
            chunk, document = passages[candidate.outline.chunk_id]
            yield Hit(
                chunk=chunk,
                document=document,
                score=candidate.score,
                dense_rank=candidate.dense_rank,
                lexical_rank=candidate.lexical_rank,
                also=candidate.also,
            )


def weights(query: str, scope: Scope) -> tuple[float, float]:
    """What the lexical and the dense ranking count for: vectors cannot tell one day from another."""
    return _DATED_WEIGHTS if not scope.dated and asked_marks(query[:MAX_QUERY_CHARS]) else _WEIGHTS
