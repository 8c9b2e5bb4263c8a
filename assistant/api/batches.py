"""Question lists: sent, watched, exported and deleted by their owner."""

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from assistant.api.batch_runs import BatchRuns
from assistant.api.dependencies import AssistantDep, ClockDep, OwnerDep, SettingsDep
from assistant.api.instants import read_instant
from assistant.api.reports import written
from assistant.errors import BadInput
from assistant.sessions.batches import Batch, BatchRow
from assistant.sessions.exports.formats import format_of
from assistant.sessions.question_lists import ListedQuestion, from_file, from_text
from assistant.sessions.questions import readable_question
from assistant.sessions.records import Session, Turn
from assistant.sessions.titles import title_of

router = APIRouter(prefix="/api/batches", tags=["batches"])


class SentFile(BaseModel):
    """A CSV, text or .xlsx file."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)]
    base64: str


class SentList(BaseModel):
    """A list of questions: lines or a table as text, or a file; `as_of` holds for those that name no moment of their own."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    file: SentFile | None = None
    title: Annotated[str, Field(max_length=500)] = ""
    as_of: Annotated[str, Field(max_length=40)] | None = None


@router.post("", status_code=201)
async def send_list(
    sent: SentList, request: Request, assistant: AssistantDep, owner: OwnerDep, now: ClockDep, settings: SettingsDep
) -> dict[str, Any]:
    """The list, whose questions are answered one after another from now on."""
    listed = await run_in_threadpool(_listed, sent)
    questions = []
    for n, one in enumerate(listed, start=1):
        try:
            moment = one.as_of or sent.as_of
            as_of = read_instant(moment, zone=settings.zone) if moment else None
            questions.append((readable_question(one.question, longest=settings.max_question_chars), as_of))
        except BadInput as exc:
            raise BadInput(f"Question {n}: {exc.public_message}") from exc
    title = title_of(sent.title) or title_of(sent.file.name if sent.file else questions[0][0])
    batch = await run_in_threadpool(assistant.sessions.batches.create, questions, title=title, owner=owner, now=now())
    _runs(request).start(batch.batch_id, assistant, now)
    return _header(batch, {"waiting": len(questions)})


@router.get("")
def list_lists(assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The owner's lists, the newest first, with their progress."""
    return {"batches": [_header(batch, counts) for batch, counts in assistant.sessions.batches.list(owner)]}


@router.get("/{batch_id}")
def read_list(batch_id: str, assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The list's progress, and each question with its answer's events."""
    batch = assistant.sessions.batches.get(batch_id, owner=owner)
    rows = assistant.sessions.batches.rows(batch_id)
    return _header(batch, _counts(rows)) | {"rows": [_row(row) for row in rows]}


@router.get("/{batch_id}/export", response_model=None)
def export_list(
    batch_id: str,
    assistant: AssistantDep,
    owner: OwnerDep,
    now: ClockDep,
    name: Annotated[str, Query(alias="format", max_length=20)] = "xlsx",
    language: Annotated[str, Query(alias="lang", max_length=20)] = "en",
) -> Response:
    """The answers there are, in any of the formats of a session."""
    format_of(name)  # a format there is not is told before anything is looked up
    batch = assistant.sessions.batches.get(batch_id, owner=owner)
    turns = [_as_turn(row) for row in assistant.sessions.batches.rows(batch_id) if row.events]
    session = Session(
        session_id=batch_id, owner=owner, title=batch.title, created_at=batch.created_at, updated_at=batch.created_at
    )
    return written(assistant, session, turns, name=name, language=language, now=now())


@router.post("/{batch_id}/stop", status_code=204)
async def stop_list(batch_id: str, request: Request, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> Response:
    """Leaves the questions that were not answered yet."""
    batches = assistant.sessions.batches
    await run_in_threadpool(batches.get, batch_id, owner=owner)
    await run_in_threadpool(batches.change, batch_id, ["waiting", "running"], "stopped", now=now())
    _runs(request).stop(batch_id)
    return Response(status_code=204)


@router.post("/{batch_id}/resume", status_code=204)
async def resume_list(batch_id: str, request: Request, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> Response:
    """Asks again what failed, and what was stopped."""
    batches = assistant.sessions.batches
    await run_in_threadpool(batches.get, batch_id, owner=owner)
    await run_in_threadpool(batches.change, batch_id, ["failed", "stopped"], "waiting", now=now())
    _runs(request).start(batch_id, assistant, now)
    return Response(status_code=204)


@router.delete("/{batch_id}", status_code=204)
async def delete_list(batch_id: str, request: Request, assistant: AssistantDep, owner: OwnerDep) -> Response:
    """Removes the list with its answers."""
    await run_in_threadpool(assistant.sessions.batches.delete, batch_id, owner=owner)
    _runs(request).stop(batch_id)
    return Response(status_code=204)


def _runs(request: Request) -> BatchRuns:
    return request.app.state.batch_runs  # type: ignore[no-any-return]


def _listed(sent: SentList) -> list[ListedQuestion]:
    if (sent.text is None) == (sent.file is None):
        raise BadInput("Send the questions either as `text` or as a `file`.")
    if sent.file is None:
        return from_text(sent.text or "")
    try:
        data = base64.b64decode(sent.file.base64, validate=True)
    except (ValueError, binascii.Error) as exc:
        raise BadInput("The file is not base64.") from exc
    return from_file(sent.file.name, data)


def _counts(rows: Sequence[BatchRow]) -> dict[str, int]:
    states = [row.state for row in rows]
    return {state: states.count(state) for state in dict.fromkeys(states)}


def _header(batch: Batch, counts: dict[str, int]) -> dict[str, Any]:
    progress = {state: counts.get(state, 0) for state in ("waiting", "running", "done", "failed", "stopped")}
    return {
        "batch_id": batch.batch_id,
        "title": batch.title,
        "created_at": batch.created_at,
        "total": sum(progress.values()),
        "progress": progress,
    }


def _row(row: BatchRow) -> dict[str, Any]:
    as_of = row.as_of.isoformat() if row.as_of else None
    return {"n": row.ordinal, "question": row.question, "as_of": as_of, "state": row.state, "events": row.events}


def _as_turn(row: BatchRow) -> Turn:
    return Turn(
        turn_id="",
        session_id=row.batch_id,
        ordinal=row.ordinal,
        question=row.question,
        state="done" if row.state == "done" else "failed",
        events=row.events,
        asked_at=row.changed_at,
        as_of=row.as_of or row.changed_at,
    )
