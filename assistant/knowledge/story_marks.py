"""Story marks: by which numbers of its words, names and figures a report is found again that tells the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from assistant.database import Database
from assistant.schema import documents, story_marks, versions

_MANY = 500
_MARKS = 2_000  # of one look-up
_MOST = 100  # reports of one story

Kind = Literal["story_id", "origin_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document as one of several that may tell the same."""

    doc_id: str
    publisher: str
    byline: str
    title: str
    text: str
    published_at: datetime | None
    story_id: str | None
    origin_id: str | None  # the first of the documents that say it in nearly the same words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a run found out about stories: the marks of new documents, and groups that turned out to be one."""

    marks: Sequence[tuple[int, int, str]] = ()  # mark, day, document
    unions: Sequence[tuple[Kind, str, str]] = ()  # of which kind, the group that ends, the group that takes it in


class StoryMarks:
    """The documents that may tell what another tells, in the record of truth."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def marked(self, marks: Sequence[int], *, first: int, last: int) -> list[tuple[int, int, str]]:
        """Each of the marks that documents of those days have, with the day and the document."""
        found: list[tuple[int, int, str]] = []
        with self._database.read() as connection:
            for start in range(0, len(marks), _MARKS):
                # As numbers in the statement: a parameter for each of a thousand takes longer than what is looked up.
                among = ", ".join(f"{mark:d}" for mark in marks[start : start + _MARKS])
                rows = connection.exec_driver_sql(_MARKED.format(first=first, last=last, among=among))
                found += [(row[0], row[1], row[2]) for row in rows.all()]
        return found

    def reports(self, doc_ids: Sequence[str]) -> list[Report]:
        """Those documents in their newest version; withdrawn ones are left out."""
        found: list[Report] = []
        if not doc_ids:  # of most articles no other is near
            return found
        with self._database.read() as connection:
            for start in range(0, len(doc_ids), _MANY):
                query = _REPORTS.where(documents.c.doc_id.in_(doc_ids[start : start + _MANY]))
                found += [Report(**row._mapping) for row in connection.execute(query)]
        return found

    def story(self, doc_id: str, *, as_of: datetime) -> list[Report]:
        """The documents that told the same event as that one by then, itself among them, the first first."""
        mine = sa.select(documents.c.story_id).where(documents.c.doc_id == doc_id).scalar_subquery()
        query = _REPORTS.where((documents.c.story_id == mine) | (documents.c.doc_id == doc_id))
        query = query.where(versions.c.known_at <= as_of)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(versions.c.published_at, versions.c.doc_id).limit(_MOST)).all()
        return [Report(**row._mapping) for row in rows]


_MARKED = "SELECT mark, day, doc_id FROM story_marks WHERE day BETWEEN {first:d} AND {last:d} AND mark IN ({among})"
_REPORTS = (
    sa.select(
        documents.c.doc_id,
        documents.c.publisher,
        versions.c.byline,
        versions.c.title,
        versions.c.text,
        versions.c.published_at,
        documents.c.story_id,
        documents.c.origin_id,
    )
    .join_from(documents, versions, (documents.c.doc_id == versions.c.doc_id) & (documents.c.version == versions.c.version))
    .where(documents.c.withdrawn_at.is_(None))
)


def keep_told(connection: sa.Connection, told: Told) -> None:
    """Keeps the marks of documents and makes one group of those that are one."""
    if told.marks:
        _keep_marks(connection, told.marks)
    for kind, old, new in told.unions:
        column = documents.c[kind]
        which = (column == old) | ((documents.c.doc_id == old) & column.is_(None))
        connection.execute(sa.update(documents).where(which).values({kind: new}))


def _keep_marks(connection: sa.Connection, marks: Sequence[tuple[int, int, str]]) -> None:
    """Keeps marks, some of which another process may have kept; they are many, and given to the driver as they are."""
    if connection.dialect.name == "postgresql":
        rows = [{"mark": mark, "day": day, "doc_id": doc_id} for mark, day, doc_id in marks]
        connection.execute(postgresql.insert(story_marks).on_conflict_do_nothing(), rows)
    else:
        connection.exec_driver_sql("INSERT OR IGNORE INTO story_marks (mark, day, doc_id) VALUES (?, ?, ?)", list(marks))
