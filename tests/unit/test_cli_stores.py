"""Verbs on a real, small store: ingest, doctor, prices, reindex, and who takes back what a crash left."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from assistant.bootstrap import build_assistant
from assistant.cli.ingesting import exit_code
from assistant.cli.verbs import app
from assistant.errors import Busy
from assistant.settings import Settings
from ingest.report import Counts, Report

BARS = "symbol,date,open,high,low,close,volume,currency\n9988.HK,2025-09-17,157.7,162.3,156.7,161.6,156646724,HKD\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("RALLY_DATA_DIR", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(app, list(words))


def test_bars_go_in_and_are_shown(run, tmp_path):
    """What ingest counts as new is what prices show prints; a second time nothing changes."""
    (tmp_path / "bars.csv").write_text(BARS)

    first = run("ingest", str(tmp_path / "bars.csv"), "--json")
    again = run("ingest", str(tmp_path / "bars.csv"))
    shown = run("prices", "show", "9988", "--json")

    assert (0, 1) == (first.exit_code, json.loads(first.stdout)["bars"]["new"])
    assert "1 unchanged" in again.stdout
    assert ["161.6"] == [bar["close"] for bar in json.loads(shown.stdout)["bars"]]
    assert "161.6" in run("prices", "show", "9988.HK").stdout


def test_nothing_to_take_in_is_said(run, tmp_path):
    """A path that is not there is exit 2 with a sentence; a dry run stores nothing."""
    missing = run("ingest", str(tmp_path / "nope"))
    assert 2 == missing.exit_code
    assert missing.stderr.strip()
    (tmp_path / "bars.csv").write_text(BARS)
    assert 0 == run("ingest", "--dry-run", str(tmp_path / "bars.csv")).exit_code
    unknown = run("prices", "show", "9988.HK")
    assert (1, True) == (unknown.exit_code, "No prices of 9988.HK are held" in unknown.stderr)


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report(articles=Counts(new=2)), 0),
        (Report(articles=Counts(unchanged=2)), 0),
        (Report(articles=Counts(new=2, rejected=1)), 1),
        (Report(articles=Counts(rejected=1), bars=Counts(new=1)), 1),
        (Report(articles=Counts(rejected=1)), 2),
        (Report(), 2),
        (Report(articles=Counts(new=2), interrupted=True), 130),
    ],
)
def test_exit_codes_of_ingest(report, code):
    """0 all well, 1 some rejected, 2 nothing could be taken, 130 told to stop."""
    assert code == exit_code(report)


def test_the_doctor_names_each_problem_with_its_next_step(run, tmp_path, monkeypatch):
    """An empty store is a problem that ingest solves; a bad model name is told beside it."""
    monkeypatch.setenv("RALLY_MODEL", "parrot")
    examined = run("doctor")
    assert 1 == examined.exit_code
    lines = {line.split()[1]: line for line in examined.stdout.splitlines()}
    assert {"settings", "database", "embedder", "indexes", "model", "page"} == set(lines)
    assert lines["settings"].startswith("ok ")
    assert "problem" in lines["database"]
    assert "rally ingest" in lines["database"]
    assert "RALLY_MODEL" in lines["model"]


def test_reindexing_says_how_much_there_is(run):
    """An empty store has empty indexes."""
    assert "0 documents, 0 passages" in run("reindex").stdout


def test_a_server_takes_back_what_a_crash_left_running(tmp_path):
    """A turn left running is failed once a server starts again; another command beside it leaves it alone."""
    settings = Settings(data_dir=tmp_path, model="extractive")
    asked_at = datetime(2025, 9, 18, tzinfo=UTC)

    def later() -> datetime:
        return asked_at + timedelta(minutes=1)

    with build_assistant(settings, now=later) as crashed:
        session = crashed.sessions.open(None, owner="", now=asked_at)
        crashed.sessions.begin(session.session_id, "Why?", as_of=asked_at, now=asked_at)
    with build_assistant(settings, now=later) as beside, pytest.raises(Busy):
        beside.sessions.begin(session.session_id, "And?", as_of=asked_at, now=later())
    with build_assistant(settings, serving=True, now=later) as restarted:
        assert ["failed"] == [turn.state for turn in restarted.sessions.turns(session.session_id)]
        restarted.sessions.begin(session.session_id, "And?", as_of=asked_at, now=later())
