"""The session store: conversations as our own rows, one turn at a time per session."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from assistant import schema
from assistant.database import Database
from assistant.errors import Busy, NotFound
from assistant.sessions.annotations import AnnotationStore
from assistant.sessions.batches import BatchStore
from assistant.sessions.briefs import BriefStore
from assistant.sessions.records import Session, Turn, TurnState
from assistant.sessions.shares import ShareStore
from assistant.sessions.titles import title_of
from assistant.sessions.watched import WatchStore

# No question may run this long, so a turn that still claims to is a leftover of a process that ended.
_LEASE = timedelta(minutes=15)
_LISTED = 500
_UNASKED = 5_000

_sessions, _turns = schema.sessions, schema.turns


# Written once: every question needs them.
_OPEN, _TURN = sa.insert(_sessions), sa.insert(_turns)
_CLOSE = (
    sa.update(_turns)
    .where(_turns.c.turn_id == sa.bindparam("mine"), _turns.c.state == "running")
    .values({name: sa.bindparam(name) for name in ("answer", "events", "state")})
    .returning(_turns.c.session_id)
)


class SessionStore:
    """Opens sessions, begins and finishes their turns; every method uses a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.batches, self.briefs, self.shares = BatchStore(database), BriefStore(database), ShareStore(database)
        self.annotations, self.watched = AnnotationStore(database), WatchStore(database)
        self._unasked: dict[str, Session] = {}  # opened, and stored with their first turn: one write less to wait for

    def open(self, session_id: str | None, *, owner: str, now: datetime) -> Session:
        """The owner's session of that id, or a new one where the id is None.

        Raises:
            NotFound: there is no such session, or it is somebody else's.
        """
        if session_id is not None:
            unasked = self._unasked.get(session_id)
            return unasked if unasked is not None and unasked.owner == owner else self._owned(session_id, owner)
        session = Session(session_id=secrets.token_urlsafe(16), owner=owner, title="", created_at=now, updated_at=now)
        self._unasked[session.session_id] = session
        for forgotten in list(self._unasked)[:-_UNASKED]:
            self._unasked.pop(forgotten, None)
        return session

    def begin(self, session_id: str, question: str, *, as_of: datetime, now: datetime) -> Turn:
        """A new running turn at the end of the session.

        Raises:
            NotFound: the session is gone.
            Busy: another turn of the session is still running.
        """
        try:
            with self._database.write() as connection:
                unasked = self._unasked.get(session_id)
                if unasked is not None:
                    opened = asdict(unasked) | {"tags": "", "title": title_of(question), "updated_at": now}
                    connection.execute(_OPEN, opened)
                    turn = _new_turn(connection, session_id, question, ordinal=1, as_of=as_of, now=now)
                else:
                    turn = _begin(connection, session_id, question, as_of=as_of, now=now)
        except sa.exc.IntegrityError as exc:  # two processes began at the same moment
            raise _still_answering() from exc
        self._unasked.pop(session_id, None)
        return turn

    def finish(
        self, turn_id: str, *, answer: str, events: Sequence[Mapping[str, Any]], state: TurnState, now: datetime
    ) -> None:
        """Closes a running turn; one that is closed or deleted already is left as it is."""
        closing = {"mine": turn_id, "answer": answer, "events": [*events], "state": state}
        with self._database.write() as connection:
            session_id = connection.scalar(_CLOSE, closing)
            if session_id is not None:
                connection.execute(sa.update(_sessions).where(_sessions.c.session_id == session_id).values(updated_at=now))

    def get(self, session_id: str) -> Session:
        """The session, whoever owns it: for the person at the machine itself.

        Raises:
            NotFound: there is no such session.
        """
        return self._one(_sessions.c.session_id == session_id)

    def turns(self, session_id: str) -> list[Turn]:
        """The session's turns, oldest first."""
        query = sa.select(_turns).where(_turns.c.session_id == session_id).order_by(_turns.c.ordinal)
        with self._database.read() as connection:
            return [_turn(row) for row in connection.execute(query)]

    def questions(self, session_id: str) -> "list[str]":
        """What was asked in the session, oldest first."""
        if session_id in self._unasked:
            return []
        query = sa.select(_turns.c.question).where(_turns.c.session_id == session_id).order_by(_turns.c.ordinal)
        with self._database.read() as connection:
            return [*connection.scalars(query)]

    def turn(self, turn_id: str, *, owner: str) -> Turn:
        """The owner's turn of that id.

        Raises:
            NotFound: there is no such turn, or it is somebody else's.
        """
        mine = sa.and_(_turns.c.turn_id == turn_id, _sessions.c.owner == owner)
        query = sa.select(_turns).join(_sessions, _sessions.c.session_id == _turns.c.session_id).where(mine)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("There is no such question: its conversation may have been deleted.")
        return _turn(row)

    def newest_turn(self, session_id: str) -> str | None:
        """The id of the session's last turn."""
        query = sa.select(_turns.c.turn_id).where(_turns.c.session_id == session_id).order_by(_turns.c.ordinal.desc())
        with self._database.read() as connection:
            return connection.scalar(query.limit(1))

    def list(self, owner: str) -> "list[Session]":
        """The owner's sessions: those that are pinned, then the others, the one used last first."""
        query = sa.select(_sessions).where(_sessions.c.owner == owner)
        with self._database.read() as connection:
            last_used = (_sessions.c.pinned.desc(), _sessions.c.updated_at.desc(), _sessions.c.session_id)
            return [_session(row) for row in connection.execute(query.order_by(*last_used).limit(_LISTED))]

    def rename(self, session_id: str, title: str, *, owner: str) -> Session:
        """The owner's session under its new title."""
        self._owned(session_id, owner)
        with self._database.write() as connection:
            connection.execute(sa.update(_sessions).where(_sessions.c.session_id == session_id).values(title=title_of(title)))
        return self._owned(session_id, owner)

    def delete(self, session_id: str, *, owner: str) -> None:
        """Removes the owner's session with all its turns."""
        self._owned(session_id, owner)
        self.shares.revoke(session_id)
        with self._database.write() as connection:
            connection.execute(sa.delete(_turns).where(_turns.c.session_id == session_id))
            connection.execute(sa.delete(_sessions).where(_sessions.c.session_id == session_id))

    def recover(self, now: datetime, *, older_than: timedelta = timedelta(0)) -> int:
        """Marks turns that a crash left running as failed, and says how many there were."""
        leftover = sa.and_(_turns.c.state == "running", _turns.c.asked_at <= now - older_than)
        with self._database.write() as connection:
            return connection.execute(sa.update(_turns).where(leftover).values(state="failed")).rowcount

    def _owned(self, session_id: str, owner: str) -> Session:
        return self._one(sa.and_(_sessions.c.session_id == session_id, _sessions.c.owner == owner))

    def _one(self, condition: sa.ColumnElement[bool]) -> Session:
        with self._database.read() as connection:
            row = connection.execute(sa.select(_sessions).where(condition)).one_or_none()
        if row is None:
            raise _no_such_session()
        return _session(row)


