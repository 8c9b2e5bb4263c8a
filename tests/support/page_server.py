"""The web page over loopback with scripted answers: slow streams, errors and cut connections, at the test's word."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.headers import SafeHeaders
from assistant.api.page import page

PATIENCE = 10.0  # seconds a stream waits for the test before it goes on


class Gate:
    """A point of a stream at which it waits until the test opens it."""

    def __init__(self) -> None:
        self._opened = threading.Event()
        self.reached = threading.Event()

    def open(self) -> None:
        self._opened.set()

    async def pass_through(self) -> None:
        self.reached.set()
        for _ in range(int(PATIENCE / 0.02)):
            if self._opened.is_set():
                return
            await asyncio.sleep(0.02)


@dataclass(frozen=True)
class Cut:
    """The connection breaks here."""


@dataclass(frozen=True)
class Raw:
    """Bytes as they are."""

    data: bytes


Step = dict[str, Any] | Gate | Cut | Raw
CUT = Cut()


@dataclass
class Script:
    """What the server answers; tests fill it in."""

    about: dict[str, Any] = field(default_factory=dict)
    answers: list[tuple[str, list[Step]]] = field(default_factory=list)  # the first whose words are in the question
    refusals: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)  # "METHOD /path" to status and error
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    pins: list[dict[str, Any]] = field(default_factory=list)
    annotations: dict[str, dict[str, Any]] = field(default_factory=dict)  # by turn
    found: list[dict[str, Any]] = field(default_factory=list)
    tellings: list[dict[str, Any]] = field(default_factory=list)
    turns: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    traces: dict[int, list[dict[str, Any]]] = field(default_factory=dict)  # by source: the searches that are done again
    requests: list[dict[str, Any]] = field(default_factory=list)  # bodies of POST /api/chat
    resumptions: list[list[Step]] = field(default_factory=list)  # what each attempt to take up a stream gets
    taken_up_after: list[int] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)  # a reader left before the end

    def answer(self, words: str, *steps: Step) -> None:
        """Questions with these words get these steps."""
        self.answers.insert(0, (words, list(steps)))

    def steps_for(self, question: str) -> list[Step]:
        return next((steps for words, steps in self.answers if words in question), [])


@dataclass
class Stage:
    """The script being played."""

    script: Script = field(default_factory=Script)


class _Refusals:
    """The script's refusals in place of answers."""

    def __init__(self, app: ASGIApp, *, stage: Stage) -> None:
        self._app = app
        self._stage = stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._stage.script.refusals.get(f"{scope.get('method')} {scope.get('path')}")
        app: ASGIApp = JSONResponse({"error": refusal[1]}, status_code=refusal[0]) if refusal else self._app
        await app(scope, receive, send)


def create_page_app(stage: Stage) -> FastAPI:
    """The page with the API's headers and the answers of the script on stage."""
    app = FastAPI(middleware=[Middleware(SafeHeaders), Middleware(_Refusals, stage=stage)])

    @app.get("/api/about")
    def _about() -> dict[str, Any]:
        return stage.script.about

    @app.get("/api/markets")
    def _markets() -> dict[str, Any]:
        market = {"exchange": "XHKG", "name": "Hong Kong", "state": "open", "last_session": "2025-09-16"}
        return {"markets": [market]}

    @app.get("/api/turns")
    def _pins() -> dict[str, Any]:
        return {"turns": stage.script.pins}

    @app.patch("/api/turns/{turn_id}")
    async def _annotate(turn_id: str, request: Request) -> dict[str, Any]:
        kept = stage.script.annotations.setdefault(turn_id, {"note": "", "pinned": False, "feedback": ""})
        kept.update(await request.json())
        return {"turn_id": turn_id} | kept

    @app.get("/api/turns/{turn_id}/sources/{n}/found")
    def _trace(turn_id: str, n: int) -> dict[str, Any]:
        return {"turn_id": turn_id, "n": n, "searches": stage.script.traces[n]}

    @app.get("/api/sessions/found")
    def _found() -> dict[str, Any]:
        return {"found": stage.script.found}

    @app.get("/api/documents/{doc_id}/story")
    def _story(doc_id: str) -> dict[str, Any]:
        return {"tellings": stage.script.tellings}

    @app.get("/api/batches")
    def _batches() -> dict[str, Any]:
        return {"batches": []}

    @app.get("/api/watched")
    def _watched() -> dict[str, Any]:
        return {"watched": []}

    @app.get("/api/sessions")
    def _sessions() -> dict[str, Any]:
        return {"sessions": stage.script.sessions}

    @app.get("/api/sessions/{session_id}")
    def _session(session_id: str) -> dict[str, Any]:
        found = next(row for row in stage.script.sessions if row["session_id"] == session_id)
        return {**found, "turns": stage.script.turns.get(session_id, [])}

    @app.patch("/api/sessions/{session_id}")
    async def _rename(session_id: str, request: Request) -> dict[str, Any]:
        found = next(row for row in stage.script.sessions if row["session_id"] == session_id)
        found.update(await request.json())
        return found

    @app.delete("/api/sessions/{session_id}", status_code=204)
    def _delete(session_id: str) -> None:
        stage.script.sessions[:] = [row for row in stage.script.sessions if row["session_id"] != session_id]

    @app.get("/api/documents/{doc_id}")
    def _document(doc_id: str) -> Response:
        if doc_id in stage.script.documents:
            return JSONResponse(stage.script.documents[doc_id])
        error = {"code": "not_found", "message": "There is no such document.", "retryable": False, "incident": "inc-404"}
        return JSONResponse({"error": error}, status_code=404)

    @app.post("/api/chat")
    async def _chat(request: Request) -> StreamingResponse:
        body = await request.json()
        stage.script.requests.append(body)
        steps = stage.script.steps_for(body["question"])
        return StreamingResponse(_stream(stage.script, steps), media_type="text/event-stream")

    @app.get("/api/turns/{turn_id}/events")
    async def _events(turn_id: str, after: int = 0) -> Response:
        stage.script.taken_up_after.append(after)
        if not stage.script.resumptions:
            return JSONResponse(
                {"error": {"code": "not_found", "message": "", "retryable": False, "incident": ""}}, status_code=404
            )
        steps = stage.script.resumptions.pop(0)
        return StreamingResponse(_stream(stage.script, steps, first=after + 1), media_type="text/event-stream")

    @app.post("/api/turns/{turn_id}/stop", status_code=204)
    def _stop(turn_id: str) -> None:
        stage.script.stopped.append(turn_id)

    app.mount("/", page())
    return app


def encoded(event: dict[str, Any], n: int) -> bytes:
    """An event as the stream has it."""
    data = json.dumps({name: value for name, value in event.items() if name != "type"}, ensure_ascii=False)
    return f"event: {event['type']}\nid: turn:{n}\ndata: {data}\n\n".encode()


async def _stream(script: Script, steps: list[Step], *, first: int = 0) -> AsyncIterator[bytes]:
    try:
        for n, step in enumerate(steps, start=first):
            if isinstance(step, Gate):
                await step.pass_through()
            elif isinstance(step, Cut):
                return
            elif isinstance(step, Raw):
                yield step.data
            else:
                yield encoded(step, n)
    except asyncio.CancelledError:
        script.left.set()
        raise


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address of the app, served by a thread for as long as the block runs."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)  # from now on a page waits instead of being refused
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()
