"""What is visible when, and its vectors: kept current from the database, searched exactly.

It is the authority on what may be found: whatever an index returns is cut by it. A snapshot on disk holds most of the rows;
those of later changes are in memory.
"""

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import sqlalchemy as sa

from assistant.database import Database
from assistant.knowledge import blocks, feed
from assistant.knowledge.blocks import Block, Growing
from assistant.knowledge.feed import Entry
from assistant.knowledge.scope import Scope
from assistant.knowledge.snapshot import LAYOUT, Mapped, read_snapshot, read_state, write_snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
_STEP = 2_000
_MANY = 20_000  # changes: fewer are read in a second, one by one
_FEW = 100  # one of so many
_SHARE_IN_MEMORY = 0.125  # of the rows on disk, before they are written anew


Selection: TypeAlias = tuple[tuple[Block, "NDArray[np.int64]"], ...]  # the rows chosen of each block


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """How many chunks each condition of a scope keeps out, the first that does counting."""

    later_or_replaced: int
    outside_window: int
    other_instruments: int


class Columns:
    """A row a chunk: its days, its instants, its tickers and its vector."""

    def __init__(
        self, database: Database, dimension: int, folder: Path, *, store: str, fingerprint: str, many: int = _MANY
    ) -> None:
        """More than `many` changes are read as a whole, and are worth a snapshot."""
        self._database = database
        self._dimension = dimension
        self._folder = folder
        self._store = store
        self._many = many
        self._layout = f"{LAYOUT} {fingerprint}"
        self._lock = threading.RLock()
        self.seq = 0  # the newest change taken over
        self._refused = False  # the disk took no snapshot: it is not asked again and again
        self._kept: Mapped | None = None
        self._new = Growing(dimension)
        self._publishers: frozenset[str] = frozenset()

    def refresh(self) -> int:
        """Takes over what the database has meanwhile; the number of the newest change."""
        with self._database.read() as connection:
            return self.take_over(connection)

    def take_over(self, connection: sa.Connection, *, newest: int | None = None) -> int:
        """The same, from a connection that is open; `newest` is the newest change, where it was read from it already."""
        with self._lock:
            newest = feed.newest_seq(connection) if newest is None else newest
            if newest < self.seq:  # another database than before: a backup was put back
                self._clear()
            if newest == self.seq:
                return self.seq
            if newest - self.seq > self._many:
                self._load_snapshot(connection, newest)
            if self.seq == 0 or newest - self.seq > self._many:
                self._clear(room=feed.live_count(connection))
                for batch in feed.all_entries(connection, texts=False):
                    self._take(batch)
                self.seq = newest
            while batch_of := feed.changes_after(connection, self.seq, limit=_STEP, texts=False):
                self._drop(batch_of.deletes)
                self._take(batch_of.puts)
                self.seq = batch_of.seq
            return self.seq

    def keep(self) -> None:
        """Writes a snapshot, where enough has come since the last one; only the folder's keeper may."""
        if self._refused:
            return
        with self._database.read() as connection:
            newest = feed.newest_seq(connection)
        state = read_state(self._folder, layout=self._layout, store=self._store)
        if newest - (state.seq if state else 0) <= self._many:
            return
        seq = self.refresh()
        if len(self._new) <= max(self._many, _SHARE_IN_MEMORY * (len(self._kept) if self._kept else 0)):
            return
        try:
            state = write_snapshot(
                self._folder, self._blocks(), layout=self._layout, store=self._store, seq=seq, publishers=self._publishers
            )
        except OSError as exc:
            self._refused = True
            _log.warning("The columns could not be kept on disk, so the next start takes longer: %s.", exc.strerror)
            return
        kept = read_snapshot(self._folder, state)
        if kept is not None:
            with self._lock:  # what came while it was written is taken over again, which changes nothing
                self._kept, self._new, self.seq = kept, Growing(self._dimension), seq

    def forget(self) -> None:
        """Lets go of the snapshot: what is held is read from the database again."""
        with self._lock:
            (self._folder / "state.json").unlink(missing_ok=True)
            self._clear()

    def __len__(self) -> int:
        """How many chunks are held and not withdrawn."""
        with self._lock:
            return sum(int(np.count_nonzero(blocks.live(block))) for block in self._blocks())

    def publishers(self) -> frozenset[str]:
        """Whose documents are or have been held."""
        return self._publishers

    def settled(self, as_of: int) -> bool:
        """Whether nearly all that is held was known at that instant."""
        held = self._blocks()
        later = sum(int(np.count_nonzero(block.known[: len(block)] > as_of)) for block in held)
        return later * _FEW <= sum(map(len, held))

    def select(self, scope: Scope) -> "Selection":
        """The rows in scope."""
        return tuple((block, blocks.within(block, scope)) for block in self._blocks())

    def visible(self, chunk_ids: Iterable[str], scope: Scope) -> set[str]:
        """Those of the chunks that are in scope."""
        names = list(chunk_ids)
        return {name for block in self._blocks() for name in _visible(block, names, scope)}

    def near(self, vector: "NDArray[np.float32]", chunk_ids: Iterable[str]) -> list[tuple[str, float]]:
        """Those chunks, the nearest first, with their cosines."""
        names = list(chunk_ids)
        found = [
            (name, float(block.vectors[row] @ vector)) for block in self._blocks() for name, row in block.rows(names).items()
        ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def removed(self, scope: Scope) -> Removed:
        """What the scope keeps out, by condition."""
        with self._lock:
            alive = sum(int(np.count_nonzero(blocks.live(block))) for block in self._blocks())
            at, dated, whole = (
                sum(len(blocks.within(block, part)) for block in self._blocks())
                for part in (Scope(as_of=scope.as_of), replace(scope, tickers=()), scope)
            )
        return Removed(later_or_replaced=alive - at, outside_window=at - dated, other_instruments=dated - whole)

    def _blocks(self) -> tuple[Block, ...]:
        with self._lock:
            return (self._new,) if self._kept is None else (self._kept, self._new)

    def _clear(self, room: int = 0) -> None:
        self.seq, self._kept, self._new = 0, None, Growing(self._dimension, room)
        self._publishers = frozenset()

    def _load_snapshot(self, connection: sa.Connection, newest: int) -> None:
        """Takes over the snapshot, where it is newer than what is held and is one of this database."""
        state = read_state(self._folder, layout=self._layout, store=self._store)
        if state is None or not self.seq < state.seq <= newest:
            return
        kept = read_snapshot(self._folder, state)
        if kept is not None and _is_of(kept, connection):
            self._clear()
            self._kept, self.seq, self._publishers = kept, state.seq, frozenset(kept.publishers)

    def _take(self, batch: Sequence[Entry]) -> None:
        """A chunk that the snapshot holds moves to memory with what has become of it."""
        if self._kept is not None:
            blocks.drop(self._kept, self._kept.rows(entry.chunk_id for entry in batch).values())
        self._new.take(batch)
        self._publishers |= {entry.publisher for entry in batch}

    def _drop(self, chunk_ids: Sequence[str]) -> None:
        for block in self._blocks():
            blocks.drop(block, block.rows(chunk_ids).values())


def nearest(vector: "NDArray[np.float32]", selection: Selection, *, limit: int) -> list[tuple[str, float]]:
    """The chunks of those rows whose vectors are nearest, best first, with their cosines: exact."""
    found = [hit for block, rows in selection if rows.size for hit in blocks.nearest(block, rows, vector, limit=limit)]
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:limit]


def _visible(block: Block, names: Sequence[str], scope: Scope) -> Iterable[str]:
    held = block.rows(names)
    rows = np.fromiter(held.values(), dtype=np.int64, count=len(held))
    mask = blocks.chosen(block, rows, scope)
    if scope.tickers:
        mask &= np.isin(rows, block.naming(scope.tickers))
    return (name for name, kept in zip(held, mask, strict=True) if kept)


def _is_of(kept: Mapped, connection: sa.Connection) -> bool:
    """Whether a few of its rows are what the database holds."""
    if not len(kept):
        return False
    places = np.unique(np.linspace(0, len(kept) - 1, 5).astype(np.int64))
    names = kept.names(places)
    held = feed.embeddings(connection, names)
    return all(
        name in held and np.array_equal(kept.vectors[place], np.frombuffer(held[name], dtype="<f4"))
        for name, place in zip(names, places, strict=True)
    )
