"""Tables of bars, cut into the series they hold: of each, the printed cells by field. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from ingest.columns import Group, Layout, split_row

T = TypeVar("T")
Reject = tuple[int, str]  # the line (1 is the first) and the reason


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one series: their lines, and each field's cells as printed."""

    symbol: str  # as the table writes it, or "" where it names none
    lines: Sequence[int]
    cells: dict[str, list[str]]


def read_parts(text: str, layout: Layout) -> tuple[list[Part], list[Reject]]:
    """The series of a table, and the rows that are of none."""
    table = _Table(text, layout)
    return _by_symbol(table, layout, layout.symbol) if layout.symbol is not None else _by_group(table, layout)


class _Table:
    """The cells of a table, row after row in one list."""

    def __init__(self, text: str, layout: Layout) -> None:
        # Line by line: no cell of a table of bars spans lines, and a stray quote must not swallow the rows behind it.
        rows = text.splitlines()[layout.first_line - 1 :]
        self.lines: Sequence[int] = range(layout.first_line, layout.first_line + len(rows))
        if not all(map(str.strip, rows)):
            self.lines = [line for line, row in zip(self.lines, rows, strict=True) if row.strip()]
            rows = [row for row in rows if row.strip()]
        widths = {line.count(layout.delimiter) + 1 for line in rows}
        if len(widths) == 1 and not any('"' in row for row in rows):
            self._width = widths.pop()
            self._cells = layout.delimiter.join(rows).split(layout.delimiter)
        else:
            self._width = 1 + max(_used(layout))
            self._cells = list(chain.from_iterable(_padded(split_row(row, layout.delimiter), self._width) for row in rows))

    def column(self, at: int) -> list[str]:
        """The cells of a column; blank where a row has none."""
        if not 0 <= at < self._width:
            return [""] * len(self.lines)
        return list(map(str.strip, self._cells[at :: self._width]))


def _by_symbol(table: _Table, layout: Layout, symbol: int) -> tuple[list[Part], list[Reject]]:
    rows: dict[str, list[int]] = {}
    for at, name in enumerate(table.column(symbol)):
        rows.setdefault(name, []).append(at)
    rejects = [(table.lines[at], "no symbol in the row") for at in rows.pop("", [])]
    cells = _fields(table, layout, layout.groups[0])
    return [_part(name, table.lines, cells, kept) for name, kept in rows.items()], rejects


def _by_group(table: _Table, layout: Layout) -> tuple[list[Part], list[Reject]]:
    parts, valued = [], set[int]()
    for group in layout.groups:
        cells = _fields(table, layout, group)
        kept = list(_filled([cells[name] for name in group.columns]))
        valued.update(kept)
        parts.append(_part(group.symbol, table.lines, cells, kept))
    return parts, [(line, "no values in the row") for at, line in enumerate(table.lines) if at not in valued]


def _fields(table: _Table, layout: Layout, group: Group) -> dict[str, list[str]]:
    columns = group.columns | {"date": layout.date} | ({} if layout.currency is None else {"currency": layout.currency})
    return {name: table.column(at) for name, at in columns.items()}


def _filled(columns: Sequence[list[str]]) -> Iterable[int]:
    """The rows in which any of the columns has a cell."""
    rows = range(len(columns[0]))
    return rows if any(map(all, columns)) else (at for at in rows if any(column[at] for column in columns))


def _part(symbol: str, lines: Sequence[int], cells: dict[str, list[str]], rows: list[int]) -> Part:
    if len(rows) == len(lines):
        return Part(symbol, lines, cells)
    return Part(symbol, pick(lines, rows), {name: pick(column, rows) for name, column in cells.items()})


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
