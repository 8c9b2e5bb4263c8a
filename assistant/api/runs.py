"""Runs: work that goes on after its request was answered, one task a name, a few at a time."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from assistant.api.requests import log_failure


class Runs:
    """The tasks of one kind that this process has under way."""

    def __init__(self, *, at_once: int) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(at_once)

    def start(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Does the work as soon as there is room, unless work of that name is under way."""
        if name not in self._tasks:
            task = asyncio.create_task(self._run(work))
            self._tasks[name] = task
            task.add_done_callback(lambda done: self._forget(name, done))

    def stop(self, name: str) -> None:
        """Ends the work of that name."""
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Ends them all."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with self._room:
            await work()

    def _forget(self, name: str, task: "asyncio.Task[None]") -> None:
        if self._tasks.get(name) is task:
            del self._tasks[name]
        if not task.cancelled() and task.exception() is not None:
            log_failure(task.exception() or RuntimeError(), incident=secrets.token_hex(6))
