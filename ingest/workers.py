"""Workers: processes that read files ahead of the one that stores them; what they give comes in the order of the inputs."""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process

from ingest.arrivals import placed
from ingest.article import Article, Refused, Reject, Unchanged
from ingest.inputs import Input
from ingest.kinds import Kind
from ingest.limits import Limits
from ingest.reading import open_input, read_articles

_LARGEST = 8_000_000  # bytes: a larger input is read where it is stored, item by item
_AHEAD = 4  # inputs a worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An input with the articles that a worker found in it."""

    item: Input
    kind: Kind
    articles: tuple[Article | Reject | Unchanged, ...]


Taken = Input | Reject | Unchanged | Read


def read_ahead(inputs: Iterable[Input | Reject | Unchanged], *, workers: int, limits: Limits) -> Iterator[Taken]:
    """The inputs, those with articles read by that many processes; one process reads nothing ahead."""
    if workers < 2:
        yield from inputs
        return
    waiting: deque[tuple[Input | Reject | Unchanged, Future[Read | None] | None]] = deque()
    # Not forked: this process has threads, whose locks a fork would copy in whatever state they are.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            for item in inputs:
                small = isinstance(item, Input) and len(item.data) <= _LARGEST
                waiting.append((item, pool.submit(_read, item, limits) if small and isinstance(item, Input) else None))
                if len(waiting) > workers * _AHEAD:
                    yield _result(*waiting.popleft())
            while waiting:
                yield _result(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _read(item: Input, limits: Limits) -> Read | None:
    """What the input holds; None where it holds no articles, which its reader tells best itself."""
    try:
        kind, text, notes = open_input(item)
    except Refused:
        return None
    if kind in ("bars", "stats"):
        return None
    found = read_articles(item, kind, text, notes=notes, limits=limits)
    return Read(item=item, kind=kind, articles=tuple(placed(found, item, kind=kind, text=text)))


def _result(item: Input | Reject | Unchanged, future: "Future[Read | None] | None") -> Taken:
    try:
        return (future.result() if future else None) or item
    except BrokenProcessPool:  # a worker died, of memory perhaps: this process reads the input itself
        return item


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone, however it went."""

    def wait() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
