"""One series of a table of bars: rows of the usual shape are read by columns, every other one by itself, with its reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from operator import lt

import numpy as np

from assistant.market.bar_columns import PRICES, BarColumns, price_text
from assistant.market.instruments import Instrument
from ingest.bar_tables import Part, Reject, pick
from ingest.price_columns import PrintedPrices
from ingest.price_text import LONGEST_VOLUME, NotAPrice, read_volume
from ingest.printed_days import UNREADABLE, PrintedDays
from ingest.printed_rows import RowReader, split_ratio
from ingest.series import Flags, Floats, Row, adjusted_until, may_be_odd, oddities
from ingest.trading_days import day_first

_TRADED = PRICES[:4]
_SHORT = 50  # bars: a longer series is read by itself
_ENOUGH = 5_000  # bars that are read together


@dataclass(slots=True)
class _Rows:
    """The rows of a series by columns, in the order of the table."""

    lines: Sequence[int]
    printed_days: PrintedDays
    days: list[int]
    printed: dict[str, list[str]]
    traded: dict[str, list[str | None]]
    values: dict[str, Floats]
    volumes: list[int | None]
    splits: list[Decimal | None]

    def pick(self, rows: Sequence[int]) -> "_Rows":
        """Some of them."""
        return _Rows(
            lines=pick(self.lines, rows),
            printed_days=self.printed_days,
            days=pick(self.days, rows),
            printed={name: pick(column, rows) for name, column in self.printed.items()},
            traded={name: pick(column, rows) for name, column in self.traded.items()},
            values={name: column[_slice(rows)] for name, column in self.values.items()},
            volumes=pick(self.volumes, rows),
            splits=pick(self.splits, rows),
        )

    def put(self, at: int, row: Row) -> None:
        """Writes over one of them what was read of it by itself."""
        for name, price in row.prices.items():
            self.printed[name][at] = price_text(price) or ""
            self.values[name][at] = float(price)
            self.traded[name][at] = price_text(row.traded[name])
        self.volumes[at] = row.volume

    def row(self, at: int) -> Row:
        """One of them as a record."""
        prices = {name: Decimal(column[at]) for name, column in self.printed.items()}
        [day] = self.printed_days.dates([self.days[at]])
        return Row(
            line=self.lines[at],
            trading_date=day,
            prices=prices,
            traded={},
            volume=self.volumes[at],
            split=self.splits[at],
        )


def _slice(rows: Sequence[int]) -> "slice | list[int]":
    """Rows as an array takes them: those that follow one another need no copy."""
    return slice(rows.start, rows.stop) if isinstance(rows, range) else list(rows)


def _together(series: Iterable[tuple[Instrument, Part]]) -> Iterator[list[tuple[Instrument, Part]]]:
    """Series that can be read as one table: a long one, or short ones of one exchange and currency under the same columns."""
    waiting: dict[tuple[object, ...], list[tuple[Instrument, Part]]] = {}
    bars: Counter[tuple[object, ...]] = Counter()
    for instrument, part in series:
        if len(part.lines) > _SHORT:
            yield from waiting.values()  # what comes later in the table stays later
            waiting, bars = {}, Counter()
            yield [(instrument, part)]
            continue
        is_known = instrument.name != instrument.ticker  # of one that is not, the table's currency is believed
        key = (instrument.exchange, instrument.currency, instrument.kind == "index", is_known, *part.cells)
        waiting.setdefault(key, []).append((instrument, part))
        bars[key] += len(part.lines)
        if bars[key] > _ENOUGH:
            yield waiting.pop(key)
            bars[key] = 0
    yield from waiting.values()


def _joined(parts: Sequence[Part]) -> Part:
    """The rows of several series, one below the other."""
    if len(parts) == 1:
        return parts[0]
    cells = {name: list(chain.from_iterable(part.cells[name] for part in parts)) for name in parts[0].cells}
    return Part("", list(chain.from_iterable(part.lines for part in parts)), cells)


class SeriesReader:
    """Reads the series of one table; what recurs from series to series is worked out once."""

    def __init__(self, *, source: str, decimal_comma: bool) -> None:
        self._source = source
        self._decimal_comma = decimal_comma
        self._prices = PrintedPrices()
        self._days: dict[tuple[str, bool | None], PrintedDays] = {}

    def read(self, series: Iterable[tuple[Instrument, Part]]) -> Iterator[tuple[BarColumns, list[Reject]]]:
        """The bars of each series, and those of its rows that are none; short series are read together."""
        for group in _together(series):
            yield from self._read(group)

    def _read(self, group: Sequence[tuple[Instrument, Part]]) -> Iterator[tuple[BarColumns, list[Reject]]]:
        """The series of a group, which trade at one place in one currency under the same columns."""
        instrument, part = group[0][0], _joined([part for _, part in group])
        reader = RowReader(instrument, day_first(part.cells["date"]), self._decimal_comma)
        rows, unusual = self._rows(reader, part)
        refused: dict[int, str] = {}
        for at in np.flatnonzero(unusual).tolist():
            try:
                rows.put(at, reader.row(part.lines[at], {name: column[at] for name, column in part.cells.items()}))
            except NotAPrice as exc:
                refused[at] = str(exc)
        odd = may_be_odd(rows.values)  # from one series to the next as well: then the first day is looked at for nothing
        start = 0
        for one, own in group:
            places = range(start, start + len(own.lines))
            start = places.stop
            alone = rows if len(group) == 1 else rows.pick(places)
            wrong = {at - places.start: refused[at] for at in places if at in refused} if refused else {}
            yield self._one(one, alone, wrong, odd[places.start : places.stop], only_adjusted="close" not in part.cells)

    def _one(
        self, instrument: Instrument, rows: _Rows, refused: dict[int, str], odd: Flags, *, only_adjusted: bool
    ) -> tuple[BarColumns, list[Reject]]:
        refused |= _repeated(rows, refused)
        rejects = [(rows.lines[at], f"{instrument.ticker}: {reason}") for at, reason in refused.items()]
        if refused:
            rows = rows.pick([at for at in range(len(rows.lines)) if at not in refused])
            odd = may_be_odd(rows.values)
        return self._columns(instrument, rows, odd, only_adjusted=only_adjusted), rejects

    def _rows(self, reader: RowReader, part: Part) -> tuple[_Rows, Flags]:
        """The rows as far as columns can be read at once, and which of them have to be read by themselves."""
        cells = {name: part.cells[name] for name in PRICES if name in part.cells}
        cells.setdefault("close", cells.get("adj_close", []))
        count = len(part.lines)
        together = self._prices.numbers(chain.from_iterable(cells.values()))
        numbers = {name: together[at * count : (at + 1) * count] for at, name in enumerate(cells)}
        values = {name: self._prices.values(column) for name, column in numbers.items()}
        key = (reader.instrument.exchange, reader.day_first)
        printed_days = self._days.setdefault(key, PrintedDays(*key))
        days = list(map(printed_days.__getitem__, part.cells["date"]))
        unusual = np.array(days) == UNREADABLE
        for column in values.values():
            unusual |= np.isnan(column)
        if "high" in values and "low" in values:
            unusual |= values["high"] <= values["low"]  # equal floats may be decimals that differ
        volumes, odd = _volumes(part.cells.get("volume"), count, zero=reader.instrument.kind == "index")
        unusual[odd] = True
        if "currency" in part.cells:
            agrees = {said: reader.trades_in(said) for said in set(part.cells["currency"])}
            if not all(agrees.values()):
                unusual |= np.array([not agrees[said] for said in part.cells["currency"]], np.bool_)
        ratios = {said: split_ratio(said) for said in set(part.cells.get("split", ()))}
        rows = _Rows(
            lines=part.lines,
            printed_days=printed_days,
            days=days,
            printed={name: list(column) for name, column in cells.items()},
            traded={name: self._prices.traded(column) for name, column in numbers.items()},
            values=values,
            volumes=volumes,
            splits=[ratios[said] for said in part.cells["split"]] if ratios else [None] * count,
        )
        return rows, unusual

    def _columns(self, instrument: Instrument, rows: _Rows, odd: Flags, *, only_adjusted: bool) -> BarColumns:
        count = len(rows.lines)
        days = rows.printed_days.dates(rows.days)
        traded = [rows.traded[name] for name in _TRADED if name in rows.traded]
        until = date.max if only_adjusted else None
        if not only_adjusted and any(None in column for column in traded):
            until = adjusted_until([(day, None in prices) for day, *prices in zip(days, *traded, strict=True)])
        adjusted = [False] * count if until is None else [day <= until for day in days]
        return BarColumns(
            ticker=instrument.ticker,
            trading_date=days,
            adjusted=adjusted,
            **{name: _prices(rows, name, adjusted) for name in _TRADED},
            adj_close=list(rows.printed.get("adj_close", [None] * count)),
            volume=rows.volumes,
            currency=[instrument.currency] * count,
            source=[self._source] * count,
            known_at=rows.printed_days.closes(rows.days),
            flags=_flags(rows, odd),
        )


def _prices(rows: _Rows, name: str, adjusted: Sequence[bool]) -> list[str | None]:
    """A column of prices as they are kept: as printed where they are adjusted, else without a float's noise."""
    if name not in rows.printed:
        return [None] * len(adjusted)
    printed, traded = rows.printed[name], rows.traded[name]
    if True not in adjusted and None not in traded:
        return traded
    return [text if is_adjusted else short or text for text, short, is_adjusted in zip(printed, traded, adjusted, strict=True)]


