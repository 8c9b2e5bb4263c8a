"""`rally brief` on the sample story: text, JSON, files, and what it says when nothing is new."""

import json

import pytest
from typer.testing import CliRunner

from assistant.cli.verbs import app
from tests.support.story import make_store

MORNING = "2025-09-18T09:00:00+08:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("brief"))


@pytest.fixture
def run(folder, monkeypatch):
    monkeypatch.setenv("RALLY_DATA_DIR", str(folder))
    monkeypatch.setenv("RALLY_MODEL", "extractive")
    return lambda *words: CliRunner().invoke(app, ["brief", *words])


def test_the_brief_is_told_with_its_sources(run):
    """The window, each question, its answer with marks and sources, and where it is kept."""
    told = run("--watch", "9888.HK,NVDA", "--as-of", MORNING)

    assert (0, True) == (told.exit_code, told.stdout.startswith("Brief since 16:00 on 17 Sep 2025, Hong Kong time\n"))
    assert "New: 5 reports, 1 daily price." in told.stdout
    assert "131 HKD" in told.stdout
    assert "[1] 9888.HK, 2025-09-16" in told.stdout
    assert "Nothing new about NVDA." in told.stdout
    assert "Kept as session" in told.stderr


def test_the_brief_for_programs(run):
    """As JSON: the window, what is new, and each answer with its ticker, checks and references."""
    told = json.loads(run("--watch", "9888.HK", "--as-of", MORNING, "--json").stdout)

    assert {"reports": 5, "bars": 1} == told["new"]
    assert "2025-09-17" == told["window"]["first"]
    first = told["answers"][0]
    assert ("9888.HK", "How did Baidu close?", "done") == (first["ticker"], first["question"], first["state"])
    assert first["references"]


def test_the_brief_as_a_file(run, tmp_path):
    """The name's ending chooses the format; one that there is not is refused before anything is asked."""
    written = run("--watch", "9888.HK", "--from", "2025-09-17", "--to", "2025-09-17", "--out", str(tmp_path / "b.md"))

    assert (0, "5 answers written") == (written.exit_code, written.stderr[:17])
    assert "How did Baidu close?" in (tmp_path / "b.md").read_text(encoding="utf-8")
    assert 2 == run("--out", str(tmp_path / "b.exe")).exit_code


def test_nothing_new_is_said(run):
    """A window without news says so, and how old the newest report is; it is no failure."""
    told = run("--watch", "9888.HK", "--as-of", "2025-12-01")

    assert 0 == told.exit_code
    assert "Nothing new since 16:00 on 1 Dec 2025, Hong Kong time" in told.stdout
    assert "The newest report held is of 2025-09-24" in told.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["banks"], "There is no watchlist 'banks'"),
        (["--watch", "XX"], "No instrument goes by 'XX'"),
        (["--window", "monday", "--from", "2025-09-17"], "Give either --window, or --from and --to"),
        (["--questions", "nope.md"], "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told(run, words, said):
    """One sentence with the next step, exit 2."""
    told = run(*words)

    assert (2, True) == (told.exit_code, said in told.stderr)
