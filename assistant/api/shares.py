"""Read-only links: a session as a page of its own, which holds nothing but the session."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response

from assistant.api.dependencies import AssistantDep, ClockDep, OwnerDep
from assistant.api.reports import report_of
from assistant.errors import NotFound
from assistant.sessions.exports.page import POLICY, to_html
from assistant.sessions.exports.words import language_of

router = APIRouter(tags=["shares"])


@router.post("/api/sessions/{session_id}/share", status_code=201)
def share_session(session_id: str, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> dict[str, Any]:
    """The link by which the session can be read; the same one until it is revoked."""
    sessions = assistant.sessions
    sessions.open(session_id, owner=owner, now=now())
    if not sessions.turns(session_id):
        raise NotFound("There is nothing to share in this session yet. Ask a question first.")
    return _told(sessions.shares.share(session_id, now=now()))


@router.get("/api/sessions/{session_id}/share")
def read_share(session_id: str, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> dict[str, Any]:
    """The session's link, or none."""
    assistant.sessions.open(session_id, owner=owner, now=now())
    return _told(assistant.sessions.shares.link_of(session_id))


@router.delete("/api/sessions/{session_id}/share", status_code=204)
def revoke_share(session_id: str, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> Response:
    """Makes the link lead nowhere."""
    assistant.sessions.open(session_id, owner=owner, now=now())
    assistant.sessions.shares.revoke(session_id)
    return Response(status_code=204)


@router.get("/shared/{share_id}", response_model=None)
def read_shared(
    share_id: str,
    assistant: AssistantDep,
    now: ClockDep,
    languages: Annotated[str, Header(alias="accept-language", max_length=1_000)] = "",
) -> Response:
    """The session as it is now: no script, no key, none of the owner's notes, no way to the rest."""
    session_id = assistant.sessions.shares.session_of(share_id) if share_id.isascii() and share_id.isprintable() else None
    if session_id is None:
        raise NotFound("This link leads nowhere: it may have been revoked. Ask for another one.")
    session = assistant.sessions.get(session_id)
    turns = [replace(turn, note="") for turn in assistant.sessions.turns(session_id) if turn.state != "running"]
    report = report_of(
        assistant.knowledge.documents.database,
        replace(session, tags=()),
        turns,
        now=now(),
        instruments=assistant.instruments,
        prices=assistant.prices,
        drawn=True,
        language=language_of(languages),
        zone=assistant.settings.zone,
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Vary": "Accept-Language",
    }
    return Response(
        to_html(report),
        media_type="text/html; charset=utf-8",
        headers=headers,
    )


def _told(share_id: str | None) -> dict[str, Any]:
    return {"share_id": share_id, "path": f"/shared/{share_id}" if share_id else None}
