"""Request bodies: bounded in size and time, and strict JSON unless a file is sent, before any route sees them."""

import asyncio
import json
import re
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.failures import error_response
from assistant.errors import BadInput

MAX_BYTES = 256 * 1024
MAX_SECONDS = 15.0
MAX_FILE_BYTES = 20 * 1024 * 1024  # of a file to take in, which is the body as it is
MAX_FILE_SECONDS = 120.0
_FILES = "/api/ingest/files/"
_MAX_DEPTH = 32
# The second is what `curl -d` says of any body; the body itself must be JSON either way.
_TYPES = frozenset({"application/json", "application/x-www-form-urlencoded"})
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_SLOW = "The request took too long to arrive. Send it again."
_NOT_JSON = "Send the request as JSON, with the header 'Content-Type: application/json'."


class _Refused(Exception):
    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


class _Gone(Exception):
    """The client left before its request was complete."""


def strict_json(data: bytes) -> Any:
    """The value that the bytes hold as UTF-8 JSON, in the sense of RFC 8259.

    Raises:
        BadInput: they hold something else: NaN, a name given twice, a number out of range, deep nesting.
    """
    try:
        text = data.decode("utf-8")
        if _deepest(text) > _MAX_DEPTH:
            raise BadInput("The request is nested too deeply. Compare it with /api/openapi.json.")
        return json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once)
    except (ValueError, RecursionError) as exc:
        raise BadInput("The request is not JSON. Send one JSON object, encoded as UTF-8.") from exc


def _deepest(text: str) -> int:
    """How deep arrays and objects go; brackets inside strings do not count."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError("out of range")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a name is given twice")
    return named


class Bodies:
    """Reads a body whole, within bounds, and hands it on; what is not strict JSON goes no further."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        raw = scope["method"] == "PUT" and scope["path"].startswith(_FILES)
        try:
            body = await _read(Headers(scope=scope), receive, raw=raw)
        except _Gone:
            return
        except _Refused as exc:
            incident = scope["state"]["incident"]
            response = error_response(exc.code, exc.sentence, incident=incident, headers={"Connection": "close"})
            await response(scope, receive, send)
            return
        await self._app(_as_json(scope) if body and not raw else scope, _replay(body, receive), send)


async def _read(headers: Headers, receive: Receive, *, raw: bool) -> bytes:
    most, within_s = (MAX_FILE_BYTES, MAX_FILE_SECONDS) if raw else (MAX_BYTES, MAX_SECONDS)
    announced = headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit() or int(announced[:12]) > most:
        raise _too_large(most)
    try:
        async with asyncio.timeout(within_s):
            body = await _bounded(receive, most)
    except TimeoutError:
        raise _Refused("slow_body", _SLOW) from None
    if not body or raw:
        return body
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in _TYPES:
        raise _Refused("not_json", _NOT_JSON)
    try:
        strict_json(body)
    except BadInput as exc:
        raise _Refused(exc.code, exc.public_message) from exc
    return body


async def _bounded(receive: Receive, most: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > most:
            raise _too_large(most)
        if not message.get("more_body", False):
            return bytes(body)


def _too_large(most: int) -> _Refused:
    return _Refused("too_large", f"The request is larger than {most // 1024:,} KB. Send a shorter one.")


def _as_json(scope: Scope) -> Scope:
    """The request with its body, which was read as JSON, declared as such."""
    others = [(name, value) for name, value in scope["headers"] if name.lower() != b"content-type"]
    return {**scope, "headers": [*others, (b"content-type", b"application/json")]}


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body as one message; after it, whatever the server says next (that the reader left)."""
    given = False

    async def next_message() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message
