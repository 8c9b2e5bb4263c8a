"""Builders for market tests: bars with defaults, and small tables of our own."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from assistant.market.bars import Bar

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def make_bar(ticker: str = "9988.HK", day: date = date(2025, 9, 17), close: str = "161.6", **fields: object) -> Bar:
    """A bar that closed at four in Hong Kong; only what a test is about has to be named."""
    price = Decimal(close)
    known_at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    defaults = {"open": price, "high": price, "low": price, "volume": 1000, "currency": "HKD", "source": "table.csv"}
    return Bar(**({"ticker": ticker, "trading_date": day, "close": price, "known_at": known_at} | defaults | fields))  # type: ignore[arg-type]


def make_run(*closes: str, ticker: str = "9988.HK", first: date = date(2025, 9, 1), **fields: object) -> list[Bar]:
    """Bars of days in a row with these closes."""
    return [make_bar(ticker, first + timedelta(days=at), close, **fields) for at, close in enumerate(closes)]
