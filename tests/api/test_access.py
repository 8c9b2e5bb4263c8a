"""Keys, owners and what is offered to whom."""

import json
import re
import time

import pytest
from starlette.testclient import TestClient

from assistant.api.access import Keys, check_exposure, is_loopback
from assistant.api.app import create_app
from assistant.errors import BadSetting
from assistant.settings import Settings
from tests.api.test_route_matrix import filled, routes
from tests.support.assistants import NOW

ANN, BEN = {"Authorization": "Bearer key-of-ann"}, {"Authorization": "Bearer key-of-ben"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def keyed(assistant, tmp_path):
    settings = Settings(data_dir=tmp_path, api_keys=("key-of-ann", "key-of-ben"))
    with TestClient(create_app(assistant, settings, now=lambda: NOW), base_url="http://rally.example") as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer nope"},
        {"Authorization": "Basic key-of-ann"},
        {"Authorization": "key-of-ann"},
        {"Authorization": "Bearer key-of-ann2"},
        {"Authorization": b"Bearer \xff\xfe"},
        {"Authorization": "Bearer " + "x" * 5_000},
    ],
)
def test_without_a_known_key_every_route_says_the_same(keyed, headers):
    """401 with one body for a missing, an unknown and a malformed key, on every route of the API, before any parsing."""
    seen = set()
    for path, method in routes(keyed.app):
        if path.startswith("/api"):
            response = keyed.request(method, filled(path), headers=headers, content=b"not json")
            assert 401 == response.status_code
            assert "Bearer" == response.headers["www-authenticate"]
            if method != "HEAD":
                seen.add(json.dumps(response.json()["error"] | {"incident": ""}))
    assert 1 == len(seen)
    assert 401 == keyed.get("/api/no-such-route", headers=headers).status_code


def test_the_page_and_the_health_routes_need_no_key(keyed):
    """A monitor and a browser reach them; they say nothing about what is stored."""
    assert {"status": "ok"} == keyed.get("/healthz").json()
    assert 200 == keyed.get("/readyz").status_code
    assert 401 != keyed.get("/").status_code


def test_another_owners_session_is_not_there(keyed, assistant):
    """Ben reads, continues, renames, deletes and lists Ann's conversation: not found, and it is unchanged."""
    mine = keyed.post("/api/chat", json={"question": "How did Baidu close?"}, headers=ANN | JSON).json()["session_id"]
    before = keyed.get(f"/api/sessions/{mine}", headers=ANN).json()

    tried = [
        keyed.get(f"/api/sessions/{mine}", headers=BEN),
        keyed.patch(f"/api/sessions/{mine}", json={"title": "Ben's"}, headers=BEN),
        keyed.delete(f"/api/sessions/{mine}", headers=BEN),
        keyed.post("/api/chat", json={"question": "And?", "session_id": mine}, headers=BEN),
        keyed.post("/api/chat", json={"question": "And?", "session_id": mine}, headers=BEN | JSON),
    ]

    assert [404] * 5 == [response.status_code for response in tried]
    nowhere = keyed.get("/api/sessions/nope", headers=BEN).json()["error"]
    assert [nowhere["message"]] * 5 == [response.json()["error"]["message"] for response in tried]
    assert [] == keyed.get("/api/sessions", headers=BEN).json()["sessions"]
    assert before == keyed.get(f"/api/sessions/{mine}", headers=ANN).json()
    assert "key-of" not in json.dumps(before)


def test_an_owner_renames_and_deletes(keyed):
    """The verbs work for the one it belongs to."""
    mine = keyed.post("/api/chat", json={"question": "How did Baidu close?"}, headers=ANN | JSON).json()["session_id"]
    assert "Baidu" == keyed.patch(f"/api/sessions/{mine}", json={"title": " Baidu "}, headers=ANN).json()["title"]
    assert 400 == keyed.patch(f"/api/sessions/{mine}", json={"title": " \u0000"}, headers=ANN).status_code
    assert 204 == keyed.delete(f"/api/sessions/{mine}", headers=ANN).status_code
    assert 404 == keyed.get(f"/api/sessions/{mine}", headers=ANN).status_code


def test_an_unauthenticated_body_costs_nothing(keyed):
    """Ten megabytes without a key are answered before they are read."""
    body = b"[" * 10_000_000
    began = time.process_time()
    assert 401 == keyed.post("/api/chat", content=body).status_code
    assert time.process_time() - began < 0.5


def test_an_owners_name_does_not_give_the_key_away():
    """The owner is the same for the same key and holds nothing of it."""
    keys = Keys(["key-of-ann", "key-of-ben"])
    ann = keys.owner("Bearer key-of-ann")
    assert ann == keys.owner("bearer  key-of-ann ")
    assert re.fullmatch("[0-9a-f]{32}", ann)
    assert ann != keys.owner("Bearer key-of-ben")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "rally.example", "localhost.evil", ""])
def test_the_network_needs_keys(host):
    """Listening beyond this machine without a key is refused, with both ways out; with one it is not."""
    with pytest.raises(BadSetting, match="RALLY_API_KEYS") as refused:
        check_exposure(Settings(host=host))
    assert "127.0.0.1" in refused.value.public_message
    check_exposure(Settings(host=host, api_keys=("long-random-text",)))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_this_machine_alone_needs_none(host):
    """Loopback is offered to nobody else."""
    assert is_loopback(host)
    check_exposure(Settings(host=host))


def test_an_empty_key_is_no_key():
    """A key list with an empty text in it would let anyone in."""
    with pytest.raises(BadSetting, match="empty key"):
        check_exposure(Settings(api_keys=("",)))
