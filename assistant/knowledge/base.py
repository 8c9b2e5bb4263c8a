"""The knowledge base: what was reported, searched by words and by meaning, as known at an instant."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Unpack

import sqlalchemy as sa

from assistant.database import Database
from assistant.errors import AssistantError
from assistant.knowledge.columns import Columns, Removed
from assistant.knowledge.derived import Progress
from assistant.knowledge.documents import Hit
from assistant.knowledge.embedders import Embedder
from assistant.knowledge.feed import NEWEST
from assistant.knowledge.finder import Conditions, Finder, Found, Request, Way
from assistant.knowledge.fingerprints import EMBEDDER, check_embedder, check_fingerprint, name_store, store_id
from assistant.knowledge.keeper import Keeper
from assistant.knowledge.outlets import reports_in, speaks_of_reports
from assistant.knowledge.reembedding import embed_again
from assistant.knowledge.reranking import Reranking
from assistant.knowledge.scope import scope_of
from assistant.knowledge.store import DocumentStore

_STATE = sa.select(EMBEDDER.scalar_subquery(), NEWEST.scalar_subquery())  # whose vectors they are, and the newest change
_log = logging.getLogger(__name__)
_ENOUGH_CHUNKS = 200  # in fewer, how often a word occurs says nothing about it
_FAR_BEHIND = 200  # changes: more than that means the index is being made


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a search gave what it gave."""

    hits: tuple[Hit, ...]
    chunks: int  # in the whole store
    removed: Removed
    lexical: tuple[tuple[str, float], ...]  # chunk ids with their BM25 scores
    dense: tuple[tuple[str, float], ...]  # chunk ids with their cosines
    way: Way  # how the vectors were compared
    reranked: str  # "off", "done", or why not


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
        reranking: Reranking | None = None,
        any_embedder: bool = False,
    ) -> None:
        """Raises EmbedderChanged for a store of another embedder, unless `any_embedder` (then `rebuild` comes first)."""
        self.documents = DocumentStore(database)
        self.embedder = embedder
        self._database = database
        self._half_life_days, self._reranking = half_life_days, reranking
        self._folder = folder
        self._store = _store_name(database)
        self._keeper = Keeper(database, folder, store=self._store, fingerprint=embedder.fingerprint, chroma_url=chroma_url)
        self._begin_columns()
        self._stop = threading.Event()
        self._follower: threading.Thread | None = None
        if not any_embedder:
            self._check()

    def search(self, query: str, **conditions: Unpack[Conditions]) -> list[Hit]:
        """The passages that speak to the query, best first, from what was known at `as_of` within the window."""
        return list(self._find(Request(query=query, **conditions)).hits)

    def explain(self, query: str, **conditions: Unpack[Conditions]) -> Explanation:
        """The same search, with both rankings and what the conditions kept out."""
        found = self._find(Request(query=query, **conditions))
        return Explanation(
            hits=found.hits,
            chunks=len(self._columns),
            removed=self._columns.removed(found.scope),
            lexical=found.lexical,
            dense=found.dense,
            way=found.way,
            reranked=found.reranked,
        )

    def holds(self, word: str, *, as_of: datetime) -> bool:
        """Whether a text known at that moment has the word, in whatever form."""
        return bool(self._finder.reader.search(word, scope_of(as_of, None, ()), limit=1, seq=self._current()))

    def rarity(self, text: str) -> dict[str, float]:
        """How rare each word of the text is in the store: ln(1 + chunks / (1 + chunks that hold it))."""
        return self._finder.reader.rarity(text) if len(self._columns) >= _ENOUGH_CHUNKS else {}

    def reports_in(self, text: str) -> int:
        """How many reports a question tells apart by the outlets held."""
        if not speaks_of_reports(text):
            return 0
        self._current()
        return reports_in(text, self._columns.publishers())

    def follow(self) -> int:
        """Brings the indexes up to the database, if no other process keeps them; how many changes that took."""
        self._check()
        done = self._keeper.follow()
        self._keep_columns()
        return done

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
            seq = self._current()
        except AssistantError as exc:
            return False, exc.public_message
        if self._keeper.trouble:
            return False, self._keeper.trouble
        behind = self._finder.reader.lag(seq)
        return (False, f"The index is being made: {behind} changes to go.") if behind > _FAR_BEHIND else (True, "")

    def embed_again(self, progress: Progress | None = None) -> int:
        """Gives every chunk this embedder's vector, while a server goes on with the former ones; how many were embedded."""
        return embed_again(self._database, self.embedder, progress=progress)

    def keeps_indexes(self) -> bool:
        """Whether this process may write the indexes, and no other one does."""
        return self._keeper.take()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Makes the indexes anew; texts are embedded again only where another embedder's vectors are kept.

        Raises:
            Busy: another process keeps the indexes.
        """
        if not self._keeper.take():
            raise self._keeper.taken()
        embed_again(self._database, self.embedder, progress=progress)
        self._begin_columns()
        self._columns.forget()
        self._keeper.rebuild(progress=progress)
        self._keep_columns()

    def _find(self, request: Request) -> Found:
        seq = self._current()
        if self._follower is None and self._finder.reader.lag(seq):
            self._keeper.follow(dense=False)  # a command on its own: nobody else does it
            self._keep_columns()
        return self._finder.find(request, seq=seq)

    def _begin_columns(self) -> None:
        self._columns = Columns(
            self._database,
            self.embedder.dimension,
            self._folder / "columns",
            store=self._store,
            fingerprint=self.embedder.fingerprint,
        )
        self._finder = Finder(
            self.documents,
            self.embedder,
            self._columns,
            self._keeper,
            half_life_days=self._half_life_days,
            reranking=self._reranking,
        )

    def _keep_columns(self) -> None:
        if self._keeper.holds:
            self._columns.keep()

    def _current(self) -> int:
        """Brings the columns up to the database, which another process may have embedded anew; its newest change."""
        with self._database.read() as connection:
            kept, newest = connection.execute(_STATE).one()
            check_fingerprint(kept, self.embedder.fingerprint)
            return self._columns.take_over(connection, newest=newest)

    def _check(self) -> None:
        with self._database.read() as connection:
            check_embedder(connection, self.embedder.fingerprint)

    def _follow_on(self, interval_s: float) -> None:
        while not self._stop.is_set():
            try:
                self._keeper.follow(gentle=True)
                self._keep_columns()
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
