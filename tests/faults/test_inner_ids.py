"""What the API never gives away: vectors, hashes, fingerprints, places on the machine, other people's questions."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.story import NOW

pytestmark = pytest.mark.faults

QUESTION = {"question": "By how much did SMIC rise on 17 September 2025, according to the reports?", "as_of": NOW.isoformat()}
INNER = re.compile(
    r"vector|embedding|fingerprint|content_hash|origin_id|input_id|rowid|seq|owner|first_seen|_path$|^path$|secret|api_key"
)
READING = (
    "/api/about",
    "/api/sessions",
    "/api/sources",
    "/api/instruments?q=Baidu",
    "/api/prices/9888.HK",
    "/api/search?q=Baidu&explain=1",
    "/api/briefs",
    "/api/batches",
    "/api/watched",
    "/healthz",
    "/readyz",
)


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    settings = Settings(data_dir=store, model="extractive")
    with build_assistant(settings, now=lambda: NOW) as assistant:
        app = create_app(assistant, settings, now=lambda: NOW)
        with TestClient(app, base_url="http://localhost") as client:
            yield client


def told(value: Any) -> Iterator[tuple[str, Any]]:
    """Every name in a body with its value, at whatever depth."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield name, held
            yield from told(held)
    elif isinstance(value, list):
        for one in value:
            yield from told(one)


def inner(body: Any) -> list[str]:
    """Names that are the program's own affair, and rows of numbers that could be a vector."""
    names = [name for name, _ in told(body) if INNER.search(name)]
    long = [name for name, held in told(body) if isinstance(held, list) and len(held) > 64 and isinstance(held[0], float)]
    return names + long


def answered(client: TestClient) -> dict[str, Any]:
    return client.post("/api/chat", json=QUESTION, headers={"Accept": "application/json"}).json()


@pytest.mark.parametrize("address", READING)
def test_no_reading_route_gives_inner_things_away(client: TestClient, store: Path, address: str):
    """Neither names of columns nor vectors nor the folder of the store are in any answer."""
    response = client.get(address)

    assert response.status_code == 200
    assert inner(response.json()) == []
    assert str(store) not in response.text


def test_an_answer_its_turn_and_its_article_give_nothing_away(client: TestClient, store: Path):
    """The answer's sources are named by document and version, as the document's own address is."""
    answer = answered(client)
    session = client.get(f"/api/sessions/{answer['session_id']}")
    doc_id = next(source["doc_id"] for source in answer["citations"] if source["doc_id"])
    article = client.get(f"/api/documents/{doc_id}")

    assert (session.status_code, article.status_code) == (200, 200)
    assert inner(answer) + inner(session.json()) + inner(article.json()) == []
    assert not any(str(store) in text for text in (session.text, article.text))


def test_the_wire_schema_has_no_inner_names(client: TestClient):
    """What the OpenAPI document promises is of the same kind."""
    parts = client.get("/api/openapi.json").json()["components"]["schemas"].values()

    assert [name for part in parts for name in part.get("properties", {}) if INNER.search(name)] == []
