"""Conversations: listed, read, renamed and deleted by their owner."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.api.dependencies import AnswersDep, AssistantDep, ClockDep, OwnerDep
from assistant.api.reports import sources_since
from assistant.errors import BadInput
from assistant.knowledge.standing import Cited, Standing, standings
from assistant.sessions.annotations import LONGEST_TAG, MOST_TAGS
from assistant.sessions.records import Session, Turn, cited_versions
from assistant.sessions.titles import title_of

router = APIRouter(prefix="/api/sessions", tags=["sessions"])


class SessionChanges(BaseModel):
    """What is to change of a session; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=500)] | None = None
    pinned: StrictBool | None = None
    tags: Annotated[list[Annotated[str, Field(max_length=LONGEST_TAG)]], Field(max_length=MOST_TAGS)] | None = None


@router.get("")
def list_sessions(assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The owner's conversations: those that are pinned, then the others, the one used last first."""
    return {"sessions": [_header(session) for session in assistant.sessions.list(owner)]}


@router.get("/found")
def find_sessions(
    assistant: AssistantDep, owner: OwnerDep, q: Annotated[str, Query(min_length=1, max_length=200)]
) -> dict[str, Any]:
    """The owner's conversations that carry every word, each with the turn that does and the text around it."""
    return {"found": [asdict(one) for one in assistant.sessions.annotations.find(q, owner=owner)]}


@router.get("/{session_id}")
def read_session(session_id: str, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> dict[str, Any]:
    """A conversation with its turns, oldest first; each names those of its documents that were updated or withdrawn since."""
    session = assistant.sessions.open(session_id, owner=owner, now=now())
    turns = assistant.sessions.turns(session_id)
    found = standings(assistant.knowledge.documents.database, cited_versions(turns), now=now())
    told = [_turn(turn) | {"sources_since": _changed(turn, found)} for turn in turns]
    return _header(session) | {"turns": told, "brief": assistant.sessions.briefs.state_of(session_id)}


@router.patch("/{session_id}")
def change_session(
    session_id: str, changes: SessionChanges, assistant: AssistantDep, owner: OwnerDep, now: ClockDep
) -> dict[str, Any]:
    """The conversation under its new title, pinned or tagged."""
    sessions = assistant.sessions
    title = None if changes.title is None else title_of(changes.title)
    if title == "":
        raise BadInput("The title is empty. Type at least one character.")
    sessions.annotations.mark_session(session_id, owner=owner, pinned=changes.pinned, tags=changes.tags)
    if title is not None:
        sessions.rename(session_id, title, owner=owner)
    return _header(sessions.open(session_id, owner=owner, now=now()))


@router.delete("/{session_id}", status_code=204)
async def delete_session(session_id: str, assistant: AssistantDep, answers: AnswersDep, owner: OwnerDep) -> Response:
    """Removes the conversation and stops what is being answered in it."""
    await run_in_threadpool(assistant.sessions.delete, session_id, owner=owner)
    answers.stop(session_id)
    return Response(status_code=204)


def _header(session: Session) -> dict[str, Any]:
    header = asdict(session)
    del header["owner"]
    return header


def _changed(turn: Turn, found: Mapping[Cited, Standing]) -> list[dict[str, Any]]:
    return [one for one in sources_since(turn, found) if one["state"] != "current"]


def _turn(turn: Turn) -> dict[str, Any]:
    return asdict(turn)
