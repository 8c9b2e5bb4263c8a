"""Two ingests of overlapping news and a server on one store: what is there afterwards is what one after the other gives."""

import json
import os

import pytest

from tests.support.ingesting import Bench
from tests.support.killing import BUSY, DONE, serve, start

FULL = os.environ.get("RALLY_FAULTS") == "full"
TIMES = 20 if FULL else 2
ARTICLES = 120
BODY = "Shares of chip makers rose on the day, and the gauge gained again. "


def write(folder, name: str, numbers: range, *, corrected: bool) -> None:
    """Articles with their stamps, every fifth of them undated; the corrected ones say another figure, later."""
    rows = []
    for number in numbers:
        row = {"id": f"n-{number}", "title": f"Report {number}", "body": f"Number {number}. {BODY * 25}"}
        if number % 5:
            row["date"] = "2025-09-17T10:03:00Z"
        if corrected and number % 5 == 1:
            row |= {"body": f"Number {number}, corrected. {BODY * 25}", "updated": "2025-09-17T18:03:00Z"}
        rows.append(row)
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))


def told(folder) -> dict:
    """What the store says of each article, from when."""
    bench = Bench(folder)
    found = {}
    for number in range(ARTICLES):
        head = bench.knowledge.documents.head(f"n-{number}")
        versions = [bench.knowledge.documents.get(f"n-{number}", version=at) for at in range(1, head[0] + 1)]
        dated = [one for one in versions if one.published_at]
        found[number] = sorted((str(one.known_at), one.text) for one in dated) or [one.text for one in versions]
    counts = bench.knowledge.documents.counts()
    indexed = bench.knowledge._keeper
    bench.knowledge.follow()
    assert indexed.lexical.index.count() == indexed.dense.index.count() == counts["chunks"]
    bench.close()
    return found


@pytest.mark.faults
def test_two_ingests_and_a_server_at_once(tmp_path):
    """Each ingest ends well, or is refused in one line and ends well when it is run again; the server finds everything."""
    write(tmp_path / "one", "a", range(80), corrected=False)
    write(tmp_path / "two", "b", range(40, ARTICLES), corrected=True)
    for folder in ("one", "two"):
        process = start(tmp_path / "serial", tmp_path / folder)
        process.join(60)
        assert process.exitcode == DONE
    expected = told(tmp_path / "serial")

    for turn in range(TIMES):
        store = tmp_path / f"store-{turn}"
        Bench(store).close()
        server, finish = serve(store, f"Report {ARTICLES - 1}")
        ingests = {name: start(store, tmp_path / name, late=name == "two") for name in ("one", "two")}
        for name, process in ingests.items():
            process.join(60)
            assert process.exitcode in (DONE, BUSY)
            if process.exitcode == BUSY:
                again = start(store, tmp_path / name, late=name == "two")
                again.join(60)
                assert again.exitcode == DONE
        finish.set()
        server.join(60)
        assert server.exitcode == DONE
        assert told(store) == expected
