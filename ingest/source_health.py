"""Source health: what one reading makes of a source's row, and when the next one is due. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from assistant.knowledge.source_store import SourceHealth
from ingest.article import Reject
from ingest.report import Report
from ingest.watchlist import Watched

_LONGEST_WAIT = timedelta(hours=6)  # however often it has failed, unless its interval is longer still


def is_due(source: Watched, health: SourceHealth | None, *, now: datetime) -> bool:
    """Whether it is time to read the source. A clock that was set back does not put it off."""
    if health is None or health.next_at is None or health.last_tried_at is None:
        return True
    return now >= health.next_at or now < health.last_tried_at


def after(
    health: SourceHealth | None, source: Watched, report: Report, *, now: datetime, retry_after_s: float = 0.0
) -> SourceHealth:
    """The source's row after a reading that gave that report: it failed where all that it gave was rejected."""
    before = replace(health or SourceHealth(name=source.name, kind=source.kind), kind=source.kind, last_tried_at=now)
    counts = (report.articles, report.bars, report.stats)
    failed = report.rejects and not any(count.seen - count.rejected for count in counts)
    failures = before.failures + 1 if failed else 0
    asked = timedelta(seconds=retry_after_s)
    state = replace(
        before,
        state=report.rejects[0].reason if failed else "partly" if report.rejects else "ok",
        failures=failures,
        last_error=_said(report.rejects[0]) if report.rejects else "",
        items=before.items + sum(count.new + count.updated for count in counts),
        newest_at=max(filter(None, (before.newest_at, report.newest_at)), default=None),
        next_at=now + max(asked, source.interval if source.kind == "folder" else back_off(source.interval, failures)),
    )
    return state if failed else replace(state, last_success_at=now)


def back_off(interval: timedelta, failures: int) -> timedelta:
    """How long to wait after that many failures in a row: twice as long each time after the first, up to a limit."""
    doublings = min(max(failures - 1, 0), 20)
    return min(timedelta(seconds=interval.total_seconds() * 2.0**doublings), max(interval, _LONGEST_WAIT))


def _said(reject: Reject) -> str:
    return f"{reject.origin}: {reject.detail or reject.reason}"[:500]
