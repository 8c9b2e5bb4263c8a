"""The source store: the places that are read again and again, and what came of each address when it was last fetched."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.schema import fetches, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How reading one source goes."""

    name: str
    kind: str  # "feed", "pages" or "folder"
    state: str = "new"
    last_tried_at: datetime | None = None
    last_success_at: datetime | None = None
    newest_at: datetime | None = None  # when the newest article seen there was published
    next_at: datetime | None = None
    items: int = 0
    failures: int = 0  # in a row
    last_error: str = ""

    def as_dict(self, *, now: datetime) -> dict[str, Any]:
        """The row for programs; `lag_s` is how old the newest article is, `since_success_s` how long ago it last went well."""
        shown = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(self).items()}
        lag = {"lag_s": _seconds(self.newest_at, now), "since_success_s": _seconds(self.last_success_at, now)}
        return shown | lag


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What came of an address the last time."""

    address: str
    state: str
    status: int = 0
    detail: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    fetched_at: datetime


class SourceStore:
    """Rows about sources and addresses in the record of truth."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SourceHealth]:
        """Every source that was ever watched, by name."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(sources).order_by(sources.c.name)).mappings()
            return [SourceHealth(**row) for row in rows]

    def health(self, name: str) -> SourceHealth | None:
        """How reading that source goes, if it was ever tried."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(sources).where(sources.c.name == name)).mappings().first()
        return SourceHealth(**row) if row else None

    def put(self, health: SourceHealth) -> None:
        """Keeps how it goes now, in place of how it went."""
        with self._database.write() as connection:
            connection.execute(sa.delete(sources).where(sources.c.name == health.name))
            connection.execute(sa.insert(sources).values(asdict(health)))

    def fetch(self, address: str) -> Fetch | None:
        """What came of that address the last time, if it was ever fetched."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(fetches).where(fetches.c.address == address)).mappings().first()
        return Fetch(**row) if row else None

    def put_fetch(self, fetch: Fetch) -> None:
        """Keeps what came of an address, in place of what came of it before."""
        with self._database.write() as connection:
            connection.execute(sa.delete(fetches).where(fetches.c.address == fetch.address))
            connection.execute(sa.insert(fetches).values(asdict(fetch)))


def _seconds(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(0, round((now - moment).total_seconds()))
