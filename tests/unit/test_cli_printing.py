"""How an answer's sources are shown on a terminal."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from assistant.agent.events import CitedSource
from assistant.cli.printing import source_line


def cited(published_at: datetime | None) -> CitedSource:
    return CitedSource(
        n=1, kind="news", title="Baidu leads", publisher="Our Paper", published_at=published_at, quote="Baidu rose."
    )


def test_a_source_is_dated_by_its_own_clock():
    """The zone beside the time is the zone the time is told in."""
    assert source_line(cited(datetime(2025, 9, 17, 17, 3, tzinfo=ZoneInfo("Asia/Hong_Kong")))) == (
        "[1] Baidu leads · Our Paper · 2025-09-17 17:03 HKT"
    )
    assert source_line(cited(datetime(2025, 9, 17, 9, 3, tzinfo=UTC))).endswith("2025-09-17 09:03 UTC")


def test_an_undated_source_has_no_time():
    """Nothing is made up for it."""
    assert source_line(cited(None)) == "[1] Baidu leads · Our Paper"
