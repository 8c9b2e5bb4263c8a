"""One row of a table of bars, cell by cell: it becomes a day's prices, or says why it is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.market import calendars
from assistant.market.bar_columns import PRICES
from assistant.market.instruments import Instrument
from ingest.price_text import NotAPrice, as_traded, read_price, read_volume
from ingest.series import Row
from ingest.trading_days import read_day

_RENMINBI = {"RMB": "CNY", "CNH": "CNY"}
_SPLIT = re.compile(r"(?P<new>\d{1,6}(?:\.\d{1,8})?)(?:\s*(?::|/|-?for-?|\bfor\b)\s*(?P<old>\d{1,6}(?:\.\d{1,8})?))?", re.I)


@dataclass(frozen=True, slots=True)
class RowReader:
    """How the rows of one series are read."""

    instrument: Instrument
    day_first: bool | None
    decimal_comma: bool

    def row(self, line: int, cells: Mapping[str, str]) -> Row:
        """The row; NotAPrice says why it is none."""
        exchange = self.instrument.exchange
        printed = cells["date"]
        day = read_day(printed, zone=calendars.zone(exchange), day_first=self.day_first)
        if day is None:
            raise NotAPrice(f"date unreadable ({printed[:40]!r})")
        if not self.trades_in(cells.get("currency", "")):
            raise NotAPrice(f"prices in {cells['currency'].upper()[:8]}, but it trades in {self.instrument.currency}")
        prices = self._prices(cells)
        volume = _volume(cells.get("volume", ""))
        if volume == 0 and self.instrument.kind != "index":
            closed = not calendars.is_session(exchange, day)
            raise NotAPrice(f"no session ({calendars.why_closed(exchange, day)})" if closed else "nothing traded (volume 0)")
        traded = {name: as_traded(price) for name, price in prices.items()}
        split = split_ratio(cells.get("split", ""))
        return Row(line=line, trading_date=day, prices=prices, traded=traded, volume=volume, split=split)

    def trades_in(self, said: str) -> bool:
        """Whether a cell of a currency column agrees with what is known of the instrument."""
        if not said or self.instrument.name == self.instrument.ticker:
            return True
        return _RENMINBI.get(said.upper(), said.upper()) == self.instrument.currency

    def _prices(self, cells: Mapping[str, str]) -> dict[str, Decimal]:
        prices = {}
        for name in PRICES:
            if name in cells:
                try:
                    prices[name] = read_price(cells[name], decimal_comma=self.decimal_comma)
                except NotAPrice as exc:
                    raise NotAPrice(f"{name} {exc}") from exc
        if "close" not in prices:
            prices["close"] = prices["adj_close"]
        if "high" in prices and "low" in prices and prices["high"] < prices["low"]:
            raise NotAPrice(f"high {prices['high']} below low {prices['low']}")
        return prices


def split_ratio(text: str) -> Decimal | None:
    """Into how many shares one was split: "4.0", "4:1", "4-for-1"; None for none."""
    found = _SPLIT.fullmatch(text)
    if found is None:
        return None
    ratio = Decimal(found["new"]) / (Decimal(found["old"]) if found["old"] and Decimal(found["old"]) else 1)
    return ratio if ratio > 0 and ratio != 1 else None


def _volume(text: str) -> int | None:
    try:
        return read_volume(text)
    except NotAPrice as exc:
        raise NotAPrice(f"volume {exc}") from exc
