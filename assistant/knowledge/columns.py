"""What is visible when, and its vectors: held in memory, kept current from the database, searched exactly.

It is the authority on what may be found: whatever an index returns is cut by it.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from assistant.database import Database
from assistant.knowledge import feed
from assistant.knowledge.feed import ALWAYS, NEVER_DAY, Entry
from assistant.knowledge.scope import Scope

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.knowledge.embedders import Vectors

_T = TypeVar("_T", bound=np.generic)
_RELOAD_AT = 20_000  # more changes than that are read faster as a whole
_STEP = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """How many chunks each condition of a scope keeps out, the first that does counting."""

    later_or_replaced: int
    outside_window: int
    other_instruments: int


class Columns:
    """A row a chunk: its days, its instants, its tickers and its vector."""

    def __init__(self, database: Database, dimension: int) -> None:
        self._database = database
        self._dimension = dimension
        self._lock = threading.RLock()
        self.seq = 0  # the newest change taken over
        self._clear()

    def refresh(self) -> int:
        """Takes over what the database has meanwhile; the number of the newest change."""
        with self._lock, self._database.read() as connection:
            newest = feed.newest_seq(connection)
            if newest < self.seq:  # another database than before: a backup was put back
                self._clear()
            if newest == self.seq:
                return self.seq
            if self.seq == 0 or newest - self.seq > _RELOAD_AT:
                self._clear()
                for batch in feed.all_entries(connection, texts=False):
                    self._take(batch)
                self.seq = newest
            while batch_of := feed.changes_after(connection, self.seq, limit=_STEP, texts=False):
                self._take(batch_of.puts)
                self._drop(batch_of.deletes)
                self.seq = batch_of.seq
            return self.seq

    def __len__(self) -> int:
        return self._count

    def publishers(self) -> frozenset[str]:
        """Whose documents are or have been held."""
        with self._lock:
            return frozenset(self._publishers)

    def nearest(self, vector: "NDArray[np.float32]", scope: Scope, *, limit: int) -> list[tuple[str, float]]:
        """The chunks in scope whose vectors are nearest, best first, with their cosines: exact."""
        with self._lock:
            rows = np.flatnonzero(self._mask(scope))
            if not rows.size:
                return []
            few = rows.size * 2 < self._count
            scores = _products(self._vectors[rows], vector) if few else _products(self._vectors[: self._count], vector)[rows]
            best = np.argpartition(-scores, limit - 1)[:limit] if rows.size > limit else np.arange(rows.size)
            ranked = sorted(((float(scores[at]), self._ids[rows[at]]) for at in best), key=lambda pair: (-pair[0], pair[1]))
            return [(chunk_id, score) for score, chunk_id in ranked]

    def visible(self, chunk_ids: Iterable[str], scope: Scope) -> set[str]:
        """Those of the chunks that are in scope."""
        with self._lock:
            mask = self._mask(scope)
            return {name for name in chunk_ids if (row := self._rows.get(name)) is not None and mask[row]}

    def removed(self, scope: Scope) -> Removed:
        """What the scope keeps out, by condition."""
        with self._lock:
            alive = self._ended[: self._count] > -ALWAYS
            at = self._at(scope)
            dated = at & self._within(scope)
            return Removed(
                later_or_replaced=int(np.count_nonzero(alive & ~at)),
                outside_window=int(np.count_nonzero(at & ~dated)),
                other_instruments=int(np.count_nonzero(dated & ~self._mask(scope))),
            )

    def _mask(self, scope: Scope) -> "NDArray[np.bool_]":
        mask = self._at(scope)
        if scope.dated:
            mask &= self._within(scope)
        if scope.tickers:
            chosen = np.zeros(self._count, dtype=np.bool_)
            rows = set().union(*(self._by_ticker.get(ticker, set()) for ticker in scope.tickers))
            chosen[np.fromiter(rows, dtype=np.int64, count=len(rows))] = True
            mask &= chosen
        return mask

    def _at(self, scope: Scope) -> "NDArray[np.bool_]":
        known, ended = self._known[: self._count], self._ended[: self._count]
        return (known <= scope.as_of) & (ended > scope.as_of)

    def _within(self, scope: Scope) -> "NDArray[np.bool_]":
        if not scope.dated:
            return np.ones(self._count, dtype=np.bool_)
        first, last, known = self._first[: self._count], self._last[: self._count], self._known[: self._count]
        return (first <= scope.last) & (last >= scope.first) & (known >= scope.since) & (known < scope.until)

    def _clear(self) -> None:
        self.seq = 0
        self._count = 0
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._by_ticker: dict[str, set[int]] = {}
        self._named: dict[int, tuple[str, ...]] = {}
        self._publishers: set[str] = set()
        self._first = np.empty(0, dtype=np.int32)
        self._last = np.empty(0, dtype=np.int32)
        self._known = np.empty(0, dtype=np.int64)
        self._ended = np.empty(0, dtype=np.int64)
        self._vectors: Vectors = np.empty((0, self._dimension), dtype=np.float32)

    def _take(self, batch: Sequence[Entry]) -> None:
        self._reserve(self._count + len(batch))
        for entry in batch:
            row = self._rows.get(entry.chunk_id)
            if row is None:
                row = self._rows[entry.chunk_id] = self._count
                self._ids.append(entry.chunk_id)
                self._count += 1
            self._first[row], self._last[row] = entry.first_day, entry.last_day
            self._known[row], self._ended[row] = entry.known, entry.ended
            self._vectors[row] = np.frombuffer(entry.embedding, dtype="<f4")
            self._name(row, entry.tickers)
            self._publishers.add(entry.publisher)

    def _drop(self, chunk_ids: Sequence[str]) -> None:
        for row in (self._rows[name] for name in chunk_ids if name in self._rows):
            self._first[row], self._last[row], self._ended[row] = NEVER_DAY, -NEVER_DAY, -ALWAYS

    def _name(self, row: int, tickers: tuple[str, ...]) -> None:
        for ticker in self._named.get(row, ()):
            self._by_ticker[ticker].discard(row)
        for ticker in tickers:
            self._by_ticker.setdefault(ticker, set()).add(row)
        if tickers:
            self._named[row] = tickers

    def _reserve(self, count: int) -> None:
        size = len(self._first)
        if count <= size:
            return
        size = max(count, size + size // 2, 1_024)
        self._first, self._last = _grown(self._first, size), _grown(self._last, size)
        self._known, self._ended = _grown(self._known, size), _grown(self._ended, size)
        vectors = np.empty((size, self._dimension), dtype=np.float32)
        vectors[: self._count] = self._vectors[: self._count]
        self._vectors = vectors


def _grown(values: "NDArray[_T]", size: int) -> "NDArray[_T]":
    grown = np.empty(size, dtype=values.dtype)
    grown[: len(values)] = values
    return grown


def _products(vectors: "Vectors", vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The dot product of each row. Not by BLAS: on a busy machine its threads wait for one another (9 ms in place of 1.5)."""
    products: NDArray[np.float32] = np.einsum("ij,j->i", vectors, vector)
    return products
