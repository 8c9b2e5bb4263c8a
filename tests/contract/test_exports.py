"""Every export opens again in its own format, and each figure in it leads to its source."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import docx
import openpyxl
import pypdf
import pytest
from typer.testing import CliRunner

from assistant.cli.verbs import app as cli
from assistant.sessions.exports.formats import FORMATS
from assistant.sessions.exports.markdown import escape
from assistant.sessions.exports.report import make_report
from assistant.sessions.exports.tables import safe
from assistant.sessions.records import Session, Turn
from assistant.sessions.store import SessionStore
from tests.support.databases import open_store_database

NOW = datetime(2025, 9, 18, 1, 0, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)> ![a](http://evil.example/p.png) [b](javascript:alert(1)) `x` | y\u202e"
FIGURES = [
    {"text": "5.3 %", "value": "5.3", "unit": "%", "source": 1, "status": "verified"},
    {"text": "HK$161.60", "value": "161.60", "unit": "HKD", "source": 2, "status": "verified"},
    {"text": "-8.10 HKD", "value": "-8.10", "unit": "HKD", "source": 3, "status": "verified"},
]
SOURCES = [
    {"n": 1, "kind": "news", "title": "阿里巴巴領漲", "publisher": "Harbour Daily", "url": "https://news.example.com/a?b=1&c=2",
     "published_at": "2025-09-17T10:03:00Z", "known_at": "2025-09-17T10:03:00Z", "quote": "The stock closed 5.3 % higher."},
    {"n": 2, "kind": "price", "title": "=HYPERLINK(\"http://evil.example\")", "publisher": "", "url": "javascript:alert(1)",
     "published_at": None, "known_at": "2025-09-17T08:00:00Z", "quote": "9988.HK on 17 September 2025: close 161.60 HKD"},
    {"n": 3, "kind": "calculation", "title": "Change", "publisher": "@cmd", "url": "", "published_at": None, "known_at": None,
     "quote": "-8.10 = 153.50 - 161.60"},
]  # fmt: skip


def make_turn(**changes):
    events = [
        {"type": "status", "stage": "reading", "reading": None},
        {"type": "tool", "name": "search_news", "args": {"query": "secret-query"}, "summary": "secret-summary"},
        {"type": "text", "text": "Alibaba closed 5.3 % higher at HK$161.60 [1][2].\n"},
        {"type": "text", "text": "- 阿里巴巴升幅為 5.3 %，收報 161.60 港元 [1]。\n"},
        {"type": "text", "text": f"It is -8.10 HKD [3]. {HOSTILE}"},
        {"type": "withheld", "reason": "figure", "detail": "A figure is not in its source."},
        {"type": "citations", "sources": SOURCES},
        {"type": "figures", "figures": FIGURES},
        {"type": "done", "turn_id": "t1", "session_id": "s1", "abstained": False, "reason": None,
         "as_of": "2025-09-17T12:00:00Z",
         "newest_evidence_at": "2025-09-17T10:03:00Z", "model": "extractive", "elapsed_ms": 8.0},
    ]  # fmt: skip
    turn = Turn(turn_id="t1", session_id="s1", ordinal=1, question="=cmd|'/c calc'!A1", answer="", state="done",
                events=tuple(events), asked_at=NOW, as_of=NOW)  # fmt: skip
    return turn if not changes else Turn(**{name: getattr(turn, name) for name in Turn.__slots__} | changes)


@pytest.fixture
def report():
    session = Session(session_id="s1", owner="secret-owner", title="Alibaba 阿里", created_at=NOW, updated_at=NOW)
    return make_report(session, [make_turn(), make_turn(turn_id="t2", question="And \ud800 \x00 it?")], now=NOW)


SHOWN = {
    "md": bytes.decode,
    "html": bytes.decode,
    "docx": lambda data: docx.Document(io.BytesIO(data)).element.xml,
    "pdf": lambda data: "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages),
}


class Anchors(HTMLParser):
    """The ids, links and elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids, self.hrefs, self.tags, self.addresses = set(), [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        named = dict(attrs)
        self.ids.add(named.get("id"))
        if tag == "a":
            self.hrefs.append(named["href"])
        self.addresses += [value for name, value in attrs if name in ("src", "srcset", "style", "background", "onerror")]


def test_markdown_numbers_its_sources_and_is_inert(report):
    """Marks have their source in the list; nothing in the text became an image, a link or markup."""
    text = FORMATS["md"].write(report).decode()
    [first, _second] = text.split("\n## ")[1:]
    listed = set(re.findall(r"^- \\\[(\d+)\\\]", first, re.M))
    assert {"1", "2", "3"} == listed
    for row in re.findall(r"^\| (?!Figure|---).*$", first, re.M):
        assert re.search(r"\\\[(\d+)\\\]", row)[1] in listed
    assert "**As of:** 2025\\-09" in text or "**As of:** 2025-09-17 12:00 UTC" in text
    assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<(?!https://news)", text)
    assert "withheld" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9988.HK, 2025-09-16", "9988.HK, 2025-09-16"),
        ("113.2", "113.2"),
        ("+15.72 %", "+15.72 %"),
        ("1. a list", "1\\. a list"),
        ("- an item", "\\- an item"),
        ("+ an item", "\\+ an item"),
        ("---", "\\---"),
        ("# a heading", "\\# a heading"),
        ("a\n\nb", "a b"),
    ],
)
def test_markdown_shows_exactly_the_text(text, shown):
    """Tickers and figures stay as they are; what would begin a list, a rule or a heading does not."""
    assert shown == escape(text)


