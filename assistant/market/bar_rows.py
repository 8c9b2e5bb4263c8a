"""Bars as rows of the database: what is there, what is to be written, and the writing of many at once."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from assistant.market.bars import Bar
from assistant.schema import bars as table

Key = tuple[date, bool]  # of one ticker: the day, and whether its prices are adjusted

PRICES = ("open", "high", "low", "close", "adj_close")
SEPARATOR = " | "
_SOURCES = 6  # files that agree on a bar and are named on it
_COLUMNS = "ticker trading_date adjusted open high low close adj_close volume currency source known_at flags".split()


def held(connection: sa.Connection, ticker: str, first: date, last: date) -> dict[Key, sa.Row[Any]]:
    """The rows of a ticker between two days."""
    near = sa.select(table).where(table.c.ticker == ticker, table.c.trading_date.between(first, last))
    return {(row.trading_date, row.adjusted): row for row in connection.execute(near)}


def merged(row: sa.Row[Any] | None, bar: Bar) -> tuple[str, Bar | None]:
    """What to count an incoming bar as, and what to store for it: None leaves what is there."""
    if row is None:
        return "new", bar
    if _same(row, bar):
        sources = row.source.split(SEPARATOR)
        if bar.source in sources or len(sources) >= _SOURCES:
            return "unchanged", None
        return "unchanged", _with_source(bar_of(row), SEPARATOR.join([*sources, bar.source]), bar.adj_close)
    if bar.adjusted and bar.source not in row.source.split(SEPARATOR) and bar.close < Decimal(row.close):
        return "unchanged", None  # adjusted for more dividends: farther from what was traded
    return "updated", bar


class Writer:
    """Writes bars past SQLAlchemy's work on each row: a statement goes to the driver with thousands of rows at once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._statement = sa.insert(table).compile(dialect=connection.dialect, column_keys=_COLUMNS)
        # Days, instants and flags recur from bar to bar, and are made into what the driver takes once.
        self._made = {name: _Once(name, connection.dialect) for name in ("trading_date", "known_at", "adjusted", "flags")}

    def insert(self, bars: Sequence[Bar]) -> None:
        """Writes bars that are not there."""
        if not bars:
            return
        rows = self._rows(bars)
        if self._statement.positional:
            self._connection.exec_driver_sql(str(self._statement), rows)
        else:
            named = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
            self._connection.exec_driver_sql(str(self._statement), named)

    def replace(self, bars: Sequence[Bar]) -> None:
        """Writes bars over those that are there."""
        if not bars:
            return
        key = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in ("ticker", "trading_date", "adjusted")))
        keys = [{"key_ticker": bar.ticker, "key_trading_date": bar.trading_date, "key_adjusted": bar.adjusted} for bar in bars]
        self._connection.execute(sa.delete(table).where(key), keys)
        self.insert(bars)

    def _rows(self, bars: Sequence[Bar]) -> list[tuple[Any, ...]]:
        day, instant, adjusted, flags = (self._made[name] for name in ("trading_date", "known_at", "adjusted", "flags"))
        return [
            (
                bar.ticker,
                day[bar.trading_date],
                adjusted[bar.adjusted],
                _text(bar.open),
                _text(bar.high),
                _text(bar.low),
                _text(bar.close),
                _text(bar.adj_close),
                bar.volume,
                bar.currency,
                bar.source,
                instant[bar.known_at],
                flags[bar.flags],
            )
            for bar in bars
        ]


def bar_of(row: sa.Row[Any]) -> Bar:
    """The bar of a row."""
    fields = dict(row._mapping)
    prices = {name: None if fields[name] is None else Decimal(fields[name]) for name in PRICES}
    return Bar(**(fields | prices | {"flags": tuple(fields["flags"])}))


def sources(bar: Bar) -> set[str]:
    """The files that a bar was read from."""
    return set(bar.source.split(SEPARATOR))


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


def _text(price: Decimal | None) -> str | None:
    if price is None:
        return None
    text = str(price)  # a third of the time that a format takes
    return f"{price:f}" if "E" in text else text


class _Once(dict[Any, Any]):
    """Values of a column as the driver takes them, each made once."""

    def __init__(self, name: str, dialect: sa.Dialect) -> None:
        super().__init__()
        self._made: Callable[[Any], Any] | None = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)

    def __missing__(self, value: Any) -> Any:
        plain = list(value) if isinstance(value, tuple) else value
        self[value] = made = self._made(plain) if self._made is not None else plain
        return made
