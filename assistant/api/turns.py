"""A turn: its events taken up where a connection broke, its end, and what its owner adds to it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, StrictBool, TypeAdapter
from starlette.responses import Response, StreamingResponse

from assistant.agent.events import Done, Event, Failed
from assistant.api.dependencies import AnswersDep, AssistantDep, ClockDep, OwnerDep
from assistant.api.hits import trace_json
from assistant.api.reports import sources_since
from assistant.api.sse import replay, transcript
from assistant.api.streams import STOPPED
from assistant.api.watched import changes_told
from assistant.errors import BadInput, Busy, NotFound
from assistant.knowledge.standing import standings
from assistant.sessions.annotations import LONGEST_NOTE
from assistant.sessions.records import Feedback, Turn, cited_versions

_INTERRUPTED = STOPPED.model_copy(
    update={"code": "interrupted", "message": "The program ended while this was being answered. Ask again."}
)
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)

router = APIRouter(prefix="/api/turns", tags=["turns"])


class TurnChanges(BaseModel):
    """What is to change of a turn's annotations; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = None
    pinned: StrictBool | None = None
    feedback: Feedback | None = None


@router.get("")
def list_pins(assistant: AssistantDep, owner: OwnerDep, pinned: Literal["true"]) -> dict[str, Any]:
    """The owner's pinned turns of all conversations, the newest first."""
    return {"turns": [asdict(pin) for pin in assistant.sessions.annotations.pins(owner)]}


@router.get("/{turn_id}/events", response_model=None)
async def read_events(
    turn_id: str,
    assistant: AssistantDep,
    answers: AnswersDep,
    owner: OwnerDep,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    last_event_id: Annotated[str | None, Header(max_length=120)] = None,
) -> Response:
    """The turn's events after the last one that was received, as they come; a turn that has ended gives its stored ones."""
    seen = _number(last_event_id, turn_id) if last_event_id else after
    turn = await run_in_threadpool(assistant.sessions.turn, turn_id, owner=owner)
    stream = answers.of_turn(turn_id)
    if stream is None and turn.state == "running":  # it may have ended since it was read
        turn = await run_in_threadpool(assistant.sessions.turn, turn_id, owner=owner)
        if turn.state == "running":
            raise Busy("This question is still being answered elsewhere. Look again in a moment.")
    body = (
        transcript(stream, turn_id=turn_id, after=seen)
        if stream is not None
        else replay(stored_events(turn), turn_id=turn_id, after=seen)
    )
    return StreamingResponse(
        body, media_type="text/event-stream", headers={"X-Accel-Buffering": "no", "X-Session-Id": turn.session_id}
    )


@router.get("/{turn_id}")
def read_turn(turn_id: str, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> dict[str, Any]:
    """The turn, and of each document that its answer used whether it is still current, was updated or withdrawn."""
    turn = assistant.sessions.turn(turn_id, owner=owner)
    found = standings(assistant.knowledge.documents.database, cited_versions([turn]), now=now())
    return asdict(turn) | {"sources_since": sources_since(turn, found)}


@router.get("/{turn_id}/changes")
def read_changes(
    turn_id: str, assistant: AssistantDep, owner: OwnerDep, against: Annotated[str | None, Query(max_length=64)] = None
) -> dict[str, Any]:
    """What changed in the answer since an earlier one: that of `against`, else the one before to the same question."""
    turn = assistant.sessions.turn(turn_id, owner=owner)
    if against is not None:
        before = assistant.sessions.turn(against, owner=owner)
    else:
        earlier = [one for one in assistant.sessions.turns(turn.session_id) if one.ordinal < turn.ordinal]
        before = next((one for one in reversed(earlier) if one.question == turn.question and one.state == "done"), turn)
    if before.turn_id == turn.turn_id or {turn.state, before.state} != {"done"}:
        raise NotFound("There is no other whole answer to compare this one with. Ask the question again first.")
    told = changes_told(before.events, turn.events)
    return {"turn_id": turn_id, "against": before.turn_id, "before_as_of": before.as_of, "after_as_of": turn.as_of} | told


@router.get("/{turn_id}/sources/{n}/found")
def read_found(
    turn_id: str, n: Annotated[int, Path(ge=1, le=10_000)], assistant: AssistantDep, owner: OwnerDep
) -> dict[str, Any]:
    """Why a report that the answer cites was found: its searches done again as of its moment, with the ranks, the
    conditions that applied and what they kept out."""
    turn = assistant.sessions.turn(turn_id, owner=owner)
    return {"turn_id": turn_id, "n": n, "searches": [trace_json(trace) for trace in assistant.retrace(turn, n)]}


@router.patch("/{turn_id}")
def annotate_turn(turn_id: str, changes: TurnChanges, assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The turn's note, whether it is pinned, and what was thought of its answer."""
    sessions = assistant.sessions
    sessions.annotations.mark_turn(turn_id, owner=owner, **changes.model_dump())
    turn = sessions.turn(turn_id, owner=owner)
    return {"turn_id": turn_id, "note": turn.note, "pinned": turn.pinned, "feedback": turn.feedback}


@router.post("/{turn_id}/stop", status_code=204)
async def stop_turn(turn_id: str, assistant: AssistantDep, answers: AnswersDep, owner: OwnerDep) -> Response:
    """Stops the answer; what was said so far is kept. One that has ended stays as it is."""
    await run_in_threadpool(assistant.sessions.turn, turn_id, owner=owner)
    stream = answers.of_turn(turn_id)
    if stream is not None:
        stream.end(STOPPED)
    return Response(status_code=204)


def stored_events(turn: Turn) -> Sequence[Event]:
    """The events of an ended turn, with an end where it was put away without one."""
    events = [_EVENT.validate_python(event) for event in turn.events]
    if events and isinstance(events[-1], Done | Failed):
        return events
    return [*events, STOPPED if turn.state == "stopped" else _INTERRUPTED]


def _number(event_id: str, turn_id: str) -> int:
    """The number in an event's id.

    Raises:
        BadInput: it is not one of this turn's.
    """
    turn, _, number = event_id.rpartition(":")
    if turn != turn_id or not (number.isascii() and number.isdigit()) or len(number) > 7:
        raise BadInput("The Last-Event-ID is not one of this turn. Send the id of the last event that you received.")
    return int(number)
