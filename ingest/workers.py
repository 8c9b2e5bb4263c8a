"""Workers: processes that take over what can be done apart from the store; results come in the order they are asked for."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from ingest.memory import keep_little
from ingest.preparation import Kit

A = TypeVar("A")
B = TypeVar("B")

_MOST = 3  # one process that stores keeps no more of them busy
_WORTH = 300_000  # characters or bytes of work: for less, no process is started
_AHEAD = 16  # jobs a process: the indexes take a while to follow, and it has to have work meanwhile


def usual() -> int:
    """How many processes help where nobody says: one a core that this one leaves idle."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, cores - 1)


class Job(Generic[B]):
    """Something to be done, here or in another process; `apart`: there, if there is one."""

    def __init__(self, task: Callable[[Kit, A], B], argument: A, *, apart: bool) -> None:
        self.apart = apart
        self._task: Callable[[Kit, Any], B] = task
        self._argument: Any = argument
        self.future: Future[B] | None = None
        self._done: B | None = None

    def share(self, pool: ProcessPoolExecutor) -> None:
        """Lets some process of the pool do it."""
        self.future = pool.submit(task_here, self._task, self._argument)

    def taken_back(self) -> bool:
        """Whether it is for this process to do: nobody has begun it, and nobody will."""
        if self.is_done or (self.future is not None and not self.future.cancel()):
            return False
        self.future = None
        return True

    def do(self, kit: Kit) -> B:
        """Does it here, unless it is done."""
        if self._done is None:
            self._done = self._task(kit, self._argument)
        return self._done

    @property
    def is_shared(self) -> bool:
        return self.future is not None

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
        self._own = replace(kit, embedder=None)  # what is prepared here is embedded by others, or by the store in larger parts
        self._count = count
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None
        self._awake: Future[None] | None = None  # done once a process has started
        self._broken = False  # one has died
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

    def expect(self, size: int) -> None:
        """Says that so many characters or bytes of work are about to come."""
        if self._pool is None and self._count and self._seen + size > _WORTH:
            self._start()

    @property
    def embeds(self) -> bool:
        """Whether another process makes vectors. What an embedder learns of words it learns once then, and beside the store."""
        return self._pool is not None and not self._broken and self.kit.embedder is not None

    def submit(self, task: Callable[[Kit, A], B], argument: A, *, size: int, apart: bool = False) -> Job[B]:
        """A job of that size, which some process does once it can.

        Args:
            apart: this process rather does something else meanwhile.
        """
        self.expect(size)
        self._seen += size
        job = Job(task, argument, apart=apart)
        if self._pool is not None:
            self._waiting.append(job)
            self._share()
        return job

    def result(self, job: Job[B]) -> B:
        """What came of the job. This process does it where no other has begun it, and while one is at it the last of those that
        wait, so that each has something to do."""
        self._share()
        while self._waiting and self._waiting[0].is_done:
            self._waiting.popleft()
        if not job.apart and job.taken_back():
            return job.do(self._own)
        while not job.is_done and (other := self._left()):
            other.do(self._own)
            self._share()
        return job.result(self.kit)

    def _left(self) -> Job[Any] | None:
        """The last job that nobody has begun and that is not better done elsewhere."""
        return next((job for job in reversed(self._waiting) if not job.apart and job.taken_back()), None)

    def _share(self) -> None:
        """Hands out what nobody has: to processes that have not started it would be out of reach."""
        if self._pool is None or self._broken or self._awake is None or not self._awake.done():
            return
        try:
            for job in sorted(self._waiting, key=lambda job: not job.apart):
                if not job.is_shared and not job.is_done:
                    job.share(self._pool)
        except BrokenProcessPool:
            self._broken = True  # this process does what is left

    def _start(self) -> None:
        before = set(active_children())
        # Not forked: this process has threads, whose locks a fork would copy in whatever state they are.
        self._pool = ProcessPoolExecutor(self._count, mp_context=get_context("spawn"), initializer=_begin, initargs=(self.kit,))
        self._awake, *_ = [self._pool.submit(_nothing) for _ in range(self._count)]
        self._children = set(active_children()) - before


_kit: Kit | None = None  # of a worker's process


def task_here(task: Callable[[Kit, A], B], argument: A) -> B:
    """Does a task with the kit of the process it runs in."""
    assert _kit is not None
    return task(_kit, argument)


def _begin(kit: Kit) -> None:
    global _kit
    _kit = kit
    keep_little()
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
