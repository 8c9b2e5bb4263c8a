"""Question lists: sent in any form, answered one by one, kept across a restart."""

import base64
import io
import threading
import time
import zipfile

import openpyxl
import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.errors import BadInput, ModelUnavailable
from assistant.sessions.question_lists import MOST, from_file, from_text
from tests.api.test_streams_live import Gate
from tests.support.assistants import NOW


def settled(client: TestClient, batch_id: str) -> dict:
    """The list once nothing of it waits or runs."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        batch = client.get(f"/api/batches/{batch_id}").json()
        if not batch["progress"]["waiting"] and not batch["progress"]["running"]:
            return batch
        threading.Event().wait(0.02)
    raise AssertionError(batch["progress"])


def sheet(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send_file(client, name: str, data: bytes):
    return client.post("/api/batches", json={"file": {"name": name, "base64": base64.b64encode(data).decode()}})


def test_lines_become_a_table_of_answers(client, assistant):
    """Each line is asked once, without a session; its row has the answer's events, citations and all."""
    sent = client.post("/api/batches", json={"text": "1. How did Baidu close?\n\n- And Alibaba?\n百度收报多少\n"})
    assert (201, 3) == (sent.status_code, sent.json()["total"])
    batch = settled(client, sent.json()["batch_id"])
    assert ["How did Baidu close?", "And Alibaba?", "百度收报多少"] == [row["question"] for row in batch["rows"]]
    assert {"waiting": 0, "running": 0, "done": 3, "failed": 0, "stopped": 0} == batch["progress"]
    for row in batch["rows"]:
        assert ["citations", "figures", "done"] == [event["type"] for event in row["events"][-3:]]
    assert [False] * 3 == [asked["keep"] for asked in assistant.asked]
    assert [batch["batch_id"]] == [one["batch_id"] for one in client.get("/api/batches").json()["batches"]]
    assert [] == client.get("/api/sessions").json()["sessions"]


def test_tables_name_their_columns(client, assistant):
    """A CSV's and a spreadsheet's columns are found by their names; as_of holds for its row."""
    table = b'id,Question,as_of\n1,"How did Baidu, Inc. close?",2025-09-17\n2,And then?,\n'
    rows = [("id", "question", "as_of"), (1, "How did Baidu close?", "2025-09-17"), (2, "=1+1 why?", None)]
    for name, data in (("list.csv", b"\xef\xbb\xbf" + table), ("list.xlsx", sheet(*rows[:2], (2, "Why?", None)))):
        sent = send_file(client, name, data)
        assert 201 == sent.status_code, sent.text
        assert name == sent.json()["title"]
        batch = settled(client, sent.json()["batch_id"])
        assert ["2025-09-17T15:59:59.999999+00:00", None] == [row["as_of"] for row in batch["rows"]]


def test_a_restart_goes_on_where_the_last_process_ended(client, assistant, settings):
    """What was answered is not asked again; what was being answered is."""
    batch = assistant.sessions.batches.create([("One?", None), ("Two?", None), ("Three?", None)], title="L", owner="", now=NOW)
    first = assistant.sessions.batches.claim(batch.batch_id, now=NOW)
    kept = [{"type": "text", "text": "kept"}]
    assistant.sessions.batches.put(batch.batch_id, first.ordinal, state="done", events=kept, now=NOW)
    assistant.sessions.batches.claim(batch.batch_id, now=NOW)  # and the process is killed here

    with TestClient(create_app(assistant, settings, now=lambda: NOW), base_url="http://localhost") as again:
        rows = settled(again, batch.batch_id)["rows"]

    assert ["Two?", "Three?"] == [asked["question"] for asked in assistant.asked]
    assert kept == rows[0]["events"]
    assert ["done"] * 3 == [row["state"] for row in rows]


def test_an_ordinary_end_leaves_its_question_waiting(app, assistant):
    """The server stops in the middle of an answer: the question waits for the next process."""
    assistant.gate = Gate()

    async def endless(*_, **__):
        yield await assistant.gate.wait()

    assistant.answer = endless
    with TestClient(app, base_url="http://localhost") as client:
        batch_id = client.post("/api/batches", json={"text": "One?\nTwo?"}).json()["batch_id"]
        while not client.get(f"/api/batches/{batch_id}").json()["progress"]["running"]:
            threading.Event().wait(0.02)
    assert ["waiting", "waiting"] == [row.state for row in assistant.sessions.batches.rows(batch_id)]


