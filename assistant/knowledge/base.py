"""The knowledge base: what was reported, searched by words and by meaning, as known at an instant."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from assistant.database import Database
from assistant.errors import AssistantError, BadInput
from assistant.knowledge.columns import Columns, Removed
from assistant.knowledge.derived import Progress
from assistant.knowledge.documents import Hit
from assistant.knowledge.embedders import Embedder
from assistant.knowledge.fingerprints import check_embedder, name_store, store_id
from assistant.knowledge.fusion import fuse
from assistant.knowledge.keeper import Keeper
from assistant.knowledge.ranking import Candidate, collapse, rank
from assistant.knowledge.reader import LexicalReader
from assistant.knowledge.reembedding import embed_again
from assistant.knowledge.scope import Scope, scope_of
from assistant.knowledge.store import DocumentStore
from assistant.knowledge.torn import Torn
from assistant.knowledge.windows import Window

_log = logging.getLogger(__name__)
MAX_K = 100
MAX_QUERY_CHARS = 4_000
_DEPTH = 100  # how far down each ranking the fusion looks
_OVERFETCH = 200  # more than that from Chroma, as some are cut by as_of
_WEIGHTS = (1.0, 0.4)  # lexical, dense

Way = Literal["exact", "chroma"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a search gave what it gave."""

    hits: tuple[Hit, ...]
    chunks: int  # in the whole store
    removed: Removed
    lexical: tuple[tuple[str, float], ...]  # chunk ids with their BM25 scores
    dense: tuple[tuple[str, float], ...]  # chunk ids with their cosines
    way: Way  # how the vectors were compared


