"""The price book: bars in the database, looked up by day and never from after `as_of`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.market import splits
from assistant.market.bar_columns import BarColumns, columns_of, one_a_ticker
from assistant.market.bar_rows import SELECT, Writer, bar_of, sources
from assistant.market.bars import Bar, Move
from assistant.market.moves import move_between
from assistant.schema import bars as table
from assistant.schema import facts

# Written once: to put a statement together takes longer than to run it.
_KNOWN = SELECT.where(
    table.c.ticker == sa.bindparam("ticker"), table.c.known_at <= sa.bindparam("as_of", type_=table.c.known_at.type)
).order_by(table.c.trading_date.desc(), table.c.adjusted)
_DAY = sa.bindparam("day", type_=table.c.trading_date.type)
_ON = _KNOWN.where(table.c.trading_date == _DAY)
_BEFORE = _KNOWN.where(table.c.trading_date < _DAY).limit(2)
_NEWEST = _KNOWN.limit(2)
_DAYS = sa.func.min(table.c.trading_date), sa.func.max(table.c.trading_date)
_SPAN = sa.select(*_DAYS).where(table.c.ticker == sa.bindparam("ticker"))
_REVISION = sa.select(facts.c.value).where(facts.c.name == "bars_revision")


class PriceBook:
    """Every bar we hold. As traded (unadjusted) and adjusted bars are kept apart; as traded is preferred."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_bars(self, bars: Iterable[Bar]) -> dict[str, int]:
        """Store bars and count them: new, updated (another value than before) or unchanged."""
        return self.put_columns(columns_of(bars))

    def put_columns(self, series: Iterable[BarColumns]) -> dict[str, int]:
        """Store bars that come by columns, in one transaction, and count them as `put_bars` does."""
        counts = Counter(new=0, updated=0, unchanged=0)
        with self._database.write() as connection:
            counts.update(Writer(connection).put([columns for columns in one_a_ticker(series) if len(columns)]))
            if counts["new"] or counts["updated"]:
                _count_change(connection)
        return dict(counts)

    def revision(self) -> int:
        """A number that grows with every writing that changed a bar."""
        with self._database.read() as connection:
            return int(connection.scalar(_REVISION) or 0)

    def bar_on(self, ticker: str, day: date, *, as_of: datetime) -> Bar | None:
        """The bar of that day, as traded where we have it so."""
        rows = self._rows(_ON, ticker=ticker, day=day, as_of=as_of)
        return rows[0] if rows else None

    def bar_before(self, ticker: str, day: date, *, as_of: datetime) -> Bar | None:
        """The newest bar of a day before that day."""
        rows = self._rows(_BEFORE, ticker=ticker, day=day, as_of=as_of)
        return rows[0] if rows else None

    def newest(self, ticker: str, *, as_of: datetime) -> Bar | None:
        """The newest bar known by then."""
        rows = self._rows(_NEWEST, ticker=ticker, as_of=as_of)
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
        of_day = self._rows(_ON, ticker=ticker, day=day, as_of=as_of)
        before = self._rows(_BEFORE, ticker=ticker, day=day, as_of=as_of) if of_day else []
        before = [bar for bar in before if bar.trading_date == before[0].trading_date]
        pairs = [(bar, previous) for bar in of_day for previous in before if comparable(bar, previous)]
        if not pairs:
            return None
        bar, previous = min(pairs, key=lambda pair: (pair[0].adjusted or pair[1].adjusted, pair[0].adjusted))
        previous, bar = splits.comparable([previous, bar])
        return move_between(bar, previous)

    def ratios(self, ticker: str, after: date, until: date, *, as_of: datetime) -> list[Decimal]:
        """The splits of a series as traded in the days after one and up to another."""
        days = (table.c.trading_date > after, table.c.trading_date <= until, sa.cast(table.c.flags, sa.Text).contains("split "))
        bars = self._select(ticker, *days, as_of=as_of)
        return [ratio for bar in bars if not bar.adjusted and (ratio := splits.ratio_of(bar)) != 1]

    def span(self, ticker: str) -> tuple[date, date] | None:
        """The first and the last day of which we hold a bar."""
        with self._database.read() as connection:
            first, last = connection.execute(_SPAN, {"ticker": ticker}).one()
        return (first, last) if first else None

    def tickers(self) -> list[str]:
        """Every ticker of which we hold a bar."""
        # One step of the index a ticker: to select them distinct would read every bar.
        first = sa.select(sa.func.min(table.c.ticker).label("ticker")).cte("found", recursive=True)
        following = sa.select(sa.func.min(table.c.ticker)).where(table.c.ticker > first.c.ticker).scalar_subquery()
        found = first.union_all(sa.select(following).where(first.c.ticker.is_not(None)))
        with self._database.read() as connection:
            return [ticker for ticker in connection.scalars(sa.select(found.c.ticker)) if ticker is not None]

    def count(self) -> int:
        """How many bars we hold."""
        with self._database.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()

    def _select(self, ticker: str, *where: sa.ColumnElement[bool], as_of: datetime, limit: int | None = None) -> list[Bar]:
        return self._rows(_KNOWN.where(*where).limit(limit), ticker=ticker, as_of=as_of)

    def _rows(self, query: sa.Select[Any], **given: Any) -> list[Bar]:
        with self._database.read() as connection:
            return list(map(bar_of, connection.execute(query, given).all()))


def _count_change(connection: sa.Connection) -> None:
    value = str(int(connection.scalar(_REVISION) or 0) + 1)
    if connection.execute(sa.update(facts).where(facts.c.name == "bars_revision").values(value=value)).rowcount == 0:
        connection.execute(sa.insert(facts).values(name="bars_revision", value=value))


def comparable(one: Bar, other: Bar) -> bool:
    """Whether a change between two bars means something: both as traded, or both out of one series."""
    return (not one.adjusted and not other.adjusted) or not sources(one).isdisjoint(sources(other))


def one_basis(rows: Sequence[Bar]) -> list[Bar]:
    """A bar a day: as traded if every day has one, else those of one series that has every day, else the best of each day."""
    if not any(bar.adjusted for bar in rows):
        return list(rows)
    days = [list(group) for _, group in groupby(rows, key=lambda bar: bar.trading_date)]
    best = [min(day, key=lambda bar: bar.adjusted) for day in days]
    if not any(bar.adjusted for bar in best):
        return best
    shared = set.intersection(*({source for bar in day for source in sources(bar)} for day in days))
    for source in sorted(shared):
        return [next(bar for bar in sorted(day, key=lambda bar: bar.adjusted) if source in sources(bar)) for day in days]
    return best
