"""Workers: processes that take over what can be done apart from the store; results come in the order they are asked for."""

import itertools
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Generic, TypeVar

from ingest.helper import Answer, Helper, Helpers
from ingest.preparation import Kit

A = TypeVar("A")
B = TypeVar("B")

_AHEAD = 32  # jobs a process that wait for their turn: while it is at those it has, this one goes on
_IN_HAND = 12  # of them, those that a process has with it: as many as it does while the indexes follow


class Job(Generic[B]):
    """Something to be done, here or in another process; `apart`: there, if there is one."""

    def __init__(self, task: Callable[[Kit, A], B], argument: A, *, apart: bool) -> None:
        self.apart = apart
        self.task: Callable[[Kit, Any], B] = task
        self.argument: Any = argument
        self.is_done = False
        self.is_for_here = False  # another process failed at it
        self._became: B | None = None

    def do(self, kit: Kit) -> None:
        """Does it here."""
        self.answer(self.task(kit, self.argument))

    def answer(self, became: B) -> None:
        """Says what came of it."""
        self._became, self.is_done, self.argument = became, True, None

    @property
    def became(self) -> B:
        assert self.is_done
        return self._became  # type: ignore[return-value]


class Workers:
    """The processes of a run, started once there is enough to do; leaving the block ends them."""

    def __init__(self, helpers: Helpers, kit: Kit) -> None:
        self.kit = kit
        self._own = replace(kit, embedder=None)  # what is prepared here is embedded by others, or by the store in larger parts
        self._all = helpers
        self._seen = 0
        self._numbers = itertools.count()
        self._helpers: dict[Helper, dict[int, Job[Any]]] = {}  # those that live, with what they have in hand
        self._waiting: deque[Job[Any]] = deque()  # what nobody has begun
        self._turn = threading.Condition()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None) -> None:
        with self._turn:
            helpers, self._helpers = [*self._helpers, *self._all.take()], {}
        for helper in helpers:  # one may be starting still: nobody waits for it
            helper.end()

    @property
    def ahead(self) -> int:
        """How many jobs may wait for their turn."""
        return self._all.count * _AHEAD if self._helpers else 0

    def expect(self, size: int) -> None:
        """Says that so many characters or bytes of work are about to come."""
        if not self._all.start_for(size=self._seen + size):
            return
        self._all.equip(self.kit)
        for helper in self._all.take():
            with self._turn:
                self._helpers[helper] = {}
            helper.listen(self._hear)

    @property
    def embeds(self) -> bool:
        """Whether another process makes vectors. What an embedder learns of words it learns once then, and beside the store."""
        return bool(self._helpers) and self.kit.embedder is not None

    def submit(self, task: Callable[[Kit, A], B], argument: A, *, size: int, apart: bool = False) -> Job[B]:
        """A job of that size, which some process does once it can.

        Args:
            apart: this process rather does something else meanwhile.
        """
        self.expect(size)
        self._seen += size
        job = Job(task, argument, apart=apart)
        with self._turn:
            self._waiting.append(job)
            self._share()
        return job

    def result(self, job: Job[B]) -> B:
        """What came of the job. This process does it where no other has it, and otherwise meanwhile the first of those that
        wait: the store soon needs it."""
        while (mine := self._mine(job)) is not None:
            mine.do(self.kit if mine.apart else self._own)
        return job.became

    def _mine(self, job: Job[Any]) -> Job[Any] | None:
        """What this process does until the job is done: None once it is."""
        with self._turn:
            while not job.is_done:
                own = job if job in self._waiting else None
                mine = own if own and (not own.apart or own.is_for_here) else self._left() or own
                if mine is not None:
                    self._waiting.remove(mine)
                    return mine
                self._turn.wait()
            return None

    def _left(self) -> Job[Any] | None:
        """The first job that nobody has begun and that is not better done elsewhere."""
        return next((job for job in self._waiting if not job.apart), None)

    def _share(self) -> None:
        """Gives the processes that are awake what they have room for."""
        for helper, in_hand in self._helpers.items():
            while helper.is_awake and len(in_hand) < _IN_HAND:
                able = [job for job in self._waiting if not job.is_for_here]
                if not able:
                    break
                job = min(able, key=lambda job: not job.apart)
                number = next(self._numbers)
                if not helper.give(number, job.task, job.argument, soon=job.apart):
                    break  # it is gone, which will be heard
                self._waiting.remove(job)
                in_hand[number] = job

    def _hear(self, helper: Helper, answer: Answer | None) -> None:
        with self._turn:
            in_hand = self._helpers.get(helper, {})
            if answer is None:  # it died, of memory perhaps: others do what it had
                self._waiting.extendleft(reversed(in_hand.values()))
                self._helpers.pop(helper, None)
            else:
                number, became, is_done = answer
                job = in_hand.pop(number, None)
                if job is not None and is_done:
                    job.answer(became)
                elif job is not None:
                    job.is_for_here = True
                    self._waiting.appendleft(job)
            self._share()
            self._turn.notify_all()
