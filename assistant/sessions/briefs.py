"""The brief store: sessions whose first questions were given, over a stretch of time."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from assistant import schema
from assistant.database import Database
from assistant.errors import NotFound
from assistant.sessions.records import Turn

_LEASE = timedelta(minutes=15)  # one that was not touched for longer was left by a process that ended
_LISTED = 100

_briefs, _sessions = schema.briefs, schema.sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question of a brief, and the instrument it is about."""

    ticker: str | None
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief asks and over which time; its answers are the turns of its session."""

    session_id: str = ""  # once it is kept
    watchlist: str  # the list's name; empty where instruments were given
    as_of: datetime
    first: date | None
    last: date | None
    since: datetime | None
    until: datetime | None
    label: str
    tickers: tuple[str, ...]
    silent: tuple[str, ...]  # of these nothing is new
    asks: tuple[Ask, ...]
    reports: int  # new within the window
    bars: int
    state: Literal["running", "done", "stopped"] = "running"

    @property
    def empty(self) -> bool:
        """Whether nothing is new at all."""
        return self.reports == 0 and self.bars == 0


class BriefStore:
    """Keeps briefs; every method uses a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, brief: Brief, *, title: str, owner: str, now: datetime) -> Brief:
        """The brief with a new session of its own."""
        kept = replace(brief, session_id=secrets.token_urlsafe(16))
        session = {"session_id": kept.session_id, "owner": owner, "title": title, "created_at": now, "updated_at": now}
        row = asdict(kept) | {"asks": [[ask.ticker, ask.question] for ask in kept.asks], "touched_at": now}
        with self._database.write() as connection:
            connection.execute(sa.insert(_sessions).values(**session))
            connection.execute(sa.insert(_briefs).values(**row))
        return kept

    def get(self, session_id: str, *, owner: str) -> Brief:
        """The owner's brief.

        Raises:
            NotFound: there is no such brief, or it is somebody else's.
        """
        found = self._select(_briefs.c.session_id == session_id, _sessions.c.owner == owner)
        if not found:
            raise NotFound("There is no such brief: it may have been deleted. Make a new one.")
        return found[0]

    def state_of(self, session_id: str) -> str | None:
        """How far the session's brief is; None where the session is no brief's."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(_briefs.c.state).where(_briefs.c.session_id == session_id))

    def list(self, owner: str) -> Sequence[Brief]:
        """The owner's briefs, the newest first."""
        return self._select(_sessions.c.owner == owner)

    def put_state(self, session_id: str, state: Literal["running", "done", "stopped"], *, now: datetime) -> None:
        """Says how far the brief is; one that was stopped goes on only where it is said to run."""
        row = sa.update(_briefs).where(_briefs.c.session_id == session_id)
        with self._database.write() as connection:
            connection.execute(row.values(state=state, touched_at=now))

    def unfinished(self, now: datetime) -> Sequence[tuple[Brief, str]]:
        """The briefs, with their owners, that an ended process left; on a shared database only what is long overdue."""
        shared = self._database.engine.dialect.name != "sqlite"
        left = sa.and_(_briefs.c.state == "running", _briefs.c.touched_at <= (now - _LEASE if shared else now))
        query = sa.select(_briefs.c.session_id, _sessions.c.owner).join_from(_briefs, _sessions).where(left)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [(self.get(row.session_id, owner=row.owner), row.owner) for row in rows]

    def _select(self, *conditions: sa.ColumnElement[bool]) -> Sequence[Brief]:
        query = sa.select(_briefs).join_from(_briefs, _sessions).where(*conditions)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(_sessions.c.created_at.desc(), _briefs.c.session_id).limit(_LISTED))
            return [_brief(row) for row in rows]


def answers_of(brief: Brief, turns: Sequence[Turn]) -> list[Turn]:
    """The turns that answer the brief's questions, in their order; what was asked besides is left out."""
    answers: list[Turn] = []
    for turn in turns:
        if len(answers) < len(brief.asks) and turn.question == brief.asks[len(answers)].question:
            answers.append(turn)
    return answers


def _brief(row: sa.Row[Any]) -> Brief:
    fields = {name: value for name, value in row._mapping.items() if name != "touched_at"}
    asks = tuple(Ask(ticker=ticker, question=question) for ticker, question in row.asks)
    return Brief(**{**fields, "asks": asks, "tickers": tuple(row.tickers), "silent": tuple(row.silent)})
