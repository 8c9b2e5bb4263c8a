"""What only a whole series shows: whether it is adjusted, and which of its days look wrong. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from assistant.market.splits import split_flag

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_JUMP = Decimal("0.4")
_GAP_DAYS = 14  # a longer pause may well end at another price
_SHARE = 0.6  # of the days up to the last dividend, those whose prices nobody could have traded at
_ROUNDING = Decimal("1.000001")  # a product may end a hair outside the range
_SLACK = 1e-9  # of a price: nearer than this to a bound, floats cannot tell on which side it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One day as printed."""

    line: int
    trading_date: date
    prices: dict[str, Decimal]  # "open", "high", "low", "close" and "adj_close", as far as the table has them
    traded: dict[str, Decimal | None]  # the same without a float's noise; None where nobody could have traded at it
    volume: int | None = None
    split: Decimal | None = None  # into how many shares one was split before this day


def adjusted_until(days: Sequence[tuple[date, bool]]) -> date | None:
    """The last day whose prices are adjusted for a later dividend, of days with whether nobody could have traded at theirs.

    An adjustment multiplies every price before a dividend, so those have more decimals than anyone trades in;
    the prices after the last dividend are as traded. A few odd prices do not make a series adjusted.
    """
    until, odd = None, 0
    for number, (day, untradable) in enumerate(sorted(days), start=1):
        if untradable:
            odd += 1
            until = day if odd >= _SHARE * number else until
    return until


def oddities(row: Row, previous: Row | None) -> tuple[str, ...]:
    """What is odd about a day: a close or an open outside the day's range, or a jump that no split explains."""
    found = [f"{name}_outside_range" for name in ("close", "open") if name in row.prices and not _within(row, name)]
    if previous and (row.trading_date - previous.trading_date).days <= _GAP_DAYS:
        before, now = previous.prices["close"], row.prices["close"]
        if row.split is not None and abs(now * row.split - before) < abs(now - before):
            found.append(split_flag(row.split))  # the prices before it are not adjusted for it
        elif abs(now - before) > _JUMP * before:
            found.append("jump")
    return tuple(found)


def may_be_odd(prices: Mapping[str, Floats]) -> Flags:
    """Which days, in the order of time, `oddities` has to look at: all that are odd without a split, and few others."""
    close = prices["close"]
    found = np.zeros(len(close), np.bool_)
    room = float(_ROUNDING) * (1 - _SLACK)
    for price in (prices[name] for name in ("close", "open") if name in prices):
        if "low" in prices:
            found |= price * room < prices["low"]
        if "high" in prices:
            found |= price > prices["high"] * room
    found[1:] |= np.abs(np.diff(close)) > float(_JUMP) * (1 - _SLACK) * close[:-1]
    return found


def _within(row: Row, name: str) -> bool:
    price, low, high = row.prices[name], row.prices.get("low"), row.prices.get("high")
    return (low is None or price * _ROUNDING >= low) and (high is None or price <= high * _ROUNDING)
