"""A reranker behind an HTTP address, in the form that Jina, Cohere, vLLM and llama.cpp speak: a question and documents in,
an index and a relevance score for each out."""

import http.client
import json
import math
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import BadSetting, StoreError

_WITHIN_S = 5.0  # for the whole exchange, however slowly it is served
_MAX_BYTES = 1_000_000


class HostedReranker:
    """Scores from that address. It sees the question and the passages."""

    def __init__(self, url: str, *, model: str | None = None, key: str = "", within_s: float = _WITHIN_S) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or _port(url) is None:
            raise BadSetting(
                f"RALLY_RERANKER is {url!r}; it can be `rerankers:<model>` or an address such as http://127.0.0.1:8080/v1/rerank."
            )
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, _port(url)
        self._path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        self._model, self._key, self._within_s = model, key, within_s

    def scores(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        """The relevance of each text.

        Raises:
            StoreError: the server cannot be reached, refuses, takes too long or answers something else.
        """
        asked: dict[str, Any] = {"query": _plain(query), "documents": [_plain(text) for text in texts], "top_n": len(texts)}
        if self._model:
            asked["model"] = self._model
        late = threading.Event()
        try:
            status, body = self._exchange(json.dumps(asked).encode(), late)
        except (OSError, http.client.HTTPException, ValueError) as exc:
            slow = late.is_set() or isinstance(exc, TimeoutError)
            raise StoreError("The reranker took too long." if slow else "The reranker could not be reached.") from exc
        if status != http.HTTPStatus.OK:
            raise StoreError(f"The reranker refused (HTTP {status}).")
        return _scores(body, count=len(texts))

    def _exchange(self, body: bytes, late: threading.Event) -> tuple[int, bytes]:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(self._host, self._port, timeout=self._within_s)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            connection.connect()
            cut = threading.Timer(self._within_s, _shut, [connection.sock, late])  # a trickle resets the time-out of a read
            cut.daemon = True
            cut.start()
            try:
                connection.request("POST", self._path, body, headers)
                answer = connection.getresponse()
                said = answer.read(_MAX_BYTES + 1)
            finally:
                cut.cancel()
        finally:
            connection.close()
        if late.is_set():
            raise TimeoutError
        return answer.status, said


def _shut(sock: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _port(url: str) -> int | None:
    try:
        parts = urlsplit(url)
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _scores(body: bytes, *, count: int) -> list[float]:
    unreadable = StoreError("The reranker's answer could not be read.")
    if len(body) > _MAX_BYTES:
        raise unreadable
    try:
        rows = json.loads(body)["results"]
        found = {row["index"]: float(row["relevance_score"]) for row in rows}
    except (ValueError, TypeError, KeyError, RecursionError) as exc:
        raise unreadable from exc
    if set(found) != set(range(count)) or not all(map(math.isfinite, found.values())):
        raise unreadable
    return [found[place] for place in range(count)]
