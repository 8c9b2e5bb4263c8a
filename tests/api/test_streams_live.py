"""Streams on a real server: leaving, silence, slow and large bodies, stopping."""

import asyncio
import json
import socket
import threading
from contextlib import contextmanager

import pytest

from assistant.api import bodies, sse
from tests.support.servers import running


class Gate:
    """Holds every answer after its first event until it is opened; `threading` outside, asyncio within."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self.cancelled = threading.Event()

    async def wait(self) -> None:
        try:
            while not self._open.is_set():
                await asyncio.to_thread(self._open.wait, 0.01)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(assistant):
    assistant.gate = Gate()
    return assistant.gate


@contextmanager
def asking(server, *, accept: str = "text/event-stream"):
    """An open request for an answer, and its raw socket."""
    body = json.dumps({"question": "How did Baidu close?"}).encode()
    head = f"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nContent-Type: application/json\r\n"
    connection = server.connect()
    try:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        yield connection
    finally:
        connection.close()


def read_until(connection: socket.socket, mark: bytes) -> bytes:
    got = b""
    while mark not in got:
        more = connection.recv(4096)
        if not more:
            break
        got += more
    return got


def test_a_reader_who_leaves_takes_the_answer_along(app, assistant, gate):
    """The stream's task is cancelled at once, and its turn is put away as stopped."""
    with running(app) as server:
        with asking(server) as connection:
            assert b"event: status" in read_until(connection, b"event: status")
        assert gate.cancelled.wait(1.0)
    session = assistant.asked[0]["session_id"]
    assert ["stopped"] == [turn.state for turn in assistant.sessions.turns(session)]


def test_a_json_reader_who_leaves_takes_it_along_too(app, assistant, gate):
    """Without a stream the server watches for the reader's leaving."""
    with running(app) as server:
        with asking(server, accept="application/json"):
            assert assistant.begun.wait(5)
        assert gate.cancelled.wait(1.0)
    assert ["stopped"] == [turn.state for turn in assistant.sessions.turns(assistant.asked[0]["session_id"])]


def test_a_silent_stream_sends_comments(app, gate, monkeypatch):
    """While nothing is ready a comment keeps proxies from closing the connection."""
    monkeypatch.setattr(sse, "HEARTBEAT_S", 0.05)
    with running(app) as server, asking(server) as connection:
        got = read_until(connection, b": still working\n\n")
        gate.open()
        assert b": still working\n\n" in got
        assert b"event: done" in read_until(connection, b"event: done")


def test_stopping_the_server_ends_open_streams_with_an_event(app, assistant, gate):
    """A stream open at that moment gets an error event that may be retried, and the server ends in good order."""
    with running(app) as server, asking(server) as connection:
        read_until(connection, b"event: status")
        server.server.handle_exit(15, None)
        got = read_until(connection, b"\r\n0\r\n\r\n")
        server.thread.join(5)
        assert not server.thread.is_alive()
    assert b"event: error" in got
    assert b'"code":"shutting_down"' in got
    assert b'"retryable":true' in got
    assert gate.cancelled.is_set()
    assert ["stopped"] == [turn.state for turn in assistant.sessions.turns(assistant.asked[0]["session_id"])]


def test_a_body_without_a_length_is_cut_at_the_limit(app):
    """A chunked body is refused as soon as it is too large, before its end."""
    with running(app) as server:
        connection = server.connect()
        head = (
            "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        connection.sendall(head.encode())
        chunk = b"10000\r\n" + b"[" * 0x10000 + b"\r\n"
        for _ in range(5):
            connection.sendall(chunk)
        assert b"413" in read_until(connection, b"\r\n")
        connection.close()


def test_a_slow_body_is_cut_while_others_are_answered(app, monkeypatch):
    """A body that does not arrive in time is refused; meanwhile the server answers others."""
    monkeypatch.setattr(bodies, "MAX_SECONDS", 0.2)
    with running(app) as server:
        slow = server.connect()
        head = "POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
        slow.sendall(head.encode())
        quick = server.client()
        quick.request("GET", "/healthz", headers={"Host": "localhost"})
        assert 200 == quick.getresponse().status
        assert b"408" in read_until(slow, b"\r\n")
        slow.close()
        quick.close()


def test_deleting_a_session_stops_its_answer(app, assistant, gate):
    """What is being answered in a deleted conversation ends with an event that says so."""
    with running(app) as server, asking(server) as connection:
        read_until(connection, b"event: status")
        other = server.client()
        other.request("DELETE", f"/api/sessions/{assistant.asked[0]['session_id']}", headers={"Host": "localhost"})
        assert 204 == other.getresponse().status
        assert b"was deleted" in read_until(connection, b"event: error") + read_until(connection, b"\r\n0\r\n\r\n")
        other.close()
    assert gate.cancelled.is_set()


def test_two_conversations_are_answered_side_by_side(app, gate):
    """One answer that waits does not hold up another."""
    with running(app) as server, asking(server) as first, asking(server) as second:
        assert b"event: status" in read_until(first, b"event: status")
        assert b"event: status" in read_until(second, b"event: status")
        gate.open()
        assert b"event: done" in read_until(first, b"event: done")
        assert b"event: done" in read_until(second, b"event: done")
