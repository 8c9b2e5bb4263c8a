"""Unsettled: the versions that are stored and searched, whose days are not pinned yet and whose story is not known."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from assistant.database import Database, insert_plain
from assistant.knowledge import rows
from assistant.knowledge.documents import Document
from assistant.knowledge.story_marks import Told, keep_told
from assistant.schema import documents, unsettled, versions

_MANY = 500


class Unsettled:
    """What was stored and is to be read once more, in the order in which it was stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, seq: int, *, limit: int) -> list[tuple[int, Document]]:
        """The next of them with their places in the order, which begin at 1; their tickers are left out."""
        query = _FOUND.where(unsettled.c.seq > seq).order_by(unsettled.c.seq).limit(limit)
        with self._database.read() as connection:
            found = [dict(row) for row in connection.execute(query).mappings()]
        return [(row.pop("seq"), Document(**row)) for row in found]

    def count(self) -> int:
        """How many there are."""
        with self._database.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(unsettled)).scalar_one()

    def settle(self, read: Sequence[tuple[int, Document]], told: Told) -> None:
        """Keeps what the reading found: days, the stories of documents, and groups of them that turned out to be one."""
        with self._database.write() as connection:
            dated = [document for _, document in read if "dates" in document.details]
            if dated:
                read_days = [{"of": one.doc_id, "in_version": one.version, "found": dict(one.details)} for one in dated]
                connection.execute(_DETAILS, read_days)
            grouped = [document for _, document in read if document.story_id or document.origin_id]
            if grouped:
                ids = [{"of": one.doc_id, "story": one.story_id, "origin": one.origin_id} for one in grouped]
                connection.execute(_GROUPS, ids)
            keep_told(connection, told)
            seqs = [seq for seq, _ in read]
            for start in range(0, len(seqs), _MANY):
                connection.execute(sa.delete(unsettled).where(unsettled.c.seq.in_(seqs[start : start + _MANY])))


def is_unsettled(database: Database, doc_id: str) -> bool:
    """Whether a version of the document is still to be read once more."""
    with database.read() as connection:
        return connection.execute(sa.select(sa.exists().where(unsettled.c.doc_id == doc_id))).scalar_one()


def mark_unsettled(connection: sa.Connection, found: Iterable[Document]) -> None:
    """Notes that those versions of articles, which are stored with the same transaction, are to be read once more."""
    marked = [{"doc_id": one.doc_id, "version": one.version} for one in found if one.kind == "article"]
    insert_plain(connection, unsettled, marked)


_FOUND = rows.DOCUMENTS.add_columns(unsettled.c.seq).join(
    unsettled, (unsettled.c.doc_id == versions.c.doc_id) & (unsettled.c.version == versions.c.version)
)
_DETAILS = (
    sa.update(versions)
    .where(versions.c.doc_id == sa.bindparam("of"), versions.c.version == sa.bindparam("in_version"))
    .values(details=sa.bindparam("found"))
)
_GROUPS = (
    sa.update(documents)
    .where(documents.c.doc_id == sa.bindparam("of"))
    .values(story_id=sa.bindparam("story"), origin_id=sa.bindparam("origin"))
)
