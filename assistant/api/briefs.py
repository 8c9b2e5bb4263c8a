"""Briefs: begun, followed and stopped by their owner; a brief's answers are the turns of its session."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from assistant.agent.briefs import answer_brief, followed, keep_brief, plan_brief
from assistant.api.dependencies import AssistantDep, Clock, ClockDep, OwnerDep, SettingsDep
from assistant.api.instants import read_days, read_instant
from assistant.api.runs import Runs
from assistant.errors import NotFound
from assistant.knowledge.windows import Window
from assistant.market.watchlists import read_watchlists
from assistant.sessions.briefs import Brief, answers_of

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

Text = Annotated[str, Field(max_length=120)]

router = APIRouter(prefix="/api/briefs", tags=["briefs"])


class AskedBrief(BaseModel):
    """Whom the brief is about and over which time; what is left out is chosen as `rally brief` does.

    The time is a window in words ("since Monday"), or days, both inclusive.
    """

    model_config = ConfigDict(extra="forbid")

    watchlist: Text = ""
    instruments: Annotated[list[Text], Field(max_length=60)] = []
    window: Text | None = None
    first: Annotated[str, Field(max_length=10)] | None = None
    last: Annotated[str, Field(max_length=10)] | None = None
    as_of: Annotated[str, Field(max_length=40)] | None = None


@router.post("", status_code=201)
async def begin_brief(
    asked: AskedBrief, request: Request, assistant: AssistantDep, owner: OwnerDep, now: ClockDep, settings: SettingsDep
) -> dict[str, Any]:
    """The brief, whose questions are answered one after another from now on; where nothing is new, none is begun."""
    as_of = read_instant(asked.as_of, zone=settings.zone) if asked.as_of else now()
    first, last = read_days(asked.first, asked.last)
    days = Window(first=first, last=last) if first or last else None
    plan = partial(plan_brief, assistant, as_of=as_of, watchlist=asked.watchlist, instruments=asked.instruments)
    brief = await run_in_threadpool(plan, window=asked.window or days)
    if not brief.empty:
        brief = await run_in_threadpool(keep_brief, assistant, brief, owner=owner)
        start(request.app.state.brief_runs, assistant, brief, owner)
    newest = await run_in_threadpool(assistant.knowledge.documents.newest_known_at, as_of)
    return told(brief, answered=0) | {"newest_evidence_at": newest}


@router.get("")
def list_briefs(assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """The owner's briefs, the newest first."""
    return {"briefs": [told(brief) for brief in assistant.sessions.briefs.list(owner)]}


@router.get("/watchlists")
def list_watchlists(assistant: AssistantDep, settings: SettingsDep) -> dict[str, Any]:
    """The lists of `watchlists.toml` with their tickers, and the one that is taken where none is named."""
    lists = read_watchlists(settings.data_dir / "watchlists.toml", assistant.instruments)
    return {"watchlists": lists, "usual": followed(assistant)[0]}


@router.get("/{session_id}")
def read_brief(session_id: str, assistant: AssistantDep, owner: OwnerDep) -> dict[str, Any]:
    """How far the brief is, and which turn answers which question."""
    brief = assistant.sessions.briefs.get(session_id, owner=owner)
    turns = [turn for turn in answers_of(brief, assistant.sessions.turns(session_id)) if turn.state != "running"]
    sections = [{"ticker": ask.ticker, "question": ask.question, "turn_id": None} for ask in brief.asks]
    for section, turn in zip(sections, turns, strict=False):
        section["turn_id"] = turn.turn_id
    names = {one: found.name for one in brief.tickers if (found := assistant.instruments.get(one)) is not None}
    return told(brief, answered=len(turns)) | {"questions": sections, "names": names}


@router.post("/{session_id}/stop", status_code=204)
async def stop_brief(session_id: str, request: Request, assistant: AssistantDep, owner: OwnerDep, now: ClockDep) -> Response:
    """Leaves the questions that were not answered yet."""
    brief = await run_in_threadpool(assistant.sessions.briefs.get, session_id, owner=owner)
    if brief.state == "running":
        await run_in_threadpool(assistant.sessions.briefs.put_state, session_id, "stopped", now=now())
    request.app.state.brief_runs.stop(session_id)
    return Response(status_code=204)


def start(runs: Runs, assistant: "Assistant", brief: Brief, owner: str) -> None:
    """Answers what is not answered of the brief, after this."""
    runs.start(brief.session_id, partial(_answer_all, assistant, brief, owner))


async def resume(runs: Runs, assistant: "Assistant", now: Clock) -> None:
    """Goes on with what an earlier process left."""
    for brief, owner in await asyncio.to_thread(assistant.sessions.briefs.unfinished, now()):
        start(runs, assistant, brief, owner)


async def _answer_all(assistant: "Assistant", brief: Brief, owner: str) -> None:
    with suppress(NotFound):  # it was deleted meanwhile
        async for _ in answer_brief(assistant, brief, owner=owner):
            pass


def told(brief: Brief, *, answered: int | None = None) -> dict[str, Any]:
    """The brief as it is shown; without a session where nothing was new."""
    fields = {
        "session_id": brief.session_id or None,
        "watchlist": brief.watchlist,
        "as_of": brief.as_of,
        "window": {"label": brief.label, "first": brief.first, "last": brief.last, "since": brief.since, "until": brief.until},
        "instruments": brief.tickers,
        "silent": brief.silent,
        "new": {"reports": brief.reports, "bars": brief.bars},
        "state": brief.state if brief.session_id else "empty",
        "total": len(brief.asks),
    }
    return fields if answered is None else fields | {"answered": answered}
