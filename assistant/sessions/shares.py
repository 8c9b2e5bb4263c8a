"""The share store: links by which one session can be read without a key, until they are revoked."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from assistant import schema
from assistant.database import Database

_shares = schema.shares


class ShareStore:
    """Keeps which session a link shows; whose session it is was checked by the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def share(self, session_id: str, *, now: datetime) -> str:
        """The session's link: the one there is, or a new one."""
        there = sa.select(_shares.c.share_id).where(_shares.c.session_id == session_id)
        with self._database.write() as connection:
            share_id = connection.scalar(there)
            if share_id is None:
                share_id = secrets.token_urlsafe(24)
                connection.execute(sa.insert(_shares).values(share_id=share_id, session_id=session_id, created_at=now))
        return str(share_id)

    def link_of(self, session_id: str) -> str | None:
        """The session's link, if it is shared."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(_shares.c.share_id).where(_shares.c.session_id == session_id))

    def revoke(self, session_id: str) -> None:
        """Removes the session's link; a later one will be another."""
        with self._database.write() as connection:
            connection.execute(sa.delete(_shares).where(_shares.c.session_id == session_id))

    def session_of(self, share_id: str) -> str | None:
        """The session that the link shows."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(_shares.c.session_id).where(_shares.c.share_id == share_id))
