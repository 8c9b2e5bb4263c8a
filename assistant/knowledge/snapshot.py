"""A snapshot of the columns on disk: arrays that are mapped, not read, so that a process with a million chunks starts at once.

A generation is a folder of its own and never changes. The state file names the one in use; it is written last.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.knowledge.blocks import Block, Growing, Outline, Rows, live
from assistant.knowledge.feed import NEVER_DAY
from assistant.knowledge.scope import Scope

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.knowledge.vectors import Vectors

LAYOUT = "columns-2"
_COPIED = 4_096  # rows at once
_ARRAYS = ("ids", "row_of", "place_of", "first", "last", "known", "ended", "vectors", "outline", "axes", "ticker_rows")
_AXES = 40  # of the outline
_SAMPLE = 20_000  # vectors that tell which axes


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the state file says."""

    layout: str  # of the arrays, with the embedder's fingerprint
    store: str  # the store they were taken from
    generation: str
    seq: int  # the last change they hold


class Mapped:
    """Rows on disk, in the order of their days: a window's stand together. What is compared at every search is read, vectors
    and names are mapped."""

    def __init__(self, folder: Path, state: State) -> None:
        """Raises OSError or ValueError where the files are missing, cut off or not of one size."""
        self.state = state
        path = folder / state.generation
        # Plain views: a memmap's own slices cost more than what is done with them.
        arrays: dict[str, Any] = {
            name: np.asarray(np.load(path / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in _ARRAYS
        }
        told = json.loads((path / "names.json").read_text("utf-8"))
        self.publishers: tuple[str, ...] = tuple(told["publishers"])
        self._offsets: dict[str, tuple[int, int]] = {name: (start, end) for name, start, end in told["tickers"]}
        if len({len(arrays[name]) for name in _ARRAYS[:-2]}) != 1:
            raise ValueError("The arrays are not of one length.")
        self.first, self.last = np.array(arrays["first"]), np.array(arrays["last"])
        self.known, self.ended = np.array(arrays["known"]), np.array(arrays["ended"])
        self.vectors: Vectors = arrays["vectors"]
        self.outline: Outline | None = Outline(axes=np.array(arrays["axes"]), vectors=arrays["outline"])
        self._ids, self._ticker_rows = arrays["ids"], arrays["ticker_rows"]
        self._row_of, self._place_of = arrays["row_of"], arrays["place_of"]
        self._longest = int((self.last - self.first)[self.first < NEVER_DAY].max(initial=0))

    def __len__(self) -> int:
        return len(self.first)

    def rows(self, chunk_ids: Iterable[str]) -> Rows:
        """The rows of those chunks that are here."""
        names = list(chunk_ids)
        if not names or not len(self):
            return {}
        wanted = np.array([name.encode() for name in names], dtype=self._ids.dtype)
        places = np.minimum(np.searchsorted(self._ids, wanted), len(self) - 1)
        found = zip(names, self._row_of[places], self._ids[places], strict=True)
        return {name: int(row) for name, row, held in found if held == name.encode()}

    def names(self, rows: "NDArray[np.int64]") -> list[str]:
        """The chunk ids of those rows."""
        return [name.decode() for name in self._ids[self._place_of[rows]]]

    def span(self, scope: Scope) -> tuple[int, int]:
        """From which row to before which one those of the scope's window lie."""
        begin = np.searchsorted(
            self.first, np.int32(scope.first - self._longest), side="left"
        )  # of its own type: not converted
        return int(begin), int(np.searchsorted(self.first, np.int32(scope.last), side="right"))

    def naming(self, tickers: Sequence[str]) -> "NDArray[np.int64]":
        """The rows that mention one of the tickers."""
        spans = [self._offsets[ticker] for ticker in tickers if ticker in self._offsets]
        parts = [self._ticker_rows[start:end] for start, end in spans]
        return np.unique(np.concatenate(parts)).astype(np.int64) if parts else np.empty(0, dtype=np.int64)

    def by_ticker(self) -> Iterator[tuple[str, "NDArray[np.int64]"]]:
        """Each ticker with the rows that mention it."""
        for ticker, (start, end) in self._offsets.items():
            yield ticker, self._ticker_rows[start:end]


def read_state(folder: Path, *, layout: str, store: str) -> State | None:
    """What the state file says, if it speaks of this store and this layout."""
    try:
        state = State(**json.loads((folder / "state.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return state if (state.layout, state.store) == (layout, store) else None


def read_snapshot(folder: Path, state: State) -> Mapped | None:
    """The snapshot that a state names; None where it is missing or damaged."""
    try:
        return Mapped(folder, state)
    except (OSError, ValueError, TypeError, KeyError, EOFError):
        return None


def write_snapshot(
    folder: Path, blocks: Sequence[Block], *, layout: str, store: str, seq: int, publishers: Iterable[str]
) -> State:
    """Keeps the live rows of those blocks as a new generation, and takes away the ones before."""
    state = State(layout=layout, store=store, generation=f"columns-{secrets.token_hex(4)}", seq=seq)
    path = folder / state.generation
    path.mkdir(parents=True)
    try:
        _save(path, blocks, publishers)
        draft = folder / f"state.{os.getpid()}.draft"
        draft.write_text(json.dumps(asdict(state)), "utf-8")
        draft.replace(folder / "state.json")
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    for other in folder.iterdir():
        if other.is_dir() and other.name != state.generation:
            shutil.rmtree(other, ignore_errors=True)
    return state


def _save(path: Path, blocks: Sequence[Block], publishers: Iterable[str]) -> None:
    kept = [np.flatnonzero(live(block)) for block in blocks]
    names = [name.encode() for block, rows in zip(blocks, kept, strict=True) for name in block.names(rows)]
    ids = np.array(names, dtype=f"S{max(map(len, names), default=1)}")
    columns = {
        name: np.concatenate([getattr(block, name)[rows] for block, rows in zip(blocks, kept, strict=True)])
        for name in ("first", "last", "known", "ended")
    }
    order = np.lexsort((ids, columns["first"]))
    by_name = np.argsort(ids[order], kind="stable")
    np.save(path / "ids.npy", ids[order][by_name])
    np.save(path / "row_of.npy", by_name.astype(np.int32))
    np.save(path / "place_of.npy", np.argsort(by_name).astype(np.int32))
    for name, whole in columns.items():
        np.save(path / f"{name}.npy", whole[order])
    _save_vectors(path / "vectors.npy", blocks, kept, order)
    _save_outline(path)
    postings, rows_named = _postings(blocks, kept, order)
    np.save(path / "ticker_rows.npy", rows_named)
    (path / "names.json").write_text(json.dumps({"publishers": sorted(publishers), "tickers": postings}), "utf-8")


def _save_vectors(path: Path, blocks: Sequence[Block], kept: Sequence["NDArray[np.int64]"], order: "NDArray[np.int64]") -> None:
    """A few thousand at a time: they may be more than memory holds twice."""
    starts = np.cumsum([0, *(len(rows) for rows in kept)])
    dimension = blocks[0].vectors.shape[1]
    out = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(len(order), dimension))
    for begin in range(0, len(order), _COPIED):
        wanted = order[begin : begin + _COPIED]
        for block, rows, start, end in zip(blocks, kept, starts[:-1], starts[1:], strict=True):
            mine = np.flatnonzero((wanted >= start) & (wanted < end))
            out[begin + mine] = block.vectors[rows[wanted[mine] - start]]
    out.flush()


def _save_outline(path: Path) -> None:
    """The vectors on their principal axes."""
    vectors = np.load(path / "vectors.npy", mmap_mode="r")
    sample = np.array(vectors[:: max(1, len(vectors) // _SAMPLE)])
    sample -= sample.mean(axis=0)
    _, axes = np.linalg.eigh(sample.T @ sample)
    axes = np.ascontiguousarray(axes[:, -_AXES:], dtype=np.float32)
    out = np.lib.format.open_memmap(path / "outline.npy", mode="w+", dtype=np.float32, shape=(len(vectors), axes.shape[1]))
    for begin in range(0, len(vectors), _COPIED):
        out[begin : begin + _COPIED] = vectors[begin : begin + _COPIED] @ axes
    out.flush()
    np.save(path / "axes.npy", axes)


def _postings(
    blocks: Sequence[Block], kept: Sequence["NDArray[np.int64]"], order: "NDArray[np.int64]"
) -> tuple[list[tuple[str, int, int]], "NDArray[np.int32]"]:
    """Where in one array the rows of each ticker stand, and that array."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    found: dict[str, list[Any]] = {}
    start = 0
    for block, rows in zip(blocks, kept, strict=True):
        for ticker, named in _named(block):
            where = np.flatnonzero(np.isin(rows, named))
            found.setdefault(ticker, []).append(place[start + where])
        start += len(rows)
    names, parts, at = [], [], 0
    for ticker, pieces in sorted(found.items()):
        rows = np.sort(np.concatenate(pieces)).astype(np.int32)
        names.append((ticker, at, at + len(rows)))
        parts.append(rows)
        at += len(rows)
    return names, np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)


def _named(block: Block) -> Iterable[tuple[str, "NDArray[np.int64]"]]:
    if isinstance(block, Mapped):
        return block.by_ticker()
    assert isinstance(block, Growing)
    found: dict[str, list[int]] = {}
    for row, tickers in dict(block.tickers).items():  # a copy: another thread may be adding rows
        for ticker in tickers:
            found.setdefault(ticker, []).append(row)
    return ((ticker, np.array(rows, dtype=np.int64)) for ticker, rows in found.items())
