"""Standing: whether the version of a document that an answer used is still the document's text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from assistant.database import Database
from assistant.knowledge.store import in_force
from assistant.schema import documents, versions

_MANY = 500

Cited = tuple[str, int]  # a document's id and the version


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of a version since it was used."""

    state: Literal["current", "updated", "withdrawn"]
    version: int | None = None  # the one in force now, where it is another
    since: datetime | None = None  # when the newer text became known, or the document was withdrawn


def standings(database: Database, cited: Iterable[Cited], *, now: datetime) -> Mapping[Cited, Standing]:
    """The standing of each of those versions that is held."""
    wanted = sorted(set(cited))
    held: dict[str, list[sa.Row[tuple[str, int, datetime, datetime | None, datetime | None, bool]]]] = {}
    for start in range(0, len(wanted), _MANY):
        ids = {doc_id for doc_id, _ in wanted[start : start + _MANY]}
        query = (
            sa.select(
                versions.c.doc_id,
                versions.c.version,
                versions.c.known_at,
                versions.c.superseded_at,
                documents.c.withdrawn_at,
                in_force(now),
            )
            .join(documents, documents.c.doc_id == versions.c.doc_id)
            .where(versions.c.doc_id.in_(ids))
        )
        with database.read() as connection:
            for row in connection.execute(query):
                held.setdefault(row.doc_id, []).append(row)
    found = {}
    for doc_id, version in wanted:
        rows = held.get(doc_id, [])
        mine = next((row for row in rows if row.version == version), None)
        if mine is None:
            continue
        if mine.withdrawn_at is not None and mine.withdrawn_at <= now:
            found[doc_id, version] = Standing(state="withdrawn", since=mine.withdrawn_at)
        elif mine.superseded_at is not None and mine.superseded_at <= now:
            newest = next((row.version for row in rows if row[-1]), None)
            found[doc_id, version] = Standing(state="updated", version=newest, since=mine.superseded_at)
        else:
            found[doc_id, version] = Standing(state="current")
    return found
