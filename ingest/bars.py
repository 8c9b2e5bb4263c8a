"""Bars out of tables, in any vendor's layout; every row becomes a bar or is refused with its line and reason."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from assistant.market.bar_columns import BarColumns
from assistant.market.bars import Bar
from assistant.market.catalogue import bare_instruments
from assistant.market.instruments import Instrument, Instruments
from assistant.market.symbols import spelling
from ingest.bar_json import looks_like_bar_json, table_of
from ingest.bar_series import SeriesReader
from ingest.bar_tables import Part, Reject, read_parts
from ingest.columns import read_layout
from ingest.encoding import decode

_LETTERS = re.compile(r"[A-Z]{1,5}")
_MARKETED = re.compile(r"(?<![\w.])([A-Z]{1,5}|\d{3,6})(?:\.| (?=[A-Z]{2} Equity))(HK|SS|SZ|SH|US|N|O|OQ|T|L)\b")
_ABOVE, _HEADER = 5, 1_000  # lines, and characters of them
_NO_TICKER = frozenset(
    "DATA BARS OHLC OHLCV DAILY PRICE TABLE STOCK INDEX QUOTE CHART EXPORT HIST EOD CSV TEST FILE ALL".split()
)


@dataclass(slots=True)
class BarsRead:
    """The bars of a table, and the rows that are none: the line (1 is the first) and the reason."""

    series: list[BarColumns] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def bars(self) -> list[Bar]:
        """Each bar as a record."""
        return [bar for columns in self.series for bar in columns.bars()]


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
    parts, rejects = read_parts(text, layout)
    result = BarsRead(rejects=rejects)
    named = symbol_above(text.splitlines()[: layout.first_line - 2], instruments) or symbol_in_name(origin, instruments)
    reader = SeriesReader(source=_source(origin), decimal_comma=layout.delimiter != ",")
    for columns, refused in reader.read(_known(parts, named, origin, instruments, result.rejects)):
        result.series.append(columns)
        result.rejects += refused
    result.rejects.sort()
    return result


def _known(
    parts: Iterable[Part], named: str, origin: str, instruments: Instruments, rejects: list[Reject]
) -> Iterator[tuple[Instrument, Part]]:
    """The series whose instrument is known, with it; the rows of the others are rejects."""
    for part in parts:
        symbol = part.symbol or named
        instrument = find_instrument(symbol, instruments)
        if instrument is None:
            whose = f"unknown symbol {symbol!r}" if symbol else f"no symbol in the table or in the file name {_file(origin)!r}"
            rejects += [(line, whose) for line in part.lines]
        elif part.lines:
            yield instrument, part


def find_instrument(symbol: str, instruments: Instruments) -> Instrument | None:
    """The instrument of a symbol in a table; one with a market, or in capitals, need not be in the catalogue."""
    if ticker := instruments.canonical(symbol):
        return instruments.get(ticker)
    ticker = spelling(symbol) or (symbol if _LETTERS.fullmatch(symbol) and symbol not in _NO_TICKER else None)
    return bare_instruments([ticker])[0] if ticker else None


def symbol_above(lines: Sequence[str], instruments: Instruments) -> str:
    """The one symbol with a market that the lines above a table's header name, or ""."""
    said = " ".join(lines[:_ABOVE])[:_HEADER]
    found = {
        instrument.ticker
        for match in _MARKETED.finditer(said)
        if (instrument := find_instrument(".".join(match.group(1, 2)), instruments))
    }
    return found.pop() if len(found) == 1 else ""


def symbol_in_name(origin: str, instruments: Instruments) -> str:
    """The one symbol a file's name carries ("0981.HK.csv", "daily_IBM.csv"), or ""."""
    stem = re.sub(r"(?:\.(?:csv|tsv|txt|md|json|jsonl|ndjson|xlsx|xlsm|gz))+$", "", _file(origin), flags=re.IGNORECASE)
    if instruments.canonical(stem) or spelling(stem):
        return stem
    words = [word for word in re.split(r"[\s_()+-]+|(?<=[\w.])(?=[一-鿿])(?<![一-鿿])", stem) if word]
    found = {instrument.ticker for word in words if (instrument := find_instrument(word, instruments))}
    return found.pop() if len(found) == 1 else ""


def _file(origin: str) -> str:
    return PurePosixPath(origin.replace("\\", "/")).name


def _source(origin: str) -> str:
    """The file and its folder: files of one name in two folders are two sources."""
    return "/".join(PurePosixPath(origin.replace("\\", "/").replace("://", "/")).parts[-2:]).lstrip("/")
