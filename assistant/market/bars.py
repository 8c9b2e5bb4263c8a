"""Bars and moves: what was traded on one day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One trading day of one instrument."""

    ticker: str
    trading_date: date
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    close: Decimal
    adj_close: Decimal | None = None
    volume: int | None = None
    currency: str
    adjusted: bool = False  # every price of the bar is adjusted for dividends and splits
    source: str = ""
    known_at: datetime
    flags: tuple[str, ...] = ()  # what is odd about it: "close_outside_range", "jump"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A bar against the one before."""

    bar: Bar
    previous: Bar
    change: Decimal
    change_pct: Decimal  # 4.2 means 4.2 %
