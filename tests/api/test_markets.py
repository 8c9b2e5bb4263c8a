"""The markets' state, and what else tells a document's story."""

from pathlib import Path

import pytest

from assistant.knowledge.store import DocumentStore
from assistant.knowledge.tellings import tellings_of
from tests.support.knowledge import NOW, PUBLISHED, database_in, make_document, put


@pytest.mark.parametrize(
    ("as_of", "states"),
    [
        ("2025-09-17T10:00:00+08:00", ["open", "open", "after_close"]),
        ("2025-09-17T12:30:00+08:00", ["lunch", "lunch", "before_open"]),
        ("2025-09-20", ["closed", "closed", "closed"]),
    ],
)
def test_each_market_says_what_it_does_at_the_moment(client, as_of, states):
    """In its own hours, with its breaks and days without a session."""
    told = client.get("/api/markets", params={"as_of": as_of}).json()["markets"]
    assert ["Hong Kong", "Shanghai", "New York"] == [market["name"] for market in told]
    assert states == [market["state"] for market in told]


def test_a_moment_that_is_none_is_refused(client):
    """With the words for as_of."""
    assert 400 == client.get("/api/markets", params={"as_of": "noon"}).status_code


def test_a_story_is_told_with_its_copies_and_nothing_that_was_not_known(tmp_path: Path):
    """Others of the story, a copy as such; withdrawn ones, later ones and other stories are left out."""
    database = database_in(tmp_path)
    store = DocumentStore(database)
    told = {"d1": {}, "d2": {"duplicate_of": "d1"}, "d3": {}, "d4": {}, "d5": {"known_at": NOW}}
    for doc_id, changes in told.items():
        put(store, make_document(doc_id, story_id="s", title=doc_id, **changes))
    put(store, make_document("d6", title="d6", story_id="other"))
    store.withdraw("d4", at=PUBLISHED)

    found = {
        asked: [(one.doc_id, one.copy) for one in tellings_of(database, asked, as_of=PUBLISHED)]
        for asked in ("d1", "d2", "d6", "d9")
    }

    assert {"d1": [("d2", True), ("d3", False)], "d2": [("d1", True), ("d3", False)], "d6": [], "d9": []} == found
    database.close()
