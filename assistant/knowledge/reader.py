"""Reads the lexical index in any process, and adds what it does not hold yet from memory."""

import threading
from collections.abc import Sequence

from assistant.database import Database
from assistant.knowledge import feed
from assistant.knowledge.keeper import Keeper
from assistant.knowledge.lexical import LexicalIndex
from assistant.knowledge.scope import Scope
from assistant.knowledge.torn import Torn

_STEP = 2_000


class LexicalReader:
    """The index on disk, opened for reading, under an overlay of the changes that its keeper has still to take over."""

    def __init__(self, database: Database, keeper: Keeper) -> None:
        self._database = database
        self._keeper = keeper
        self._lock = threading.Lock()
        self._generation = ""
        self._opened: LexicalIndex | None = None
        self._overlay: LexicalIndex | None = None
        self._overlaid: set[str] = set()
        self._from = -1  # the change that the overlay starts after
        self._upto = -1

    def search(
        self, text: str, scope: Scope, *, limit: int, seq: int, publishers: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """The chunks in scope, and of those publishers if any, that share words with the text, as of change `seq`."""
        base, held = self._base()
        try:
            found = base.search(text, scope, limit=limit, publishers=publishers) if base else []
        except Torn:
            self._keeper.doubt(self._keeper.lexical)
            self._generation, found, held = "", [], 0
        if held >= seq:
            return found
        with self._lock:
            overlay = self._overlay_of(held, seq)
            changed = set(self._overlaid)
        extra = overlay.search(text, scope, limit=limit, publishers=publishers)
        merged = [*(hit for hit in found if hit[0] not in changed), *extra]
        return sorted(merged, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def rarity(self, text: str) -> dict[str, float]:
        """How rare each word of the text is among the chunks of the index on disk; nothing where there is none."""
        base, _ = self._base()
        try:
            return base.rarity(text) if base else {}
        except Torn:
            self._keeper.doubt(self._keeper.lexical)
            return {}

    def lag(self, seq: int) -> int:
        """How far the index on disk is behind that change."""
        return max(0, seq - self._base()[1])

    def _base(self) -> tuple[LexicalIndex | None, int]:
        """The index and the last change it holds."""
        kept, seq = self._keeper.lexical.index, self._keeper.lexical.seq
        if kept is not None and seq:
            return kept, seq
        state = self._keeper.lexical.state()
        if state is None:
            return None, 0
        with self._lock:
            try:
                if self._opened is None or state.generation != self._generation:
                    self._opened = LexicalIndex.open(self._keeper.lexical.path(state))
                    self._generation = state.generation
                self._opened.reload()
            except Torn:
                self._opened = None
                return None, 0
            return self._opened, state.seq

    def _overlay_of(self, held: int, seq: int) -> LexicalIndex:
        if self._overlay is None or held != self._from:
            self._overlay, self._overlaid = LexicalIndex.create(), set()
            self._from = self._upto = held
        with self._database.read() as connection:
            while self._upto < seq and (changes := feed.changes_after(connection, self._upto, limit=_STEP)):
                self._overlay.apply(changes.puts, changes.deletes)
                self._overlaid.update(entry.chunk_id for entry in changes.puts)
                self._overlaid.update(changes.deletes)
                self._upto = changes.seq
        return self._overlay