def _begin(connection: sa.Connection, session_id: str, question: str, *, as_of: datetime, now: datetime) -> Turn:
    title = connection.scalar(sa.select(_sessions.c.title).where(_sessions.c.session_id == session_id))
    if title is None:
        raise _no_such_session()
    mine = _turns.c.session_id == session_id
    running = sa.and_(mine, _turns.c.state == "running")
    connection.execute(sa.update(_turns).where(running, _turns.c.asked_at < now - _LEASE).values(state="failed"))
    if connection.scalar(sa.select(sa.exists().where(running))):
        raise _still_answering()
    last = connection.scalar(sa.select(sa.func.max(_turns.c.ordinal)).where(mine)) or 0
    turn = _new_turn(connection, session_id, question, ordinal=last + 1, as_of=as_of, now=now)
    connection.execute(
        sa.update(_sessions)
        .where(_sessions.c.session_id == session_id)
        .values(title=title or title_of(question), updated_at=now)
    )
    return turn


def _new_turn(
    connection: sa.Connection, session_id: str, question: str, *, ordinal: int, as_of: datetime, now: datetime
) -> Turn:
    turn = Turn(
        turn_id=secrets.token_urlsafe(16),
        session_id=session_id,
        ordinal=ordinal,
        question=question,
        asked_at=now,
        as_of=as_of,
    )
    connection.execute(_TURN, asdict(turn) | {"events": []})
    return turn


def _session(row: sa.Row[Any]) -> Session:
    return Session(**{**row._mapping, "tags": tuple(row.tags.split("\n")) if row.tags else ()})


def _turn(row: sa.Row[Any]) -> Turn:
    return Turn(**{**row._mapping, "events": tuple(row.events)})


def _no_such_session() -> NotFound:
    return NotFound("There is no such session: it may have been deleted. Start a new one.")


def _still_answering() -> Busy:
    return Busy("The last question of this conversation is still being answered. Wait for it, or stop it, then ask again.")
