"""Bars out of tables, in any vendor's layout; every row becomes a bar or is refused with its line and reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from assistant.market import calendars
from assistant.market.bars import Bar
from assistant.market.catalogue import bare_instruments
from assistant.market.instruments import Instrument, Instruments
from assistant.market.symbols import spelling
from ingest.bar_json import looks_like_bar_json, table_of
from ingest.columns import Group, Layout, read_layout, split_row
from ingest.encoding import decode
from ingest.price_text import NotAPrice, as_traded, read_price, read_volume
from ingest.series import Row, adjusted_until, oddities
from ingest.trading_days import day_first, read_day

Reject = tuple[int, str]
_PRICES = ("open", "high", "low", "close", "adj_close")
_RENMINBI = {"RMB": "CNY", "CNH": "CNY"}
_LETTERS = re.compile(r"[A-Z]{1,5}")
_SPLIT = re.compile(r"(?P<new>\d{1,6}(?:\.\d{1,8})?)(?:\s*(?::|/|-?for-?|\bfor\b)\s*(?P<old>\d{1,6}(?:\.\d{1,8})?))?", re.I)
_NO_TICKER = frozenset(
    "DATA BARS OHLC OHLCV DAILY PRICE TABLE STOCK INDEX QUOTE CHART EXPORT HIST EOD CSV TEST FILE ALL".split()
)


@dataclass(slots=True)
class BarsRead:
    """The bars of a table, and the rows that are none: the line (1 is the first) and the reason."""

    bars: list[Bar] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def looks_like_bars(head: str) -> bool:
    """Whether a text starts like a table of daily bars, or like bars in JSON."""
    return looks_like_bar_json(head) or read_layout(head) is not None


def read_bars(data: bytes, *, origin: str, instruments: Instruments) -> BarsRead:
    """The bars of a table. A ticker comes from a row or column of the table; only where it has none, from the file's name."""
    text = decode(data).text.lstrip("\ufeff")
    if text.lstrip()[:1] in ("{", "["):
        text = table_of(text) or ""
    layout = read_layout(text[:20_000])
    if layout is None:
        return BarsRead(rejects=[(1, "not daily bars: no date with a close beside it")])
    table = list(_rows(text, layout))
    result = BarsRead()
    for symbol, group, rows in _series(table, layout, symbol_in_name(origin, instruments), result):
        instrument = find_instrument(symbol, instruments)
        if instrument is None:
            whose = f"unknown symbol {symbol!r}" if symbol else f"no symbol in the table or in the file name {_file(origin)!r}"
            result.rejects += [(line, whose) for line, _ in rows]
            continue
        _read_series(instrument, group, rows, layout, origin, result)
    result.rejects.sort()
    return result


def find_instrument(symbol: str, instruments: Instruments) -> Instrument | None:
    """The instrument of a symbol in a table; one with a market, or in capitals, need not be in the catalogue."""
    if ticker := instruments.canonical(symbol):
        return instruments.get(ticker)
    ticker = spelling(symbol) or (symbol if _LETTERS.fullmatch(symbol) and symbol not in _NO_TICKER else None)
    return bare_instruments([ticker])[0] if ticker else None


def symbol_in_name(origin: str, instruments: Instruments) -> str:
    """The one symbol a file's name carries ("0981.HK.csv", "daily_IBM.csv"), or ""."""
    stem = re.sub(r"\.(?:csv|tsv|txt|gz)$", "", _file(origin), flags=re.IGNORECASE)
    if instruments.canonical(stem) or spelling(stem):
        return stem
    words = [word for word in re.split(r"[\s_()+-]+", stem) if word]
    found = {instrument.ticker for word in words if (instrument := find_instrument(word, instruments))}
    return found.pop() if len(found) == 1 else ""