def _volumes(texts: Sequence[str] | None, count: int, *, zero: bool) -> tuple[list[int | None], list[int]]:
    """A column of volumes, and the rows whose volume is none or, unless zero is possible, zero."""
    if texts is None:
        return [None] * count, []
    joined = "".join(texts)
    if joined.isascii() and joined.isdigit() and all(texts) and max(map(len, texts)) < LONGEST_VOLUME:
        whole = list(map(int, texts))
        return list(whole), [at for at, volume in enumerate(whole) if volume == 0] if 0 in whole and not zero else []
    volumes: list[int | None] = []
    odd = []
    for at, text in enumerate(texts):
        try:
            volume = read_volume(text)
        except NotAPrice:
            volume = 0
            odd.append(at)
        if volume == 0 and not zero:
            odd.append(at)
        volumes.append(volume)
    return volumes, odd


def _repeated(rows: _Rows, refused: Mapping[int, str]) -> dict[int, str]:
    """The rows of a day that an earlier row has, and how they compare with it."""
    if len(set(rows.days)) == len(rows.days):
        return {}
    found: dict[int, str] = {}
    first: dict[int, int] = {}
    for at, day in enumerate(rows.days):
        if at in refused or (earlier := first.setdefault(day, at)) == at:
            continue
        one, other = rows.row(earlier), rows.row(at)
        same = (one.prices, one.volume) == (other.prices, other.volume)
        found[at] = f"{'repeats' if same else 'contradicts'} line {rows.lines[earlier]}"
    return found


def _flags(rows: _Rows, odd: Flags) -> list[tuple[str, ...]]:
    """What is odd about each day, given which days may be in the order of the table."""
    days = rows.days
    flags: list[tuple[str, ...]] = [()] * len(days)
    order: Sequence[int] = range(len(days))
    if not all(map(lt, days, islice(days, 1, None))):
        order = sorted(order, key=days.__getitem__)
        odd = may_be_odd({name: column[order] for name, column in rows.values.items()})
    if any(rows.splits):
        odd = odd | np.fromiter((rows.splits[at] is not None for at in order), np.bool_, len(days))
    for place in np.flatnonzero(odd).tolist():
        at = order[place]
        flags[at] = oddities(rows.row(at), rows.row(order[place - 1]) if place else None)
    if not rows.printed_days.closed.isdisjoint(days):
        for at, day in enumerate(days):
            if day in rows.printed_days.closed:
                flags[at] = (*flags[at], "not_a_session")
    return flags
