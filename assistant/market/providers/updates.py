"""Bringing held bars up to date: what is missing is asked for, compared with what is held, and only then stored."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from assistant.market.bars import Bar
from assistant.market.calendars import last_session
from assistant.market.listings import Instrument
from assistant.market.prices import PriceBook
from assistant.market.providers.sources import PriceSource, PriceSourceError

_FIRST_TIME = timedelta(days=365)
_SAME = Decimal("0.005")  # how far two vendors' closes of one day may be apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What came of one ticker."""

    ticker: str
    stored: int = 0
    until: date | None = None  # the newest day held afterwards
    source: str = ""
    refused: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    problem: str = ""


def update(instrument: Instrument, *, source: PriceSource, prices: PriceBook, now: datetime) -> Update:
    """Stores the bars between the newest held and the last closed session; a source's failure is told, not raised."""
    held = prices.newest(instrument.ticker, as_of=now)
    last = last_session(instrument.exchange, now)
    if held is not None and held.trading_date >= last:
        return Update(ticker=instrument.ticker, until=held.trading_date)
    if held is not None and held.adjusted != source.adjusted:
        ours, theirs = ("adjusted", "as traded") if held.adjusted else ("as traded", "adjusted")
        problem = f"Prices held of {instrument.ticker} are {ours}, those of {source.name} are {theirs}; they are not mixed."
        return Update(ticker=instrument.ticker, until=held.trading_date, problem=problem)
    try:
        # The newest day held is asked for again: only a source that agrees on it may go on from there.
        fetched = source.fetch(instrument, held.trading_date if held else last - _FIRST_TIME, last)
    except PriceSourceError as error:
        until = held.trading_date if held else None
        return Update(ticker=instrument.ticker, until=until, problem=error.public_message)
    if held is not None and (contradiction := _contradiction(held, fetched.bars, fetched.source)):
        return Update(ticker=instrument.ticker, until=held.trading_date, source=fetched.source, problem=contradiction)
    counts = prices.put_bars(bar for bar in fetched.bars if held is None or bar.trading_date > held.trading_date)
    newest = prices.newest(instrument.ticker, as_of=now)
    return Update(
        ticker=instrument.ticker,
        stored=counts["new"],
        until=newest.trading_date if newest else None,
        source=fetched.source,
        refused=fetched.refused,
        skipped=fetched.skipped,
    )


def _contradiction(held: Bar, fetched: tuple[Bar, ...], source: str) -> str:
    same = next((bar for bar in fetched if bar.trading_date == held.trading_date), None)
    if same is None or abs(same.close / held.close - 1) <= _SAME:
        return ""
    return (
        f"{source} has {same.close:f} {same.currency} for {held.ticker} on {held.trading_date}, but {held.close:f} is held; "
        "nothing was stored. It may be a split, or another basis."
    )
