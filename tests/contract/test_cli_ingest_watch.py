"""`rally ingest --watch`, `rally sources`, GET /api/sources, and a server that sees what another process takes in."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from assistant.cli import watching
from assistant.cli.verbs import app
from assistant.errors import Busy
from assistant.knowledge.source_store import SourceHealth, SourceStore
from ingest import watchlist
from ingest.addresses import Target
from ingest.fetching import Fetcher
from tests.support.databases import open_store_database
from tests.support.rough_server import reply, rough

TEXT = "Chip makers lead\n\nPublished 17 September 2025 18:03\n\nThe gauge of chip makers rose 4.2 percent on Wednesday."


class Stopped(Exception):
    """The watch paused: everything that was due is read."""


def pause(seconds):
    raise Stopped


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("RALLY_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_a_list_that_changes_is_read_again(data, capsys):
    """A source that is added meanwhile is read; while the list cannot be used, what it named before goes on."""
    for name in ("first", "second"):
        (data / name).mkdir()
        (data / name / "a.txt").write_text(TEXT.replace("Chip makers", name))
    entry = '[[source]]\nname = "{0}"\nfolder = "{0}"\n'
    path = data / "feeds.toml"
    path.write_text(entry.format("first"))
    steps = iter([entry.format("first") + entry.format("second"), "broken"])

    def change(seconds):
        text = next(steps, None)
        if text is None:
            raise Stopped
        path.write_text(text)
        os.utime(path, ns=(1, len(text)))  # however coarse the file system's clock is

    with pytest.raises(Stopped):
        watching.run(None, pause=change)

    told = capsys.readouterr().err
    assert ["first: 1 new", "second: 1 new"] == re.findall(r"\w+: 1 new", told)
    assert "The list read before stays in use." in told


def test_watching_reads_what_is_due_and_shows_how_it_went(data, monkeypatch):
    """A feed, a folder and a feed that is down: each has a row, in the table, as JSON and in the store."""
    entry = "<item><title>Gold</title><link>https://wire.example/1</link><description>Gold rose 3 percent.</description></item>"
    (data / "drop").mkdir()
    (data / "drop" / "a.txt").write_text(TEXT)
    answers = {
        "/rss": reply(f"<rss version='2.0'><channel><title>Wire</title>{entry}</channel></rss>"),
        "/down": reply(status="503 Busy"),
    }
    # The list is checked by the rules of the open internet; here its addresses lead to this machine.
    monkeypatch.setattr(watchlist, "read_address", lambda url: Target(scheme="http", host="x", port=80, path="/"))
    with rough(lambda path, headers: answers.get(path, reply(status="404 No"))) as server:
        (data / "feeds.toml").write_text(
            f'[[source]]\nname = "wire"\nfeed = "{server.url("/rss")}"\n'
            f'[[source]]\nname = "down"\nfeed = "{server.url("/down")}"\n'
            '[[source]]\nname = "drop"\nfolder = "drop"\n'
        )
        fetcher = Fetcher(test_addresses={("127.0.0.1", server.port)}, pause=lambda seconds: None)
        for _ in range(2):  # the second time nothing is due
            with pytest.raises(Stopped):
                watching.run(None, fetcher=fetcher, pause=pause)
        assert ["/robots.txt", "/rss", "/down"] == server.paths

    shown = json.loads(CliRunner().invoke(app, ["sources", "--json"]).stdout)["sources"]
    assert {"wire": "ok", "down": "unavailable", "drop": "ok"} == {row["name"]: row["state"] for row in shown}
    assert {"wire": 1, "down": 0, "drop": 1} == {row["name"]: row["items"] for row in shown}
    assert all({"last_success_at", "lag_s", "since_success_s", "last_error", "failures"} <= set(row) for row in shown)
    table = CliRunner().invoke(app, ["sources"]).stdout.splitlines()
    assert 4 == len(table)
    assert "503" in next(line for line in table if line.startswith("down"))


def test_sources_before_any_watching_says_what_to_do(data):
    """And --json is an empty list."""
    assert "feeds.toml" in CliRunner().invoke(app, ["sources"]).stdout
    assert {"sources": []} == json.loads(CliRunner().invoke(app, ["sources", "--json"]).stdout)


def test_one_process_watches_into_a_folder(data):
    """A second one is told so, with exit code 75; a missing list is exit code 2."""
    missing = CliRunner().invoke(app, ["ingest", "--watch"])
    assert (2, True) == (missing.exit_code, "feeds.toml" in missing.stderr)
    (data / "feeds.toml").write_text('[[source]]\nfolder = "drop"\n')
    with FileLock(data / "watch.lock"):
        busy = CliRunner().invoke(app, ["ingest", "--watch"])
    assert (75, 1) == (busy.exit_code, len(busy.stderr.strip().splitlines()))


def test_rows_are_kept_and_replaced(tmp_path):
    """One row a source: the latest; how old it is depends on who asks when."""
    database = open_store_database(tmp_path)
    store, then = SourceStore(database), datetime(2025, 9, 17, 10, tzinfo=UTC)
    store.put(SourceHealth(name="wire", kind="feed"))
    store.put(SourceHealth(name="wire", kind="feed", state="ok", items=4, newest_at=then, last_success_at=then))
    (row,) = store.all()
    assert row == store.health("wire")
    shown = row.as_dict(now=datetime(2025, 9, 17, 11, tzinfo=UTC))
    assert (4, 3600, "2025-09-17T10:00:00+00:00") == (shown["items"], shown["lag_s"], shown["last_success_at"])
    assert store.health("other") is None
    database.close()


def environment(data):
    return {"PATH": os.environ["PATH"], "HOME": str(data), "RALLY_DATA_DIR": str(data), "RALLY_MODEL": "extractive"}


def asked(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def found_within(port, query, *, seconds):
    """How long it took until the server found something, or None."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if asked(port, f"/api/search?q={quote(query)}")["hits"]:
            return time.monotonic() - began
    return None


