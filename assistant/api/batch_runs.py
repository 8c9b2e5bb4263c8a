"""Question lists being answered: one task a list, a few at a time, each answer kept as soon as it is there."""

import asyncio
import secrets
from contextlib import aclosing
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.agent.events import Done, Event, Failed
from assistant.api.dependencies import Clock
from assistant.api.failures import INTERNAL, failed
from assistant.api.requests import log_failure
from assistant.api.runs import Runs
from assistant.errors import AssistantError
from assistant.sessions.batches import BatchRow, RowState

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_AT_ONCE = 2  # lists; the rest wait, so that people who ask are not held up


class BatchRuns:
    """The lists that this process answers."""

    def __init__(self) -> None:
        self._runs = Runs(at_once=_AT_ONCE)

    async def resume(self, assistant: "Assistant", now: Clock) -> None:
        """Goes on with what an earlier process left."""
        for batch_id in await asyncio.to_thread(assistant.sessions.batches.recover, now()):
            self.start(batch_id, assistant, now)

    def start(self, batch_id: str, assistant: "Assistant", now: Clock) -> None:
        """Answers what waits in the list, unless that is being done."""
        self._runs.start(batch_id, partial(_answer_all, batch_id, assistant, now))

    def stop(self, batch_id: str) -> None:
        """Ends what is being answered of the list."""
        self._runs.stop(batch_id)

    async def close(self) -> None:
        """Ends them all; what was not answered waits for the next process."""
        await self._runs.close()


async def _answer_all(batch_id: str, assistant: "Assistant", now: Clock) -> None:
    batches = assistant.sessions.batches
    while (row := await asyncio.to_thread(batches.claim, batch_id, now=now())) is not None:
        try:
            events = await _answered(assistant, row)
        except asyncio.CancelledError:  # another process may have it at once; no await, for this one is ending
            batches.put(batch_id, row.ordinal, state="waiting", events=[], now=now())
            raise
        state: RowState = "done" if isinstance(events[-1], Done) else "failed"
        kept = [event.model_dump(mode="json") for event in events]
        await asyncio.to_thread(batches.put, batch_id, row.ordinal, state=state, events=kept, now=now())


async def _answered(assistant: "Assistant", row: BatchRow) -> list[Event]:
    """The events of an answer, which ends in any case."""
    events: list[Event] = []
    try:
        async with aclosing(_events(assistant, row.question, row.as_of)) as stream:
            async for event in stream:
                events.append(event)  # noqa: PERF401 (what came before a failure is kept)
        if events and isinstance(events[-1], Done | Failed):
            return events
        end = Failed(code="internal", message=INTERNAL, retryable=True, incident=secrets.token_hex(6))
    except AssistantError as exc:
        end = failed(exc, incident="")
    except Exception as exc:
        end = Failed(code="internal", message=INTERNAL, retryable=True, incident=secrets.token_hex(6))
        log_failure(exc, incident=end.incident)
    return [*events, end]


def _events(assistant: "Assistant", question: str, as_of: datetime | None) -> Any:
    return assistant.answer(question, as_of=as_of, history=(), keep=False)
