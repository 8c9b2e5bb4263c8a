"""Asking: one question in, its events or its whole answer out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.agent.events import Event, Failed
from assistant.api.answers import failure_of, gather
from assistant.api.choices import known_tickers
from assistant.api.dependencies import AnswersDep, AssistantDep, ClockDep, OwnerDep, SettingsDep
from assistant.api.failures import error_response
from assistant.api.instants import read_days, read_instant
from assistant.api.sse import transcript
from assistant.api.streams import AnswerStream
from assistant.knowledge.windows import Window
from assistant.sessions.questions import readable_question

# A refusal is known within this time and gets a status of its own; what takes longer is told in the stream.
_FIRST_EVENT_S = 1.0

router = APIRouter(prefix="/api", tags=["chat"])

Day = Annotated[str, Field(max_length=10)]
Ticker = Annotated[str, Field(min_length=1, max_length=20)]


class AskedWindow(BaseModel):
    """The days to answer about, both inclusive; an absent end is open."""

    model_config = ConfigDict(extra="forbid")

    first: Day | None = None
    last: Day | None = None


class Asked(BaseModel):
    """A question, and what the person set in place of what would be read from its words."""

    model_config = ConfigDict(extra="forbid")

    question: str
    session_id: Annotated[str, Field(max_length=64)] | None = None
    as_of: Annotated[str, Field(max_length=40)] | None = None
    window: AskedWindow | None = None
    tickers: Annotated[list[Ticker], Field(max_length=10)] | None = None


@router.post("/chat", response_model=None)
async def chat(
    asked: Asked,
    request: Request,
    assistant: AssistantDep,
    answers: AnswersDep,
    owner: OwnerDep,
    now: ClockDep,
    settings: SettingsDep,
    x_may_resume: Annotated[bool, Header()] = False,
) -> Response:
    """The answer as server-sent events, or as one JSON body with `Accept: application/json`.

    With `X-May-Resume: true` the answer goes on for some seconds when the connection breaks, to be taken up again at
    `/api/turns/{turn_id}/events`; without, it is cancelled as soon as its reader leaves.
    """
    question = readable_question(asked.question, longest=settings.max_question_chars)
    as_of = read_instant(asked.as_of, zone=settings.zone) if asked.as_of else None
    window = _window(asked.window)
    tickers = known_tickers(asked.tickers, assistant.instruments)
    session = await asyncio.to_thread(assistant.sessions.open, asked.session_id, owner=owner, now=now())
    events = assistant.answer(question, session_id=session.session_id, owner=owner, as_of=as_of, window=window, tickers=tickers)
    if _wants_json(request):
        return await _whole(request, answers.start(events, session_id=session.session_id), question)
    stream = answers.start(events, session_id=session.session_id, resumable=x_may_resume)
    try:
        first = await stream.event(0, within_s=_FIRST_EVENT_S)
        if isinstance(first, Failed):
            return _failure(first)
        newest = await asyncio.to_thread(assistant.sessions.newest_turn, session.session_id)
        stream.turn_id = newest or ""
    except BaseException:
        stream.cancel()
        raise
    return Followed(
        stream,
        transcript(stream, turn_id=stream.turn_id or session.session_id),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no", "X-Session-Id": session.session_id, "X-Turn-Id": stream.turn_id},
    )


class Followed(StreamingResponse):
    """A stream's events to a reader who counts before the first byte is asked for: one may be gone by then."""

    def __init__(self, stream: AnswerStream, content: AsyncIterator[bytes], **options: Any) -> None:
        super().__init__(content, **options)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._stream.reading():
            await super().__call__(scope, receive, send)


async def _whole(request: Request, stream: AnswerStream, question: str) -> Response:
    """The gathered answer; a reader who leaves takes it along."""
    with stream.reading():
        reader = asyncio.create_task(_gone(request))
        gathering = asyncio.create_task(stream.all())
        try:
            await asyncio.wait((reader, gathering), return_when=asyncio.FIRST_COMPLETED)
            events: Sequence[Event] = gathering.result() if gathering.done() else ()
        finally:
            reader.cancel()
            gathering.cancel()
    failure = failure_of(events)
    if failure is not None:
        return _failure(failure)
    answer = gather(question, events)
    # Without an answer the reader is gone, and nobody sees this status.
    return JSONResponse(answer.model_dump(mode="json")) if answer else Response(status_code=499)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _failure(event: Failed) -> Response:
    return error_response(event.code, event.message, retryable=event.retryable, incident=event.incident)


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/event-stream" not in accepted


def _window(asked: AskedWindow | None) -> Window | None:
    if asked is None:
        return None
    first, last = read_days(asked.first, asked.last)
    return Window(first=first, last=last)
