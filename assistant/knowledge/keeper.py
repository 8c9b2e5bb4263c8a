"""The keeper of an index folder: the one process that writes there, and its two indexes."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.database import Database
from assistant.errors import Busy
from assistant.knowledge import feed
from assistant.knowledge.dense import LAYOUT as DENSE_LAYOUT
from assistant.knowledge.dense import DenseIndex
from assistant.knowledge.derived import Derived, Progress
from assistant.knowledge.lexical import LAYOUT as LEXICAL_LAYOUT
from assistant.knowledge.lexical import LexicalIndex
from assistant.knowledge.torn import Torn

_log = logging.getLogger(__name__)
_MAX_REPAIRS = 2  # in one process: an index that tears again and again has a cause that making it anew does not mend


class Keeper:
    """Holds the folder's lock, and while it does keeps both indexes in step with the database."""

    def __init__(self, database: Database, folder: Path, *, store: str, fingerprint: str, chroma_url: str | None) -> None:
        self._database = database
        self._folder = folder
        self._mutex = threading.RLock()
        self._lock: FileLock | None = None
        self._repairs = 0
        self._troubles: dict[str, str] = {}
        self._sequence = feed.Feed(database)
        self.lexical: Derived[LexicalIndex] = Derived(
            folder / "lexical",
            name="lexical",
            layout=LEXICAL_LAYOUT,
            database=database,
            sequence=self._sequence,
            store=store,
            create=LexicalIndex.create,
            open_=LexicalIndex.open,
        )
        self.dense: Derived[DenseIndex] = Derived(
            folder / "dense",
            name="dense",
            layout=f"{DENSE_LAYOUT} {fingerprint}",
            database=database,
            sequence=self._sequence,
            store=store,
            create=lambda path: DenseIndex.create(path, url=chroma_url),
            open_=lambda path: DenseIndex.open(path, url=chroma_url),
            shared=chroma_url is not None,
        )

    @property
    def trouble(self) -> str:
        """What is wrong with the folder or an index, if anything is."""
        return " ".join(self._troubles.values())

    @property
    def holds(self) -> bool:
        return self._lock is not None

    def take(self) -> bool:
        """Takes the folder, if nobody has it."""
        with self._mutex:
            if self._lock is not None:
                return True
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                lock = FileLock(self._folder / "index.lock", timeout=0, thread_local=False)
                lock.acquire()
            except Timeout:
                return False
            except OSError as exc:  # a folder that may only be read can still be searched
                self._troubles["folder"] = f"The index folder cannot be written: {exc.strerror}."
                return False
            self._lock = lock
            self._troubles.pop("folder", None)
            return True

    def follow(self, *, gentle: bool = False, dense: bool = True, progress: Progress | None = None) -> int:
        """Brings the indexes up to the database; how many changes all have taken over, 0 where another keeps the folder.

        `gentle` leaves the other threads their turn: a server answers questions meanwhile.
        """
        with self._mutex:
            if not self.take():
                return 0
            chosen = self._chosen(dense)
            before = min(kept.seq if (kept := derived.state()) else 0 for derived in chosen)
            if gentle:
                for derived in chosen:
                    self._follow(derived, gentle, progress)
            else:  # tantivy works in a thread of its own meanwhile
                with ThreadPoolExecutor(len(chosen)) as beside:
                    list(beside.map(lambda derived: self._follow(derived, gentle, progress), chosen))
            self._sequence.forget()
            return max(0, min(derived.seq for derived in chosen) - before)

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Makes both indexes anew.

        Raises:
            Busy: another process keeps the folder.
            Torn: making them failed.
        """
        with self._mutex:
            if not self.take():
                raise self.taken()
            for derived in self._chosen(True):
                derived.rebuild(progress=progress)
            self._repairs = 0
            self._troubles.clear()

    def taken(self) -> Busy:
        """What to tell somebody who needs the folder while another process has it."""
        return Busy(self.trouble or "Another process keeps the index: stop the server, then run `rally reindex` again.")

    def pending(self) -> int:
        """How many changes the slower of the two indexes has still to take over."""
        with self._database.read() as connection:
            return max(feed.pending(connection, derived.seq) for derived in self._chosen(True))

    def doubt(self, derived: "Derived[LexicalIndex] | Derived[DenseIndex]") -> None:
        """Lets go of an index that failed in use; the next `follow` opens it with all checks."""
        with self._mutex:
            derived.close()

    def close(self) -> None:
        """Lets go of the indexes and then of the folder."""
        with self._mutex:
            self.lexical.close()
            self.dense.close()
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _chosen(self, dense: bool) -> "tuple[Derived[LexicalIndex] | Derived[DenseIndex], ...]":
        return (self.lexical, self.dense) if dense else (self.lexical,)

    def _follow(self, derived: "Derived[LexicalIndex] | Derived[DenseIndex]", gentle: bool, progress: Progress | None) -> None:
        if derived.index is None and self._repairs > _MAX_REPAIRS:
            return
        try:
            if derived.index is None:
                derived.open(gentle=gentle, progress=progress)
            else:
                derived.catch_up(gentle=gentle)
            self._troubles.pop(derived.name, None)
        except Torn as exc:
            self._repairs += 1
            self._troubles[derived.name] = exc.public_message
            _log.warning("The %s index failed and is made again: %s", derived.name, exc.public_message)
            derived.close()