def test_one_failure_does_not_stop_the_rest_and_can_be_asked_again(client, assistant):
    """A row that failed says why; resuming asks it again and nothing else."""
    assistant.fail = ModelUnavailable("The model cannot be reached. Try again.")
    real = assistant.answer

    async def failing(question, **asked):
        if question == "Bad?":
            raise ModelUnavailable("The model cannot be reached. Try again.")
        async for event in real(question, **asked):
            yield event

    assistant.answer = failing
    batch_id = client.post("/api/batches", json={"text": "Good?\nBad?\nFine?"}).json()["batch_id"]
    rows = settled(client, batch_id)["rows"]
    assert ["done", "failed", "done"] == [row["state"] for row in rows]
    assert "cannot be reached" in rows[1]["events"][-1]["message"]
    assistant.answer = real
    assert 204 == client.post(f"/api/batches/{batch_id}/resume").status_code
    assert ["done"] * 3 == [row["state"] for row in settled(client, batch_id)["rows"]]
    assert ["Good?", "Fine?", "Bad?"] == [asked["question"] for asked in assistant.asked]


def test_stopping_leaves_the_rest_and_deleting_removes_all(client, assistant):
    """A stopped list keeps what it has; a deleted one is gone."""
    batch = assistant.sessions.batches.create([("One?", None)], title="L", owner="", now=NOW)
    assert 204 == client.post(f"/api/batches/{batch.batch_id}/stop").status_code
    assert 1 == settled(client, batch.batch_id)["progress"]["stopped"]
    assert 204 == client.delete(f"/api/batches/{batch.batch_id}").status_code
    assert 404 == client.get(f"/api/batches/{batch.batch_id}").status_code


def test_a_list_is_exported_like_a_session(client):
    """The answers leave as a spreadsheet with their sources."""
    batch_id = client.post("/api/batches", json={"text": "One?\nTwo?"}).json()["batch_id"]
    settled(client, batch_id)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/batches/{batch_id}/export").content))
    assert ["One?", "Two?"] == [row[1] for row in book["Answers"].iter_rows(min_row=2, values_only=True)]
    assert 2 == len(list(book["Sources"].iter_rows(min_row=2)))


def test_somebody_elses_list_is_not_found(client, assistant):
    """No verb reaches another owner's list."""
    batch = assistant.sessions.batches.create([("One?", None)], title="L", owner="ben", now=NOW)
    address = f"/api/batches/{batch.batch_id}"
    for method, path in (("GET", ""), ("GET", "/export"), ("POST", "/stop"), ("POST", "/resume"), ("DELETE", "")):
        assert 404 == client.request(method, address + path).status_code
    assert ["waiting"] == [row.state for row in assistant.sessions.batches.rows(batch.batch_id)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "either"),
        ({"text": "One?", "file": {"name": "a", "base64": ""}}, "either"),
        ({"text": " \n\n"}, "no question"),
        ({"text": "x\n" * (MOST + 1)}, "at most"),
        ({"text": "ok?\n!!!"}, "Question 2"),
        ({"text": "question,as_of\nWhy?,noon"}, "Question 1"),
        ({"file": {"name": "a.csv", "base64": "***"}}, "base64"),
        ({"file": {"name": "a.csv", "base64": base64.b64encode(b"\xff\xfe\x00x").decode()}}, "UTF-8"),
        ({"file": {"name": "a.xlsx", "base64": base64.b64encode(b"PK\x03\x04broken").decode()}}, "cannot be read"),
    ],
)
def test_an_unusable_list_is_refused_with_the_reason(client, body, said):
    """Nothing is stored, and the sentence says what to do."""
    refused = client.post("/api/batches", json=body)
    assert 400 == refused.status_code
    assert said in refused.json()["error"]["message"]
    assert [] == client.get("/api/batches").json()["batches"]


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused():
    """A small file that holds a huge one is not opened."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    with pytest.raises(BadInput, match="too large"):
        from_file("a.xlsx", out.getvalue())


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Why?", ["Why?"]),
        ("* Why, then?\r\n2) How; now?", ["Why, then?", "How; now?"]),
        ("2025 was what?", ["2025 was what?"]),
        ("\ufeffquestion\nWhy?", ["Why?"]),
        ("id\tquestion\n1\tWhy?\n2\tHow?", ["Why?", "How?"]),
        ("问题;id\n为何？;1", ["为何？"]),
        ("Is the question, as asked, fair?\nWhy?", ["Is the question, as asked, fair?", "Why?"]),
    ],
)
def test_lines_and_tables_are_told_apart(text, questions):
    """A head that names the column makes a table; commas in sentences do not."""
    assert questions == [one.question for one in from_text(text)]
