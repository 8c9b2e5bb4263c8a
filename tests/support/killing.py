"""Ingest in a process of its own that can be killed at any moment, kills itself at a named point, or runs out of disk."""

import json
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from assistant.errors import AssistantError, Busy
from assistant.knowledge.dense import DenseIndex
from assistant.knowledge.derived import Derived
from assistant.knowledge.lexical import LexicalIndex
from assistant.knowledge.unsettled import Unsettled
from ingest import helper, settling, storing
from ingest.helper import Helpers
from ingest.inputs import read_inputs
from ingest.limits import Limits
from tests.support.ingesting import Bench

POINTS = ("fetched", "parsed", "embedded", "storing", "stored", "indexed", "marked done", "read once more")
DONE, FAILED, BUSY = 0, 1, 75
PASSAGES = 3  # of each article
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, "chromadb", "tantivy", "assistant.migrations.steps"])

T = TypeVar("T")


def write_articles(folder: Path, count: int, *, files: int = 5) -> list[Path]:
    """That many articles of three passages each, in several files."""
    folder.mkdir(exist_ok=True)
    body = "Shares of chip makers rose on the day, and the gauge gained again. " * 30
    rows = [
        {
            "id": f"n-{number}",
            "title": f"Report {number}",
            "body": f"Report number{number}. {body}",
            "date": "2025-09-17T10:03:00Z",
        }
        for number in range(count)
    ]
    paths = [folder / f"news-{at}.jsonl" for at in range(files)]
    for at, path in enumerate(paths):
        path.write_text("\n".join(map(json.dumps, rows[at::files])))
    return paths


def start(
    folder: Path, news: Path, *, point: str = "", nth: int = 1, file_bytes: int = 0, late: bool = False, helpers: int = 0
) -> BaseProcess:
    """A process that takes the news into the store.

    Args:
        point: where it kills itself, the `nth` time it gets there.
        file_bytes: no file can grow beyond this: a disk that is full.
        late: its clock is an hour ahead.
        helpers: processes that help it from the first article on.
    """
    args = (str(folder), str(news), point, nth, file_bytes, late, helpers)
    process = _FORKS.Process(target=_ingest, args=args, daemon=not helpers)  # a daemon may start no processes
    process.start()
    return process


def helpers_of(process: BaseProcess) -> list[int]:
    """The processes that it has started, once it has; as descriptors that can be waited for."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    found: list[str] = []
    while process.is_alive() and not found:
        process.join(0.02)
        found = children.read_text().split() if children.exists() else []
    return [os.pidfd_open(int(pid)) for pid in found]


def serve(folder: Path, title: str) -> tuple[BaseProcess, Event]:
    """A process that searches and follows as a server does; once told to, it ends well if it finds that title within 10 s."""
    told = _FORKS.Event()
    process = _FORKS.Process(target=_serve, args=(str(folder), title, told), daemon=True)
    process.start()
    return process, told


def _serve(folder: str, title: str, told: Event) -> None:
    bench = Bench(Path(folder))
    bench.knowledge.start(0.05)
    deadline = 0.0
    while not deadline or time.monotonic() < deadline:
        if told.is_set() and not deadline:
            deadline = time.monotonic() + 10
        hits = bench.knowledge.search(title, as_of=bench.clock, k=1)
        if deadline and hits and hits[0].document.title == title and bench.knowledge.ready()[0]:
            os._exit(DONE)
        told.wait(0.02)
    os._exit(FAILED)


def _ingest(folder: str, news: str, point: str, nth: int, file_bytes: int, late: bool, helpers: int) -> None:
    helper._WORTH = 0
    storing._BATCH, storing._INDEXED, settling._BATCH = 120, 256, 40  # every turn is taken more than once, as with more news
    if file_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    try:
        bench = Bench(Path(folder), helpers=Helpers(helpers))
        bench.clock += timedelta(hours=late)
        passed = _arm(bench, point, nth)
        inputs = read_inputs([news], limits=Limits())
        bench.pipeline.take(
            passed(inputs) if point == "fetched" else inputs,
            follow=(lambda found, kind: passed(found)) if point == "parsed" else None,
        )
        trouble = bench.knowledge._keeper.trouble
        bench.close()
    except Busy:
        os._exit(BUSY)
    except AssistantError as exc:
        trouble = exc.public_message
    if trouble:
        sys.stderr.write(trouble + "\n")
    os._exit(FAILED if trouble else DONE)


def _arm(bench: Bench, point: str, nth: int) -> Callable[[Iterable[T]], Iterator[T]]:
    """Sets the trap; what it gives passes things on and springs after the `nth`."""
    left = nth

    def reached(*_: Any) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    def passed(found: Iterable[T]) -> Iterator[T]:
        for one in found:
            reached()
            yield one

    if point == "embedded":
        _after(bench.embedder, "embed", reached)
    elif point == "storing":  # all is written and nothing committed
        sa.event.listen(bench.database.engine, "commit", reached)
    elif point == "stored":
        _after(bench.knowledge.documents, "put_all", reached)
    elif point == "indexed":  # and the state file does not say so yet
        _after(LexicalIndex, "apply", reached)
        _after(DenseIndex, "apply", reached)
    elif point == "marked done":
        _after(Derived, "_write", reached)
    elif point == "read once more":  # and what was found is not kept yet
        _before(Unsettled, "settle", reached)
    return passed


def _before(owner: Any, name: str, reached: Callable[[], None]) -> None:
    """Calls `reached` whenever that method is about to do its work."""
    method = getattr(owner, name)

    def first(*args: Any, **kwargs: Any) -> Any:
        reached()
        return method(*args, **kwargs)

    setattr(owner, name, first)


def _after(owner: Any, name: str, reached: Callable[[], None]) -> None:
    """Calls `reached` whenever that method has done its work."""
    method = getattr(owner, name)

    def then(*args: Any, **kwargs: Any) -> Any:
        result = method(*args, **kwargs)
        reached()
        return result

    setattr(owner, name, then)


def check_whole(folder: Path, *, articles: int | None = None) -> int:
    """Whatever is in the store is there once and whole, in the database and in both indexes; how many articles that is."""
    bench = Bench(folder)
    try:
        counts = bench.knowledge.documents.counts()
        assert counts["documents"] == counts["versions"]
        assert counts["chunks"] == PASSAGES * counts["documents"]
        assert articles is None or counts["documents"] == articles
        bench.knowledge.follow()
        assert bench.knowledge.ready() == (True, "")
        keeper = bench.knowledge._keeper
        assert keeper.lexical.index.count() == keeper.dense.index.count() == counts["chunks"]
        if counts["documents"]:
            # The articles of one file come one after the other: the first was there before any other of it.
            assert bench.knowledge.search("Report 0", as_of=bench.clock, k=1)[0].document.doc_id == "n-0"
        return counts["documents"]
    finally:
        bench.close()
