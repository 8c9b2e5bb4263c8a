"""A session, or one answer of it, as a file."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from assistant.api.dependencies import AssistantDep, ClockDep, OwnerDep
from assistant.api.reports import written
from assistant.errors import NotFound
from assistant.sessions.exports.formats import format_of

router = APIRouter(prefix="/api/sessions", tags=["sessions"])


@router.get("/{session_id}/export", response_model=None)
def export_session(
    session_id: str,
    assistant: AssistantDep,
    owner: OwnerDep,
    now: ClockDep,
    name: Annotated[str, Query(alias="format", max_length=20)] = "md",
    turn: Annotated[str | None, Query(max_length=64)] = None,
    language: Annotated[str, Query(alias="lang", max_length=20)] = "en",
) -> Response:
    """The session as Markdown, HTML, DOCX, PDF, CSV, XLSX or JSON; with `turn`, that answer alone; headings in `lang`."""
    format_of(name)  # a format there is not is told before anything is looked up
    session = assistant.sessions.open(session_id, owner=owner, now=now())
    turns = [one for one in assistant.sessions.turns(session_id) if turn in (None, one.turn_id) and one.state != "running"]
    if not turns:
        raise NotFound("There is no such answer to export, or it is still being written.")
    return written(assistant, session, turns, name=name, language=language, now=now())