def _rows(text: str, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    # Line by line: no cell of a table of bars spans lines, and a stray quote must not swallow the rows behind it.
    for line, row in enumerate(text.splitlines()[layout.first_line - 1 :], start=layout.first_line):
        if row.strip():
            yield line, split_row(row, layout.delimiter)


def _series(
    table: list[tuple[int, list[str]]], layout: Layout, name: str, result: BarsRead
) -> Iterator[tuple[str, Group, list[tuple[int, list[str]]]]]:
    """Each symbol of the table with its columns and its rows."""
    if layout.symbol is not None:
        by_symbol: dict[str, list[tuple[int, list[str]]]] = {}
        for line, cells in table:
            symbol = _cell(cells, layout.symbol)
            if symbol:
                by_symbol.setdefault(symbol, []).append((line, cells))
            else:
                result.rejects.append((line, "no symbol in the row"))
        for symbol, rows in by_symbol.items():
            yield symbol, layout.groups[0], rows
        return
    for group in layout.groups:
        rows = [(line, cells) for line, cells in table if any(_cell(cells, column) for column in group.columns.values())]
        yield group.symbol or name, group, rows
    held = [column for group in layout.groups for column in group.columns.values()]
    result.rejects += [(line, "no values in the row") for line, cells in table if not any(_cell(cells, at) for at in held)]


def _read_series(
    instrument: Instrument, group: Group, table: list[tuple[int, list[str]]], layout: Layout, origin: str, result: BarsRead
) -> None:
    reading = _Reading(instrument, group, layout, day_first([_cell(cells, layout.date) for _, cells in table]))
    rows: dict[date, Row] = {}
    for line, cells in table:
        try:
            row = reading.row(line, cells)
            if (earlier := rows.get(row.trading_date)) is not None:
                same = (earlier.prices, earlier.volume) == (row.prices, row.volume)
                raise NotAPrice(f"{'repeats' if same else 'contradicts'} line {earlier.line}")
            rows[row.trading_date] = row
        except NotAPrice as exc:
            result.rejects.append((line, f"{instrument.ticker}: {exc}"))
    until = adjusted_until(list(rows.values()))
    flags = oddities(list(rows.values()))
    only_adjusted, source = "close" not in group.columns, _source(origin)
    for row in rows.values():
        adjusted = only_adjusted or (until is not None and row.trading_date <= until)
        result.bars.append(_bar(instrument, row, adjusted, source, flags.get(row.line, ())))


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the rows of one series are read."""

    instrument: Instrument
    group: Group
    layout: Layout
    day_first: bool | None

    def row(self, line: int, cells: list[str]) -> Row:
        """The row; NotAPrice says why it is none."""
        exchange = self.instrument.exchange
        printed = _cell(cells, self.layout.date)
        day = read_day(printed, zone=calendars.zone(exchange), day_first=self.day_first)
        if day is None:
            raise NotAPrice(f"date unreadable ({printed[:40]!r})")
        self._check_currency(cells)
        prices = self._prices(cells)
        volume = self._volume(cells)
        if volume == 0 and self.instrument.kind != "index":
            closed = not calendars.is_session(exchange, day)
            raise NotAPrice(f"no session ({calendars.why_closed(exchange, day)})" if closed else "nothing traded (volume 0)")
        split = _cell(cells, self.group.columns.get("split", -1))
        traded = {name: as_traded(price) for name, price in prices.items()}
        return Row(line=line, trading_date=day, prices=prices, traded=traded, volume=volume, split=_split_ratio(split))

    def _prices(self, cells: list[str]) -> dict[str, Decimal]:
        prices = {}
        for name in _PRICES:
            if (column := self.group.columns.get(name)) is not None:
                try:
                    prices[name] = read_price(_cell(cells, column), decimal_comma=self.layout.delimiter != ",")
                except NotAPrice as exc:
                    raise NotAPrice(f"{name} {exc}") from exc
        prices.setdefault("close", prices.get("adj_close", prices.get("close", Decimal(0))))
        if "high" in prices and "low" in prices and prices["high"] < prices["low"]:
            raise NotAPrice(f"high {prices['high']} below low {prices['low']}")
        return prices

    def _volume(self, cells: list[str]) -> int | None:
        column = self.group.columns.get("volume")
        try:
            return None if column is None else read_volume(_cell(cells, column))
        except NotAPrice as exc:
            raise NotAPrice(f"volume {exc}") from exc

    def _check_currency(self, cells: list[str]) -> None:
        if self.layout.currency is None or self.instrument.name == self.instrument.ticker:
            return
        said = _cell(cells, self.layout.currency).upper()
        if said and _RENMINBI.get(said, said) != self.instrument.currency:
            raise NotAPrice(f"prices in {said[:8]}, but it trades in {self.instrument.currency}")


def _bar(instrument: Instrument, row: Row, adjusted: bool, source: str, flags: tuple[str, ...]) -> Bar:
    prices = row.prices if adjusted else {name: row.traded[name] or price for name, price in row.prices.items()}
    if not calendars.is_session(instrument.exchange, row.trading_date):
        flags = (*flags, "not_a_session")
    return Bar(
        ticker=instrument.ticker,
        trading_date=row.trading_date,
        open=prices.get("open"),
        high=prices.get("high"),
        low=prices.get("low"),
        close=prices["close"],
        adj_close=row.prices.get("adj_close"),
        volume=row.volume,
        currency=instrument.currency,
        adjusted=adjusted,
        source=source,
        known_at=calendars.close_at(instrument.exchange, row.trading_date),
        flags=flags,
    )


def _split_ratio(text: str) -> Decimal | None:
    """Into how many shares one was split: "4.0", "4:1", "4-for-1"; None for none."""
    found = _SPLIT.fullmatch(text)
    if found is None:
        return None
    ratio = Decimal(found["new"]) / (Decimal(found["old"]) if found["old"] and Decimal(found["old"]) else 1)
    return ratio if ratio > 0 and ratio != 1 else None


def _cell(cells: list[str], column: int) -> str:
    return cells[column].strip() if 0 <= column < len(cells) else ""


def _file(origin: str) -> str:
    return PurePosixPath(origin.replace("\\", "/")).name


def _source(origin: str) -> str:
    """The file and its folder: files of one name in two folders are two sources."""
    return "/".join(PurePosixPath(origin.replace("\\", "/").replace("://", "/")).parts[-2:]).lstrip("/")
