"""The change sequence: what the derived indexes have to take over from the database, in order."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from assistant.database import Database
from assistant.schema import changes, chunks, documents, mentions, versions

ALWAYS = 2**62  # later than every instant
NEVER_DAY = 10_000_000  # later than every day: an undated document overlaps no window
_MANY = 500
NEWEST = sa.select(sa.func.coalesce(sa.func.max(changes.c.seq), 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A chunk as the derived indexes keep it: days as ordinals, instants as microseconds since 1970."""

    chunk_id: str
    doc_id: str
    first_day: int
    last_day: int
    known: int
    ended: int
    tickers: tuple[str, ...]
    embedding: bytes
    title: str = ""
    text: str = ""
    published_date: date | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A stretch of the sequence up to `seq`: each chunk's newest state once."""

    seq: int
    puts: tuple[Entry, ...]
    deletes: tuple[str, ...]


def newest_seq(connection: sa.Connection) -> int:
    """The number of the newest change; 0 in a store without any."""
    return int(connection.execute(NEWEST).scalar_one())


def pending(connection: sa.Connection, seq: int) -> int:
    """How many changes came after that one."""
    return connection.execute(sa.select(sa.func.count()).select_from(changes).where(changes.c.seq > seq)).scalar_one()


def changes_after(connection: sa.Connection, seq: int, *, limit: int, texts: bool = True) -> Changes | None:
    """The next changes, at most `limit` of them; None where there are none."""
    query = sa.select(changes.c.seq, changes.c.chunk_id).where(changes.c.seq > seq).order_by(changes.c.seq).limit(limit)
    found = connection.execute(query).all()
    if not found:
        return None
    last = found[-1].seq
    named = list(dict.fromkeys(row.chunk_id for row in found))
    changed = sa.select(changes.c.chunk_id).where(changes.c.seq > seq, changes.c.seq <= last)
    puts = tuple(_read(connection, chunks.c.chunk_id.in_(changed), texts=texts))
    live = {entry.chunk_id for entry in puts}
    return Changes(seq=last, puts=puts, deletes=tuple(name for name in named if name not in live))


