"""Bars as rows of the database: what is there, what is to be written, and the writing of many at once."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from assistant.market.bar_columns import BarColumns, columns_of
from assistant.market.bars import Bar
from assistant.schema import bars as table

Key = tuple[date, bool]  # of one ticker: the day, and whether its prices are adjusted
DriverRow = tuple[Any, ...]  # in the order of _COLUMNS, as the driver takes it

SEPARATOR = " | "
_SOURCES = 6  # files that agree on a bar and are named on it
_COLUMNS = "ticker trading_date adjusted open high low close adj_close volume currency source known_at flags".split()
_STATED = "trading_date adjusted open high low close volume currency source".split()
# Flags come as text, which is made into flags once: most bars have none.
SELECT = sa.select(*(table.c[name] for name in _COLUMNS[:-1]), sa.cast(table.c.flags, sa.Text).label("flags"))
_DAY, _BASIS, _SOURCE = map(_COLUMNS.index, ("trading_date", "adjusted", "source"))


class Writer:
    """Writes bars past SQLAlchemy's work on each row: a statement goes to the driver with thousands of rows at once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._statement = sa.insert(table).compile(dialect=connection.dialect, column_keys=_COLUMNS)
        # Days, instants and flags recur from bar to bar, and are made into what the driver takes once.
        self._made = {name: _Once(name, connection.dialect) for name in ("trading_date", "known_at", "adjusted", "flags")}

    def put(self, columns: BarColumns) -> Counter[str]:
        """Writes what is new or different of one instrument's bars, and counts them by what became of them."""
        rows = self._rows(columns)
        there = self._stated(columns)
        if not there:
            self._insert(rows)
            return Counter(new=len(rows))
        counts: Counter[str] = Counter()
        new, differing = [], []
        for at, row in enumerate(rows):
            stated = there.get((row[_DAY], row[_BASIS]))
            if stated is None:
                new.append(row)
            elif stated[:6] == (*row[3:7], *row[8:10]) and _names(stated[6], row[_SOURCE]):
                counts["unchanged"] += 1
            else:
                differing.append(columns.bar(at))
        self._insert(new)
        return counts + Counter(new=len(new)) + self._settle(columns, differing)

    def _settle(self, columns: BarColumns, differing: Sequence[Bar]) -> Counter[str]:
        """Decides on bars that are there with other prices, in other words or from another file."""
        if not differing:
            return Counter()
        rows = _held(self._connection, columns)
        settled = [merged(rows[bar.trading_date, bar.adjusted], bar) for bar in differing]
        self._replace([bar for _, bar in settled if bar is not None])
        return Counter(outcome for outcome, _ in settled)

    def _stated(self, columns: BarColumns) -> dict[tuple[Any, Any], tuple[Any, ...]]:
        """What is there in these days, by day and basis, as the driver gives it."""
        plain = [sa.type_coerce(table.c[name], sa.types.NullType()) for name in _STATED]
        rows = self._connection.execute(sa.select(*plain).where(_near(columns))).all()
        return {(row[0], row[1]): tuple(row[2:]) for row in rows}

    def _insert(self, rows: Sequence[DriverRow]) -> None:
        if not rows:
            return
        if self._statement.positional:
            self._connection.exec_driver_sql(str(self._statement), rows)
        else:
            self._copy(rows)

    def _copy(self, rows: Sequence[DriverRow]) -> None:
        """Writes rows as Postgres takes many: as one stream."""
        cursor: Any = self._connection.connection.cursor()
        with cursor, cursor.copy(f"COPY bars ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def _replace(self, bars: Sequence[Bar]) -> None:
        if not bars:
            return
        key = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in ("ticker", "trading_date", "adjusted")))
        keys = [{"key_ticker": bar.ticker, "key_trading_date": bar.trading_date, "key_adjusted": bar.adjusted} for bar in bars]
        self._connection.execute(sa.delete(table).where(key), keys)
        for columns in columns_of(bars):
            self._insert(self._rows(columns))

    def _rows(self, columns: BarColumns) -> list[DriverRow]:
        lists: list[Iterable[Any]] = [[columns.ticker] * len(columns)]
        for name in _COLUMNS[1:]:
            values = getattr(columns, name)
            lists.append(map(self._made[name].__getitem__, values) if name in self._made else values)
        return list(zip(*lists, strict=True))


