"""What a client is told when something went wrong: one shape, never an exception's own text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from assistant.agent.events import Failed
from assistant.errors import AssistantError

_STATUS = {
    "bad_input": 400,
    "no_key": 401,
    "cross_site": 403,
    "not_allowed": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "slow_body": 408,
    "busy": 409,
    "too_large": 413,
    "not_json": 415,
    "wrong_host": 421,
    "invalid": 422,
    "model_error": 502,
    "model_refused": 502,
    "model_unavailable": 502,
    "bad_setting": 503,
    "store_error": 503,
    "embedder_changed": 503,
    "chart_failed": 503,
    "overloaded": 503,
    "shutting_down": 503,
    "deadline_exceeded": 504,
}
INTERNAL = "Something went wrong on our side; nothing was lost. Try again, and if it happens again report this incident id."
SHUTTING_DOWN = "The server is being stopped. What was answered so far is kept; ask again in a moment."
OVERLOADED = "Too many questions are being answered at this moment. Try again in a few seconds."


def error_response(
    code: str, message: str, *, incident: str, retryable: bool = False, headers: Mapping[str, str] | None = None
) -> Response:
    """The error as an HTTP response; codes we do not know are our own fault (500)."""
    error = {"code": code, "message": message, "retryable": retryable, "incident": incident}
    body = json.dumps({"error": error})  # escaped to ASCII, so that no text can make it unencodable
    return Response(body, status_code=_STATUS.get(code, 500), media_type="application/json", headers=headers)


def failed(error: AssistantError, *, incident: str) -> Failed:
    """The error as the last event of a stream."""
    return Failed(code=error.code, message=error.public_message, retryable=error.retryable, incident=incident)


def invalid_sentence(errors: Sequence[Mapping[str, Any]]) -> str:
    """Names the first unusable field and what is wrong with it, without repeating its value."""
    if not errors:
        return "The request cannot be used. Compare it with /api/openapi.json."
    path = [part for part in errors[0]["loc"] if part not in ("body", "query", "path")]
    field = ".".join(str(part) for part in path)[:40]
    field = "".join(char if char.isascii() and char.isprintable() else "?" for char in field)
    said = str(errors[0]["msg"]).removeprefix("Value error, ")[:200].rstrip(".")
    return f"The field {field!r} cannot be used: {said}." if field else f"The request cannot be used: {said}."
