"""Whether the version that an answer used is still the document's text, and the reports that say so."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.database import Database
from assistant.knowledge.standing import standings
from assistant.knowledge.store import DocumentStore
from assistant.sessions.exports.formats import FORMATS
from assistant.sessions.exports.report import make_report
from assistant.sessions.records import Session, Turn, cited_versions
from tests.support.databases import open_store_database
from tests.support.knowledge import NOW, make_document, utc

UPDATED = utc(2025, 9, 18, 2)


@pytest.fixture
def database(tmp_path: Path):
    database = open_store_database(tmp_path)
    store = DocumentStore(database)
    store.put(make_document("d1"), [], [], fingerprint="words:32")
    store.put(make_document("d1", text="It fell.", version=2, known_at=UPDATED), [], [], fingerprint="words:32")
    store.put(make_document("d2"), [], [], fingerprint="words:32")
    store.put(make_document("d3"), [], [], fingerprint="words:32")
    store.withdraw("d3", at=utc(2025, 9, 20))
    yield database
    database.close()


def test_each_version_has_its_standing(database: Database):
    """Current, updated with the newer version and its moment, or withdrawn; what is not held has none."""
    found = standings(database, [("d1", 1), ("d1", 2), ("d2", 1), ("d3", 1), ("gone", 1), ("d2", 9)], now=NOW)

    assert {("d1", 1), ("d1", 2), ("d2", 1), ("d3", 1)} == set(found)
    assert ("updated", 2, UPDATED) == (found["d1", 1].state, found["d1", 1].version, found["d1", 1].since)
    assert "current" == found["d1", 2].state
    assert ("withdrawn", utc(2025, 9, 20)) == (found["d3", 1].state, found["d3", 1].since)


def test_what_is_known_later_does_not_count(database: Database):
    """Before its update became known, the first version is the document's text."""
    assert "current" == standings(database, [("d1", 1)], now=utc(2025, 9, 18, 1))["d1", 1].state


def test_reports_mark_what_was_updated(database: Database):
    """Every text format and the tables say it beside the source; a source that is as it was says nothing."""
    sources = [{"n": n, "kind": "news", "doc_id": f"d{n}", "version": 1, "title": f"Report {n}"} for n in (1, 2)]
    events = ({"type": "text", "text": "So [1][2]."}, {"type": "citations", "sources": sources})
    turn = Turn(turn_id="t", session_id="s", ordinal=1, question="Why?", state="done", events=events, asked_at=NOW, as_of=NOW)
    session = Session(session_id="s", owner="", title="S", created_at=NOW, updated_at=NOW)
    found = standings(database, cited_versions([turn]), now=NOW)
    report = make_report(session, [turn], now=NOW, standing={cited: (one.state, one.since) for cited, one in found.items()})

    assert ["updated since: another text is known from 2025-09-18 02:00 UTC", ""] == [
        one.standing for one in report.answers[0].references
    ]
    for name in ("md", "html", "json"):
        assert 1 == FORMATS[name].write(report).decode().count("updated since"), name
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(report)))
    assert [report.answers[0].references[0].standing, None] == [cell.value for cell in book["Sources"]["J"]][1:]
    document = docx.Document(io.BytesIO(FORMATS["docx"].write(report)))
    assert 1 == sum("updated since" in one.text for one in document.paragraphs)
