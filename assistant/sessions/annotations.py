"""The annotation store: what an analyst adds to sessions and turns, and where words are found in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant import schema
from assistant.database import Database
from assistant.errors import NotFound
from assistant.sessions.records import Feedback
from assistant.sessions.titles import title_of

LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 4_000, 40, 12
_LISTED = 200
_AROUND = 60  # characters shown before the words that were found
_WORDS = 8

_sessions, _turns = schema.sessions, schema.turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A turn that is kept at hand, with the session it stands in."""

    turn_id: str
    session_id: str
    title: str
    question: str
    answer: str
    note: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A session that carries the words looked for, and the first turn of it that does."""

    session_id: str
    turn_id: str  # empty where only the title or a tag does
    excerpt: str


class AnnotationStore:
    """Keeps notes, pins, tags and feedback; everything in it belongs to one owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark_session(self, session_id: str, *, owner: str, pinned: bool | None, tags: Sequence[str] | None) -> None:
        """Pins the session or tags it; what is None stays.

        Raises:
            NotFound: there is no such session, or it is somebody else's.
        """
        values: dict[str, Any] = {} if pinned is None else {"pinned": pinned}
        if tags is not None:
            values["tags"] = "\n".join(clean_tags(tags))
        mine = sa.and_(_sessions.c.session_id == session_id, _sessions.c.owner == owner)
        self._change(sa.update(_sessions).where(mine), values, "conversation")

    def mark_turn(self, turn_id: str, *, owner: str, note: str | None, pinned: bool | None, feedback: Feedback | None) -> None:
        """Writes a turn's note, pins it or keeps what was thought of it; what is None stays.

        Raises:
            NotFound: there is no such turn, or it is somebody else's.
        """
        given = {"note": None if note is None else _clean_note(note), "pinned": pinned, "feedback": feedback}
        values = {name: value for name, value in given.items() if value is not None}
        theirs = sa.select(_sessions.c.session_id).where(_sessions.c.owner == owner)
        mine = sa.and_(_turns.c.turn_id == turn_id, _turns.c.session_id.in_(theirs))
        self._change(sa.update(_turns).where(mine), values, "question")

    def pins(self, owner: str) -> list[Pin]:
        """The owner's pinned turns of all sessions, the newest first."""
        columns = [_turns.c[name] for name in ("turn_id", "session_id", "question", "answer", "note", "asked_at")]
        query = sa.select(_sessions.c.title, *columns).join(_sessions, _sessions.c.session_id == _turns.c.session_id)
        query = query.where(_sessions.c.owner == owner, _turns.c.pinned).order_by(_turns.c.asked_at.desc())
        with self._database.read() as connection:
            return [Pin(**row._mapping) for row in connection.execute(query.limit(_LISTED))]

    def find(self, words: str, *, owner: str) -> list[Found]:
        """The owner's sessions whose title, tags or turns carry every word, the one used last first."""
        wanted = words.lower().split()[:_WORDS]
        header = [_has(word, _sessions.c.title, _sessions.c.tags) for word in wanted]
        inside = [_has(word, _turns.c.question, _turns.c.answer, _turns.c.note) for word in wanted]
        here = _turns.c.session_id == _sessions.c.session_id
        carries = [sa.or_(own, sa.exists().where(here, turn)) for own, turn in zip(header, inside, strict=True)]
        query = sa.select(_sessions.c.session_id).where(_sessions.c.owner == owner, *carries)
        query = query.order_by(_sessions.c.updated_at.desc()).limit(_LISTED)
        with self._database.read() as connection:
            ids = list(connection.scalars(query))
            best = sa.select(_turns).where(_turns.c.session_id.in_(ids), sa.or_(*inside)).order_by(_turns.c.ordinal)
            turns: dict[str, list[Any]] = {}
            for row in connection.execute(best) if ids and wanted else ():
                turns.setdefault(row.session_id, []).append(row)
        return [_found(session_id, turns.get(session_id, []), wanted) for session_id in ids]

    def _change(self, update: sa.Update, values: dict[str, Any], what: str) -> None:
        if not values:
            return
        with self._database.write() as connection:
            if connection.execute(update.values(**values)).rowcount == 0:
                raise NotFound(f"There is no such {what}: it may have been deleted. Reload the page.")


def clean_tags(tags: Sequence[str]) -> list[str]:
    """The tags as one line each, none twice and none empty."""
    lines = (title_of(tag)[:LONGEST_TAG].strip() for tag in tags)
    return [tag for tag in dict.fromkeys(lines) if tag][:MOST_TAGS]


def _clean_note(note: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else " " for char in note).strip()[:LONGEST_NOTE]


def _has(word: str, *columns: sa.Column[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(*(sa.func.lower(column).contains(word, autoescape=True) for column in columns))


def _found(session_id: str, rows: Sequence[Any], wanted: Sequence[str]) -> Found:
    """The turn that carries most of the words, and its text around the first of them."""

    def text(row: Any) -> str:
        return " ".join(f"{row.question} {row.answer} {row.note}".split())

    if not rows:
        return Found(session_id=session_id, turn_id="", excerpt="")
    row = max(rows, key=lambda one: sum(word in text(one).lower() for word in wanted))
    whole = text(row)
    at = min((place for word in wanted if (place := whole.lower().find(word)) >= 0), default=0)
    first = max(0, at - _AROUND)
    excerpt = ("…" if first else "") + whole[first : at + 2 * _AROUND] + ("…" if at + 2 * _AROUND < len(whole) else "")
    return Found(session_id=session_id, turn_id=row.turn_id, excerpt=excerpt)
