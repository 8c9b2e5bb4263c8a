"""The watch store: questions that are asked again when there is new evidence, and how their answers changed."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from assistant import schema
from assistant.database import Database
from assistant.errors import BadInput, NotFound

MOST_PER_OWNER = 50
MOST_CHANGES = 10  # kept of one question
_MOST = 500  # in all: each costs an answer whenever there is new evidence

_watched, _changes = schema.watched, schema.watched_changes

Told = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A question that is watched, and its last answer."""

    watch_id: str
    owner: str
    question: str
    first: date | None
    last: date | None
    tickers: tuple[str, ...] | None
    created_at: datetime
    mark: str  # the evidence it was last asked on; empty where it was not asked yet
    asked_at: datetime | None
    events: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A watched question's answer before and after it changed."""

    change_id: str
    watch_id: str
    changed_at: datetime
    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]
    seen: bool


class WatchStore:
    """Keeps watched questions; every method uses a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        question: str,
        *,
        owner: str,
        now: datetime,
        days: tuple[date | None, date | None] = (None, None),
        tickers: Sequence[str] | None = None,
        events: Told = (),
        asked_at: datetime | None = None,
    ) -> Watched:
        """The question, watched from now on; the same one again is the one there is.

        Raises:
            BadInput: as many are watched as there is room for.
        """
        watched = Watched(
            watch_id=secrets.token_urlsafe(16),
            owner=owner,
            question=question,
            first=days[0],
            last=days[1],
            tickers=None if tickers is None else tuple(tickers),
            created_at=now,
            mark="",
            asked_at=asked_at,
            events=tuple(events),
        )
        same = (question, *days, watched.tickers)
        with self._database.write() as connection:
            mine = [_watch(row) for row in connection.execute(sa.select(_watched).where(_watched.c.owner == owner))]
            there = next((one for one in mine if (one.question, one.first, one.last, one.tickers) == same), None)
            if there is not None:
                return there
            count = connection.scalar(sa.select(sa.func.count()).select_from(_watched)) or 0
            if len(mine) >= MOST_PER_OWNER or count >= _MOST:
                raise BadInput(f"At most {MOST_PER_OWNER} questions are watched at a time. Stop watching one first.")
            row = {name: getattr(watched, name) for name in Watched.__dataclass_fields__} | {"events": [*events]}
            connection.execute(sa.insert(_watched).values(row))
        return watched

    def get(self, watch_id: str, *, owner: str) -> Watched:
        """The owner's watched question.

        Raises:
            NotFound: there is no such question, or it is somebody else's.
        """
        found = self._select(_watched.c.watch_id == watch_id, _watched.c.owner == owner)
        if not found:
            raise NotFound("That question is not watched: it may have been taken off. Look at the list again.")
        return found[0]

    def list(self, owner: str) -> Sequence[Watched]:
        """The owner's watched questions, the newest first."""
        return self._select(_watched.c.owner == owner)

    def outdated(self, mark: str) -> Sequence[Watched]:
        """Everybody's questions that were not asked on this evidence yet."""
        return self._select(_watched.c.mark != mark)

    def put_answer(self, watch_id: str, events: Told, *, mark: str, now: datetime) -> None:
        """Keeps the question's newest answer and the evidence it was asked on."""
        row = sa.update(_watched).where(_watched.c.watch_id == watch_id)
        with self._database.write() as connection:
            connection.execute(row.values(events=[*events], mark=mark, asked_at=now))

    def put_change(self, watch_id: str, before: Told, after: Told, *, now: datetime) -> None:
        """Keeps that the answer changed; the oldest changes go."""
        row = {
            "change_id": secrets.token_urlsafe(16),
            "watch_id": watch_id,
            "changed_at": now,
            "before": [*before],
            "after": [*after],
            "seen": False,
        }
        newest = sa.select(_changes.c.change_id).where(_changes.c.watch_id == watch_id).order_by(_changes.c.changed_at.desc())
        with self._database.write() as connection:
            if connection.scalar(sa.select(sa.exists().where(_watched.c.watch_id == watch_id))):
                connection.execute(sa.insert(_changes).values(row))
                old = connection.scalars(newest).all()[MOST_CHANGES:]
                connection.execute(sa.delete(_changes).where(_changes.c.change_id.in_(old)))

    def changes(self, watch_ids: Sequence[str]) -> Mapping[str, Sequence[Change]]:
        """How each question's answer changed, the newest first."""
        query = sa.select(_changes).where(_changes.c.watch_id.in_(watch_ids)).order_by(_changes.c.changed_at.desc())
        found: dict[str, list[Change]] = {watch_id: [] for watch_id in watch_ids}
        with self._database.read() as connection:
            for row in connection.execute(query):
                fields = {**row._mapping, "before": tuple(row.before), "after": tuple(row.after)}
                found[row.watch_id].append(Change(**fields))
        return found

    def mark_seen(self, watch_id: str, *, owner: str) -> None:
        """Says that the owner has seen every change of the question."""
        self.get(watch_id, owner=owner)
        with self._database.write() as connection:
            connection.execute(sa.update(_changes).where(_changes.c.watch_id == watch_id).values(seen=True))

    def remove(self, watch_id: str, *, owner: str) -> None:
        """Watches the owner's question no longer."""
        self.get(watch_id, owner=owner)
        with self._database.write() as connection:
            connection.execute(sa.delete(_watched).where(_watched.c.watch_id == watch_id))

    def _select(self, *conditions: sa.ColumnElement[bool]) -> "Sequence[Watched]":
        query = sa.select(_watched).where(*conditions).order_by(_watched.c.created_at.desc(), _watched.c.watch_id)
        with self._database.read() as connection:
            return [_watch(row) for row in connection.execute(query)]


def _watch(row: sa.Row[Any]) -> Watched:
    tickers = None if row.tickers is None else tuple(row.tickers)
    return Watched(**{**row._mapping, "tickers": tickers, "events": tuple(row.events)})
