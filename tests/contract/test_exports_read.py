"""What people read in an export: its moments by their own clock, and which characters the fonts of a PDF may lack."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from assistant.sessions.exports.formats import FORMATS
from assistant.sessions.exports.report import make_report
from assistant.sessions.records import Session
from tests.contract.test_exports import NOW, SOURCES, make_turn


@pytest.mark.parametrize(("language", "told"), [("en", "2025-09-17 20:00 Hong Kong time"), ("zh", "2025-09-17 20:00 香港時間")])
def test_moments_are_told_by_the_readers_clock(language, told):
    """In the language of the report, those of sources and of what became of them too; a zone without a city is as it is."""
    session = Session(session_id="s1", owner="", title="S", created_at=NOW, updated_at=NOW)
    cited = {"type": "citations", "sources": [SOURCES[0] | {"doc_id": "d", "version": 1}]}
    standing = {("d", 1): ("withdrawn", datetime(2025, 9, 17, 12, tzinfo=UTC))}
    turn = make_turn(events=(cited, make_turn().events[-1]))
    report = make_report(session, [turn], now=NOW, standing=standing, language=language, zone="Asia/Hong_Kong")
    [answer] = report.answers
    assert told == answer.as_of
    assert told.replace("20:00", "18:03") == answer.references[0].published_at
    assert told in answer.references[0].standing
    assert told.replace("17 20:00", "18 09:00") in report.colophon
    assert "2025-09-17 12:00 UTC" == make_report(session, [make_turn()], now=NOW).answers[0].as_of


@pytest.mark.parametrize(
    ("question", "lent", "missing"),
    [
        ("Why did it fall by \u22125 %?", 0, 0),
        ("為何下跌？", 1, 0),
        ("為何下跌 📈？", 1, 1),
        ("Почему?", 1, 0),
        ("𠮷 rose", 0, 1),
    ],
)
def test_pdf_says_where_characters_may_be_missing(question, lent, missing):
    """Chinese needs the reader's font, some characters have none: below the title, in letters that every reader has."""
    session = Session(session_id="s1", owner="", title="S", created_at=NOW, updated_at=NOW)
    data = FORMATS["pdf"].write(make_report(session, [make_turn(question=question, events=())], now=NOW))
    words = " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    assert (lent, missing) == (words.count("a font that PDF readers bring along"), words.count("[?] stands for characters"))
    assert missing == words.split("1. ", 1)[1].count("[?]")
    assert not lent or words.index("bring along") < words.index("1. ")
