"""Answers that run in tasks of their own, each with a queue to its reader, gone when the reader leaves.

A stream that is cancelled inside an endpoint leaves the model's request running to its end; a task that is
cancelled as a whole takes it along.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import aclosing
from types import TracebackType
from typing import Any, Self

from assistant.agent.events import Done, Event, Failed
from assistant.api.failures import INTERNAL, OVERLOADED, SHUTTING_DOWN, failed
from assistant.api.requests import log_failure
from assistant.errors import AssistantError, Busy

MAX_ANSWERS = 600  # at one time in one process


class Overloaded(Busy):
    """As many answers are running as this process takes."""

    code = "overloaded"


class AnswerStream:
    """One running answer; its reader stops at the first `done` or `error`. Leaving the `with` block cancels what still runs."""

    def __init__(self, events: AsyncIterator[Event], *, session_id: str) -> None:
        self.session_id = session_id
        self._queue: asyncio.Queue[Event] = asyncio.Queue()
        self._task = asyncio.create_task(self._pump(events))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.cancel()

    @property
    def task(self) -> "asyncio.Task[None]":
        return self._task

    async def next(self, *, within_s: float | None = None) -> Event | None:
        """The next event, or None when the time passes without one."""
        try:
            async with asyncio.timeout(within_s):
                return await self._queue.get()
        except TimeoutError:
            return None

    async def rest(self) -> list[Event]:
        """The events still to come, the last one included."""
        events: list[Event] = []
        while not events or not isinstance(events[-1], Done | Failed):
            events.append(await self._queue.get())
        return events

    def end(self, event: Failed) -> None:
        """Stops the answer and lets the reader know why."""
        self.cancel()
        self._queue.put_nowait(event)

    def cancel(self) -> None:
        """Once only: a second cancellation would interrupt the putting away of the turn."""
        if not self._task.cancelling():
            self._task.cancel()

    async def _pump(self, events: AsyncIterator[Event]) -> None:
        incident = secrets.token_hex(6)
        try:
            async with aclosing(events) as closing:  # type: ignore[type-var]
                async for event in closing:
                    self._queue.put_nowait(event)
            self._queue.put_nowait(Failed(code="internal", message=INTERNAL, retryable=True, incident=incident))
        except AssistantError as exc:
            self._queue.put_nowait(failed(exc, incident=incident))
        except Exception as exc:
            log_failure(exc, incident=incident)
            self._queue.put_nowait(Failed(code="internal", message=INTERNAL, retryable=True, incident=incident))


class Answers:
    """The answers running in this process."""

    def __init__(self) -> None:
        self._running: set[AnswerStream] = set()
        self._shutting_down = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, events: AsyncIterator[Event], *, session_id: str) -> AnswerStream:
        """Runs the answer in a task of its own.

        Raises:
            Overloaded: too many are running.
        """
        if self._shutting_down or len(self._running) >= MAX_ANSWERS:
            raise Overloaded(SHUTTING_DOWN if self._shutting_down else OVERLOADED)
        self._loop = asyncio.get_running_loop()
        stream = AnswerStream(events, session_id=session_id)
        self._running.add(stream)
        stream.task.add_done_callback(lambda _: self._running.discard(stream))
        return stream

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
