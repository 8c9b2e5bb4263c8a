"""Price sources to play with: one over a loopback server, one that gives what it is told, and time that waits for nobody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from assistant.market.instruments import Instruments
from assistant.market.providers.endpoint import Endpoint, describe
from assistant.market.providers.sources import (
    Fetched,
    PriceSourceError,
)
from assistant.market.providers.stooq import Stooq
from assistant.market.providers.web import Web
from tests.support.market import make_bar

INSTRUMENTS = Instruments.load()
ALIBABA = INSTRUMENTS.get("9988.HK")
assert ALIBABA is not None
FIRST, LAST = date(2025, 9, 15), date(2025, 9, 17)
NOW = datetime(2025, 9, 18, 1, tzinfo=UTC)
COLUMNS = {name: name.title() for name in ("date", "open", "high", "low", "close", "volume", "symbol", "currency")}


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.at = 0.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


def make_web(clock: Clock | None = None) -> Web:
    clock = clock or Clock()
    return Web(name="played", clock=clock, sleep=clock.sleep, timeout_s=5)


def make_endpoint(address: str, clock: Clock | None = None, **said: Any) -> Endpoint:
    url = f"{address}/{{symbol}}?a={{first}}&b={{last}}"
    return Endpoint(describe({"url": url, "columns": COLUMNS} | said), make_web(clock), lambda: NOW)


def make_stooq(address: str) -> Stooq:
    return Stooq(make_web(), lambda: NOW, address=f"{address}/q/d/l/")


def closes(fetched: Fetched) -> dict[str, str]:
    return {bar.trading_date.isoformat(): f"{bar.close:f}" for bar in fetched.bars}


class Played:
    """A source that gives bars, or fails."""

    def __init__(
        self, name: str, *, adjusted: bool = False, fail: PriceSourceError | None = None, close: str = "161.6"
    ) -> None:
        self.name, self.adjusted, self.fail, self.close = name, adjusted, fail, close
        self.calls = 0

    def fetch(self, instrument: Any, first: date, last: date) -> Fetched:
        self.calls += 1
        if self.fail:
            raise self.fail
        days = [day for day in (first + timedelta(days=at) for at in range((last - first).days + 1)) if day.weekday() < 5]
        bars = [make_bar(instrument.ticker, day, self.close, source=self.name, adjusted=self.adjusted) for day in days]
        return Fetched(source=self.name, bars=tuple(bars))
