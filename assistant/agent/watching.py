"""Watching: questions asked again when there is new evidence; what is told is only how an answer changed."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.knowledge.feed import newest_seq
from assistant.knowledge.windows import Window
from assistant.sessions.changes import Changes, differences, ended
from assistant.sessions.watched import Watched

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A watched question asked again, and how its answer changed; no change where it is the first answer or failed."""

    watched: Watched
    changes: Changes | None
    failed: bool


def evidence_mark(assistant: "Assistant") -> str:
    """A text that is another one whenever the evidence held is."""
    with assistant.knowledge.documents.database.read() as connection:
        seq = newest_seq(connection)
    return f"{seq}.{assistant.prices.revision()}"


async def ask_watched(assistant: "Assistant") -> AsyncGenerator[Asked]:
    """Asks every question that was not asked on today's evidence yet; an answer that failed is left for the next time."""
    store = assistant.sessions.watched
    mark = await asyncio.to_thread(evidence_mark, assistant)
    for watched in await asyncio.to_thread(store.outdated, mark):
        events = await _events(assistant, watched)
        failed = ended(events) == "failed"
        changes = differences(watched.events, events) if watched.events and not failed else None
        if not failed:
            if changes is not None and changes.changed:
                await asyncio.to_thread(store.put_change, watched.watch_id, watched.events, events, now=assistant.now())
            await asyncio.to_thread(store.put_answer, watched.watch_id, events, mark=mark, now=assistant.now())
        yield Asked(watched=watched, changes=changes, failed=failed)


async def _events(assistant: "Assistant", watched: Watched) -> list[dict[str, Any]]:
    """The answer's events as they are kept; those of an answer that could not begin are none."""
    window = Window(first=watched.first, last=watched.last) if watched.first or watched.last else None
    told = []
    try:
        events = assistant.answer(
            watched.question, owner=watched.owner, window=window, tickers=watched.tickers, history=(), keep=False
        )
        async with aclosing(events) as stream:
            async for event in stream:
                told.append(event.model_dump(mode="json"))  # noqa: PERF401 (what came before a failure is kept)
    except AssistantError:
        return []
    return told
