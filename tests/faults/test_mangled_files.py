"""Files damaged in every way we could think of go through the real pipeline: each is accounted for, at a bounded cost."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

FULL = os.environ.get("RALLY_FAULTS") == "full"
ROOT = Path(__file__).parents[2]
COUNT = 500 if FULL else 60
WORKERS = 2
KINDS = ("articles", "bars", "stats")
CPU_S, PEAK_MB = 5, 500


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What became of each file, and of each worker's files together."""
    edges = [COUNT * at // WORKERS for at in range(WORKERS + 1)]
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.mangled", str(tmp_path_factory.mktemp("mangled")), str(first), str(last)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first, last in pairwise(edges)
    ]
    lines = [[json.loads(line) for line in worker.communicate()[0].splitlines()] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * WORKERS
    return [one for found in lines for one in found[:-1]], [found[-1] for found in lines]


@pytest.mark.faults
def test_every_damaged_file_is_accounted_for(outcomes):
    """Each is at least one item of the report, and the store holds what the report says it does."""
    files, _ = outcomes
    assert len(files) == COUNT
    for one in files:
        seen = {kind: one[kind]["seen"] for kind in KINDS}
        sums = {kind: sum(number for name, number in one[kind].items() if name != "seen") for kind in KINDS}
        kept = sum(one[kind][name] for kind in ("articles", "stats") for name in ("new", "updated"))
        copies = sum(one[kind]["duplicate"] for kind in ("articles", "stats"))
        assert seen == sums, one
        assert sum(seen.values()) >= 1, one
        assert sum(one["reasons"].values()) == sum(one[kind]["rejected"] for kind in KINDS), one
        assert kept <= one["versions"] <= kept + copies, one


@pytest.mark.faults
def test_no_damaged_file_is_dear(outcomes):
    """Each within five seconds of work, all within half a gigabyte."""
    files, totals = outcomes
    assert [one["name"] for one in files if one["cpu_s"] > CPU_S] == []
    assert max(total["peak_mb"] for total in totals) <= PEAK_MB


@pytest.mark.faults
def test_the_store_is_whole_afterwards(outcomes):
    """The index holds every passage, and reading all the files again finds no new article and embeds nothing."""
    for total in outcomes[1]:
        again = total["again"]["articles"]
        assert total["ready"] == [True, ""]
        assert total["indexed"] == total["chunks"]
        assert (again["new"], total["again"]["embedded"]) == (0, 0)
        assert again["seen"] == again["unchanged"] + again["duplicate"] + again["rejected"]
