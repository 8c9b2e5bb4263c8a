"""A shared link shows one session to whoever has it, and nothing else, until it is revoked."""

import re

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.support.assistants import NOW

KEY = {"Authorization": "Bearer canary-key-123456"}


@pytest.fixture
def keyed(assistant, tmp_path):
    settings = Settings(data_dir=tmp_path, api_keys=(SecretStr("canary-key-123456"),))
    with TestClient(create_app(assistant, settings, now=lambda: NOW), base_url="http://localhost") as client:
        yield client


def ask(client: TestClient, question: str) -> str:
    return client.post("/api/chat", json={"question": question}, headers=KEY).headers["x-session-id"]


def test_the_link_is_read_without_a_key_and_holds_the_session_alone(keyed):
    """Answers, sources and checks are there; keys, owners, ids, tool calls and other sessions are not."""
    mine, other = ask(keyed, "How did Baidu close?"), ask(keyed, "A secret other question?")
    shared = keyed.post(f"/api/sessions/{mine}/share", headers=KEY)
    assert 201 == shared.status_code
    page = keyed.get(shared.json()["path"])

    assert 200 == page.status_code
    assert "How did Baidu close?" in page.text
    assert "Baidu leads" in page.text
    owner = keyed.app.state.assistant.sessions.get(mine).owner
    for hidden in ("secret other", mine, other, owner, "canary-key", "search_news", "/home/", "<script", "turn_id"):
        assert hidden not in page.text
    assert 401 == keyed.get(f"/api/sessions/{mine}").status_code
    assert re.fullmatch(r"/shared/[\w-]{32}", shared.json()["path"])


def test_its_policy_allows_its_own_style_and_nothing_else(keyed):
    """No script, no image, no frame; not kept by caches, not listed by search engines."""
    path = keyed.post(f"/api/sessions/{ask(keyed, 'Why?')}/share", headers=KEY).json()["path"]
    headers = keyed.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert ("no-store", "noindex", "nosniff") == (
        headers["cache-control"],
        headers["x-robots-tag"],
        headers["x-content-type-options"],
    )


def test_the_same_link_until_it_is_revoked_and_another_one_after(keyed):
    """Sharing twice gives one link; revoking ends it for good."""
    session = ask(keyed, "Why?")
    address = f"/api/sessions/{session}/share"
    assert keyed.get(address, headers=KEY).json() == {"share_id": None, "path": None}
    first = keyed.post(address, headers=KEY).json()
    assert first == keyed.post(address, headers=KEY).json() == keyed.get(address, headers=KEY).json()
    assert 204 == keyed.delete(address, headers=KEY).status_code
    assert 404 == keyed.get(first["path"]).status_code
    assert first != keyed.post(address, headers=KEY).json()


def test_a_deleted_session_takes_its_link_along(keyed):
    """The link of a deleted session leads nowhere."""
    session = ask(keyed, "Why?")
    path = keyed.post(f"/api/sessions/{session}/share", headers=KEY).json()["path"]
    assert 204 == keyed.delete(f"/api/sessions/{session}", headers=KEY).status_code
    assert 404 == keyed.get(path).status_code


def test_nobody_shares_or_revokes_anothers_session(client, assistant):
    """Without the owner's key the session is not there."""
    other = assistant.sessions.open(None, owner="ben", now=NOW)
    assistant.sessions.begin(other.session_id, "Why?", as_of=NOW, now=NOW)
    link = assistant.sessions.shares.share(other.session_id, now=NOW)
    for method in ("GET", "POST", "DELETE"):
        assert 404 == client.request(method, f"/api/sessions/{other.session_id}/share").status_code
    assert other.session_id == assistant.sessions.shares.session_of(link)


def test_a_shared_page_is_a_reader_not_a_writer(keyed):
    """No other method and no deeper path exists."""
    path = keyed.post(f"/api/sessions/{ask(keyed, 'Why?')}/share", headers=KEY).json()["path"]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert keyed.request(method, path).status_code in (404, 405)
    assert 404 == keyed.get(path + "/export").status_code
