"""The batch store: lists of questions as rows, so that a restart goes on where the last process ended."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from assistant import schema
from assistant.database import Database
from assistant.errors import NotFound

_LEASE = timedelta(minutes=15)  # a question that has run longer was left by a process that ended
_LISTED = 200

_batches, _rows = schema.batches, schema.batch_rows

RowState = Literal["waiting", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A list of questions and whose it is."""

    batch_id: str
    owner: str
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One question of a list and what was answered."""

    batch_id: str
    ordinal: int  # from 1
    question: str
    as_of: datetime | None
    state: RowState
    events: tuple[Mapping[str, Any], ...]
    changed_at: datetime


class BatchStore:
    """Keeps lists of questions; every method uses a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, questions: Sequence[tuple[str, datetime | None]], *, title: str, owner: str, now: datetime) -> Batch:
        """A new list whose questions all wait."""
        batch = Batch(batch_id=secrets.token_urlsafe(16), owner=owner, title=title, created_at=now)
        rows: Sequence[dict[str, Any]] = [
            {"batch_id": batch.batch_id, "ordinal": n, "question": question, "as_of": as_of, "state": "waiting", "events": [],
             "changed_at": now}
            for n, (question, as_of) in enumerate(questions, start=1)
        ]  # fmt: skip
        with self._database.write() as connection:
            connection.execute(sa.insert(_batches).values(batch_id=batch.batch_id, owner=owner, title=title, created_at=now))
            connection.execute(sa.insert(_rows), rows)
        return batch

    def get(self, batch_id: str, *, owner: str) -> Batch:
        """The owner's list.

        Raises:
            NotFound: there is no such list, or it is somebody else's.
        """
        query = sa.select(_batches).where(_batches.c.batch_id == batch_id, _batches.c.owner == owner)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("There is no such question list: it may have been deleted.")
        return Batch(**row._mapping)

    def list(self, owner: str) -> Sequence[tuple[Batch, dict[str, int]]]:
        """The owner's lists, the newest first, each with how many of its questions are in which state."""
        query = sa.select(_batches).where(_batches.c.owner == owner).order_by(_batches.c.created_at.desc()).limit(_LISTED)
        with self._database.read() as connection:
            batches = [Batch(**row._mapping) for row in connection.execute(query)]
            counted = connection.execute(
                sa.select(_rows.c.batch_id, _rows.c.state, sa.func.count())
                .where(_rows.c.batch_id.in_([batch.batch_id for batch in batches]))
                .group_by(_rows.c.batch_id, _rows.c.state)
            ).all()
        counts: dict[str, dict[str, int]] = {batch.batch_id: {} for batch in batches}
        for batch_id, state, count in counted:
            counts[batch_id][state] = count
        return [(batch, counts[batch.batch_id]) for batch in batches]

    def rows(self, batch_id: str) -> Sequence[BatchRow]:
        """The list's questions in their order."""
        with self._database.read() as connection:
            found = connection.execute(sa.select(_rows).where(_rows.c.batch_id == batch_id).order_by(_rows.c.ordinal))
            return [_row(row) for row in found]

    def claim(self, batch_id: str, *, now: datetime) -> BatchRow | None:
        """The next waiting question, now running; None where none waits."""
        first = (
            sa.select(_rows).where(_rows.c.batch_id == batch_id, _rows.c.state == "waiting").order_by(_rows.c.ordinal).limit(1)
        )
        with self._database.write() as connection:
            row = connection.execute(first).one_or_none()
            if row is None:
                return None
            mine = sa.and_(_is(batch_id, row.ordinal), _rows.c.state == "waiting")
            taken = connection.execute(sa.update(_rows).where(mine).values(state="running", changed_at=now)).rowcount
        return _row(row) if taken else self.claim(batch_id, now=now)

    def put(self, batch_id: str, ordinal: int, *, state: RowState, events: Sequence[Mapping[str, Any]], now: datetime) -> None:
        """Keeps what was answered to a running question; one stopped meanwhile stays as it is."""
        running = sa.and_(_is(batch_id, ordinal), _rows.c.state == "running")
        with self._database.write() as connection:
            connection.execute(sa.update(_rows).where(running).values(state=state, events=[*events], changed_at=now))

    def change(self, batch_id: str, states: Sequence[RowState], to: RowState, *, now: datetime) -> int:
        """Puts the questions in one of these states into another, and says how many there were."""
        these = sa.and_(_rows.c.batch_id == batch_id, _rows.c.state.in_(states))
        with self._database.write() as connection:
            return connection.execute(sa.update(_rows).where(these).values(state=to, changed_at=now)).rowcount

    def delete(self, batch_id: str, *, owner: str) -> None:
        """Removes the owner's list with its answers."""
        self.get(batch_id, owner=owner)
        with self._database.write() as connection:
            connection.execute(sa.delete(_rows).where(_rows.c.batch_id == batch_id))
            connection.execute(sa.delete(_batches).where(_batches.c.batch_id == batch_id))

    def recover(self, now: datetime) -> Sequence[str]:
        """Takes back the questions that an ended process left running; gives the lists in which some wait.

        On a shared database another process may be answering, so only what is long overdue is taken back.
        """
        shared = self._database.engine.dialect.name != "sqlite"
        left = sa.and_(_rows.c.state == "running", _rows.c.changed_at <= (now - _LEASE if shared else now))
        waiting = sa.select(_rows.c.batch_id).where(_rows.c.state == "waiting").distinct().order_by(_rows.c.batch_id)
        with self._database.write() as connection:
            connection.execute(sa.update(_rows).where(left).values(state="waiting"))
            return connection.scalars(waiting).all()


def _is(batch_id: str, ordinal: int) -> sa.ColumnElement[bool]:
    return sa.and_(_rows.c.batch_id == batch_id, _rows.c.ordinal == ordinal)


def _row(row: sa.Row[Any]) -> BatchRow:
    return BatchRow(**{**row._mapping, "events": tuple(row.events)})
