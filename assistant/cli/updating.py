"""`rally prices update`: held bars brought up to date from the sources that the settings name."""

from collections.abc import Sequence

import typer

from assistant.bootstrap import load_instruments, utc_now
from assistant.cli.failures import SOME_FAILED, say
from assistant.cli.printing import plain
from assistant.database import open_database
from assistant.errors import BadInput, BadSetting
from assistant.market.instruments import Instrument, Instruments
from assistant.market.prices import PriceBook
from assistant.market.providers.configured import NAMES, build_sources
from assistant.market.providers.updates import Update, update
from assistant.settings import read_settings


def run(tickers: Sequence[str]) -> int:
    """Updates those tickers, or every ticker held; 1 where a source could not be asked or was refused."""
    settings = read_settings()
    source = build_sources(settings.price_sources, settings.price_endpoint, now=utc_now)
    if source is None:
        raise BadSetting(
            "No price source is set. Name some in RALLY_PRICE_SOURCES, for example '[\"stooq\"]'; "
            f"there are {', '.join(NAMES)}. Files with bars need none: rally ingest."
        )
    database = open_database(settings.database_address)
    try:
        prices = PriceBook(database)
        instruments = load_instruments(settings).including(prices.tickers())
        wanted = [_known(asked, instruments) for asked in tickers or prices.tickers()]
        if not wanted:
            raise BadInput("No prices are held yet. Name the tickers to begin with: rally prices update 9988.HK BABA.")
        failed = False
        for instrument in wanted:
            done = update(instrument, source=source, prices=prices, now=utc_now())
            failed = failed or bool(done.problem)
            _tell(done)
    finally:
        database.close()
    return SOME_FAILED if failed else 0


def _known(asked: str, instruments: Instruments) -> Instrument:
    ticker = instruments.canonical(asked)
    instrument = instruments.get(ticker) if ticker else None
    if instrument is None:
        raise BadInput(f"No instrument goes by {asked[:20]!a}. Add it first: rally prices add.")
    return instrument


def _tell(done: Update) -> None:
    until = f"; the newest is of {done.until}" if done.until else ""
    origin = f" from {done.source}" if done.source else ""
    if done.problem:
        say(plain(f"{done.ticker}: not updated{until}. {done.problem}"))
    else:
        typer.echo(plain(f"{done.ticker}: {done.stored} new{origin}{until}"))
    for reason in (*done.skipped, *done.refused[:5]):
        say(plain(f"  {reason}"))
    if len(done.refused) > 5:
        say(f"  and {len(done.refused) - 5} more rows were refused")
