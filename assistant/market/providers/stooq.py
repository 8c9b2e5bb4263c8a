"""Stooq: daily bars as CSV, without a key. No other module knows its addresses and spellings."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from assistant.market.listings import Instrument
from assistant.market.providers.rows import bars_of
from assistant.market.providers.sources import Fetched, PriceSourceUnavailable, RateLimited, SymbolNotFound
from assistant.market.providers.web import Web

ADDRESS = "https://stooq.com/q/d/l/"
_MARKETS = {"HK": "hk", "T": "jp", "L": "uk"}
_HEADER = ["date", "open", "high", "low", "close"]


@dataclass(frozen=True, slots=True)
class Stooq:
    """Prices adjusted by the source, as far as it says; it repeats no symbol, so only the days can be compared."""

    web: Web
    now: Callable[[], datetime]
    address: str = ADDRESS
    name: str = "stooq"
    adjusted: bool = True

    def fetch(self, instrument: Instrument, first: date, last: date) -> Fetched:
        """The bars from `first` to `last`."""
        symbol = stooq_symbol(instrument)
        if symbol is None:
            raise SymbolNotFound(f"The price source stooq does not carry {instrument.ticker}.")
        asked = urlencode({"s": symbol, "d1": f"{first:%Y%m%d}", "d2": f"{last:%Y%m%d}", "i": "d"})
        rows = _rows(self.web.get(f"{self.address}?{asked}"), instrument.ticker)
        return bars_of(
            rows,
            instrument=instrument,
            first=first,
            last=last,
            source=self.name,
            adjusted=self.adjusted,
            now=self.now(),
            is_symbol=lambda said: said.lower() == symbol,
        )


def stooq_symbol(instrument: Instrument) -> str | None:
    """How Stooq writes a listing: "9988.hk", "baba.us"; None for a market it does not carry."""
    code, _, suffix = instrument.ticker.partition(".")
    if instrument.kind == "index":
        return f"^{code.lower().removeprefix('^')}"
    if not suffix:
        return f"{code.lower()}.us"
    market = _MARKETS.get(suffix)
    code = str(int(code)) if suffix == "HK" else code
    return f"{code.lower()}.{market}" if market else None


def _rows(body: bytes, ticker: str) -> list[dict[str, str]]:
    text = body.decode("utf-8", "replace").strip()
    said = text[:200].lower()
    if "exceeded" in said and "limit" in said:
        raise RateLimited("The price source stooq allows no more requests today.", retry_after_s=3_600)
    if said in ("", "no data", "n/d"):
        raise SymbolNotFound(f"The price source stooq has nothing of {ticker} on these days.")
    header, *lines = csv.reader(text.splitlines())
    names = [name.strip().lower() for name in header]
    if names[: len(_HEADER)] != _HEADER:
        raise PriceSourceUnavailable("The price source stooq answered with something that is no table of daily bars.")
    return [{name: cell for name, cell in zip(names, line, strict=False) if cell.strip()} for line in lines if line]
