"""Exports over HTTP: the owner's, as a download, whole or one answer."""

import io

import docx
import openpyxl
import pypdf
import pytest

CHART = "/api/charts/9988.HK?from=2025-09-01&to=2025-09-17&as_of=2025-09-18T00%3A00%3A00%2B00%3A00&cite=1%3Ad1"
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


def test_a_report_is_had_in_chinese(client, asked):
    """By `lang`, and a shared link by what the reader's browser asks for."""
    path = client.post(f"/api/sessions/{asked}/share").json()["path"]
    shared = client.get(path, headers={"Accept-Language": "zh-HK,zh;q=0.9,en;q=0.5"})
    assert "**截至:**" in client.get(f"/api/sessions/{asked}/export", params={"lang": "zh"}).text
    assert "**As of:**" in client.get(f"/api/sessions/{asked}/export").text
    assert ("<dt>截至</dt>" in shared.text, "<dt>As of</dt>" in client.get(path).text) == (True, True)


@pytest.mark.parametrize("name", FORMATS)
def test_moments_are_in_the_readers_zone_where_people_read_them(client, asked, name):
    """In UTC where programs may; a shared link is read by people."""
    data = client.get(f"/api/sessions/{asked}/export", params={"format": name}).content
    words = {
        "docx": lambda: docx.Document(io.BytesIO(data)).element.xml,
        "pdf": lambda: "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages),
        "xlsx": lambda: str([[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data))["Answers"]]),
    }.get(name, data.decode)()
    zoned = name in ("md", "html", "docx", "pdf")
    assert (zoned, not zoned) == (" Hong Kong time" in words, " UTC" in words)
    shared = client.get(client.post(f"/api/sessions/{asked}/share").json()["path"]).text
    assert (True, False) == (" Hong Kong time" in shared, " UTC" in shared)


def charted(assistant, address: str) -> str:
    """A session of one answer that came with a chart at that address."""
    session = assistant.sessions.open(None, owner="", now=assistant.now())
    turn = assistant.sessions.begin(session.session_id, "Why?", as_of=assistant.now(), now=assistant.now())
    events = [{"type": "text", "text": "So."}, {"type": "chart", "title": "The rally", "spec_url": address, "png_url": address}]
    assistant.sessions.finish(turn.turn_id, answer="So.", events=events, state="done", now=assistant.now())
    return session.session_id


def test_charts_are_exported_as_pictures(client, assistant):
    """In Word, PDF and the web page, with their words; in Markdown and JSON as words; in a shared link as well."""
    session = charted(assistant, CHART)
    got = {name: client.get(f"/api/sessions/{session}/export", params={"format": name}) for name in FORMATS}
    shared = client.get(client.post(f"/api/sessions/{session}/share").json()["path"])

    [picture] = list(docx.Document(io.BytesIO(got["docx"].content)).inline_shapes)
    assert "9988.HK" in picture._inline.docPr.get("descr")
    assert 1 == sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(got["pdf"].content)).pages)
    for page in (got["html"], shared):
        assert 1 == page.text.count('src="data:image/png;base64,iVBOR')
        assert "img-src data:" in page.text
    assert "img-src data:" in shared.headers["content-security-policy"]
    assert "**The rally.** " in got["md"].text
    assert ["The rally"] == [one["title"] for one in got["json"].json()["answers"][0]["charts"]]
    assert "於2025年9月17日收報161.6 HKD" in client.get(f"/api/sessions/{session}/export", params={"lang": "zh"}).text


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/api/charts/X?a=1", CHART.replace("9988.HK", "0000.HK"), "/api/x"]
)
def test_a_chart_that_cannot_be_drawn_is_left_out(client, assistant, address):
    """Nothing is fetched for it, and the answer is exported without it."""
    page = client.get(f"/api/sessions/{charted(assistant, address)}/export", params={"format": "html"})
    assert (200, False, True) == (page.status_code, "<img" in page.text, "So." in page.text)
