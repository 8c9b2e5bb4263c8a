"""Briefs over HTTP: begun, followed, stopped, taken up after a restart, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.agent.briefs import keep_brief, plan_brief
from assistant.api.app import create_app
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.knowledge import utc
from tests.support.story import make_store

MORNING = utc(2025, 9, 18, 1)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = make_store(tmp_path_factory.mktemp("briefs"))
    with build_assistant(Settings(data_dir=folder, model="extractive"), now=lambda: MORNING) as assistant:
        yield assistant


def served(assistant: Any, *keys: str) -> TestClient:
    settings = Settings(data_dir=assistant.settings.data_dir, api_keys=keys)
    return TestClient(create_app(assistant, settings, now=lambda: MORNING), base_url="http://localhost")


def followed(client: TestClient, session_id: str, **headers: str) -> dict[str, Any]:
    """The brief once it is whole: each look lets the server work on."""
    for _ in range(2_000):
        brief = client.get(f"/api/briefs/{session_id}", headers=headers).json()
        if brief["state"] != "running":
            return brief
    raise AssertionError(brief)


def test_a_brief_is_begun_and_followed(assistant):
    """It has a session at once, tells how far it is, and its answers are the session's turns."""
    with served(assistant) as client:
        begun = client.post("/api/briefs", json={"instruments": ["9888.HK", "NVDA"]})
        brief = followed(client, begun.json()["session_id"])
        session = client.get(f"/api/sessions/{brief['session_id']}").json()
        listed = client.get("/api/briefs").json()["briefs"]
        saved = client.get(f"/api/sessions/{brief['session_id']}/export?format=md")

    assert (201, "running", 5) == (begun.status_code, begun.json()["state"], begun.json()["total"])
    assert ("done", 5, ["NVDA"]) == (brief["state"], brief["answered"], brief["silent"])
    assert "since 16:00 on 17 Sep 2025, Hong Kong time" == brief["window"]["label"]
    assert [turn["turn_id"] for turn in session["turns"]] == [one["turn_id"] for one in brief["questions"]]
    assert {"9888.HK": "Baidu"}.items() <= brief["names"].items()
    assert brief["session_id"] in [one["session_id"] for one in listed]
    assert "How did Baidu close?" in saved.text


def test_nothing_new_begins_nothing(assistant):
    """The reply says so, with the newest evidence; no session is made."""
    with served(assistant) as client:
        before = len(client.get("/api/sessions").json()["sessions"])
        told = client.post("/api/briefs", json={"instruments": ["9888.HK"], "as_of": "2025-12-01"})
        after = len(client.get("/api/sessions").json()["sessions"])

    assert (201, "empty", None) == (told.status_code, told.json()["state"], told.json()["session_id"])
    assert {"reports": 0, "bars": 0} == told.json()["new"]
    assert told.json()["newest_evidence_at"].startswith("2025-09-24")
    assert before == after


def test_a_brief_left_by_an_ended_process_goes_on(assistant):
    """A server that starts answers what is not answered yet."""
    brief = keep_brief(assistant, plan_brief(assistant, as_of=MORNING, instruments=["0981.HK"]), owner="")

    with served(assistant) as client:
        assert ("done", len(brief.asks)) == (
            followed(client, brief.session_id)["state"],
            client.get(f"/api/briefs/{brief.session_id}").json()["answered"],
        )


def test_a_stopped_brief_stays_stopped(assistant):
    """What was not answered is left, also by the next process."""
    with served(assistant) as client:
        brief = client.post("/api/briefs", json={"instruments": ["9888.HK"]}).json()
        assert 204 == client.post(f"/api/briefs/{brief['session_id']}/stop").status_code
        state = client.get(f"/api/briefs/{brief['session_id']}").json()["state"]
    with served(assistant) as client:
        assert ("stopped", "stopped") == (state, client.get(f"/api/briefs/{brief['session_id']}").json()["state"])


def test_nobody_elses_brief_is_there(assistant):
    """Another key reads, stops and lists nothing of it."""
    ann, bob = {"Authorization": "Bearer ann-key"}, {"Authorization": "Bearer bob-key"}
    with served(assistant, "ann-key", "bob-key") as client:
        brief = client.post("/api/briefs", json={"instruments": ["9888.HK"]}, headers=ann).json()
        path = f"/api/briefs/{brief['session_id']}"
        assert [404, 404] == [client.get(path, headers=bob).status_code, client.post(f"{path}/stop", headers=bob).status_code]
        assert [] == client.get("/api/briefs", headers=bob).json()["briefs"]
        assert "done" == followed(client, brief["session_id"], **ann)["state"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"instruments": ["XX"]}, "No instrument goes by"),
        ({"instruments": ["9888.HK"] * 61}, "cannot be used"),
        ({"watchlist": "banks"}, "There is no watchlist"),
        ({"window": "the weather"}, "names no time"),
        ({"first": "2025-09-18", "last": "2025-09-17"}, "Swap the two days"),
        ({"as_of": "soon"}, "not a moment"),
    ],
)
def test_an_unusable_brief_is_refused(assistant, body, said):
    """A 4xx with the next step; nothing is begun."""
    with served(assistant) as client:
        told = client.post("/api/briefs", json=body)

    assert told.status_code in (400, 422)
    assert said in told.json()["error"]["message"]


def test_the_watchlists_are_told(assistant: Any):
    """With their tickers, and which one is taken where none is named."""
    path: Path = assistant.settings.data_dir / "watchlists.toml"
    path.write_text('search = ["9888", "BIDU"]\n')
    try:
        with served(assistant) as client:
            told = client.get("/api/briefs/watchlists").json()
    finally:
        path.unlink()

    assert {"watchlists": {"search": ["9888.HK", "BIDU"]}, "usual": "search"} == told
