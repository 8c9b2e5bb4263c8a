"""A broken connection loses nothing: the stream is taken up where it broke, and stopping is said aloud."""

import json
import random
import threading

import pytest

from assistant.agent.events import Text
from assistant.api import streams
from tests.api.test_streams_live import Gate, read_until
from tests.support.assistants import FakeAssistant, scripted
from tests.support.servers import running


def blocks(raw: bytes) -> dict[int, bytes]:
    """The whole events of raw bytes by number; a part of one at the end is dropped, as a client would."""
    found = {}
    for block in raw.split(b"\n\n")[:-1]:
        lines = dict(line.split(b": ", 1) for line in block.splitlines() if b": " in line and not line.startswith(b":"))
        if b"id" in lines:
            found[int(lines[b"id"].rpartition(b":")[2])] = lines[b"event"] + b" " + lines[b"data"]
    return found


def ask(server, *, resumable: bool = True):
    """An open connection that has asked, and the turn's id."""
    body = json.dumps({"question": "How did Baidu close?"})
    http = server.client()
    headers = {"Host": "localhost", "Content-Type": "application/json"} | ({"X-May-Resume": "true"} if resumable else {})
    http.request("POST", "/api/chat", body, headers)
    response = http.getresponse()
    return http, response, response.headers["X-Turn-Id"]


def resume(server, turn_id: str, after: int) -> bytes:
    http = server.client()
    http.request("GET", f"/api/turns/{turn_id}/events", headers={"Host": "localhost", "Last-Event-ID": f"{turn_id}:{after}"})
    response = http.getresponse()
    assert 200 == response.status
    whole = response.read()
    http.close()
    return whole


@pytest.fixture
def gate(assistant):
    assistant.gate = Gate()
    return assistant.gate


def test_cut_at_fifty_points_and_resumed_nothing_is_lost_or_doubled(app, assistant: FakeAssistant):
    """Wherever the bytes stop, while the answer runs or after, the events add up to the same answer."""
    chance = random.Random(7)
    with running(app) as server:
        for round_ in range(50):
            assistant.gate = gate = Gate()
            http, response, turn_id = ask(server)
            if round_ % 2:
                gate.open()  # the answer runs to its end while this reader is gone
                cut = chance.randrange(1, 1200)
                got = blocks(response.read(cut))
                http.close()
                response.close()
                rest = blocks(resume(server, turn_id, max(got, default=0)))
            else:
                lines = [response.readline() for _ in range(chance.randrange(1, 5))]  # the fourth ends the event that is there
                got = blocks(b"".join(lines))
                http.close()
                response.close()
                threading.Timer(0.01, gate.open).start()  # it goes on only once the new reader waits, or shortly before
                rest = blocks(resume(server, turn_id, max(got, default=0)))
            assert not set(got) & set(rest)
            whole = got | rest
            assert list(range(1, 9)) == sorted(whole)
            text = "".join(json.loads(whole[n].partition(b" ")[2])["text"] for n in (3, 4))
            asked = assistant.asked[-1]
            expected = [e.text for e in scripted(turn_id="", session_id="", as_of=assistant.now()) if isinstance(e, Text)]
            assert "".join(expected) == text
            assert ["done"] == [turn.state for turn in assistant.sessions.turns(asked["session_id"])]


def test_a_reader_who_said_it_may_come_back_is_waited_for_only_so_long(app, assistant, gate, monkeypatch):
    """After the grace the answer is cancelled, and a late reader is told that it was stopped."""
    monkeypatch.setattr(streams, "GRACE_S", 0.1)
    with running(app) as server:
        http, response, turn_id = ask(server)
        response.read(10)
        http.close()
        response.close()
        assert gate.cancelled.wait(5)
        told = blocks(resume(server, turn_id, 1))
    assert {2} == set(told)
    assert b'"code":"stopped"' in told[2]


def test_stopping_is_told_to_every_reader(app, assistant, gate):
    """A stop ends the answer at once, though its reader may resume."""
    with running(app) as server:
        http, response, turn_id = ask(server)
        other = server.client()
        other.request("POST", f"/api/turns/{turn_id}/stop", headers={"Host": "localhost"})
        assert 204 == other.getresponse().status
        assert b'"code":"stopped"' in response.read()
        other.close()
        http.close()
    assert gate.cancelled.is_set()
    assert ["stopped"] == [turn.state for turn in assistant.sessions.turns(assistant.asked[0]["session_id"])]


def test_two_readers_follow_one_answer(app, gate):
    """A second reader, such as a reloaded page, sees the whole answer; the first goes on."""
    with running(app) as server:
        http, response, turn_id = ask(server)
        second = server.connect()
        second.sendall(f"GET /api/turns/{turn_id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert b"event: status" in read_until(second, b"event: status")
        gate.open()
        assert b"event: done" in read_until(second, b"event: done")
        assert b"event: done" in response.read()
        second.close()
        http.close()


def test_an_ended_turn_is_told_again(client, assistant):
    """From any point; its end comes even to a reader who had it already."""
    client.post("/api/chat", json={"question": "Why?"})
    turn_id = assistant.sessions.newest_turn(assistant.asked[0]["session_id"])
    for after, numbers in ((0, range(1, 9)), (3, range(4, 9)), (8, [8]), (500, [8])):
        told = blocks(client.get(f"/api/turns/{turn_id}/events", params={"after": after}).content)
        assert list(numbers) == list(told)


def test_a_turn_that_a_crash_cut_ends_with_an_error(client, assistant):
    """Without an end of its own, a stored turn is given one that says so."""
    session = assistant.sessions.open(None, owner="", now=assistant.now())
    turn = assistant.sessions.begin(session.session_id, "Why?", as_of=assistant.now(), now=assistant.now())
    running_elsewhere = client.get(f"/api/turns/{turn.turn_id}/events")
    assistant.sessions.recover(assistant.now())
    told = blocks(client.get(f"/api/turns/{turn.turn_id}/events").content)
    assert 409 == running_elsewhere.status_code
    assert b'"code":"interrupted"' in told[1]


@pytest.mark.parametrize("event_id", ["x", "other:1", "{turn}:x", "{turn}:99999999", "{turn}:"])
def test_a_foreign_event_id_is_refused(client, assistant, event_id):
    """Only an id of this very turn says where to go on."""
    client.post("/api/chat", json={"question": "Why?"})
    turn_id = assistant.sessions.newest_turn(assistant.asked[0]["session_id"])
    headers = {"Last-Event-ID": event_id.format(turn=turn_id)}
    assert 400 == client.get(f"/api/turns/{turn_id}/events", headers=headers).status_code


def test_somebody_elses_turn_is_not_found(client, assistant):
    """Neither its events nor its end are another owner's business."""
    session = assistant.sessions.open(None, owner="ben", now=assistant.now())
    turn = assistant.sessions.begin(session.session_id, "Why?", as_of=assistant.now(), now=assistant.now())
    assert 404 == client.get(f"/api/turns/{turn.turn_id}/events").status_code
    assert 404 == client.post(f"/api/turns/{turn.turn_id}/stop").status_code
