"""One log line and one incident id a request, and the last net under it."""

import logging
import secrets
import time
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.failures import INTERNAL, error_response

_log = logging.getLogger("rally.api")


def log_failure(error: BaseException, *, incident: str) -> None:
    """Logs where it happened and of what kind; the text may hold a question or a key, so it stays at DEBUG."""
    trace = reversed(traceback.extract_tb(error.__traceback__))
    frames = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in trace)
    _log.error("incident %s: %s at %s", incident, type(error).__name__, frames)
    _log.debug("incident %s", incident, exc_info=error)


class RequestLog:
    """Gives each request an id, logs one line when it ends, and turns what nobody caught into an error response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        incident = secrets.token_hex(6)
        scope.setdefault("state", {})["incident"] = incident
        began, status = time.perf_counter(), 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", incident.encode())]
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as exc:
            log_failure(exc, incident=incident)
            if not status:
                await error_response("internal", INTERNAL, retryable=True, incident=incident)(scope, receive, note)
        finally:
            elapsed_ms = (time.perf_counter() - began) * 1000
            # The path alone: a query string may hold a question.
            _log.info("%s %s %r %s %.1f ms", incident, scope["method"], scope["path"][:120], status or "cut", elapsed_ms)