def test_a_running_server_sees_what_other_processes_take_in(data):
    """An article of `rally ingest` and one of `rally ingest --watch` are found within ten seconds; withdrawn ones no more."""
    rally = [sys.executable, "-m", "assistant.cli"]
    (data / "drop").mkdir()
    (data / "feeds.toml").write_text('[[source]]\nname = "drop"\nfolder = "drop"\ninterval = "10s"\n')
    (data / "a.txt").write_text(TEXT)
    with subprocess.Popen([*rally, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True, env=environment(data)) as server:
        watch = None
        try:
            port = int(re.search(r"http://127\.0\.0\.1:(\d+)", server.stderr.readline()).group(1))
            assert [] == asked(port, "/api/search?q=chip+makers")["hits"]
            subprocess.run([*rally, "ingest", str(data / "a.txt")], env=environment(data), check=True, capture_output=True)
            assert found_within(port, "chip makers gauge", seconds=10) is not None

            (data / "drop" / "b.txt").write_text(TEXT.replace("Chip makers", "Shipowners").replace("chip makers", "shipowners"))
            watch = subprocess.Popen([*rally, "ingest", "--watch"], stderr=subprocess.PIPE, text=True, env=environment(data))
            assert "Watching 1 sources" in watch.stderr.readline()
            assert "1 new" in watch.stderr.readline()
            assert found_within(port, "shipowners gauge", seconds=10) is not None
            assert [("drop", 1)] == [(row["name"], row["items"]) for row in asked(port, "/api/sources")["sources"]]
            watch.send_signal(signal.SIGTERM)
            assert 0 == watch.wait(20)

            doc_id = asked(port, "/api/search?q=chip+makers+gauge")["hits"][0]["doc_id"]
            subprocess.run([*rally, "ingest", "--withdraw", doc_id], env=environment(data), check=True, capture_output=True)
            hits = asked(port, "/api/search?q=chip+makers+gauge")["hits"]
            assert doc_id not in [hit["doc_id"] for hit in hits]
        finally:
            for process in filter(None, (watch, server)):
                process.kill()
            if watch:
                watch.communicate()


def test_one_broken_source_does_not_end_the_watch(data, monkeypatch, caplog):
    """What goes wrong inside the program while reading one is told in its row; the others are read."""
    for name in ("first", "second"):
        (data / name).mkdir()
        (data / name / "a.txt").write_text(TEXT)
    (data / "feeds.toml").write_text(
        "".join(
            f'[[source]]\nname = "{number}"\nfolder = "{name}"\n' for number, name in enumerate(("first", "second", "first"), 1)
        )
    )
    real = watching.pipeline
    faults = iter([ValueError("sk-secret"), Busy("Another writer."), None])

    def faulty(stores, *, sources):
        if fault := next(faults):
            raise fault
        return real(stores, sources=sources)

    monkeypatch.setattr(watching, "pipeline", faulty)
    with pytest.raises(Stopped):
        watching.run(None, pause=pause)
    output = CliRunner().invoke(app, ["sources", "--json"]).stdout
    assert ["internal", "busy", "ok"] == [row["state"] for row in json.loads(output)["sources"]]
    assert "secret" not in output
