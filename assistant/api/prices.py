"""Prices: an instrument's bars over a range of days, as written in their source."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.dependencies import AssistantDep, ClockDep
from assistant.api.instants import read_days
from assistant.errors import NotFound
from assistant.market.bars import Bar
from assistant.market.instruments import Instrument

_DEFAULT_SPAN = timedelta(days=90)
_MOST = 5_000

router = APIRouter(prefix="/api/prices", tags=["prices"])


@router.get("/{ticker}")
def read_prices(
    ticker: str,
    assistant: AssistantDep,
    now: ClockDep,
    first: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    last: Annotated[str | None, Query(alias="to", max_length=10)] = None,
) -> dict[str, Any]:
    """The bars of a range, the newest 90 days held by default."""
    as_of = now()
    canonical = assistant.instruments.canonical(ticker) if ticker.isprintable() else None
    newest = assistant.prices.newest(canonical, as_of=as_of) if canonical else None
    if canonical is None or newest is None:
        raise NotFound(no_prices(ticker, canonical, assistant.instruments.near(ticker) if ticker.isprintable() else ()))
    begin, end = read_days(first, last)
    end = end or newest.trading_date
    bars = assistant.prices.bars(canonical, begin or end - _DEFAULT_SPAN, end, as_of=as_of)
    instrument = assistant.instruments.get(canonical)
    return {
        "ticker": canonical,
        "name": instrument.name if instrument else canonical,
        "currency": newest.currency,
        "newest": newest.trading_date.isoformat(),
        "bars": [bar_json(bar) for bar in bars[-_MOST:]],
    }


def bar_json(bar: Bar) -> dict[str, Any]:
    """A bar with its decimals as text, so that nothing is rounded on the way."""
    prices = {name: getattr(bar, name) for name in ("open", "high", "low", "close", "adj_close")}
    return {
        "trading_date": bar.trading_date.isoformat(),
        **{name: None if value is None else f"{value:f}" for name, value in prices.items()},
        "volume": bar.volume,
        "currency": bar.currency,
        "adjusted": bar.adjusted,
        "source": bar.source,
        "flags": list(bar.flags),
    }


def no_prices(asked: str, ticker: str | None, near: Sequence[Instrument]) -> str:
    """What is missing, and the names that come near."""
    if ticker is not None:
        return f"No prices of {ticker} are held. Ingest a file with its daily bars."
    names = ", ".join(f"{instrument.name} ({instrument.ticker})" for instrument in near)
    return f"No instrument goes by {asked[:20]!a}." + (f" Near it: {names}." if names else "")
