"""`rally prices show`: the bars that are held of an instrument."""

import json
from datetime import timedelta

import typer

from assistant.api.instants import read_days
from assistant.api.prices import bar_json, no_prices
from assistant.bootstrap import load_instruments, utc_now
from assistant.database import open_database
from assistant.errors import NotFound
from assistant.market.prices import PriceBook
from assistant.settings import read_settings

_COLUMNS = ("trading_date", "open", "high", "low", "close", "volume")


def run(ticker: str, *, first: str | None, last: str | None, as_json: bool) -> int:
    """Prints the bars; an instrument without any is an error that says what to do."""
    settings, as_of = read_settings(), utc_now()
    begin, end = read_days(first, last)
    database = open_database(settings.database_address)
    try:
        prices = PriceBook(database)
        instruments = load_instruments(settings).including(prices.tickers())
        canonical = instruments.canonical(ticker)
        newest = prices.newest(canonical, as_of=as_of) if canonical else None
        if canonical is None or newest is None:
            raise NotFound(no_prices(ticker, canonical, instruments.near(ticker)))
        end = end or newest.trading_date
        bars = [bar_json(bar) for bar in prices.bars(canonical, begin or end - timedelta(days=90), end, as_of=as_of)]
    finally:
        database.close()
    if as_json:
        typer.echo(json.dumps({"ticker": canonical, "currency": newest.currency, "bars": bars}, indent=2))
        return 0
    typer.echo(f"{canonical} in {newest.currency}" + ("" if bars else ": no bars on these days"))
    for bar in bars:
        typer.echo("  ".join(f"{'-' if bar[name] is None else bar[name]!s:>12}" for name in _COLUMNS))
    return 0
