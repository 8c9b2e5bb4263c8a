"""Bars by columns: what thousands of them are read and written as, without a record each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter

from assistant.market.bars import Bar

PRICES = ("open", "high", "low", "close", "adj_close")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarColumns:
    """Bars of one instrument, at most one of a day and basis: a list a field, prices as written."""

    ticker: str
    trading_date: list[date]
    adjusted: list[bool]
    open: list[str | None]
    high: list[str | None]
    low: list[str | None]
    close: list[str | None]
    adj_close: list[str | None]
    volume: list[int | None]
    currency: list[str]
    source: list[str]
    known_at: list[datetime]
    flags: list[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.trading_date)

    def bar(self, at: int) -> Bar:
        """One of them as a record."""
        values = {name: getattr(self, name)[at] for name in _LISTS}
        prices = {name: None if values[name] is None else Decimal(values[name]) for name in PRICES}
        return Bar(ticker=self.ticker, **(values | prices))

    def bars(self) -> Iterator[Bar]:
        """Each of them as a record."""
        return map(self.bar, range(len(self)))


_LISTS = tuple(field.name for field in fields(BarColumns) if field.name != "ticker")


def columns_of(bars: Iterable[Bar]) -> list[BarColumns]:
    """Bars of any instruments by columns, one of each ticker; of two bars of a day and basis the later one counts."""
    series: dict[str, dict[tuple[date, bool], Bar]] = {}
    for bar in bars:
        series.setdefault(bar.ticker, {})[bar.trading_date, bar.adjusted] = bar
    return [_columns(ticker, list(series[ticker].values())) for ticker in sorted(series)]


def one_a_ticker(series: Iterable[BarColumns]) -> list[BarColumns]:
    """The same bars, sorted by ticker, with what several say of one ticker put together as `columns_of` does."""
    by_ticker: dict[str, list[BarColumns]] = {}
    for columns in series:
        by_ticker.setdefault(columns.ticker, []).append(columns)
    found = []
    for ticker in sorted(by_ticker):
        parts = by_ticker[ticker]
        found += parts if len(parts) == 1 else columns_of(bar for part in parts for bar in part.bars())
    return found


def price_text(price: Decimal | None) -> str | None:
    """A price as it is kept: plain digits, with the zeros it was written with."""
    if price is None:
        return None
    text = str(price)  # a third of the time that a format takes
    return f"{price:f}" if "E" in text else text


def _columns(ticker: str, bars: list[Bar]) -> BarColumns:
    lists = {name: list(map(attrgetter(name), bars)) for name in _LISTS}
    return BarColumns(ticker=ticker, **(lists | {name: list(map(price_text, lists[name])) for name in PRICES}))
