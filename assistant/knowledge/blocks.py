"""Blocks of rows: for each chunk its days, its instants, its tickers and its vector, as arrays to search exactly."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import numpy as np

from assistant.knowledge.feed import ALWAYS, Entry
from assistant.knowledge.scope import Scope

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.knowledge.vectors import Vectors

_T = TypeVar("_T", bound=np.generic)
MANY = 20_000  # rows: fewer are all compared
_COMPARED = 20  # of many, that many times their square root, as the outline has them
_SAMPLED = 64  # one score of so many
_AT_ONCE = 1_024  # rows
Rows = Mapping[str, int]  # chunk ids with their rows


class Outline(NamedTuple):
    """The vectors on the few axes on which they differ most: enough to tell which are worth comparing whole."""

    axes: "Vectors"
    vectors: "Vectors"


class Block(Protocol):
    """What the rows held in memory and those on disk have in common."""

    first: "NDArray[np.int32]"
    last: "NDArray[np.int32]"
    known: "NDArray[np.int64]"
    ended: "NDArray[np.int64]"
    vectors: "Vectors"
    outline: "Outline | None"

    def __len__(self) -> int: ...
    def rows(self, chunk_ids: Iterable[str]) -> Rows: ...
    def names(self, rows: "NDArray[np.int64]") -> list[str]: ...
    def naming(self, tickers: Sequence[str]) -> "NDArray[np.int64]": ...
    def span(self, scope: Scope) -> tuple[int, int]: ...


class Growing:
    """Rows in memory, one more for each chunk that comes."""

    outline: Outline | None = None

    def __init__(self, dimension: int, room: int = 0) -> None:
        self.ids: list[str] = []
        self.first = np.empty(room, dtype=np.int32)
        self.last = np.empty(room, dtype=np.int32)
        self.known = np.empty(room, dtype=np.int64)
        self.ended = np.empty(room, dtype=np.int64)
        self.vectors: Vectors = np.empty((room, dimension), dtype=np.float32)
        self.tickers: dict[int, tuple[str, ...]] = {}
        self._rows: dict[str, int] = {}
        self._by_ticker: dict[str, set[int]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, chunk_ids: Iterable[str]) -> Rows:
        """The rows of those chunks that are here."""
        return {name: row for name in chunk_ids if (row := self._rows.get(name)) is not None}

    def names(self, rows: "NDArray[np.int64]") -> list[str]:
        """The chunk ids of those rows."""
        return [self.ids[row] for row in rows]

    def naming(self, tickers: Sequence[str]) -> "NDArray[np.int64]":
        """The rows that mention one of the tickers."""
        found = set().union(*(self._by_ticker.get(ticker, set()) for ticker in tickers))
        return np.fromiter(found, dtype=np.int64, count=len(found))

    def span(self, scope: Scope) -> tuple[int, int]:
        """From which row to before which one those of the scope's window lie: anywhere, they come in any order."""
        return 0, len(self)

    def take(self, batch: Sequence[Entry]) -> None:
        """Takes the chunks over; one that is here already keeps its row."""
        self._reserve(len(self) + len(batch))
        for entry in batch:
            row = self._rows.get(entry.chunk_id)
            if row is None:
                row = len(self.ids)
                self._set(row, entry)
                self._rows[entry.chunk_id] = row
                self.ids.append(entry.chunk_id)
            else:
                self._set(row, entry)

    def _set(self, row: int, entry: Entry) -> None:
        self.first[row], self.last[row] = entry.first_day, entry.last_day
        self.known[row], self.ended[row] = entry.known, entry.ended
        self.vectors[row] = np.frombuffer(entry.embedding, dtype="<f4")
        for ticker in self.tickers.pop(row, ()):
            self._by_ticker[ticker].discard(row)
        if entry.tickers:
            self.tickers[row] = entry.tickers
        for ticker in entry.tickers:
            self._by_ticker.setdefault(ticker, set()).add(row)

    def _reserve(self, count: int) -> None:
        size = len(self.first)
        if count <= size:
            return
        size = max(count, size + size // 2, 1_024)
        self.first, self.last = _grown(self.first, size), _grown(self.last, size)
        self.known, self.ended = _grown(self.known, size), _grown(self.ended, size)
        self.vectors = _grown(self.vectors, size)


def drop(block: Block, rows: Iterable[int]) -> None:
    """From now on these rows are in no scope."""
    for row in rows:
        block.ended[row] = -ALWAYS


def live(block: Block) -> "NDArray[np.bool_]":
    """The rows that were not dropped."""
    return block.ended[: len(block)] > -ALWAYS


def within(block: Block, scope: Scope) -> "NDArray[np.int64]":
    """The numbers of the rows in scope, in order."""
    begin, end = block.span(scope) if scope.dated else (0, len(block))
    if scope.tickers:
        rows = block.naming(scope.tickers)
        rows = np.sort(rows[(rows >= begin) & (rows < end)])
        return rows[chosen(block, rows, scope)]
    return begin + np.flatnonzero(chosen(block, slice(begin, end), scope))


def chosen(block: Block, rows: "NDArray[np.int64] | slice", scope: Scope) -> "NDArray[np.bool_]":
    """Which of those rows are in the scope's moment and window; its tickers are not looked at."""
    known, ended = block.known[rows], block.ended[rows]
    mask: NDArray[np.bool_] = (known <= scope.as_of) & (ended > scope.as_of)
    if scope.dated:
        mask &= (block.first[rows] <= scope.last) & (block.last[rows] >= scope.first)
    if scope.since > -ALWAYS:
        mask &= known >= scope.since
    if scope.until < ALWAYS:
        mask &= known < scope.until
    return mask


def nearest(block: Block, rows: "NDArray[np.int64]", vector: "NDArray[np.float32]", *, limit: int) -> list[tuple[str, float]]:
    """The chunks of those rows whose vectors are nearest, with their cosines, in no order.

    Exact up to some ten thousand rows. Of more, those that are nearest in outline are compared: of the 60 nearest of 100,000
    or 1,000,000 that leaves out two or three.
    """
    if rows.size > MANY and block.outline is not None:
        rough = _products(block.outline.vectors, rows, vector @ block.outline.axes)
        rows = rows[np.sort(_best(rough, max(int(_COMPARED * rows.size**0.5), limit)))]
    scores = _products(block.vectors, rows, vector)
    best = _best(scores, limit)
    return list(zip(block.names(rows[best]), scores[best].tolist(), strict=True))


def _best(scores: "NDArray[np.float32]", limit: int) -> "NDArray[np.int64]":
    """Where the highest scores are, in no order. Of many, first those above what a sample says is high enough."""
    if scores.size <= limit:
        return np.arange(scores.size)
    if scores.size > MANY:
        sample = scores[::_SAMPLED]
        high = min(sample.size, 2 * limit // _SAMPLED + 8)
        some = np.flatnonzero(scores >= np.partition(sample, -high)[-high])
        if some.size >= limit:
            return some[np.argpartition(scores[some], -limit)[-limit:]]
    return np.argpartition(scores, -limit)[-limit:]


def _products(vectors: "Vectors", rows: "NDArray[np.int64]", vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The dot product of each of those rows, some thousand at a time: they are copied, and what fits a cache costs least.

    Not by BLAS: on a busy machine its threads wait for one another (9 ms in place of 1.5).
    """
    if not rows.size:
        return np.empty(0, dtype=np.float32)
    begin, end = int(rows[0]), int(rows[-1]) + 1
    if end - begin <= 2 * rows.size:  # they lie close together: nothing to copy
        near: NDArray[np.float32] = np.einsum("ij,j->i", vectors[begin:end], vector)
        return near if near.size == rows.size else near[rows - begin]
    products = np.empty(rows.size, dtype=np.float32)
    copied = np.empty((min(rows.size, _AT_ONCE), vectors.shape[1]), dtype=np.float32)
    for at in range(0, rows.size, _AT_ONCE):
        part = rows[at : at + _AT_ONCE]
        some = np.take(vectors, part, axis=0, out=copied[: part.size], mode="clip")
        np.einsum("ij,j->i", some, vector, out=products[at : at + part.size])
    return products


def _grown(values: "NDArray[_T]", size: int) -> "NDArray[_T]":
    grown = np.empty((size, *values.shape[1:]), dtype=values.dtype)
    grown[: len(values)] = values
    return grown
