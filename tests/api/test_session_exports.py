"""Exports over HTTP: the owner's, as a download, whole or one answer."""

import pytest

FORMATS = ["md", "html", "docx", "pdf", "csv", "xlsx", "json"]


@pytest.fixture
def asked(client, assistant):
    session_id = client.post("/api/chat", json={"question": "Why?"}).headers["x-session-id"]
    client.post("/api/chat", json={"question": "And then?", "session_id": session_id})
    return session_id


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_download(client, asked, name):
    """It comes as an attachment with the format's ending, and is not kept by caches."""
    response = client.get(f"/api/sessions/{asked}/export", params={"format": name})
    assert 200 == response.status_code
    assert f'attachment; filename="rally-2025-09-18.{name}"' == response.headers["content-disposition"]
    assert "no-store" == response.headers["cache-control"]
    assert len(response.content) > 200


def test_one_answer_alone(client, assistant, asked):
    """With a turn, that answer is the whole file; a turn of no such id is not found."""
    second = assistant.sessions.newest_turn(asked)
    text = client.get(f"/api/sessions/{asked}/export", params={"turn": second}).text
    assert "And then?" in text
    assert "Why?" not in text.split("\n", 2)[2]  # the title is the session's
    assert 404 == client.get(f"/api/sessions/{asked}/export", params={"turn": "x"}).status_code


def test_another_format_or_owner_is_refused(client, assistant, asked):
    """An unknown format is named; somebody else's session is not there."""
    refused = client.get(f"/api/sessions/{asked}/export", params={"format": "exe"})
    assert (400, True) == (refused.status_code, "xlsx" in refused.json()["error"]["message"])
    other = assistant.sessions.open(None, owner="ben", now=assistant.now())
    assistant.sessions.begin(other.session_id, "Why?", as_of=assistant.now(), now=assistant.now())
    assert 404 == client.get(f"/api/sessions/{other.session_id}/export").status_code
