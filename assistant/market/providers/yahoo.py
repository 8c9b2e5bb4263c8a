"""Yahoo's daily bars through yfinance, where somebody has installed it. It is no dependency of ours."""

import importlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from assistant.errors import BadSetting
from assistant.market.listings import Instrument
from assistant.market.providers.rows import bars_of
from assistant.market.providers.sources import Fetched, PriceSourceUnavailable, RateLimited

_COLUMNS = {"open": "Open", "high": "High", "low": "Low", "close": "Close", "volume": "Volume"}
_PLACES = 6  # the library computes in floats


@dataclass(frozen=True, slots=True)
class Yahoo:
    """Prices as traded but for splits; the library's frame is read cell by cell."""

    now: Callable[[], datetime]
    library: Any
    name: str = "yfinance"
    adjusted: bool = False

    def fetch(self, instrument: Instrument, first: date, last: date) -> Fetched:
        """The bars from `first` to `last`."""
        try:
            frame = self.library.Ticker(instrument.ticker).history(
                start=first.isoformat(), end=(last + timedelta(days=1)).isoformat(), auto_adjust=False, actions=False
            )
            rows = [_row(at, cells) for at, cells in frame.iterrows()]
        except Exception as exc:  # whatever the library and those below it raise
            if "RateLimit" in type(exc).__name__:
                raise RateLimited("The price source yfinance was asked too often. Try again in 60 s.") from exc
            raise PriceSourceUnavailable("The price source yfinance could not be reached. Try again later.") from exc
        if not rows:  # an unknown symbol and a source that is down look alike here
            raise PriceSourceUnavailable(f"The price source yfinance gave nothing of {instrument.ticker}.")
        return bars_of(
            rows,
            instrument=instrument,
            first=first,
            last=last,
            source=self.name,
            adjusted=self.adjusted,
            now=self.now(),
            is_symbol=lambda said: said == instrument.ticker,
        )


def load_yahoo(now: Callable[[], datetime]) -> Yahoo:
    """The source, with the library loaded.

    Raises:
        BadSetting: it is not installed.
    """
    try:
        return Yahoo(now, importlib.import_module("yfinance"))
    except ImportError as exc:
        raise BadSetting("RALLY_PRICE_SOURCES names yfinance, which is not installed. Install it, or name another.") from exc


def _row(at: Any, cells: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"date": at.date().isoformat()}
    for name, column in _COLUMNS.items():
        value = float(cells[column])
        row[name] = "nan" if math.isnan(value) else f"{round(value, _PLACES):f}"
    return row
