"""Asking over HTTP: the stream, the JSON body, and what is refused."""

import json
from datetime import UTC, date, datetime

import pytest

from assistant.errors import Busy, ModelUnavailable, StoreError
from assistant.knowledge.windows import Window

QUESTION = {"question": "How did Baidu close?"}
JSON = {"Accept": "application/json"}


def events_of(response) -> list[tuple[str, str, dict]]:
    """(id, event, data) of each server-sent event."""
    found = []
    for block in response.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return found


def test_the_stream_is_the_answers_events(client, assistant):
    """Each event has its type as name, its fields as JSON and a numbered id; `done` is the last."""
    response = client.post("/api/chat", json=QUESTION)

    events = events_of(response)

    names = "status tool text text withheld citations figures done".split()
    assert names == [name for _, name, _ in events]
    done = events[-1][2]
    assert [f"{done['turn_id']}:{n}" for n in range(1, 9)] == [event_id for event_id, _, _ in events]
    assert {"text": "Baidu rose 15.7 % [1]. "} == events[2][2]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "no" == response.headers["x-accel-buffering"]
    assert done["session_id"] == response.headers["x-session-id"]


def test_the_json_body_is_the_same_answer_gathered(client):
    """With Accept: application/json the answer comes whole, with every field of the contract."""
    body = client.post("/api/chat", json=QUESTION, headers=JSON).json()

    expected = (
        "question answer abstained reason citations figures withheld as_of newest_evidence_at model elapsed_ms "
        "turn_id session_id reading"
    )
    assert set(expected.split()) == set(body)
    assert "Baidu rose 15.7 % [1]. It closed at 131 HKD [1]." == body["answer"]
    assert "17 Sep 2025, Hong Kong time" == body["reading"]["label"]
    assert [1] == [source["n"] for source in body["citations"]]
    assert [{"reason": "unsupported", "detail": "A sentence was not shown."}] == body["withheld"]


def test_what_the_person_set_reaches_the_assistant(client, assistant):
    """as_of, window and tickers are read once, at the door, into the records the assistant takes."""
    asked = QUESTION | {
        "as_of": "2024-10-30T08:00:00+08:00",
        "window": {"first": "2024-10-01", "last": None},
        "tickers": ["9988"],
    }
    client.post("/api/chat", json=asked, headers=JSON)

    [call] = assistant.asked

    assert datetime(2024, 10, 30, tzinfo=UTC) == call["as_of"]
    assert Window(first=date(2024, 10, 1)) == call["window"]
    assert ["9988.HK"] == call["tickers"]


def test_a_conversation_goes_on_in_its_session(client):
    """The second question joins the first one's session."""
    first = client.post("/api/chat", json=QUESTION, headers=JSON).json()
    second = client.post("/api/chat", json=QUESTION | {"session_id": first["session_id"]}, headers=JSON).json()
    assert first["session_id"] == second["session_id"]
    turns = client.get(f"/api/sessions/{first['session_id']}").json()["turns"]
    assert [first["turn_id"], second["turn_id"]] == [turn["turn_id"] for turn in turns]


@pytest.mark.parametrize("headers", [{}, JSON])
@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"question": "  "}, 400, "Type a question"),
        ({"question": "x" * 4_001}, 400, "Shorten it to 4,000 characters"),
        ({"question": "Why?", "session_id": "nope"}, 404, "no such session"),
        ({"question": "Why?", "as_of": "tomorrow"}, 400, "Write it like 2025-09-17"),
        ({"question": "Why?", "as_of": "0001-01-01T00:00:00+14:00"}, 400, "as_of"),
        ({"question": "Why?", "as_of": "9999-12-31"}, 400, "as_of"),
        ({"question": "Why?", "window": {"first": "2025-09-18", "last": "2025-09-17"}}, 400, "Swap the two days"),
        ({"question": "Why?", "tickers": ["NOPE"]}, 400, "No instrument goes by 'NOPE'"),
        ({"question": "Why?", "api_base": "http://evil"}, 422, "'api_base'"),
        ({"question": 7}, 422, "'question'"),
        ({}, 422, "'question'"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(client, assistant, asked, status, said, headers):
    """A status of its own, one error shape, and what to do about it; the assistant is not asked."""
    response = client.post("/api/chat", json=asked, headers=headers)

    error = response.json()["error"]

    assert status == response.status_code
    assert said in error["message"]
    assert {"code", "message", "retryable", "incident"} == set(error)
    assert error["incident"]
    assert [] == assistant.asked


def test_one_turn_at_a_time(client, assistant):
    """A question to a session that is still answering gets 409, and the session is unharmed."""
    session_id = client.post("/api/chat", json=QUESTION, headers=JSON).json()["session_id"]
    turn = assistant.sessions.begin(session_id, "Still running", as_of=assistant.now(), now=assistant.now())
    for headers in ({}, JSON):
        response = client.post("/api/chat", json=QUESTION | {"session_id": session_id}, headers=headers)
        assert (409, "busy", True) == (response.status_code, *[response.json()["error"][k] for k in ("code", "retryable")])
    assistant.sessions.finish(turn.turn_id, answer="", events=[], state="stopped", now=assistant.now())
    assert 200 == client.post("/api/chat", json=QUESTION | {"session_id": session_id}).status_code


def test_a_break_in_the_middle_ends_the_stream_with_an_error_event(client, assistant):
    """What came before stays; the error names what happened, never the exception's text."""
    for error, code, said in (
        (ModelUnavailable("The model does not answer. Ask again in a minute."), "model_unavailable", "does not answer"),
        (RuntimeError("sk-secret at /home/ann"), "internal", "on our side"),
    ):
        assistant.fail = error
        response = client.post("/api/chat", json=QUESTION)
        names = [name for _, name, _ in events_of(response)]
        assert ["status", "error"] == names
        assert code == events_of(response)[-1][2]["code"]
        assert said in response.text
        assert "secret" not in response.text


@pytest.mark.parametrize(
    ("error", "status"),
    [(ModelUnavailable("x"), 502), (StoreError("x"), 503), (Busy("x"), 409), (RuntimeError("sk-secret"), 500)],
)
def test_a_json_client_gets_the_errors_status(client, assistant, error, status):
    """Without a stream the same error is an HTTP status."""
    assistant.fail = error
    response = client.post("/api/chat", json=QUESTION, headers=JSON)
    assert status == response.status_code
    assert "secret" not in response.text
