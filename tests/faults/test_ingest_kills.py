"""A process killed in mid-ingest loses and doubles nothing: the same command again completes it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.ingesting import Bench

ROOT = Path(__file__).parents[2]
ARTICLES = 400


def command(folder: Path, path: Path) -> list[str]:
    return [sys.executable, "-m", "tests.support.ingesting", str(folder), str(path)]


@pytest.mark.parametrize("after_commits", [0, 1, 2])
def test_a_killed_run_is_completed_by_the_next(tmp_path, after_commits):
    """Whatever was committed is whole, and afterwards every article is there once with all its passages."""
    news, folder = tmp_path / "news.jsonl", tmp_path / "store"
    body = "Shares of chip makers rose on the day, and the gauge gained again. " * 30
    lines = [{"id": f"n-{n}", "title": f"Report {n}", "body": f"Report number {n}. {body}"} for n in range(ARTICLES)]
    news.write_text("\n".join(map(json.dumps, lines)))
    Bench(folder).close()

    process = subprocess.Popen(command(folder, news), cwd=ROOT, stdout=subprocess.DEVNULL)
    wait_for(folder, documents=1 if after_commits else 0, more_than=(after_commits - 1) * 60, process=process)
    process.kill()
    process.wait()

    check_whole(folder)
    found = subprocess.run(command(folder, news), cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    counts = json.loads(found.stdout)["articles"]
    assert counts["seen"] == counts["new"] + counts["unchanged"] == ARTICLES
    check_whole(folder, documents=ARTICLES)


def wait_for(folder: Path, *, documents: int, more_than: int, process: subprocess.Popen) -> None:
    """Until the process has committed that many documents, or has ended."""
    bench = Bench(folder)
    deadline = time.monotonic() + 60
    while documents and process.poll() is None and time.monotonic() < deadline:
        if bench.knowledge.documents.counts()["documents"] > more_than:
            break
    bench.close()


def check_whole(folder: Path, *, documents: int | None = None) -> None:
    bench = Bench(folder)
    counts = bench.knowledge.documents.counts()
    assert counts["documents"] == counts["versions"]
    assert counts["chunks"] == 3 * counts["documents"]
    if documents is not None:
        assert counts["documents"] == documents
    bench.close()
