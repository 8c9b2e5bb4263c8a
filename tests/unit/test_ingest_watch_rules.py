"""The watch list and the rules of watching: what a file may say, when a source is due, what a reading makes of its row."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.errors import BadInput
from assistant.knowledge.source_store import SourceHealth
from ingest.article import Reject
from ingest.report import Counts, Report
from ingest.source_health import after, back_off, is_due
from ingest.watching import publishers
from ingest.watchlist import Watched, read_watchlist

NOW = datetime(2025, 9, 18, 9, tzinfo=UTC)
SOURCE = Watched(name="wire", kind="feed", places=("https://wire.example/rss",), interval=timedelta(minutes=10))


def failed(reason="timeout"):
    report = Report()
    report.reject("articles", [Reject(origin="https://wire.example/rss", reason=reason, detail="not complete after 30 s")])
    return report


def test_a_watch_list_names_feeds_pages_and_folders(tmp_path):
    """Each with its interval, zone and language; folders are looked for beside the file."""
    (tmp_path / "feeds.toml").write_text(
        '[[source]]\nname = "wire"\nfeed = "https://wire.example/rss"\ninterval = "90s"\nzone = "Asia/Tokyo"\nlanguage = "ja"\n'
        'follow_links = true\n[[source]]\npages = ["https://a.example/x", "https://a.example/y"]\n[[source]]\nfolder = "drop"\n'
    )
    wire, pages, folder = read_watchlist(tmp_path / "feeds.toml")
    assert (timedelta(seconds=90), "Asia/Tokyo", "ja", True) == (wire.interval, wire.zone, wire.language, wire.follow_links)
    assert ("pages", "https://a.example/x", 2) == (pages.kind, pages.name, len(pages.places))
    assert ("folder", (str(tmp_path / "drop"),)) == (folder.kind, folder.places)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "needs one"),
        ("[[source]", "cannot be read"),
        ("source = 1", "needs one"),
        ("[[source]]\nname = 'x'", "exactly one of"),
        ("[[source]]\nfeed = 'https://a.example/'\nfolder = 'x'", "exactly one of"),
        ("[[source]]\nfeed = 'file:///etc/passwd'", "not fetched"),
        ("[[source]]\nfeed = 'http://127.0.0.1/rss'\nname = 'x'\n[[source]]\nfolder = 'x'\nname = 'x'", "called 'x'"),
        ("[[source]]\nfeed = 'http://localhost/rss'", "not fetched"),
        ("[[source]]\npages = 'https://a.example/'", "list"),
        ("[[source]]\nfeed = 'https://a.example/'\ninterval = '1s'", "interval"),
        ("[[source]]\nfeed = 'https://a.example/'\ninterval = 15", "interval"),
        ("[[source]]\nfeed = 'https://a.example/'\nzone = 'Mars/Base'", "time zone"),
        ("[[source]]\nfeed = 'https://a.example/'\nevery = '5m'", "'every' is not a field"),
        ("[[source]]\nfeed = 'https://a.example/'\nfollow_links = 'yes'", "true or false"),
    ],
)
def test_a_watch_list_that_cannot_be_used_says_why(tmp_path, text, said):
    """In one sentence that names the entry."""
    (tmp_path / "feeds.toml").write_text(text)
    with pytest.raises(BadInput, match=said):
        read_watchlist(tmp_path / "feeds.toml")


def test_a_missing_watch_list_is_said(tmp_path):
    """With what to do."""
    with pytest.raises(BadInput, match="--feeds"):
        read_watchlist(tmp_path / "none.toml")


def test_a_source_is_due_at_first_after_its_interval_and_when_the_clock_was_set_back():
    """And not in between."""
    read = after(None, SOURCE, Report(articles=Counts(new=1)), now=NOW)
    assert is_due(SOURCE, None, now=NOW)
    assert not is_due(SOURCE, read, now=NOW + timedelta(minutes=9))
    assert is_due(SOURCE, read, now=NOW + timedelta(minutes=10))
    assert is_due(SOURCE, read, now=NOW - timedelta(days=1))


def test_what_went_well_counts_and_clears_the_failures():
    """Items add up over readings, unchanged ones not; the newest article's moment stays."""
    newest = NOW - timedelta(hours=1)
    first = after(None, SOURCE, Report(articles=Counts(new=3, updated=1, unchanged=5), newest_at=newest), now=NOW)
    down = after(first, SOURCE, failed(), now=NOW + timedelta(minutes=10))
    again = after(down, SOURCE, Report(articles=Counts(unchanged=1)), now=NOW + timedelta(minutes=20))
    assert (4, "ok", newest) == (first.items, first.state, first.newest_at)
    assert (1, "timeout", NOW, 4) == (down.failures, down.state, down.last_success_at, down.items)
    assert "not complete" in down.last_error
    assert (0, "ok", "", newest, 4) == (again.failures, again.state, again.last_error, again.newest_at, again.items)


def test_failures_are_asked_again_later_and_later():
    """Twice as late each time, up to six hours; never sooner than the server asked for; folders keep their pace."""
    waits, health = [], None
    for _ in range(8):
        health = after(health, SOURCE, failed(), now=NOW)
        waits.append((health.next_at - NOW).total_seconds() / 60)
    assert [10, 20, 40, 80, 160, 320, 360, 360] == waits
    assert timedelta(hours=9) == after(None, SOURCE, failed(), now=NOW, retry_after_s=32_400).next_at - NOW
    assert timedelta(days=2) == back_off(timedelta(days=2), 5)
    folder = Watched(name="f", kind="folder", places=("x",), interval=timedelta(minutes=1))
    busy = SourceHealth(name="f", kind="folder", failures=9)
    assert timedelta(minutes=1) == after(busy, folder, failed("not_found"), now=NOW).next_at - NOW


def test_a_reading_in_part_is_told_as_one():
    """Some rejected, some taken: a success with its error beside it."""
    report = failed("forbidden")
    report.count("articles", "new")
    health = after(None, SOURCE, report, now=NOW)
    assert ("partly", NOW, 0) == (health.state, health.last_success_at, health.failures)
    assert "not complete" in health.last_error


def test_the_watch_list_says_what_clock_a_publisher_writes_on():
    """Its zone outranks what is known; a language alone leaves the known zone."""
    scmp = Watched(name="SCMP", kind="feed", places=("https://www.scmp.com/rss/1",), zone="Asia/Tokyo")
    spoken = Watched(name="SCMP", kind="feed", places=("https://www.scmp.com/rss/1",), language="zh-Hant")
    small = Watched(name="Small", kind="pages", places=("https://small.example/1",), zone="Europe/London")
    assert "Asia/Tokyo" == publishers(scmp, default_zone="UTC").find(url="https://www.scmp.com/x").zone
    found = publishers(spoken, default_zone="UTC").find(url="https://www.scmp.com/x")
    assert ("Asia/Hong_Kong", "zh-Hant", "South China Morning Post") == (found.zone, found.language, found.name)
    known = publishers(small, default_zone="UTC").find(url="https://small.example/9")
    assert ("Europe/London", True, "Small") == (known.zone, known.known, known.name)