def test_a_day_is_written_as_a_day(report):
    """The stream's eight digits of a day become a date, as far as it is said; other values stay."""
    given = (("17 September 2025", "20250917"), ("November 2021", "20211100"), ("2025", "20250000"))
    days = [{"text": text, "value": value, "unit": "date", "source": 1, "status": "verified"} for text, value in given]
    turn = make_turn(events=({"type": "figures", "figures": [*days, FIGURES[0]]},))
    session = Session(session_id="s1", owner="", title="T", created_at=NOW, updated_at=NOW)
    [answer] = make_report(session, [turn], now=NOW).answers
    assert ["2025-09-17", "2021-11", "2025", "5.3"] == [one.value for one in answer.figures]


@pytest.mark.parametrize(
    ("text", "unit"), [("131 HKD", "HKD"), ("HK$161.60", "HKD"), ("US$3 billion", "USD"), ("137.1", "money")]
)
def test_money_has_its_currency(text, unit):
    """As the figure is written; one that names none is money."""
    figure = {"text": text, "value": "1", "unit": "money", "source": 1, "status": "verified"}
    turn = make_turn(events=({"type": "figures", "figures": [figure]},))
    session = Session(session_id="s1", owner="", title="T", created_at=NOW, updated_at=NOW)
    assert unit == make_report(session, [turn], now=NOW).answers[0].figures[0].unit


@pytest.mark.parametrize("name", ["md", "html", "docx", "pdf"])
def test_the_report_speaks_chinese_where_it_is_asked_to(name):
    """Headings, checks and what the program titled itself; the words of sources and questions stay as they are."""
    session = Session(session_id="s1", owner="", title="T", created_at=NOW, updated_at=NOW)
    sources = [*SOURCES[:2], SOURCES[2] | {"title": "Percentage change"}]
    turn = make_turn()
    events = [event | {"sources": sources} if event["type"] == "citations" else event for event in turn.events]
    report = make_report(session, [make_turn(events=tuple(events), question="Why?")], now=NOW, language="zh")
    shown = SHOWN[name](FORMATS[name].write(report))
    assert all(
        words in shown for words in ("來源", "3個數字中有3個與來源相符", "已核對", "升跌百分比", "Why?", "Harbour Daily")
    )
    assert not any(words in shown for words in ("Sources", "Newest evidence", "Withheld", "verified", "Exported"))


def test_a_minus_sign_is_seen_in_every_reader():
    """A formula in a PDF keeps its minus signs where no Asian font is at hand."""
    turn = make_turn(events=({"type": "text", "text": "(137.83 \u2212 123.79)"},))
    session = Session(session_id="s1", owner="", title="T", created_at=NOW, updated_at=NOW)
    data = FORMATS["pdf"].write(make_report(session, [turn], now=NOW))
    assert "(137.83 – 123.79)" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()


def test_html_is_one_file_whose_marks_lead_to_their_sources(report):
    """Every link is a source's place in the page or a web address; no script, no image, no address fetched."""
    raw = FORMATS["html"].write(report).decode()
    page = Anchors()
    page.feed(raw)
    assert {"script", "img", "iframe", "link", "object"}.isdisjoint(page.tags)
    assert [] == page.addresses
    inner = [href for href in page.hrefs if href.startswith("#")]
    assert len(inner) >= 6
    assert {href[1:] for href in inner} <= page.ids
    assert all(href.startswith(("#", "https://news.example.com")) for href in page.hrefs)
    assert "default-src 'none'" in raw


