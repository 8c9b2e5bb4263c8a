"""A server on a loopback port that writes whatever bytes a test gives it, sound HTTP or not."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Reply = bytes | Iterable[bytes]


@dataclass
class Rough:
    """The server's port, and every request it got: (path, headers)."""

    port: int
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


def reply(body: bytes | str = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    """A sound answer; header names are written with underscores."""
    data = body.encode() if isinstance(body, str) else body
    given = {"content_type": "text/html; charset=utf-8", "content_length": str(len(data))} | headers
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def zipped(data: bytes) -> bytes:
    return reply(gzip.compress(data), content_encoding="gzip")


@contextmanager
def rough(answer: Callable[[str, dict[str, str]], Reply]) -> Iterator[Rough]:
    """A server that answers a path and headers with those bytes; robots.txt is 404 unless `answer` gives it."""
    listener = socket.create_server(("127.0.0.1", 0))
    server, left = Rough(listener.getsockname()[1]), threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head and (piece := connection.recv(65_536)):
                head += piece
            first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            path = first.split(" ")[1]
            server.asked.append((path, headers))
            given = answer(path, headers)
            for part in [given] if isinstance(given, bytes) else given:
                if left.is_set():
                    break
                connection.sendall(part)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        left.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
