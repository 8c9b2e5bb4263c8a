"""Over a real store: questions watched while reports come in, answers compared, and sources that changed since."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from assistant.agent.watching import ask_watched
from assistant.api.app import create_app
from assistant.api.watch_rounds import WatchRounds
from assistant.bootstrap import build_assistant
from assistant.cli.verbs import app as verbs
from assistant.settings import Settings
from tests.support.price_targets import ELSEWHERE, NOW, QUESTION, RAISED, ingest, make_target_store, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_target_store(tmp_path)
    return tmp_path


@pytest.fixture
def assistant(folder: Path) -> Iterator[Any]:
    with build_assistant(Settings(data_dir=folder / "data", model="extractive"), now=lambda: NOW) as assistant:
        yield assistant


def served(assistant: Any, *keys: str) -> TestClient:
    settings = Settings(data_dir=assistant.settings.data_dir, api_keys=keys)
    return TestClient(create_app(assistant, settings, now=lambda: NOW), base_url="http://localhost")


def ask_all(assistant: Any) -> list[Any]:
    async def ask() -> list[Any]:
        return [one async for one in ask_watched(assistant)]

    return asyncio.run(ask())


def test_only_a_changed_answer_is_told(assistant, folder):
    """New evidence about something else is no change; another price target is, with what changed."""
    with served(assistant) as client:
        asked = client.post("/api/chat", json={"question": QUESTION}, headers={"Accept": "application/json"}).json()
        assert "HK$150" in asked["answer"]
        watched = client.post("/api/watched", json={"turn_id": asked["turn_id"]})
        assert 201 == watched.status_code

        ingest(assistant, write(folder, "rice.md", ELSEWHERE))
        assert [False] == [one.changes.changed for one in ask_all(assistant)]
        assert [] == client.get("/api/watched").json()["watched"][0]["changes"]

        ingest(assistant, write(folder, "raised.md", RAISED))
        assert [True] == [one.changes.changed for one in ask_all(assistant)]
        told = client.get("/api/watched").json()["watched"][0]
        assert (1, 1) == (told["unseen"], len(told["changes"]))
        assert "HK$165" in " ".join(told["changes"][0]["differences"]["figures_new"])
        assert "HK$150" in told["changes"][0]["before"]["text"]
        assert "HK$165" in told["answer"]["text"]
        assert ["Updated sources: Brokers on Baidu, Harbour Ledger."] == [
            one for one in told["changes"][0]["sentences"] if one.startswith("Updated")
        ]
        assert [] == ask_all(assistant)  # nothing came since

        assert 204 == client.post(f"/api/watched/{told['watch_id']}/seen").status_code
        assert 0 == client.get("/api/watched").json()["watched"][0]["unseen"]
        assert 204 == client.delete(f"/api/watched/{told['watch_id']}").status_code
        assert [] == client.get("/api/watched").json()["watched"]


def test_an_old_answer_names_what_was_updated_or_withdrawn(assistant, folder):
    """The session, the turn and the export say which sources are not what they were; the newer version can be opened."""
    with served(assistant) as client:
        asked = client.post("/api/chat", json={"question": QUESTION}, headers={"Accept": "application/json"}).json()
        session, turn = f"/api/sessions/{asked['session_id']}", f"/api/turns/{asked['turn_id']}"
        assert [] == client.get(session).json()["turns"][0]["sources_since"]
        assert {"current"} == {one["state"] for one in client.get(turn).json()["sources_since"]}

        ingest(assistant, write(folder, "raised.md", RAISED))
        since = client.get(session).json()["turns"][0]["sources_since"]
        assert [("updated", 1, 2)] == [(one["state"], one["cited_version"], one["version"]) for one in since]
        newer = client.get(f"/api/documents/{since[0]['doc_id']}?version={since[0]['version']}").json()
        assert "HK$165" in newer["text"]
        assert "updated since" in client.get(f"{session}/export?format=md").text

        assistant.knowledge.documents.withdraw(since[0]["doc_id"], at=NOW)
        assert ["withdrawn"] == [one["state"] for one in client.get(turn).json()["sources_since"]]
        share = client.post(f"{session}/share").json()["path"]
        assert "withdrawn on 2025-09-19" in client.get(share).text


def test_a_question_asked_again_tells_what_changed(assistant, folder):
    """The later turn is compared with the one before to the same question, or with any that is named."""
    with served(assistant) as client:
        heads = {"Accept": "application/json"}
        first = client.post("/api/chat", json={"question": QUESTION}, headers=heads).json()
        assert 404 == client.get(f"/api/turns/{first['turn_id']}/changes").status_code
        ingest(assistant, write(folder, "raised.md", RAISED))
        again = {"question": QUESTION, "session_id": first["session_id"]}
        second = client.post("/api/chat", json=again, headers=heads).json()
        changes = client.get(f"/api/turns/{second['turn_id']}/changes").json()
        named = client.get(f"/api/turns/{second['turn_id']}/changes?against={first['turn_id']}").json()
        nobodys = client.get(f"/api/turns/{second['turn_id']}/changes?against=nope")

    assert first["turn_id"] == changes["against"]
    assert changes["changed"]
    assert "HK$165" in " ".join(changes["differences"]["figures_new"])
    assert changes == named
    assert 404 == nobodys.status_code


def test_a_server_asks_once_the_evidence_has_settled(assistant, folder):
    """The first look only notes the evidence; the next one, finding it unchanged, asks; then there is nothing to do."""
    assistant.sessions.watched.add(QUESTION, owner="", now=NOW)
    rounds = WatchRounds()

    assert [False, True, False] == [asyncio.run(rounds.look(assistant)) for _ in range(3)]
    ingest(assistant, write(folder, "raised.md", RAISED))
    assert [False, True] == [asyncio.run(rounds.look(assistant)) for _ in range(2)]
    assert 1 == len(
        next(iter(assistant.sessions.watched.changes([one.watch_id for one in assistant.sessions.watched.list("")]).values()))
    )


def test_watched_questions_are_their_owners(assistant):
    """Another key neither sees nor changes them; the same question twice is one; there is a limit."""
    ann, bob = {"Authorization": "Bearer ann-key"}, {"Authorization": "Bearer bob-key"}
    with served(assistant, "ann-key", "bob-key") as client:
        first = client.post("/api/watched", json={"question": QUESTION}, headers=ann).json()
        assert first["watch_id"] == client.post("/api/watched", json={"question": QUESTION}, headers=ann).json()["watch_id"]
        assert [] == client.get("/api/watched", headers=bob).json()["watched"]
        assert 404 == client.delete(f"/api/watched/{first['watch_id']}", headers=bob).status_code
        assert 404 == client.post(f"/api/watched/{first['watch_id']}/seen", headers=bob).status_code
        for n in range(49):
            assert 201 == client.post("/api/watched", json={"question": f"Why {n}?"}, headers=ann).status_code
        full = client.post("/api/watched", json={"question": "One more?"}, headers=ann)
        assert (400, True) == (full.status_code, "At most 50" in full.json()["error"]["message"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": "Why?", "turn_id": "t"},
        {"question": "???"},
        {"question": "Why?", "tickers": ["XX"]},
        {"turn_id": "nope"},
    ],
)
def test_an_unusable_watch_is_refused(assistant, body):
    """A 4xx with the next step."""
    with served(assistant) as client:
        assert client.post("/api/watched", json=body).status_code in (400, 404)


def test_the_command_tells_only_what_changed(folder, monkeypatch):
    """`rally watched` adds, lists and removes; it says what changed after an ingest, and nothing without one."""
    monkeypatch.setenv("RALLY_DATA_DIR", str(folder / "data"))
    monkeypatch.setenv("RALLY_MODEL", "extractive")
    run = CliRunner().invoke
    added = run(verbs, ["watched", "--add", QUESTION])
    assert "1 asked on new evidence, 0 changed." in added.stderr
    assert "No new evidence" in run(verbs, ["watched"]).stderr
    run(verbs, ["ingest", str(write(folder, "raised.md", RAISED))])
    told = run(verbs, ["watched"])
    assert told.stdout.startswith(QUESTION)
    assert "HK$165" in told.stdout
    assert "1 changed." in told.stderr
    assert "1. What is the price target" in run(verbs, ["watched", "--list"]).stdout
    assert 2 == run(verbs, ["watched", "--remove", "2"]).exit_code
    assert 0 == run(verbs, ["watched", "--remove", "1"]).exit_code
    assert "No question is watched" in run(verbs, ["watched", "--list"]).stdout
