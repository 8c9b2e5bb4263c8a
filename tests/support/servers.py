"""A real server on a loopback port, in a thread: for what a test client cannot show (streams, leaving, raw bytes)."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from assistant.api.server import Server, listen


@dataclass(frozen=True)
class Running:
    """A server that answers on `port`."""

    server: Server
    port: int
    thread: threading.Thread

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def client(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)


@contextmanager
def running(app: FastAPI) -> Iterator[Running]:
    """The application served until the block is left."""
    bound = listen("127.0.0.1", 0)
    server = Server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        for _ in range(2000):  # connecting waits in the socket's backlog; `started` is set once the lifespan is up
            if server.started or not thread.is_alive():
                break
            thread.join(0.005)
        yield Running(server, bound.getsockname()[1], thread)
    finally:
        server.should_exit = True
        thread.join(20)
        bound.close()
