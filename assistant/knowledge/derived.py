"""A derived index on disk: its generations, how far along the change sequence it is, and making it anew.

A generation is a folder of its own. The state file names the one in use and the last change it holds; it is written after
the index's commit, so a crash between the two only applies some changes twice, which changes nothing.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from assistant.database import Database
from assistant.knowledge import feed
from assistant.knowledge.feed import Entry, Feed
from assistant.knowledge.torn import Torn

Progress = Callable[[str, int, int], None]  # which index, how many chunks are done, of how many


_LARGE_BATCH = 2_000


class Index(Protocol):
    """What the two kinds of index have in common."""

    @property
    def batch(self) -> int: ...  # how many chunks it takes at once without keeping other threads waiting

    def apply(self, puts: Sequence[Entry], deletes: Sequence[str]) -> None: ...
    def count(self) -> int: ...
    def finds(self, sample: Entry) -> bool: ...
    def close(self) -> None: ...


I = TypeVar("I", bound=Index)  # noqa: E741


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the state file says."""

    layout: str  # of the index and, for vectors, the embedder's fingerprint
    store: str  # the store it was made from
    generation: str
    seq: int


class Derived(Generic[I]):
    """One index that follows the database."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        layout: str,
        database: Database,
        sequence: Feed,
        store: str,
        create: Callable[[Path], I],
        open_: Callable[[Path], I],
        shared: bool = False,  # other processes feed the same index: its count is not ours alone
    ) -> None:
        self.folder = folder
        self.name = name
        self.index: I | None = None
        self._layout = layout
        self._database = database
        self._sequence = sequence
        self._store = store
        self._create = create
        self._open = open_
        self._shared = shared
        self._state: State | None = None

    @property
    def seq(self) -> int:
        return self._state.seq if self._state else 0

    def state(self) -> State | None:
        """What the state file says, if it speaks of this store and this layout."""
        try:
            state = State(**json.loads((self.folder / "state.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return state if (state.layout, state.store) == (self._layout, self._store) else None

    def path(self, state: State) -> Path:
        return self.folder / state.generation

    def open(self, *, gentle: bool = False, progress: Progress | None = None) -> None:
        """Opens the index for writing, caught up and sound; makes it anew where it cannot be."""
        if self.index is not None:
            return
        try:
            self._reopen()
            self.catch_up(gentle=gentle)
            self._check()
        except Torn:
            self.rebuild(gentle=gentle, progress=progress)

    def catch_up(self, *, gentle: bool = False) -> int:
        """Takes over the changes made meanwhile; how many chunks they were about."""
        assert self.index is not None
        assert self._state is not None
        done = 0
        while True:
            changes = self._sequence.after(self._state.seq, limit=self._batch(gentle))
            if changes is None:
                return done
            self.index.apply(changes.puts, changes.deletes)
            self._write(State(**{**asdict(self._state), "seq": changes.seq}))
            done += len(changes.puts) + len(changes.deletes)

    def rebuild(self, *, gentle: bool = False, progress: Progress | None = None) -> None:
        """Makes the index anew from the database, beside the one in use, and then takes its place."""
        self.close()
        generation = f"{self.name}-{secrets.token_hex(4)}"
        index = self._create(self.folder / generation)
        size = index.batch if gentle else _LARGE_BATCH
        with self._database.read() as connection:
            seq, total, done = feed.newest_seq(connection), feed.live_count(connection), 0
            for batch in feed.all_entries(connection, size=size):
                index.apply(batch, ())
                done += len(batch)
                if progress:
                    progress(self.name, done, total)
        self.index = index
        self._write(State(layout=self._layout, store=self._store, generation=generation, seq=seq))
        self._sweep(keep=generation)
        self.catch_up(gentle=gentle)
        self._check()

    def close(self) -> None:
        """Lets go of the files."""
        index, self.index, self._state = self.index, None, None
        if index is not None:
            try:
                index.close()
            except Torn:
                return  # it is about to be made anew, or the process is ending

    def _reopen(self) -> None:
        state = self.state()
        if state is None:
            raise Torn(f"The {self.name} index is missing or of another store.")
        with self._database.read() as connection:
            if state.seq > feed.newest_seq(connection):
                raise Torn(f"The {self.name} index is ahead of the database.")
        self.index = self._open(self.path(state))
        self._state = state

    def _check(self) -> None:
        """Whether the index holds what the database does: its count, and some chunks by what they are.

        Raises:
            Torn: it does not.
        """
        assert self.index is not None
        assert self._state is not None
        with self._database.read() as connection:
            if feed.newest_seq(connection) != self._state.seq:
                return  # somebody is writing: what to compare with has moved on
            expected, samples = feed.live_count(connection), feed.samples(connection)
        if not self._shared and self.index.count() != expected:
            raise Torn(f"The {self.name} index holds {self.index.count()} chunks, the database {expected}.")
        for sample in samples:
            if not self.index.finds(sample):
                raise Torn(f"The {self.name} index does not find {sample.chunk_id!r}.")

    def _batch(self, gentle: bool) -> int:
        return self.index.batch if gentle and self.index is not None else _LARGE_BATCH

    def _write(self, state: State) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"state.{os.getpid()}.draft"
        draft.write_text(json.dumps(asdict(state)), "utf-8")
        draft.replace(self.folder / "state.json")
        self._state = state

    def _sweep(self, *, keep: str) -> None:
        for path in self.folder.iterdir():
            if path.is_dir() and path.name != keep:
                shutil.rmtree(path, ignore_errors=True)