def merged(row: sa.Row[Any], bar: Bar) -> tuple[str, Bar | None]:
    """What to count a bar as that comes upon a row of its day, and what to store for it: None leaves what is there."""
    if _same(row, bar):
        if _names(row.source, bar.source):
            return "unchanged", None
        return "unchanged", _with_source(bar_of(row), SEPARATOR.join([row.source, bar.source]), bar.adj_close)
    if bar.adjusted and bar.source not in row.source.split(SEPARATOR) and bar.close < Decimal(row.close):
        return "unchanged", None  # adjusted for more dividends: farther from what was traded
    return "updated", bar


def bar_of(row: Sequence[Any]) -> Bar:
    """The bar of a row of `SELECT`."""
    ticker, day, adjusted, opened, high, low, close, adj_close, volume, currency, source, known_at, flags = row
    return Bar(
        ticker=ticker,
        trading_date=day,
        open=None if opened is None else Decimal(opened),
        high=None if high is None else Decimal(high),
        low=None if low is None else Decimal(low),
        close=Decimal(close),
        adj_close=None if adj_close is None else Decimal(adj_close),
        volume=volume,
        currency=currency,
        adjusted=adjusted,
        source=source,
        known_at=known_at,
        flags=_flags(flags),
    )


def sources(bar: Bar) -> set[str]:
    """The files that a bar was read from."""
    return set(bar.source.split(SEPARATOR))


def _near(columns: BarColumns) -> sa.ColumnElement[bool]:
    first, last = min(columns.trading_date), max(columns.trading_date)
    return sa.and_(table.c.ticker == columns.ticker, table.c.trading_date.between(first, last))


def _held(connection: sa.Connection, columns: BarColumns) -> dict[Key, sa.Row[Any]]:
    rows: Sequence[Any] = connection.execute(SELECT.where(_near(columns))).all()
    return {(row.trading_date, row.adjusted): row for row in rows}


@lru_cache(maxsize=1_000)
def _flags(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _names(said: str, source: str) -> bool:
    """Whether a row names the source, or as many as it may."""
    if said == source:
        return True
    named = said.split(SEPARATOR)
    return source in named or len(named) >= _SOURCES


def _same(row: sa.Row[Any], bar: Bar) -> bool:
    """Whether the row states the bar's prices, volume and currency; equal texts spare making numbers of them."""
    if row.volume != bar.volume or row.currency != bar.currency:
        return False
    pairs = ((row.open, bar.open), (row.high, bar.high), (row.low, bar.low), (row.close, bar.close))
    return all(_equal(text, price) for text, price in pairs)


def _equal(text: str | None, price: Decimal | None) -> bool:
    if text is None or price is None:
        return text is None and price is None
    return text == str(price) or Decimal(text) == price


def _with_source(bar: Bar, source: str, adj_close: Decimal | None) -> Bar:
    fields = {name: getattr(bar, name) for name in Bar.__slots__}
    return Bar(**(fields | {"source": source, "adj_close": bar.adj_close or adj_close}))


class _Once(dict[Any, Any]):
    """Values of a column as the driver takes them, each made once."""

    def __init__(self, name: str, dialect: sa.Dialect) -> None:
        super().__init__()
        self._made: Callable[[Any], Any] | None = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)

    def __missing__(self, value: Any) -> Any:
        plain = list(value) if isinstance(value, tuple) else value
        self[value] = made = self._made(plain) if self._made is not None else plain
        return made
