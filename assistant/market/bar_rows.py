"""Bars as rows of the database: what is there, what is to be written, and the writing of many at once."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain, count
from typing import Any

import sqlalchemy as sa

from assistant.market.bar_columns import BarColumns, columns_of
from assistant.market.bars import Bar
from assistant.schema import bars as table

Key = tuple[date, bool]  # of one ticker: the day, and whether its prices are adjusted
DriverRow = tuple[Any, ...]  # in the order of _COLUMNS, as the driver takes it

SEPARATOR = " | "
_TOGETHER = 10  # rows of one statement of SQLite: a third of the time goes into starting and ending one
_TICKERS = 400  # that are asked about in one statement
_FEW = 2_000  # days of all of them together: longer series are written by themselves
_SOURCES = 6  # files that agree on a bar and are named on it
_COLUMNS = "ticker trading_date adjusted open high low close adj_close volume currency source known_at flags".split()
_STATED = "ticker trading_date adjusted open high low close volume currency source".split()
# Flags come as text, which is made into flags once: most bars have none.
SELECT = sa.select(*(table.c[name] for name in _COLUMNS[:-1]), sa.cast(table.c.flags, sa.Text).label("flags"))
# Written once: to put a statement together takes longer than to run it.
_BETWEEN = table.c.trading_date.between(
    sa.bindparam("first", type_=table.c.trading_date.type), sa.bindparam("last", type_=table.c.trading_date.type)
)
_WHOLE = SELECT.where(table.c.ticker == sa.bindparam("ticker"), _BETWEEN)
_PLAIN = sa.select(*(sa.type_coerce(table.c[name], sa.types.NullType()) for name in _STATED)).where(
    table.c.ticker.in_(sa.bindparam("tickers", expanding=True)), _BETWEEN
)
_DAY, _BASIS, _SOURCE = map(_COLUMNS.index, ("trading_date", "adjusted", "source"))


class Writer:
    """Writes bars past SQLAlchemy's work on each row: a statement goes to the driver with thousands of rows at once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        # Days, instants and flags recur from bar to bar, and are made into what the driver takes once.
        self._made = {name: _Once(name, connection.dialect) for name in ("trading_date", "known_at", "adjusted", "flags")}

    def put(self, series: Sequence[BarColumns]) -> Counter[str]:
        """Writes what is new or different of the bars of instruments, and counts them by what became of them."""
        counts: Counter[str] = Counter()
        for together in _batches(series):
            counts += self._put(together)
        return counts

    def _put(self, series: Sequence[BarColumns]) -> Counter[str]:
        """Writes the bars of a few instruments: what is there of them is asked once, and what is new is written at once."""
        lists = [list(chain.from_iterable(values)) for values in zip(*map(self._lists, series), strict=True)]
        there = self._stated(series)
        if not there:
            self._insert(lists)
            return Counter(new=len(lists[0]))
        counts: Counter[str] = Counter()
        new: list[int] = []
        differing: dict[int, list[Bar]] = {}
        places = ((number, at) for number, columns in enumerate(series) for at in range(len(columns)))
        for place, (row, (number, at)) in enumerate(zip(zip(*lists, strict=True), places, strict=True)):
            stated = there.get((row[0], row[_DAY], row[_BASIS]))
            if stated is None:
                new.append(place)
            elif stated[:6] == (*row[3:7], *row[8:10]) and _names(stated[6], row[_SOURCE]):
                counts["unchanged"] += 1
            else:
                differing.setdefault(number, []).append(series[number].bar(at))
        self._insert([[values[place] for place in new] for values in lists])
        for number, bars in differing.items():
            counts += self._settle(series[number], bars)
        return counts + Counter(new=len(new))

    def _settle(self, columns: BarColumns, differing: Sequence[Bar]) -> Counter[str]:
        """Decides on bars that are there with other prices, in other words or from another file."""
        rows = _held(self._connection, columns)
        settled = [merged(rows[bar.trading_date, bar.adjusted], bar) for bar in differing]
        self._replace([bar for _, bar in settled if bar is not None])
        return Counter(outcome for outcome, _ in settled)

    def _stated(self, series: Sequence[BarColumns]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """What is there in these days, by ticker, day and basis, as the driver gives it."""
        days = [day for columns in series for day in (min(columns.trading_date), max(columns.trading_date))]
        asked = {"tickers": [columns.ticker for columns in series], "first": min(days), "last": max(days)}
        return {tuple(row[:3]): tuple(row[3:]) for row in self._connection.execute(_PLAIN, asked).all()}

    def _insert(self, lists: Sequence[list[Any]]) -> None:
        if not lists[0]:
            return
        if self._connection.dialect.name == "postgresql":
            self._copy(zip(*lists, strict=True))
            return
        left = len(lists[0]) % _TOGETHER
        self._execute([values[: len(values) - left] for values in lists], rows=_TOGETHER)
        self._execute([values[len(values) - left :] for values in lists], rows=1)

    def _execute(self, lists: Sequence[list[Any]], *, rows: int) -> None:
        """Has SQLite insert rows, so many with a statement; what they all have in common is handed to a statement once."""
        if not lists[0]:
            return
        same = tuple(rows > 1 and values.count(values[0]) == len(values) for values in lists)
        common = tuple(values[0] for values, is_same in zip(lists, same, strict=True) if is_same)
        own = [values for values, is_same in zip(lists, same, strict=True) if not is_same]
        cells: list[Any] = [None] * (len(own) * len(lists[0]))
        for at, values in enumerate(own):
            cells[at :: len(own)] = values
        flat, width = tuple(cells), len(own) * rows
        many = [common + flat[at : at + width] for at in range(0, len(flat), width)]
        self._connection.exec_driver_sql(_insertion(same, rows), many)

    def _copy(self, rows: Iterable[DriverRow]) -> None:
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
            self._insert(self._lists(columns))

    def _lists(self, columns: BarColumns) -> list[list[Any]]:
        """The columns as the driver takes their values."""
        lists = [[columns.ticker] * len(columns)]
        for name in _COLUMNS[1:]:
            values = getattr(columns, name)
            lists.append(list(map(self._made[name].__getitem__, values)) if name in self._made else values)
        return lists


def _batches(series: Iterable[BarColumns]) -> Iterator[list[BarColumns]]:
    """Series that are looked up and written together: short ones of one stretch of days, or a long one."""
    batch: list[BarColumns] = []
    first, last = date.max, date.min
    for columns in series:
        near = min(first, *columns.trading_date), max(last, *columns.trading_date)
        if batch and (len(batch) >= _TICKERS or (len(batch) + 1) * ((near[1] - near[0]).days + 1) > _FEW):
            yield batch
            batch, near = [], (min(columns.trading_date), max(columns.trading_date))
        batch.append(columns)
        first, last = near
    if batch:
        yield batch


@lru_cache(maxsize=100)
def _insertion(same: tuple[bool, ...], rows: int) -> str:
    """The statement that inserts rows; the values of columns that are the same in all of them come first, once."""
    common, own = count(1), count(1 + sum(same))
    fixed = [f"?{next(common)}" if is_same else "" for is_same in same]
    values = ", ".join(f"({', '.join(place or f'?{next(own)}' for place in fixed)})" for _ in range(rows))
    return f"INSERT INTO bars ({', '.join(_COLUMNS)}) VALUES {values}"  # noqa: S608 - all of it is ours


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


def _held(connection: sa.Connection, columns: BarColumns) -> dict[Key, sa.Row[Any]]:
    near = {"ticker": columns.ticker, "first": min(columns.trading_date), "last": max(columns.trading_date)}
    rows: Sequence[Any] = connection.execute(_WHOLE, near).all()
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