def test_docx_opens_with_its_answers_and_figures(report):
    """Each figure's row names a source that is listed."""
    document = docx.Document(io.BytesIO(FORMATS["docx"].write(report)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "阿里巴巴升幅為 5.3 %" in words
    assert "As of: 2025-09-17 12:00 UTC" in words
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:]
    assert ["5.3 %", "HK$161.60", "-8.10 HKD"] == [row[0] for row in rows]
    assert all(f"\n{row[3]} " in words for row in rows)


def test_pdf_opens_with_chinese_and_figures(report):
    """The text reads back, Chinese included, and each figure's source is listed."""
    pages = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(report))).pages
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert "Alibaba closed 5.3 % higher at HK$161.60 [1][2]." in words
    assert "阿里巴巴升幅為" in words.replace(" ", "")
    assert "As of: 2025-09-17 12:00 UTC" in words
    for figure in FIGURES:
        assert f"[{figure['source']}] {SOURCES[figure['source'] - 1]['title'][:5]}" in words


def test_csv_has_a_row_a_figure_with_its_source_and_no_formula(report):
    """Every figure stands beside what its source says; no cell begins like a formula unless it is a plain number."""
    raw = FORMATS["csv"].write(report)
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert 6 == len(rows)
    for row, figure in zip(rows, FIGURES * 2, strict=True):
        assert figure["text"] == row["figure"].removeprefix("'")
        assert float(figure["value"]) == float(row["value"])
        assert SOURCES[figure["source"] - 1]["quote"] == row["quote"].removeprefix("'")
        assert "2025-09-17 12:00 UTC" == row["as_of"]
    for cell in (cell for row in rows for cell in row.values()):
        assert not cell.startswith(("=", "+", "@", "\t"))
        assert not cell.startswith("-") or float(cell) < 0


def test_xlsx_has_three_sheets_and_no_formula(report):
    """Figures join their sources by answer and number; values are numbers; nothing is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(report)))
    assert ["Answers", "Figures", "Sources"] == book.sheetnames
    assert {"n", "s"} >= {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
    sources = {(row[0].value, row[1].value) for row in book["Sources"].iter_rows(min_row=2)}
    figures = list(book["Figures"].iter_rows(min_row=2, values_only=True))
    assert 6 == len(figures)
    assert all((row[0], row[5]) in sources for row in figures)
    assert [5.3, 161.6, -8.1] == [row[2] for row in figures[:3]]
    assert "'=cmd|'/c calc'!A1" == book["Answers"]["B2"].value


def test_json_holds_the_answers_whole(report):
    """Every figure's source is among its answer's references."""
    answers = json.loads(FORMATS["json"].write(report))["answers"]
    for answer in answers:
        numbers = {reference["n"] for reference in answer["references"]}
        assert {figure["source"] for figure in answer["figures"]} <= numbers
        assert "3 of 3 figures found in their sources; 1 sentence withheld" == answer["checks"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_holds_more_than_the_answers(report, name):
    """Owners, ids, tool calls and what steers a line stay behind."""
    raw = FORMATS[name].write(report)
    assert not re.search(rb"secret-|session_id|turn_id|/home/", raw)
    assert "\u202e".encode() not in raw


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@SUM", "\t=1", "  =1", "-1+1", "-cmd", "＝1", "\n=1", "--1"])
def test_a_cell_that_begins_like_a_formula_is_text(cell):
    """Whatever a spreadsheet would evaluate is led in by an apostrophe."""
    assert safe(cell).startswith("'")


@pytest.mark.parametrize("cell", ["-5.30", "5.3", "a=b", "9988.HK", ""])
def test_other_cells_stay_as_they_are(cell):
    """Plain numbers, negative ones too, and ordinary text are not touched."""
    assert cell == safe(cell)


def test_an_unfinished_answer_says_so():
    """What was stopped is exported as far as it came."""
    session = Session(session_id="s1", owner="", title="T", created_at=NOW, updated_at=NOW)
    report = make_report(session, [make_turn(state="stopped", events=({"type": "text", "text": "Half."},))], now=NOW)
    text = FORMATS["md"].write(report).decode()
    assert "Half." in text
    assert "this answer is incomplete" in text


def test_the_command_writes_a_file(tmp_path, monkeypatch):
    """rally export finds any session of this machine; an unknown one and an unknown format are told."""
    monkeypatch.setenv("RALLY_DATA_DIR", str(tmp_path))
    database = open_store_database(tmp_path)
    store = SessionStore(database)
    session = store.open(None, owner="ann", now=NOW)
    turn = store.begin(session.session_id, "Why?", as_of=NOW, now=NOW)
    store.finish(turn.turn_id, answer="", events=make_turn().events, state="done", now=NOW)
    database.close()
    out = tmp_path / "a.pdf"
    ran = CliRunner().invoke(cli, ["export", session.session_id, "--format", "pdf", "--out", str(out)])
    assert (0, b"%PDF") == (ran.exit_code, out.read_bytes()[:4])
    assert 1 == CliRunner().invoke(cli, ["export", "nope"]).exit_code
    assert 2 == CliRunner().invoke(cli, ["export", session.session_id, "--format", "exe"]).exit_code
