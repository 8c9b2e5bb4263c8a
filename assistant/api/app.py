"""The HTTP application: routes, the order of the guards around them, and what it opens and closes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response

from assistant.api import (
    about,
    batches,
    briefs,
    charts,
    chat,
    documents,
    exports,
    health,
    instruments,
    intake,
    markets,
    prices,
    search,
    sessions,
    shares,
    sources,
    turns,
    watched,
)
from assistant.api.access import Access, Keys, is_loopback
from assistant.api.batch_runs import BatchRuns
from assistant.api.bodies import Bodies
from assistant.api.dependencies import Clock
from assistant.api.failures import INTERNAL, error_response, invalid_sentence
from assistant.api.headers import SafeHeaders
from assistant.api.intake_jobs import IntakeJobs
from assistant.api.page import page
from assistant.api.requests import RequestLog
from assistant.api.runs import Runs
from assistant.api.streams import Answers
from assistant.api.watch_rounds import WatchRounds
from assistant.errors import AssistantError
from assistant.settings import Settings, read_settings
from ingest.fetching import Fetcher

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_THREADS = 16  # what stores wait for is mostly disk and other processes
_HTTP_ERRORS = {
    404: ("not_found", "There is nothing at this address. The routes are listed in /api/openapi.json."),
    405: ("method_not_allowed", "This address does not take that method. The routes are listed in /api/openapi.json."),
}


def create_app(
    assistant: "Assistant | None" = None,
    settings: Settings | None = None,
    *,
    now: Clock | None = None,
    fetcher: Fetcher | None = None,
    prepare: Callable[["Assistant"], None] | None = None,
) -> FastAPI:
    """The application around an assistant; without one it opens its own when it starts, and closes it when it ends.

    Args:
        prepare: what is done beside the first requests; until it is done the program is not ready.
    """
    settings = settings or read_settings()
    admin_keys = [key.get_secret_value() for key in settings.admin_keys]
    keys = Keys([*(key.get_secret_value() for key in settings.api_keys), *admin_keys])
    app = FastAPI(
        title="rally",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=[
            Middleware(SafeHeaders),
            Middleware(RequestLog),
            Middleware(Access, keys=keys, admin_keys=Keys(admin_keys), local_only=not keys and is_loopback(settings.host)),
            Middleware(Bodies),
        ],
        exception_handlers={
            AssistantError: _told,
            RequestValidationError: _invalid,
            HTTPException: _http_error,
        },
    )
    app.state.assistant, app.state.settings, app.state.answers = assistant, settings, Answers()
    app.state.now, app.state.prepare, app.state.warming = now or _utc_now, prepare, None
    app.state.intake, app.state.fetcher = IntakeJobs(), fetcher or Fetcher()
    app.state.batch_runs, app.state.brief_runs = BatchRuns(), Runs(at_once=1)
    for part in (
        chat,
        search,
        documents,
        sessions,
        exports,
        shares,
        turns,
        watched,
        batches,
        briefs,
        prices,
        charts,
        instruments,
        intake,
        markets,
        sources,
        about,
        health,
    ):
        app.include_router(part.router)
    app.mount("/", page(), name="page")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, thread_name_prefix="rally"))
    if app.state.assistant is not None:
        async with _warming(app), _answering(app):
            yield
        return
    from assistant.bootstrap import build_assistant, warm

    with build_assistant(app.state.settings, serving=True) as assistant:
        app.state.assistant, app.state.prepare = assistant, warm
        async with _warming(app), _answering(app):
            yield


@asynccontextmanager
async def _warming(app: FastAPI) -> AsyncIterator[None]:
    """Does what the first question would wait for, and lets it end before the stores are closed."""
    if app.state.prepare is not None:
        app.state.warming = asyncio.create_task(asyncio.to_thread(app.state.prepare, app.state.assistant))
    yield
    if app.state.warming is not None:
        await app.state.warming


@asynccontextmanager
async def _answering(app: FastAPI) -> AsyncIterator[None]:
    """Goes on with the question lists and briefs of an earlier process; puts away what is being answered at the end."""
    assistant, now = app.state.assistant, app.state.now
    await app.state.batch_runs.resume(assistant, now)
    await briefs.resume(app.state.brief_runs, assistant, now)
    rounds = WatchRounds()
    rounds.start(assistant)
    yield
    await app.state.intake.close()
    await rounds.close()
    await app.state.brief_runs.close()
    await app.state.batch_runs.close()
    await app.state.answers.drained()


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def _told(request: Request, error: AssistantError) -> Response:
    return error_response(error.code, error.public_message, retryable=error.retryable, incident=request.state.incident)


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    return error_response("invalid", invalid_sentence(error.errors()), incident=request.state.incident)


async def _http_error(request: Request, error: HTTPException) -> Response:
    fallback = ("bad_input", "The request cannot be used.") if error.status_code < 500 else ("internal", INTERNAL)
    code, message = _HTTP_ERRORS.get(error.status_code, fallback)
    return error_response(code, message, incident=request.state.incident, headers=error.headers)
