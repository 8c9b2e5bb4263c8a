"""The statistics in the database: what was said of a subject, by whom, and from when it was known."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.market.metrics import metric_name, metric_words, spoken_metric
from assistant.market.stats import Stat
from assistant.schema import stats as table

_MANY = 500
_FIELDS = tuple(field.name for field in fields(Stat))
# Words that do not tell one subject from another.
_IDLE = frozenset(
    "the of for index group holding holdings inc corp corporation co ltd limited company companies firms shares s a an".split()
)


_AS_OF = sa.bindparam("as_of", type_=table.c.known_at.type)
_KNOWN = (
    sa.select(table)
    .where(table.c.known_at <= _AS_OF, table.c.superseded_at.is_(None) | (table.c.superseded_at > _AS_OF))
    .order_by(table.c.known_at, table.c.stat_id)
)
_HELD = sa.select(table).where(table.c.doc_id.in_(sa.bindparam("doc_ids", expanding=True)))


class StatStore:
    """Statistics by subject, metric and period."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, stats: Iterable[Stat]) -> dict[str, int]:
        """Store statistics and count them: new, updated (the earlier value ends where this one is known) or unchanged."""
        counts = {"new": 0, "updated": 0, "unchanged": 0}
        waiting = iter(stats)
        with self._database.write() as connection:
            while part := list(islice(waiting, _MANY)):
                held = _held(connection, [stat.doc_id for stat in part])
                fresh: dict[str, Stat] = {}
                for stat in part:
                    if stat.doc_id not in held and stat.doc_id not in fresh:
                        fresh[stat.doc_id] = stat
                if fresh:
                    connection.execute(sa.insert(table), [_row(stat) for stat in fresh.values()])
                counts["new"] += len(fresh)
                for stat in part:
                    if fresh.get(stat.doc_id) is not stat:
                        is_there = any(_same(one, stat) for one in held.get(stat.doc_id, ()))
                        counts["unchanged" if is_there else self._put(connection, stat)] += 1
        return counts

    def find(
        self, subject_or_ticker: str, metric: str | None = None, period: str | None = None, *, as_of: datetime
    ) -> list[Stat]:
        """What was known by `as_of`, closest metric first, then newest; sources that disagree are all returned."""
        found = stats_of(self.all(as_of=as_of), subject_or_ticker, metric)
        return [stat for stat in found if _words(period) <= _words(stat.period)] if period else found

    def all(self, *, as_of: datetime) -> list[Stat]:
        """Every statistic known by then, oldest first."""
        with self._database.read() as connection:
            return [_stat(row) for row in connection.execute(_KNOWN, {"as_of": as_of})]

    @staticmethod
    def _put(connection: sa.Connection, stat: Stat) -> str:
        rows = connection.execute(sa.select(table).where(table.c.doc_id == stat.doc_id).order_by(table.c.known_at)).all()
        held = [_stat(row) for row in rows]
        if any(_same(earlier, stat) for earlier in held):
            return "unchanged"
        # The values of one statistic follow each other in time, in whatever order they come in.
        later = next((one.known_at for one in held if one.known_at > stat.known_at), None)
        before = [one for one in held if one.known_at <= stat.known_at]
        version = replace(stat, stat_id=f"{stat.stat_id}#{len(held) + 1}")
        connection.execute(sa.insert(table).values(_row(version) | {"superseded_at": later}))
        if before:
            ends = {"superseded_at": stat.known_at}
            connection.execute(sa.update(table).where(table.c.stat_id == before[-1].stat_id).values(ends))
        return "updated"


def stats_of(known: Sequence[Stat], subject_or_ticker: str, metric: str | None = None) -> list[Stat]:
    """Those of the statistics that are about the subject, of the metrics closest to the one named; the newest first."""
    found = [stat for stat in known if _is_about(stat, subject_or_ticker)]
    if metric:
        ranked = [(rank, stat) for stat in found if (rank := _metric_rank(stat.metric, metric)) is not None]
        nearest = min((rank for rank, _ in ranked), default=0)
        found = [stat for rank, stat in ranked if rank == nearest]
    return sorted(found, key=lambda stat: (stat.known_at, stat.stat_id), reverse=True)


def _held(connection: sa.Connection, doc_ids: Sequence[str]) -> dict[str, list[Stat]]:
    """What is there of these statistics, by the document of each."""
    found: dict[str, list[Stat]] = {}
    for row in connection.execute(_HELD, {"doc_ids": doc_ids}):
        found.setdefault(row.doc_id, []).append(_stat(row))
    return found


def _is_about(stat: Stat, subject_or_ticker: str) -> bool:
    if stat.ticker is not None and stat.ticker.casefold() == subject_or_ticker.strip().casefold():
        return True
    asked, said = _words(subject_or_ticker) - _IDLE, _words(stat.subject) - _IDLE
    if asked == said:
        return bool(asked)
    # A part of an instrument's name is another instrument: "Hang Seng" is not "Hang Seng Tech".
    return stat.ticker is None and min(len(asked), len(said)) > 1 and (asked <= said or said <= asked)


def _metric_rank(metric: str, asked: str) -> int | None:
    """How far a metric is from the one asked for: 0 the same, 1 a kind of it, 2 named within the wording, None another one."""
    if metric == metric_name(asked):
        return 0
    words = metric_words(asked)
    if words and words <= metric_words(metric):
        return 1
    return 2 if metric == spoken_metric(asked) or metric_words(metric) <= words else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]+", text.casefold().replace("_", " ")))


def _same(one: Stat, other: Stat) -> bool:
    return (one.value, one.unit, one.currency, one.known_at) == (other.value, other.unit, other.currency, other.known_at)


def _row(stat: Stat) -> dict[str, Any]:
    return {name: getattr(stat, name) for name in _FIELDS} | {"value": f"{stat.value:f}"}


def _stat(row: sa.Row[Any]) -> Stat:
    return Stat(**({name: row._mapping[name] for name in _FIELDS} | {"value": Decimal(row._mapping["value"])}))
