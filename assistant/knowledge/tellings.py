"""Tellings: the other documents of a document's story, and which of them are copies of one another."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from assistant.database import Database
from assistant.schema import documents, versions

_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A document that reports the same event."""

    doc_id: str
    title: str
    publisher: str
    published_at: datetime | None
    copy: bool  # of the document asked about, or that document of it


def tellings_of(database: Database, doc_id: str, *, as_of: datetime) -> list[Telling]:
    """What else tells the document's story and was known by then, the earliest first; none where it stands alone."""
    mine = sa.select(documents.c.story_id, documents.c.origin_id, documents.c.duplicate_of).where(documents.c.doc_id == doc_id)
    with database.read() as connection:
        row = connection.execute(mine).one_or_none()
        if row is None or row.story_id is None:
            return []
        original = row.duplicate_of or doc_id
        copied = (documents.c.duplicate_of == original) | (documents.c.doc_id == original)
        if row.origin_id is not None:
            copied |= documents.c.origin_id == row.origin_id
        columns = (documents.c.doc_id, versions.c.title, documents.c.publisher, versions.c.published_at, copied.label("copy"))
        query = sa.select(*columns).join_from(versions, documents, versions.c.doc_id == documents.c.doc_id)
        query = query.where(
            documents.c.story_id == row.story_id,
            documents.c.doc_id != doc_id,
            documents.c.withdrawn_at.is_(None),
            versions.c.known_at <= as_of,
            versions.c.superseded_at.is_(None) | (versions.c.superseded_at > as_of),
        )
        found = connection.execute(query.order_by(versions.c.known_at, documents.c.doc_id).limit(_MOST))
        return [Telling(**{**one._mapping, "copy": bool(one.copy)}) for one in found]
