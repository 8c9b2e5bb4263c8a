"""Ingest killed at any point, and then run again: nothing is lost, doubled or half there, and the indexes mend themselves."""

import os
import random
import select
import signal

import pytest

from assistant.knowledge.unsettled import Unsettled
from tests.support.ingesting import Bench
from tests.support.killing import DONE, POINTS, check_whole, helpers_of, start, write_articles

FULL = os.environ.get("RALLY_FAULTS") == "full"
ARTICLES = 200
TIMES = 5 if FULL else 1
KILLS = 100 if FULL else 4


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    folder = tmp_path_factory.mktemp("news")
    write_articles(folder, ARTICLES)
    return folder


def finish(folder, news) -> None:
    """The same command again completes the work, and a third time finds nothing to do."""
    there = check_whole(folder)
    bench = Bench(folder)
    report, again = bench.pipeline.run([news]), bench.pipeline.run([news])
    assert Unsettled(bench.database).count() == 0
    bench.close()
    counts = report.articles.as_dict()
    assert (counts["new"], counts["unchanged"], counts["seen"]) == (ARTICLES - there, there, ARTICLES)
    assert (again.articles.unchanged, again.embedded, again.indexed) == (ARTICLES, 0, 0)
    check_whole(folder, articles=ARTICLES)


@pytest.mark.faults
@pytest.mark.parametrize("turn", range(TIMES))
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point(tmp_path, news, point, turn):
    """From the first byte read to the last state file written, in a new store and in one that holds something."""
    folder = tmp_path / "store"
    if turn % 2:
        first = start(folder, news / "news-0.jsonl")
        first.join(60)
        assert first.exitcode == DONE
    nth = {"fetched": 2 + turn % 3, "parsed": 20 + 31 * turn}.get(point, 1 + turn % 2)
    process = start(folder, news, point=point, nth=nth)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    finish(folder, news)


@pytest.mark.faults
def test_killed_at_any_moment(tmp_path, news):
    """At random moments between its start and its end."""
    rng, killed = random.Random(3), 0
    while killed < KILLS:
        folder = tmp_path / f"store-{killed}"
        process = start(folder, news, helpers=killed % 2)
        process.join(rng.uniform(0.05, 3.0))
        if process.exitcode is None:
            killed += 1
        process.kill()
        process.join()
        finish(folder, news)


@pytest.mark.faults
def test_who_helps_a_killed_process_ends_with_it(tmp_path, news):
    """No process that read ahead or prepared articles for it goes on."""
    process = start(tmp_path / "store", news, helpers=1)
    helpers = helpers_of(process)
    assert helpers
    process.kill()
    process.join()
    for descriptor in helpers:
        assert select.select([descriptor], [], [], 30)[0]
        os.close(descriptor)
    finish(tmp_path / "store", news)


@pytest.mark.faults
def test_a_full_disk_stops_the_run_and_not_the_store(tmp_path, news):
    """Wherever the disk runs out, the run says so, what was committed is whole, and the same command completes it."""
    sizes = [2**power * 10_000 for power in range(9)]
    codes = []
    for size in sizes if FULL else sizes[4:6]:
        folder = tmp_path / f"store-{size}"
        Bench(folder).close()
        process = start(folder, news, file_bytes=size)
        process.join(120)
        codes.append(process.exitcode)
        finish(folder, news)
    assert set(codes) <= {0, 1}
    assert codes[0] == 1
