"""Tables of bars, cut into the series they hold: of each, the printed cells by field. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TypeVar

from ingest.columns import Group, Layout, split_row

T = TypeVar("T")
Reject = tuple[int, str]  # the line (1 is the first) and the reason
_LONG = 20  # bars of a series, on the average: shorter ones are not worth a look of their own
_BLANKS = [chr(code) for code in range(128) if chr(code).isspace()]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one series: their lines, and each field's cells as printed."""

    symbol: str  # as the table writes it, or "" where it names none
    lines: Sequence[int]
    cells: dict[str, list[str]]


def read_parts(text: str, layout: Layout) -> tuple[Iterable[Part], list[Reject]]:
    """The series of a table, each to be read once and in turn, and the rows that are of none."""
    # Line by line: no cell of a table of bars spans lines, and a stray quote must not swallow the rows behind it.
    rows = text.splitlines()[layout.first_line - 1 :]
    lines: Sequence[int] = range(layout.first_line, layout.first_line + len(rows))
    marks = "|-: \t" if layout.delimiter == "|" else None  # Markdown draws a line below a table's header
    if not all(row.strip(marks) for row in rows[:2]) or not all(map(str.strip, rows)):
        lines = [line for line, row in zip(lines, rows, strict=True) if row.strip(marks)]
        rows = [row for row in rows if row.strip(marks)]
    if layout.symbol is None:
        return _by_group(lines, rows, layout)
    return _by_symbol(lines, rows, layout, layout.symbol)


class _Cells:
    """The cells of rows, row after row in one list."""

    def __init__(self, rows: list[str], layout: Layout) -> None:
        self._count = len(rows)
        widths = {row.count(layout.delimiter) + 1 for row in rows}
        joined = layout.delimiter.join(rows)
        self._blanks = not joined.isascii() or any(blank in joined for blank in _BLANKS)
        if len(widths) == 1 and '"' not in joined:
            self._width = widths.pop()
            self._cells = joined.split(layout.delimiter)
        else:
            self._width = 1 + max(_used(layout))
            split = _split_rows(rows, layout.delimiter)
            self._cells = list(chain.from_iterable(_padded(row, self._width) for row in split))

    def fields(self, layout: Layout, group: Group) -> dict[str, list[str]]:
        """The cells of each field of a series."""
        columns = group.columns | {"date": layout.date} | ({} if layout.currency is None else {"currency": layout.currency})
        return {name: self._column(at) for name, at in columns.items()}

    def _column(self, at: int) -> list[str]:
        """The cells of a column; blank where a row has none."""
        if not 0 <= at < self._width:
            return [""] * self._count
        cells = self._cells[at :: self._width]
        return list(map(str.strip, cells)) if self._blanks else cells


def _by_symbol(lines: Sequence[int], rows: list[str], layout: Layout, symbol: int) -> tuple[Iterable[Part], list[Reject]]:
    found: dict[str, list[int]] = {}
    first = 0
    for name, run in groupby(_symbols(rows, layout.delimiter, symbol)):
        following = first + sum(1 for _ in run)
        found.setdefault(name, []).extend(range(first, following))
        first = following
    rejects = [(lines[at], "no symbol in the row") for at in found.pop("", [])]
    if len(rows) > _LONG * len(found):
        # A series at a time: its cells stay in the processor's caches from one look at them to the next.
        parts = (
            Part(name, pick(lines, kept), _Cells(pick(rows, kept), layout).fields(layout, layout.groups[0]))
            for name, kept in found.items()
        )
        return parts, rejects
    cells = _Cells(rows, layout).fields(layout, layout.groups[0])
    short = (
        Part(name, pick(lines, kept), {field: pick(column, kept) for field, column in cells.items()})
        for name, kept in found.items()
    )
    return short, rejects


def _by_group(lines: Sequence[int], rows: list[str], layout: Layout) -> tuple[Iterable[Part], list[Reject]]:
    table = _Cells(rows, layout)
    parts, valued = [], set[int]()
    for group in layout.groups:
        cells = table.fields(layout, group)
        kept = list(_filled([cells[name] for name in group.columns]))
        valued.update(kept)
        parts.append(Part(group.symbol, pick(lines, kept), {name: pick(column, kept) for name, column in cells.items()}))
    return parts, [(line, "no values in the row") for at, line in enumerate(lines) if at not in valued]


def _symbols(rows: list[str], delimiter: str, at: int) -> list[str]:
    """The cell of each row that says whose it is; blank where a row has none."""
    if any('"' in row for row in rows):
        return [_padded(row, at + 1)[at].strip() for row in _split_rows(rows, delimiter)]
    return [cells[at].strip() if len(cells := row.split(delimiter, at + 1)) > at else "" for row in rows]


def _split_rows(rows: list[str], delimiter: str) -> list[list[str]]:
    """The cells of each row; none where it is no row of a table."""
    try:
        split = list(csv.reader(rows, delimiter=delimiter))
    except csv.Error:  # a cell beyond any size
        split = []
    # As many as there are lines: then no quote was left open at the end of one.
    return split if len(split) == len(rows) else [split_row(row, delimiter) for row in rows]


def _filled(columns: Sequence[list[str]]) -> Iterable[int]:
    """The rows in which any of the columns has a cell."""
    rows = range(len(columns[0]))
    return rows if any(map(all, columns)) else (at for at in rows if any(column[at] for column in columns))


def pick(items: Sequence[T], rows: Sequence[int]) -> list[T]:
    """The items of those rows; of rows that follow one another, a slice."""
    if rows and rows[-1] - rows[0] == len(rows) - 1:
        return list(items[rows[0] : rows[-1] + 1])
    return [items[at] for at in rows]


def _used(layout: Layout) -> Iterator[int]:
    yield layout.date
    yield from (at for at in (layout.symbol, layout.currency) if at is not None)
    yield from (at for group in layout.groups for at in group.columns.values())


def _padded(row: list[str], width: int) -> list[str]:
    return row[:width] if len(row) >= width else row + [""] * (width - len(row))
