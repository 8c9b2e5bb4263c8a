"""Arrivals: which articles became known within a stretch of time, and whom they speak of."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from assistant.database import Database
from assistant.knowledge.store import in_force
from assistant.knowledge.windows import Window
from assistant.schema import documents, mentions, versions


class Arrivals:
    """Counts articles of a window that may be used at `as_of`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, window: Window, *, as_of: datetime) -> int:
        """How many there are."""
        query = sa.select(sa.func.count(sa.distinct(versions.c.doc_id))).select_from(_JOINED)
        with self._database.read() as connection:
            return int(connection.execute(query.where(*_within(window, as_of))).scalar() or 0)

    def count_by_ticker(
        self, window: Window, *, as_of: datetime, tickers: Sequence[str] | None = None, most: int = 50
    ) -> dict[str, int]:
        """How many speak of each instrument, of those given or of all, the one most spoken of first."""
        count = sa.func.count(sa.distinct(versions.c.doc_id))
        same = (mentions.c.doc_id == versions.c.doc_id) & (mentions.c.version == versions.c.version)
        query = sa.select(mentions.c.ticker, count).select_from(_JOINED.join(mentions, same)).where(*_within(window, as_of))
        if tickers is not None:
            query = query.where(mentions.c.ticker.in_(tickers))
        query = query.group_by(mentions.c.ticker).order_by(count.desc(), mentions.c.ticker).limit(most)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


_JOINED = versions.join(documents, versions.c.doc_id == documents.c.doc_id)


def _within(window: Window, as_of: datetime) -> list[sa.ColumnElement[bool]]:
    """The conditions that a search within the window has."""
    conditions = [in_force(as_of), documents.c.withdrawn_at.is_(None), documents.c.kind == "article"]
    if window.first:
        conditions.append(versions.c.published_date >= window.first)
    if window.last:
        conditions.append(versions.c.published_date <= window.last)
    if window.since:
        conditions.append(versions.c.known_at >= window.since)
    if window.until:
        conditions.append(versions.c.known_at < window.until)
    return conditions
