"""Publication: an article's stamps together, and from when its text may be used."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.knowledge.documents import Precision
from ingest.dates import Moment

_TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """When a version was published, updated and first known."""

    published_at: datetime | None
    published_date: date | None
    precision: Precision
    zone: str
    updated_at: datetime | None
    known_at: datetime
    notes: tuple[str, ...] = ()


def publication(published: Moment, updated: Moment, *, now: datetime) -> Publication:
    """The times of a version, given its stamps as read; doubt always moves `known_at` later."""
    notes = tuple(dict.fromkeys((*published.notes, *updated.notes)))
    if published.precision == "none" and updated.precision != "none":
        published, notes = updated, (*notes, "published_taken_from_updated")
    if published.instant is None:
        return Publication(
            published_at=None,
            published_date=None,
            precision="none",
            zone=published.zone,
            updated_at=None,
            known_at=now,
            notes=notes,
        )
    if updated.instant is not None and _certain_at(updated) < published.instant:
        updated, notes = Moment(), (*notes, "updated_before_published")
    known_at = _certain_at(updated if updated.instant is not None else published)
    if published.precision == "minute":
        known_at = max(known_at, published.instant)
    if max(published.instant, updated.instant or published.instant) > now + _TOMORROW:
        known_at, notes = now, (*notes, "future")
    return Publication(
        published_at=published.instant,
        published_date=published.day,
        precision=published.precision,
        zone=published.zone,
        updated_at=updated.instant if updated.instant != published.instant else None,
        known_at=known_at,
        notes=notes,
    )


def _certain_at(moment: Moment) -> datetime:
    """The first instant at which the stamp is surely past: a bare day is only over at the next midnight."""
    assert moment.instant is not None
    if moment.precision != "day" or moment.day is None:
        return moment.instant
    return datetime.combine(moment.day + _TOMORROW, time(), tzinfo=ZoneInfo(moment.zone)).astimezone(moment.instant.tzinfo)
