"""What only a whole series shows: whether it is adjusted, and which of its days look wrong. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.market.splits import split_flag

_JUMP = Decimal("0.4")
_GAP_DAYS = 14  # a longer pause may well end at another price
_SHARE = 0.6  # of the days up to the last dividend, those whose prices nobody could have traded at
_ROUNDING = Decimal("1.000001")  # a product may end a hair outside the range


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One day as printed."""

    line: int
    trading_date: date
    prices: dict[str, Decimal]  # "open", "high", "low", "close" and "adj_close", as far as the table has them
    traded: dict[str, Decimal | None]  # the same without a float's noise; None where nobody could have traded at it
    volume: int | None = None
    split: Decimal | None = None  # into how many shares one was split before this day


def adjusted_until(rows: Sequence[Row]) -> date | None:
    """The last day whose prices are adjusted for a later dividend; None where none are.

    An adjustment multiplies every price before a dividend, so those have more decimals than anyone trades in;
    the prices after the last dividend are as traded. A few odd prices do not make a series adjusted.
    """
    days = sorted(rows, key=lambda row: row.trading_date)
    until, odd = None, 0
    for number, row in enumerate(days, start=1):
        if any(price is None for name, price in row.traded.items() if name != "adj_close"):
            odd += 1
            until = row.trading_date if odd >= _SHARE * number else until
    return until


def oddities(rows: Sequence[Row]) -> dict[int, tuple[str, ...]]:
    """By line, what is odd about a day: a close outside the day's range, or a jump that no split explains."""
    found: dict[int, list[str]] = {}
    previous: Row | None = None
    for row in sorted(rows, key=lambda row: row.trading_date):
        for name in ("close", "open"):
            if name in row.prices and not _within(row, name):
                found.setdefault(row.line, []).append(f"{name}_outside_range")
        if previous and (row.trading_date - previous.trading_date).days <= _GAP_DAYS:
            before, now = previous.prices["close"], row.prices["close"]
            if row.split is not None and abs(now * row.split - before) < abs(now - before):
                found.setdefault(row.line, []).append(split_flag(row.split))  # the prices before it are not adjusted for it
            elif abs(now - before) > _JUMP * before:
                found.setdefault(row.line, []).append("jump")
        previous = row
    return {line: tuple(flags) for line, flags in found.items()}


def _within(row: Row, name: str) -> bool:
    price, low, high = row.prices[name], row.prices.get("low"), row.prices.get("high")
    return (low is None or price * _ROUNDING >= low) and (high is None or price <= high * _ROUNDING)
