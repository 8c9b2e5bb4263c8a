"""A scripted OpenAI-compatible server over loopback: real HTTP, no network."""

import base64
import json
import select
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zlib import crc32

from tests.support.openai_replies import Answer, Raw, Reply, Reset, Script, Silent, failure

MODEL = "scripted-1"
Embed = Callable[[list[str]], list[list[float]] | Raw | Silent | Reset]


@dataclass(slots=True, kw_only=True)
class Seen:
    """A request the server was sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    finished: threading.Event = field(default_factory=threading.Event)  # nothing more will be sent
    left: bool = False  # the client went before the answer was whole


def bucket_vectors(texts: list[str], *, dimension: int = 32) -> list[list[float]]:
    """Words counted in buckets: texts that share words lie near each other."""
    vectors = []
    for text in texts:
        counts = [0.0] * dimension
        for word in text.lower().split():
            counts[crc32(word.encode()) % dimension] += 1.0
        length = sum(count * count for count in counts) ** 0.5 or 1.0
        vectors.append([count / length for count in counts] if any(counts) else [1.0, *counts[1:]])
    return vectors


class OpenAIServer:
    """Answers `/v1/chat/completions` by its script, and keeps what it was asked."""

    def __init__(self, script: Script, *, embed: Embed = bucket_vectors, key: str | None = None) -> None:
        self.script = script
        self.embed = embed
        self.key = key
        self.seen: list[Seen] = []
        self.released = threading.Event()
        self.closing = threading.Event()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def chats(self) -> list[Seen]:
        return [one for one in self.seen if one.path == "/v1/chat/completions"]

    def release(self) -> None:
        """Let every held answer go on."""
        self.released.set()

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@contextmanager
def openai_server(script: Script, *, embed: Embed = bucket_vectors, key: str | None = None) -> Iterator[OpenAIServer]:
    """A running server that answers by this script."""
    server = OpenAIServer(script, embed=embed, key=key)
    server.start()
    try:
        yield server
    finally:
        server.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    owner: OpenAIServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is part of what is tested."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    seen: Seen

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            return self._json({"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "tests"}]})
        return self._raw(failure(404, "not_found", "Unknown path."))

    def do_POST(self) -> None:
        owner = self.server.owner
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen = Seen(path=self.path, headers=headers, body=body)
        owner.seen.append(self.seen)
        try:
            if owner.key is not None and headers.get("authorization") != f"Bearer {owner.key}":
                self._raw(failure(401, "invalid_api_key", "Incorrect API key provided."))
            elif self.path == "/v1/chat/completions":
                self._answer(owner.script(body.get("messages", []), body.get("tools") or []))
            elif self.path == "/v1/embeddings":
                self._embeddings(body)
            else:
                self._raw(failure(404, "not_found", "Unknown path."))
        except ConnectionError:
            self.seen.left = True
            self.close_connection = True
        finally:
            self.seen.finished.set()

    # What is sent

    def _answer(self, answer: Answer) -> None:
        if isinstance(answer, Reply):
            return self._stream(answer) if self.seen.body.get("stream") else self._whole(answer)
        if isinstance(answer, Raw):
            return self._raw(answer)
        if isinstance(answer, Reset):
            return self._reset()
        return self._hold(released=threading.Event())

    def _raw(self, raw: Raw) -> None:
        data = raw.body.encode()
        self.send_response(raw.status)
        self.send_header("content-type", raw.content_type)
        self.send_header("content-length", str(len(data)))
        for name, value in raw.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _json(self, body: Any) -> None:
        self._raw(Raw(body=json.dumps(body, ensure_ascii=False)))

    def _embeddings(self, body: dict[str, Any]) -> None:
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        vectors = self.server.owner.embed(texts)
        if not isinstance(vectors, list):
            return self._answer(vectors)
        packed = body.get("encoding_format") == "base64"
        data = [
            {"object": "embedding", "index": index, "embedding": _packed(vector) if packed else vector}
            for index, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        return self._json({"object": "list", "model": body.get("model"), "data": data, "usage": usage})

    def _whole(self, reply: Reply) -> None:
        if reply.hold_after is not None:
            self._hold(released=self.server.owner.released)
        if reply.ending == "reset":
            return self._reset()
        if reply.ending == "error":
            return self._raw(failure(200, "server_error", "The server had an error while writing."))
        message: dict[str, Any] = {"role": "assistant", "content": reply.text, "refusal": reply.refusal, **reply.extra}
        if reply.calls:
            message["tool_calls"] = [
                {"id": f"call_{k}", "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
                for k, call in enumerate(reply.calls)
            ]
        finish = None if reply.ending == "early" else reply.finish_reason
        choices = _choices(reply, {"index": 0, "message": message, "finish_reason": finish})
        body = json.dumps({**self._head("chat.completion"), "choices": choices, "usage": USAGE})
        if reply.ending == "cut":
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2].encode())
            self.close_connection = True
            return None
        return self._raw(Raw(body=body))

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for sent, delta in enumerate(_deltas(reply)):
            if reply.hold_after == sent:
                self._hold(released=self.server.owner.released)
            if reply.ending != "whole" and sent > reply.after:
                return self._break(reply)
            self._event(self._chunk(_choices(reply, {"index": 0, "delta": delta, "finish_reason": None})))
        if reply.ending != "whole":
            return self._break(reply)
        self._event(self._chunk(_choices(reply, {"index": 0, "delta": {}, "finish_reason": reply.finish_reason})))
        if (self.seen.body.get("stream_options") or {}).get("include_usage"):
            self._event({**self._chunk([]), "usage": USAGE})
        self._piece(b"data: [DONE]\n\n")
        return self._piece(b"")

    def _break(self, reply: Reply) -> None:
        if reply.ending == "reset":
            return self._reset()
        if reply.ending == "error":
            self._event({"error": {"message": "The server had an error while writing.", "code": "server_error"}})
        if reply.ending != "cut":
            self._piece(b"")
        self.close_connection = True
        return None

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{len(self.server.owner.seen)}",
            "object": kind,
            "created": 0,
            "model": self.seen.body.get("model"),
        }

    def _chunk(self, choices: Any) -> dict[str, Any]:
        return {**self._head("chat.completion.chunk"), "choices": choices}

    def _event(self, body: Any) -> None:
        self._piece(b"data: " + json.dumps(body).encode() + b"\n\n")

    def _piece(self, data: bytes) -> None:
        """One HTTP chunk; the empty one ends the body."""
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    # What is not sent

    def _reset(self) -> None:
        """Close so that the client's socket reports a reset and not an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()
        self.wfile.close()
        self.connection.close()

    def _hold(self, *, released: threading.Event) -> None:
        """Wait until released, until the client has left, or until the server closes."""
        while not released.wait(0.01):
            readable, _, _ = select.select([self.connection], [], [], 0)
            if self.server.owner.closing.is_set() or (readable and self.connection.recv(1, socket.MSG_PEEK) == b""):
                raise ConnectionAbortedError


USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def _choices(reply: Reply, choice: dict[str, Any]) -> list[dict[str, Any]] | None:
    return {"one": [choice], "none": [], "null": None}[reply.choices]


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    """The answer in fragments: the role, the words, then each call's name and its arguments in small pieces."""
    yield {"role": "assistant", "content": "" if reply.text is not None else None, **reply.extra}
    text = reply.text or ""
    step = 16 if len(text) < 100_000 else 65_536
    for start in range(0, len(text), step):
        yield {"content": text[start : start + step]}
    if reply.refusal is not None:
        yield {"refusal": reply.refusal}
    for index, call in enumerate(reply.calls):
        head = {"index": index, "id": f"call_{index}", "type": "function", "function": {"name": call.name, "arguments": ""}}
        yield {"tool_calls": [head]}
        for start in range(0, len(call.arguments), 7):
            yield {"tool_calls": [{"index": index, "function": {"arguments": call.arguments[start : start + 7]}}]}


def _packed(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
