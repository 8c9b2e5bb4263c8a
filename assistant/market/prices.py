"""The price book: bars in the database, looked up by day and never from after `as_of`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.market.bars import Bar, Move
from assistant.market.moves import move_between
from assistant.schema import bars as table
from assistant.schema import facts

_PRICES = ("open", "high", "low", "close", "adj_close")
_BATCH = 200  # bars a statement when looking up what is there: SQLite limits the variables of one
_SEPARATOR = " | "
_REVISION = sa.select(facts.c.value).where(facts.c.name == "bars_revision")
_SOURCES = 6  # files that agree on a bar and are named on it


class PriceBook:
    """Every bar we hold. As traded (unadjusted) and adjusted bars are kept apart; as traded is preferred."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_bars(self, bars: Iterable[Bar]) -> dict[str, int]:
        """Store bars and count them: new, updated (another value than before) or unchanged."""
        counts = {"new": 0, "updated": 0, "unchanged": 0}
        unique = {(bar.ticker, bar.trading_date, bar.adjusted): bar for bar in bars}
        incoming = sorted(unique.items())
        with self._database.write() as connection:
            for at in range(0, len(incoming), _BATCH):
                batch = incoming[at : at + _BATCH]
                held = _held(connection, [key for key, _ in batch])
                writes = []
                for key, bar in batch:
                    outcome, stored = _merge(held.get(key), bar)
                    counts[outcome] += 1
                    if stored is not None:
                        writes.append(_row(stored))
                _upsert(connection, writes)
            if counts["new"] or counts["updated"]:
                _count_change(connection)
        return counts

    def revision(self) -> int:
        """A number that grows with every writing that changed a bar."""
        with self._database.read() as connection:
            return int(connection.scalar(_REVISION) or 0)

    def bar_on(self, ticker: str, day: date, *, as_of: datetime) -> Bar | None:
        """The bar of that day, as traded where we have it so."""
        rows = self._select(ticker, table.c.trading_date == day, as_of=as_of)
        return rows[0] if rows else None

    def bar_before(self, ticker: str, day: date, *, as_of: datetime) -> Bar | None:
        """The newest bar of a day before that day."""
        rows = self._select(ticker, table.c.trading_date < day, as_of=as_of, limit=2)
        return rows[0] if rows else None

    def newest(self, ticker: str, *, as_of: datetime) -> Bar | None:
        """The newest bar known by then."""
        rows = self._select(ticker, as_of=as_of, limit=2)
        return rows[0] if rows else None

    def bars(self, ticker: str, first: date | None, last: date | None, *, as_of: datetime) -> list[Bar]:
        """A bar a day from `first` to `last`, both inclusive, oldest first, of one basis where we have one throughout."""
        bounds = [table.c.trading_date >= first] if first else []
        bounds += [table.c.trading_date <= last] if last else []
        return one_basis(list(reversed(self._select(ticker, *bounds, as_of=as_of))))

    def newest_bars(self, ticker: str, count: int, *, until: date | None, as_of: datetime) -> list[Bar]:
        """The newest bars, a bar a day, of days up to `until`, oldest first."""
        where = [table.c.trading_date <= until] if until else []
        rows = self._select(ticker, *where, as_of=as_of, limit=2 * count)
        return one_basis(list(reversed(rows)))[-count:]

    def move_on(self, ticker: str, day: date, as_of: datetime) -> Move | None:
        """The bar of that day against the one before it; None where they are not comparable."""
        of_day = self._select(ticker, table.c.trading_date == day, as_of=as_of)
        before = self._select(ticker, table.c.trading_date < day, as_of=as_of, limit=2)
        before = [bar for bar in before if bar.trading_date == before[0].trading_date]
        pairs = [(bar, previous) for bar in of_day for previous in before if comparable(bar, previous)]
        if not pairs:
            return None
        return move_between(*min(pairs, key=lambda pair: (pair[0].adjusted or pair[1].adjusted, pair[0].adjusted)))

    def span(self, ticker: str) -> tuple[date, date] | None:
        """The first and the last day of which we hold a bar."""
        days = sa.select(sa.func.min(table.c.trading_date), sa.func.max(table.c.trading_date)).where(table.c.ticker == ticker)
        with self._database.read() as connection:
            first, last = connection.execute(days).one()
        return (first, last) if first else None

    def tickers(self) -> list[str]:
        """Every ticker of which we hold a bar."""
        with self._database.read() as connection:
            return list(connection.execute(sa.select(table.c.ticker).distinct().order_by(table.c.ticker)).scalars())

    def count(self) -> int:
        """How many bars we hold."""
        with self._database.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()

    def _select(self, ticker: str, *where: sa.ColumnElement[bool], as_of: datetime, limit: int | None = None) -> list[Bar]:
        query = (
            sa.select(table)
            .where(table.c.ticker == ticker, table.c.known_at <= as_of, *where)
            .order_by(table.c.trading_date.desc(), table.c.adjusted)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [_bar(row) for row in connection.execute(query)]


def _count_change(connection: sa.Connection) -> None:
    value = str(int(connection.scalar(_REVISION) or 0) + 1)
    if connection.execute(sa.update(facts).where(facts.c.name == "bars_revision").values(value=value)).rowcount == 0:
        connection.execute(sa.insert(facts).values(name="bars_revision", value=value))


def comparable(one: Bar, other: Bar) -> bool:
    """Whether a change between two bars means something: both as traded, or both out of one series."""
    return (not one.adjusted and not other.adjusted) or not _sources(one).isdisjoint(_sources(other))


def one_basis(rows: Sequence[Bar]) -> list[Bar]:
    """A bar a day: as traded if every day has one, else those of one series that has every day, else the best of each day."""
    days = [list(group) for _, group in groupby(rows, key=lambda bar: bar.trading_date)]
    best = [min(day, key=lambda bar: bar.adjusted) for day in days]
    if not any(bar.adjusted for bar in best):
        return best
    shared = set.intersection(*({source for bar in day for source in _sources(bar)} for day in days))
    for source in sorted(shared):
        return [next(bar for bar in sorted(day, key=lambda bar: bar.adjusted) if source in _sources(bar)) for day in days]
    return best


def _merge(held: Bar | None, bar: Bar) -> tuple[str, Bar | None]:
    """What to count an incoming bar as, and what to store for it: None leaves what is there."""
    if held is None:
        return "new", bar
    if all(getattr(held, name) == getattr(bar, name) for name in (*_PRICES[:4], "volume", "currency")):
        sources = held.source.split(_SEPARATOR)
        if bar.source in sources or len(sources) >= _SOURCES:
            return "unchanged", None
        return "unchanged", _with_source(held, _SEPARATOR.join([*sources, bar.source]), bar.adj_close)
    if bar.adjusted and bar.source not in held.source.split(_SEPARATOR) and bar.close < held.close:
        return "unchanged", None  # adjusted for more dividends: farther from what was traded
    return "updated", bar


def _with_source(bar: Bar, source: str, adj_close: Decimal | None) -> Bar:
    fields = {name: getattr(bar, name) for name in Bar.__slots__}
    return Bar(**(fields | {"source": source, "adj_close": bar.adj_close or adj_close}))


def _sources(bar: Bar) -> set[str]:
    return set(bar.source.split(_SEPARATOR))


def _held(connection: sa.Connection, keys: Sequence[tuple[str, date, bool]]) -> dict[tuple[str, date, bool], Bar]:
    # SQLite reads the whole table for a list of rows (a, b, c); for a list a column it uses the primary key.
    tickers, days = {ticker for ticker, _, _ in keys}, {day for _, day, _ in keys}
    near = sa.select(table).where(table.c.ticker.in_(tickers), table.c.trading_date.in_(days))
    found = {(row.ticker, row.trading_date, row.adjusted): row for row in connection.execute(near)}
    return {key: _bar(found[key]) for key in keys if key in found}


def _upsert(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    key = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in ("ticker", "trading_date", "adjusted")))
    keys = [{f"key_{name}": row[name] for name in ("ticker", "trading_date", "adjusted")} for row in rows]
    connection.execute(sa.delete(table).where(key), keys)
    connection.execute(sa.insert(table), rows)


def _row(bar: Bar) -> dict[str, Any]:
    prices = {name: None if (price := getattr(bar, name)) is None else f"{price:f}" for name in _PRICES}
    plain = ("ticker", "trading_date", "adjusted", "volume", "currency", "source", "known_at")
    return {name: getattr(bar, name) for name in plain} | prices | {"flags": list(bar.flags)}


def _bar(row: sa.Row[Any]) -> Bar:
    fields = dict(row._mapping)
    prices = {name: None if fields[name] is None else Decimal(fields[name]) for name in _PRICES}
    return Bar(**(fields | prices | {"flags": tuple(fields["flags"])}))
