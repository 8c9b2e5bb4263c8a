"""Workers: processes that take over what can be done apart from the store; results come in the order they are asked for."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from ingest.preparation import Kit

A = TypeVar("A")
B = TypeVar("B")

_MOST = 3  # one process that stores keeps no more of them busy
_WORTH = 300_000  # characters or bytes of work: for less, no process is started
_AHEAD = 6  # jobs a process


def usual() -> int:
    """How many processes help where nobody says: one a core that this one leaves idle."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, cores - 1)


class Job(Generic[B]):
    """Something to be done, here or in another process."""

    def __init__(self, task: Callable[[Kit, A], B], argument: A) -> None:
        self._do: Callable[[Kit], B] = lambda kit: task(kit, argument)
        self.future: Future[B] | None = None
        self._done: B | None = None

    def do(self, kit: Kit) -> B:
        """Does it here, unless it is done."""
        if self._done is None:
            self._done = self._do(kit)
        return self._done

    @property
    def is_done(self) -> bool:
        return self._done is not None or (self.future is not None and self.future.done())

    def result(self, kit: Kit) -> B:
        """What came of it, waited for where another process does it."""
        if self._done is None and self.future is not None:
            try:
                self._done = self.future.result()
            except BrokenProcessPool:  # a process died, of memory perhaps: this one does it itself
                self.future = None
        return self.do(kit)


class Workers:
    """So many processes, started once there is enough to do; leaving the block ends them."""

    def __init__(self, count: int, kit: Kit) -> None:
        self.kit = kit
        self._count = count
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None
        self._children: set[BaseProcess] = set()
        self._waiting: deque[Job[Any]] = deque()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            for child in self._children:  # one may be starting still: nobody waits for it
                child.terminate()
                child.join()

    @property
    def ahead(self) -> int:
        """How many jobs may wait for their turn."""
        return self._count * _AHEAD if self._pool is not None else 0

    def submit(self, task: Callable[[Kit, A], B], argument: A, *, size: int) -> Job[B]:
        """A job of that size, which some process does once it can."""
        self._seen += size
        if self._pool is None and self._count and self._seen > _WORTH:
            self._start()
        job = Job(task, argument)
        if self._pool is not None:
            try:
                job.future = self._pool.submit(task_here, task, argument)
            except BrokenProcessPool:
                return job
            self._waiting.append(job)
        return job

    def result(self, job: Job[B]) -> B:
        """What came of the job; as long as it is not done, this process does what no other has begun."""
        while not job.is_done and (other := self._unbegun()):
            other.do(self.kit)
        return job.result(self.kit)

    def _unbegun(self) -> Job[Any] | None:
        while self._waiting and self._waiting[0].is_done:
            self._waiting.popleft()
        for job in self._waiting:
            if job.future is not None and job.future.cancel():
                job.future = None
                return job
        return None

    def _start(self) -> None:
        before = set(active_children())
        # Not forked: this process has threads, whose locks a fork would copy in whatever state they are.
        self._pool = ProcessPoolExecutor(self._count, mp_context=get_context("spawn"), initializer=_begin, initargs=(self.kit,))
        for _ in range(self._count):
            self._pool.submit(_nothing)
        self._children = set(active_children()) - before


_kit: Kit | None = None  # of a worker's process


def task_here(task: Callable[[Kit, A], B], argument: A) -> B:
    """Does a task with the kit of the process it runs in."""
    assert _kit is not None
    return task(_kit, argument)


def _begin(kit: Kit) -> None:
    global _kit
    _kit = kit
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that stores is told, and ends the others
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone, however it went."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing() -> None:
    """Makes the pool start its processes at once."""
