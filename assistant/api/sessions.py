"""Conversations: listed, read, renamed and deleted by their owner."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.dependencies import AnswersDep, AssistantDep, ClockDep, OwnerDep
from assistant.errors import BadInput
from assistant.sessions.records import Session, Turn
from assistant.sessions.titles import title_of

router = APIRouter(prefix="/api/sessions", tags=["sessions"])


class Renamed(BaseModel):
    """A session's new title."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=500)]


@router.get("")
def list_sessions(assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The owner's conversations, the one used last first."""
    return {"sessions": [_header(session) for session in assistant.sessions.list(owner)]}


@router.get("/{session_id}")
def read_session(session_id: str, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> dict[str, Any]:
    """A conversation with its turns, oldest first."""
    session = assistant.sessions.open(session_id, owner=owner, now=now())
    return _header(session) | {"turns": [_turn(turn) for turn in assistant.sessions.turns(session_id)]}


@router.patch("/{session_id}")
def rename_session(session_id: str, renamed: Renamed, assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The conversation under its new title."""
    title = title_of(renamed.title)
    if not title:
        raise BadInput("The title is empty. Type at least one character.")
    return _header(assistant.sessions.rename(session_id, title, owner=owner))


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


def _turn(turn: Turn) -> dict[str, Any]:
    return asdict(turn)