class KnowledgeBase:
    """Documents with the two indexes that follow them. Any process may search; one at a time feeds the indexes."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        embedder: Embedder,
        *,
        chroma_url: str | None = None,
        half_life_days: float = 90.0,
        any_embedder: bool = False,
    ) -> None:
        """Raises EmbedderChanged for a store of another embedder, unless `any_embedder` (then only `rebuild` is of use)."""
        self.documents = DocumentStore(database)
        self.embedder = embedder
        self._database = database
        self._half_life_days = half_life_days
        self._columns = Columns(database, embedder.dimension)
        self._keeper = Keeper(
            database,
            folder,
            store=_store_name(database),
            fingerprint=embedder.fingerprint,
            chroma_url=chroma_url,
        )
        self._reader = LexicalReader(database, self._keeper)
        self._stop = threading.Event()
        self._follower: threading.Thread | None = None
        if not any_embedder:
            self._check()

    def search(
        self,
        query: str,
        *,
        k: int = 8,
        as_of: datetime,
        window: Window | None = None,
        tickers: Sequence[str] = (),
        per_document: int = 2,
        stories: bool = True,
    ) -> list[Hit]:
        """The passages that speak to the query, best first, from what was known at `as_of` within the window."""
        found = self._find(query, k, as_of, window, tickers, per_document, stories)
        return list(found.hits)

    def explain(
        self,
        query: str,
        *,
        k: int = 8,
        as_of: datetime,
        window: Window | None = None,
        tickers: Sequence[str] = (),
        per_document: int = 2,
        stories: bool = True,
    ) -> Explanation:
        """The same search, with both rankings and what the conditions kept out."""
        return self._find(query, k, as_of, window, tickers, per_document, stories)

    def follow(self) -> int:
        """Brings the indexes up to the database, if no other process keeps them; how many changes that took."""
        self._check()
        return self._keeper.follow()

    def start(self, interval_s: float = 1.0) -> None:
        """Follows in the background from now on, and keeps the folder as soon as nobody else does."""
        self._check()
        self._stop.clear()
        self._follower = threading.Thread(target=self._follow_on, args=(interval_s,), name="index-follower", daemon=True)
        self._follower.start()

    def close(self) -> None:
        """Stops following and lets go of the folder."""
        self._stop.set()
        if self._follower is not None:
            self._follower.join()
            self._follower = None
        self._keeper.close()

    def ready(self) -> tuple[bool, str]:
        """Whether searches can be answered, and why not."""
        try:
            self._check()
            seq = self._columns.refresh()
        except AssistantError as exc:
            return False, exc.public_message
        if self._keeper.trouble:
            return False, self._keeper.trouble
        behind = self._reader.lag(seq)
        return (False, f"The index is being made: {behind} changes to go.") if behind > _OVERFETCH else (True, "")

    def rebuild(self, progress: Progress | None = None) -> None:
        """Makes the indexes anew; texts are embedded again only where another embedder's vectors are kept.

        Raises:
            Busy: another process keeps the indexes.
        """
        if not self._keeper.take():
            raise self._keeper.taken()
        embed_again(self._database, self.embedder, progress=progress)
        self._columns = Columns(self._database, self.embedder.dimension)
        self._keeper.rebuild(progress=progress)

    def _find(
        self,
        query: str,
        k: int,
        as_of: datetime,
        window: Window | None,
        tickers: Sequence[str],
        per_document: int,
        stories: bool,
    ) -> Explanation:
        scope = scope_of(as_of, window, tickers)
        text = query[:MAX_QUERY_CHARS]
        if k < 1 or per_document < 1:
            raise BadInput("A search gives at least one hit: k and per_document start at 1.")
        k = min(k, MAX_K)
        seq = self._columns.refresh()
        if self._follower is None and self._reader.lag(seq):
            self._keeper.follow(dense=False)  # a command on its own: nobody else does it
        lexical, dense, way = self._rankings(text, scope, seq, depth=max(_DEPTH, 2 * k))
        candidates = self._candidates(lexical, dense, scope, depth=max(60, 4 * k))
        ranked = rank(candidates, window=window, as_of=as_of, half_life_days=self._half_life_days)
        hits = collapse(ranked, k=k, per_document=per_document, stories=stories)
        return Explanation(
            hits=tuple(hits),
            chunks=len(self._columns),
            removed=self._columns.removed(scope),
            lexical=tuple(lexical),
            dense=tuple(dense),
            way=way,
        )

    def _rankings(
        self, text: str, scope: Scope, seq: int, *, depth: int
    ) -> tuple[list[tuple[str, float]], list[tuple[str, float]], Way]:
        if not text.strip():
            return [], [], "exact"
        vector = self.embedder.embed([text])[0]
        lexical = self._reader.search(text, scope, limit=depth, seq=seq)
        near = None if scope.narrowed else self._near(vector, scope, depth)
        return (
            (lexical, self._columns.nearest(vector, scope, limit=depth), "exact") if near is None else (lexical, near, "chroma")
        )

    def _near(self, vector: object, scope: Scope, depth: int) -> list[tuple[str, float]] | None:
        """From Chroma, where this process has it open and enough remains in scope; None: compare exactly."""
        index = self._keeper.dense.index
        if index is None or self._keeper.dense.seq < self._columns.seq:
            return None
        try:
            found = index.nearest(vector, limit=depth + _OVERFETCH)  # type: ignore[arg-type]
        except Torn:
            self._keeper.doubt(self._keeper.dense)
            return None
        seen = self._columns.visible((chunk_id for chunk_id, _ in found), scope)
        kept = [hit for hit in found if hit[0] in seen][:depth]
        return kept if len(kept) == min(depth, len(self._columns)) else None

    def _candidates(
        self, lexical: Sequence[tuple[str, float]], dense: Sequence[tuple[str, float]], scope: Scope, *, depth: int
    ) -> list[Candidate]:
        seen = self._columns.visible((chunk_id for chunk_id, _ in (*lexical, *dense)), scope)
        orders = [[chunk_id for chunk_id, _ in ranking if chunk_id in seen] for ranking in (lexical, dense)]
        places = [{chunk_id: place for place, chunk_id in enumerate(order, start=1)} for order in orders]
        fused = fuse(orders, _WEIGHTS)[:depth]
        passages = self.documents.passages([chunk_id for chunk_id, _ in fused])
        return [
            Candidate(
                chunk=passages[chunk_id][0],
                document=passages[chunk_id][1],
                score=score,
                lexical_rank=places[0].get(chunk_id),
                dense_rank=places[1].get(chunk_id),
            )
            for chunk_id, score in fused
            if chunk_id in passages
        ]

    def _check(self) -> None:
        with self._database.read() as connection:
            check_embedder(connection, self.embedder.fingerprint)

    def _follow_on(self, interval_s: float) -> None:
        while not self._stop.is_set():
            try:
                self._keeper.follow(gentle=True)
            except AssistantError as exc:
                _log.warning("The indexes could not follow the database: %s", exc.public_message)
            except Exception:  # the outermost edge of this thread: without it, following would end unnoticed
                _log.exception("The indexes could not follow the database.")
            self._stop.wait(interval_s)


def _store_name(database: Database) -> str:
    with database.read() as connection:
        kept = store_id(connection)
    if kept is not None:
        return kept
    with database.write() as connection:
        return name_store(connection)
