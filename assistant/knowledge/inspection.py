"""Inspection: what a document became in the store: its versions, passages, instruments and story."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.schema import chunks, documents, mentions, versions

_MOST_CHUNKS = 2_000
_MOST_IN_STORY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A document's newest version in a list."""

    doc_id: str
    kind: str
    version: int
    title: str
    publisher: str
    url: str
    published_at: datetime | None
    ingested_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldVersion:
    """One version, and what reading it noted."""

    version: int
    title: str
    published_at: datetime | None
    published_date: date | None
    precision: str
    zone: str
    updated_at: datetime | None
    known_at: datetime
    superseded_at: datetime | None
    ingested_at: datetime
    chars: int
    chunks: int
    tickers: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of the newest version, as it is indexed."""

    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """Everything that a document became."""

    document: Held
    language: str
    duplicate_of: str | None
    story_id: str | None
    story: tuple[Held, ...]  # the others that report the same event
    versions: tuple[HeldVersion, ...]  # the newest first
    passages: tuple[Passage, ...]


class Inspection:
    """Looks into the record of truth."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recent(self, words: str = "", *, most: int = 50) -> list[Held]:
        """The documents taken in last whose title, publisher or address carries every word."""
        query = _HELD
        for word in words.split()[:8]:
            fields = (versions.c.title, documents.c.publisher, documents.c.url)
            query = query.where(sa.or_(*(sa.func.lower(one).contains(word.lower(), autoescape=True) for one in fields)))
        query = query.order_by(versions.c.ingested_at.desc(), versions.c.doc_id).limit(most)
        with self._database.read() as connection:
            return [Held(**row._mapping) for row in connection.execute(query)]

    def became(self, doc_id: str) -> Became | None:
        """What the document became; None where there is none of that id."""
        with self._database.read() as connection:
            header = connection.execute(sa.select(documents).where(documents.c.doc_id == doc_id)).one_or_none()
            newest = connection.execute(_HELD.where(documents.c.doc_id == doc_id)).one_or_none()
            if header is None or newest is None:
                return None
            return Became(
                document=Held(**newest._mapping),
                language=header.language,
                duplicate_of=header.duplicate_of,
                story_id=header.story_id,
                story=_story(connection, doc_id, header.story_id),
                versions=_versions(connection, doc_id),
                passages=_passages(connection, doc_id, newest.version),
            )


_HELD = sa.select(
    documents.c.doc_id,
    documents.c.kind,
    versions.c.version,
    versions.c.title,
    documents.c.publisher,
    documents.c.url,
    versions.c.published_at,
    versions.c.ingested_at,
    documents.c.withdrawn_at,
).join_from(documents, versions, (documents.c.doc_id == versions.c.doc_id) & (documents.c.version == versions.c.version))


def _story(connection: sa.Connection, doc_id: str, story_id: str | None) -> tuple[Held, ...]:
    if story_id is None:
        return ()
    query = _HELD.where(documents.c.story_id == story_id, documents.c.doc_id != doc_id)
    rows = connection.execute(query.order_by(versions.c.published_at, versions.c.doc_id).limit(_MOST_IN_STORY))
    return tuple(Held(**row._mapping) for row in rows)


def _versions(connection: sa.Connection, doc_id: str) -> tuple[HeldVersion, ...]:
    mine = connection.execute(sa.select(versions).where(versions.c.doc_id == doc_id).order_by(versions.c.version.desc())).all()
    named: dict[int, list[str]] = {}
    for row in connection.execute(sa.select(mentions).where(mentions.c.doc_id == doc_id).order_by(mentions.c.ticker)):
        named.setdefault(row.version, []).append(row.ticker)
    counted = sa.select(chunks.c.version, sa.func.count()).where(chunks.c.doc_id == doc_id).group_by(chunks.c.version)
    counts = {row[0]: row[1] for row in connection.execute(counted)}
    return tuple(_version(row, named.get(row.version, []), counts.get(row.version, 0)) for row in mine)


def _version(row: sa.Row[Any], tickers: list[str], count: int) -> HeldVersion:
    names = "version title published_at published_date precision zone updated_at known_at superseded_at ingested_at".split()
    fields = {name: row._mapping[name] for name in names}
    notes = tuple(str(note) for note in row.details.get("notes", ()))
    return HeldVersion(**fields, chars=len(row.text), chunks=count, tickers=tuple(tickers), notes=notes)


def _passages(connection: sa.Connection, doc_id: str, version: int) -> tuple[Passage, ...]:
    mine = sa.and_(chunks.c.doc_id == doc_id, chunks.c.version == version)
    query = sa.select(chunks.c.ordinal, chunks.c.start, chunks.c.end, chunks.c.text).where(mine)
    rows = connection.execute(query.order_by(chunks.c.ordinal).limit(_MOST_CHUNKS))
    return tuple(Passage(**row._mapping) for row in rows)
