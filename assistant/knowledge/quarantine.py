"""The quarantine: inputs that something was rejected of, kept as they came so that they can be tried again."""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from assistant.database import Database
from assistant.schema import quarantine, rejects

_LARGEST = 1_000_000  # compressed bytes; of a larger input only the origin is kept, from which it can be read again


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An input with rejects."""

    input_id: str
    origin: str
    name: str
    url: str = ""  # where it was fetched from
    charset: str = ""
    data: bytes | None  # None: too large to keep, or it never came
    reject_ids: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # the origins of what was rejected of it


class Quarantine:
    """Rejected inputs in the record of truth."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, *, origin: str, name: str, data: bytes, url: str = "", charset: str = "") -> str:
        """Keeps an input once and gives its id."""
        input_id = hashlib.sha256(origin.encode("utf-8", "replace") + b"\0" + data).hexdigest()
        with self._database.write() as connection:
            there = sa.select(quarantine.c.input_id).where(quarantine.c.input_id == input_id)
            if connection.execute(there).first() is None:
                packed = zlib.compress(data)
                row = {
                    "input_id": input_id,
                    "origin": _plain(origin),
                    "name": _plain(name),
                    "url": url,
                    "charset": _plain(charset)[:40],
                    "data": packed if len(packed) <= _LARGEST else None,
                }
                connection.execute(sa.insert(quarantine).values(row))
                _forget_unused(connection, quarantine.c.origin == row["origin"], quarantine.c.input_id != input_id)
        return input_id

    def waiting(self) -> list[Kept]:
        """Every input with rejects, oldest first; those that never came stand under their reject's origin."""
        query = (
            sa.select(rejects.c.reject_id, rejects.c.origin.label("at"), quarantine)
            .join_from(rejects, quarantine, rejects.c.input_id == quarantine.c.input_id, isouter=True)
            .order_by(rejects.c.rejected_at, rejects.c.reject_id)
        )
        found: dict[str, list[sa.RowMapping]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query).mappings():
                found.setdefault(row["input_id"] or row["at"], []).append(row)
        return [_kept(group) for group in found.values()]

    def settle(self, reject_ids: Iterable[str]) -> None:
        """Forgets rejects that no longer are any, and the inputs that nothing is rejected of any more."""
        with self._database.write() as connection:
            for reject_id in reject_ids:
                connection.execute(sa.delete(rejects).where(rejects.c.reject_id == reject_id))
            _forget_unused(connection)


def _kept(group: list[sa.RowMapping]) -> Kept:
    first, ids, items = group[0], tuple(row["reject_id"] for row in group), tuple(row["at"] for row in group)
    if first["input_id"] is None:
        return Kept(input_id="", origin=first["at"], name="", data=None, reject_ids=ids, items=items)
    data = zlib.decompress(first["data"]) if first["data"] is not None else None
    shown = {name: first[name] for name in ("input_id", "origin", "name", "url", "charset")}
    return Kept(**shown, data=data, reject_ids=ids, items=items)


def _forget_unused(connection: sa.Connection, *which: sa.ColumnElement[bool]) -> None:
    """Drops inputs that no reject stands for, so that a feed with one bad entry is not kept anew at every reading."""
    used = sa.select(rejects.c.input_id).where(rejects.c.input_id.is_not(None))
    connection.execute(sa.delete(quarantine).where(quarantine.c.input_id.not_in(used), *which))


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "�")
