"""Answers that run in tasks of their own, each followed by its readers, gone when the last of them leaves.

A stream that is cancelled inside an endpoint leaves the model's request running to its end; a task that is
cancelled as a whole takes it along.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from typing import Any, Self

from assistant.agent.events import Done, Event, Failed
from assistant.api.failures import INTERNAL, OVERLOADED, SHUTTING_DOWN, failed
from assistant.api.requests import log_failure
from assistant.errors import AssistantError, Busy

MAX_ANSWERS = 600  # at one time in one process
GRACE_S = 20.0  # how long an answer goes on without the reader who said that it may come back
STOPPED = Failed(
    code="stopped",
    message="The answer was stopped. What was said so far is kept; ask again for a whole one.",
    retryable=True,
    incident="",
)


class Overloaded(Busy):
    """As many answers are running as this process takes."""

    code = "overloaded"


class AnswerStream:
    """One running answer with everything it has said, for its readers to follow from any point.

    It is cancelled when its last reader leaves: at once, or after a grace where the reader said that it may come back.
    """

    def __init__(self, events: AsyncIterator[Event], *, session_id: str, resumable: bool = False) -> None:
        self.session_id = session_id
        self.turn_id = ""  # once it is known
        self._resumable = resumable
        self._told: list[Event] = []
        self._grown = asyncio.Event()
        self._readers = 0
        self._task = asyncio.create_task(self._pump(events))
        self._task.add_done_callback(lambda _: self._close())
        self._leaving = self._cancel_in(GRACE_S)  # until the first reader is there

    @property
    def task(self) -> "asyncio.Task[None]":
        return self._task

    @contextmanager
    def reading(self) -> Iterator[Self]:
        """Counts a reader for as long as the block runs."""
        self._leaving.cancel()
        self._readers += 1
        try:
            yield self
        finally:
            self._readers -= 1
            if not self._readers:
                self._leaving = self._cancel_in(GRACE_S if self._resumable else 0)

    async def event(self, n: int, *, within_s: float | None = None) -> Event | None:
        """The event of that number, from 0, or None when the time passes without it."""
        try:
            async with asyncio.timeout(within_s):
                while len(self._told) <= n:
                    await self._grown.wait()
        except TimeoutError:
            return None
        return self._told[n]

    async def all(self) -> list[Event]:
        """Every event up to the last one."""
        events: list[Event] = []
        while not events or not isinstance(events[-1], Done | Failed):
            event = await self.event(len(events))
            if event is not None:
                events.append(event)
        return events

    def end(self, event: Failed) -> None:
        """Stops the answer and lets its readers know why."""
        self._tell(event)
        self.cancel()

    def cancel(self) -> None:
        """Once only: a second cancellation would interrupt the putting away of the turn."""
        self._leaving.cancel()
        if not self._task.cancelling():
            self._task.cancel()

    def _cancel_in(self, seconds: float) -> asyncio.TimerHandle:
        if seconds == 0:
            self.cancel()
        return asyncio.get_running_loop().call_later(seconds, self.cancel)

    def _tell(self, event: Event) -> None:
        if self._told and isinstance(self._told[-1], Done | Failed):
            return
        self._told.append(event)
        self._grown.set()
        self._grown = asyncio.Event()

    def _close(self) -> None:
        self._leaving.cancel()
        self._tell(STOPPED)

    async def _pump(self, events: AsyncIterator[Event]) -> None:
        incident = secrets.token_hex(6)
        try:
            async with aclosing(events) as closing:  # type: ignore[type-var]
                async for event in closing:
                    self._tell(event)
            self._tell(Failed(code="internal", message=INTERNAL, retryable=True, incident=incident))
        except AssistantError as exc:
            self._tell(failed(exc, incident=incident))
        except Exception as exc:
            log_failure(exc, incident=incident)
            self._tell(Failed(code="internal", message=INTERNAL, retryable=True, incident=incident))


class Answers:
    """The answers running in this process."""

    def __init__(self) -> None:
        self._running: set[AnswerStream] = set()
        self._shutting_down = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, events: AsyncIterator[Event], *, session_id: str, resumable: bool = False) -> AnswerStream:
        """Runs the answer in a task of its own.

        Raises:
            Overloaded: too many are running.
        """
        if self._shutting_down or len(self._running) >= MAX_ANSWERS:
            raise Overloaded(SHUTTING_DOWN if self._shutting_down else OVERLOADED)
        self._loop = asyncio.get_running_loop()
        stream = AnswerStream(events, session_id=session_id, resumable=resumable)
        self._running.add(stream)
        stream.task.add_done_callback(lambda _: self._running.discard(stream))
        return stream

    def of_turn(self, turn_id: str) -> AnswerStream | None:
        """The running answer of that turn, if this process is giving it."""
        return next((stream for stream in self._running if stream.turn_id == turn_id), None)

    def stop(self, session_id: str) -> None:
        """Stops what is being answered in that session, which its owner deleted."""
        for stream in [stream for stream in self._running if stream.session_id == session_id]:
            stream.end(_ending("not_found", "The conversation was deleted while this was being answered."))

    def shut_down(self) -> None:
        """Takes no more questions and ends the open streams with an event."""
        self._shutting_down = True
        for stream in list(self._running):
            stream.end(_ending("shutting_down", SHUTTING_DOWN))

    def shut_down_soon(self) -> None:
        """The same, from a signal handler."""
        self._shutting_down = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.shut_down)

    async def drained(self) -> None:
        """Waits until every cancelled answer has put its turn away."""
        tasks: list[asyncio.Task[Any]] = [stream.task for stream in self._running]
        if tasks:
            await asyncio.wait(tasks, timeout=5)


def _ending(code: str, message: str) -> Failed:
    return Failed(code=code, message=message, retryable=code == "shutting_down", incident=secrets.token_hex(6))