class Feed:
    """The sequence as it comes from a database. The newest stretch is kept for the other index, which asks for it next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[tuple[int, int], Changes] | None = None
        self._reading = threading.Lock()  # the other index waits for what is being read, and need not read it itself

    def after(self, seq: int, *, limit: int) -> Changes | None:
        """The next changes, at most `limit` of them; None where there are none."""
        with self._reading:
            if self._kept and self._kept[0] == (seq, limit):
                return self._kept[1]
            with self._database.read() as connection:
                found = changes_after(connection, seq, limit=limit)
            self._kept = ((seq, limit), found) if found else None
            return found

    def forget(self) -> None:
        """Lets go of what is kept: both indexes have it."""
        self._kept = None


def entries(connection: sa.Connection, chunk_ids: Sequence[str], *, texts: bool = True) -> Iterator[Entry]:
    """Those of the chunks that are there and not withdrawn."""
    for start in range(0, len(chunk_ids), _MANY):
        part = list(chunk_ids[start : start + _MANY])
        yield from _read(connection, chunks.c.chunk_id.in_(part), texts=texts)


def all_entries(connection: sa.Connection, *, texts: bool = True, size: int = 2_000) -> Iterator[list[Entry]]:
    """Every chunk that is not withdrawn, in batches, by its id."""
    last = ""
    while True:
        ids = list(
            connection.execute(
                sa.select(chunks.c.chunk_id).where(chunks.c.chunk_id > last).order_by(chunks.c.chunk_id).limit(size)
            ).scalars()
        )
        if not ids:
            return
        yield list(_read(connection, (chunks.c.chunk_id > last) & (chunks.c.chunk_id <= ids[-1]), texts=texts))
        last = ids[-1]


def embeddings(connection: sa.Connection, chunk_ids: Sequence[str]) -> dict[str, bytes]:
    """The vectors of those chunks that are there."""
    query = sa.select(chunks.c.chunk_id, chunks.c.embedding).where(chunks.c.chunk_id.in_(chunk_ids))
    return {row.chunk_id: row.embedding for row in connection.execute(query)}


def live_count(connection: sa.Connection) -> int:
    """How many chunks an index has to hold."""
    joined = sa.join(chunks, documents, chunks.c.doc_id == documents.c.doc_id)
    return connection.execute(
        sa.select(sa.func.count()).select_from(joined).where(documents.c.withdrawn_at.is_(None))
    ).scalar_one()


def samples(connection: sa.Connection) -> list[Entry]:
    """The newest change's chunk, the first, the last and one between: what a sound index must be able to find."""
    total = live_count(connection)
    joined = sa.join(chunks, documents, chunks.c.doc_id == documents.c.doc_id)
    live = (
        sa.select(chunks.c.chunk_id).select_from(joined).where(documents.c.withdrawn_at.is_(None)).order_by(chunks.c.chunk_id)
    )
    places = sorted({0, total // 2, total - 1}) if total else []
    picked = [connection.execute(live.offset(place).limit(1)).scalar_one() for place in places]
    newest = connection.execute(sa.select(changes.c.chunk_id).order_by(changes.c.seq.desc()).limit(1)).scalars().all()
    return list(entries(connection, list(dict.fromkeys([*picked, *newest]))))


def micros(instant: datetime) -> int:
    """An aware instant as microseconds since 1970."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _read(connection: sa.Connection, which: sa.ColumnElement[bool], *, texts: bool) -> Iterator[Entry]:
    same = (versions.c.doc_id == chunks.c.doc_id) & (versions.c.version == chunks.c.version)
    columns = [
        chunks.c.chunk_id,
        chunks.c.doc_id,
        chunks.c.version,
        chunks.c.embedding,
        versions.c.published_date,
        versions.c.updated_at,
        versions.c.zone,
        documents.c.publisher,
        sa.type_coerce(versions.c.known_at, sa.BigInteger).label("known"),
        sa.type_coerce(versions.c.superseded_at, sa.BigInteger).label("ended"),
        *([versions.c.title, chunks.c.text] if texts else []),
    ]
    joined = sa.join(sa.join(chunks, versions, same), documents, documents.c.doc_id == chunks.c.doc_id)
    query = sa.select(*columns).select_from(joined).where(which, documents.c.withdrawn_at.is_(None))
    named = sa.select(chunks.c.doc_id).where(which)
    tickers: dict[tuple[str, int], list[str]] = {}
    for row in connection.execute(sa.select(mentions).where(mentions.c.doc_id.in_(named)).order_by(mentions.c.ticker)).all():
        tickers.setdefault((row.doc_id, row.version), []).append(row.ticker)
    for row in connection.execute(query.order_by(chunks.c.chunk_id)).all():
        first, last = _days(row.published_date, row.updated_at, row.zone)
        yield Entry(
            chunk_id=row.chunk_id,
            doc_id=row.doc_id,
            first_day=first,
            last_day=last,
            known=row.known,
            ended=ALWAYS if row.ended is None else row.ended,
            tickers=tuple(tickers.get((row.doc_id, row.version), ())),
            embedding=row.embedding,
            title=row.title if texts else "",
            text=row.text if texts else "",
            published_date=row.published_date,
            publisher=row.publisher,
        )


def _days(published: date | None, updated_at: datetime | None, zone: str) -> tuple[int, int]:
    """The calendar days a version speaks from: its publication's to its update's, where it was published."""
    if published is None:
        return NEVER_DAY, -NEVER_DAY
    first = published.toordinal()
    if updated_at is None:
        return first, first
    try:
        updated = updated_at.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        updated = updated_at.date()
    return first, max(first, updated.toordinal())
