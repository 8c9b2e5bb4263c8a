"""Watched questions: put on and taken off by their owner, and how their answers changed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.chat import AskedWindow, Ticker
from assistant.api.choices import known_tickers
from assistant.api.dependencies import AssistantDep, ClockDep, OwnerDep, SettingsDep
from assistant.api.instants import read_days
from assistant.errors import BadInput
from assistant.sessions.changes import Events, differences, text_of
from assistant.sessions.questions import readable_question
from assistant.sessions.watched import Change, Watched

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

router = APIRouter(prefix="/api/watched", tags=["watched"])


class AskedWatch(BaseModel):
    """A question to watch: one that was answered (`turn_id`), whose answer is compared with, or a new one."""

    model_config = ConfigDict(extra="forbid")

    question: str | None = None
    turn_id: Annotated[str, Field(max_length=64)] | None = None
    window: AskedWindow | None = None
    tickers: Annotated[list[Ticker], Field(max_length=10)] | None = None


@router.post("", status_code=201)
def watch_question(
    asked: AskedWatch, assistant: AssistantDep, owner: OwnerDep, now: ClockDep, settings: SettingsDep
) -> dict[str, Any]:
    """The question, asked again from now on whenever there is new evidence."""
    if (asked.question is None) == (asked.turn_id is None):
        raise BadInput("Send either a `question` or the `turn_id` of one that was answered.")
    turn = assistant.sessions.turn(asked.turn_id, owner=owner) if asked.turn_id else None
    if turn is not None and turn.state != "done":
        raise BadInput("This question has no whole answer to compare with. Ask it again first.")
    question = readable_question(turn.question if turn else asked.question or "", longest=settings.max_question_chars)
    days: tuple[date | None, date | None] = (None, None)
    if asked.window is not None:
        days = read_days(asked.window.first, asked.window.last)
    watched = assistant.sessions.watched.add(
        question,
        owner=owner,
        now=now(),
        days=days,
        tickers=known_tickers(asked.tickers, assistant.instruments),
        events=turn.events if turn else (),
        asked_at=turn.asked_at if turn else None,
    )
    return _told(watched, ())


@router.get("")
def list_watched(assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The owner's watched questions with their last answers and how these changed, the newest first."""
    return {"watched": all_watched(assistant, owner)}


@router.post("/{watch_id}/seen", status_code=204)
def mark_seen(watch_id: str, assistant: AssistantDep, owner: OwnerDep) -> Response:
    """Says that every change of the question's answer was seen."""
    assistant.sessions.watched.mark_seen(watch_id, owner=owner)
    return Response(status_code=204)


@router.delete("/{watch_id}", status_code=204)
def unwatch_question(watch_id: str, assistant: AssistantDep, owner: OwnerDep) -> Response:
    """Watches the question no longer."""
    assistant.sessions.watched.remove(watch_id, owner=owner)
    return Response(status_code=204)


def all_watched(assistant: "Assistant", owner: str) -> list[dict[str, Any]]:
    """Each of the owner's questions as it is told."""
    listed = assistant.sessions.watched.list(owner)
    changes = assistant.sessions.watched.changes([one.watch_id for one in listed])
    return [_told(one, changes[one.watch_id]) for one in listed]


def _told(watched: Watched, changes: Sequence[Change]) -> dict[str, Any]:
    return {
        "watch_id": watched.watch_id,
        "question": watched.question,
        "window": {"first": watched.first, "last": watched.last},
        "tickers": watched.tickers,
        "created_at": watched.created_at,
        "asked_at": watched.asked_at,
        "answer": answer_told(watched.events),
        "unseen": sum(not change.seen for change in changes),
        "changes": [_change(change) for change in changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "changed_at": change.changed_at,
        "seen": change.seen,
        "before": answer_told(change.before),
        "after": answer_told(change.after),
        **changes_told(change.before, change.after),
    }


def changes_told(before: Events, after: Events) -> dict[str, Any]:
    """The differences between two answers, as records and in sentences."""
    changes = differences(before, after)
    return {"changed": changes.changed, "differences": asdict(changes), "sentences": changes.sentences()}


def answer_told(events: Events) -> dict[str, Any] | None:
    """An answer in short; none where there is none yet."""
    done = next((event for event in events if event.get("type") == "done"), None)
    if done is None:
        return None
    return {"text": text_of(events), "reason": done.get("reason"), "as_of": done.get("as_of")}
