"""Lists of questions as people send them: lines, CSV, or a spreadsheet."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import BadInput

MOST = 1_000
_UNPACKED = 30_000_000  # bytes; a packed file can be a thousand times smaller
_QUESTION = frozenset({"question", "questions", "问题", "問題", "提问", "提問"})
_AS_OF = frozenset({"as_of", "as of", "asof"})
_NUMBERED = re.compile(r"^\s*(?:[-*•]|\d{1,4}[.)])\s+")


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question of a list, and the moment to answer it from as it was written."""

    question: str
    as_of: str = ""


def from_text(text: str) -> list[ListedQuestion]:
    """A question a line; a table where the first line names its columns.

    Raises:
        BadInput: there is no question, or there are too many.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    separator = next((mark for mark in "\t,;" if lines and _names(lines[0].split(mark)) and mark in lines[0]), None)
    if separator or (lines and _names([lines[0]])):
        return from_rows(_table(text.lstrip("\ufeff"), separator or ","))
    return _checked(ListedQuestion(_NUMBERED.sub("", line).strip()) for line in lines)


def from_file(name: str, data: bytes) -> list[ListedQuestion]:
    """The questions of a spreadsheet or of a text in UTF-8.

    Raises:
        BadInput: it is neither, or holds no question.
    """
    if data[:2] == b"PK":
        return from_rows(_sheet(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadInput("The file is neither a spreadsheet (.xlsx) nor text in UTF-8. Save it as one of them.") from exc
    if "\x00" in text:
        raise BadInput("The file is not text. Send lines, CSV or .xlsx.")
    if not name.lower().endswith((".csv", ".tsv")):
        return from_text(text)
    return from_rows(_table(text, "\t" if name.lower().endswith(".tsv") else ","))


def from_rows(rows: Iterable[Sequence[str]]) -> list[ListedQuestion]:
    """The questions of a table: of the column that is called so, or of the first one."""
    table = [[cell.strip() for cell in row] for row in rows]
    table = [row for row in table if any(row)]
    named = bool(table) and _names(table[0])
    head = [cell.lower() for cell in table[0]] if named else []
    at = next((n for n, cell in enumerate(head) if cell in _QUESTION), 0)
    moment = next((n for n, cell in enumerate(head) if cell in _AS_OF), None)
    return _checked(
        ListedQuestion(row[at], row[moment] if moment is not None and len(row) > moment else "")
        for row in table[named:]
        if len(row) > at and row[at]
    )


def _checked(questions: Iterable[ListedQuestion]) -> list[ListedQuestion]:
    found = [one for one in questions if one.question]
    if not found:
        raise BadInput("The list holds no question. Put one on each line, or in a column called 'question'.")
    if len(found) > MOST:
        raise BadInput(f"The list holds {len(found):,} questions; at most {MOST:,} are taken. Split it.")
    return found


def _names(cells: Sequence[str]) -> bool:
    return any(cell.strip().strip('"').lower() in _QUESTION for cell in cells)


def _table(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as exc:
        raise BadInput("The table cannot be read as CSV. Put each question with commas in it between quotation marks.") from exc


def _sheet(data: bytes) -> list[list[str]]:
    """The cells of the first sheet as text."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _UNPACKED:
                raise BadInput("The spreadsheet is too large. Keep the questions alone in it.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [[_text(cell) for cell in row] for row in sheet.iter_rows(max_row=4 * MOST, max_col=30, values_only=True)]
    except BadInput:
        raise
    except Exception as exc:  # what a broken package makes its reader raise is not listed anywhere
        raise BadInput("The spreadsheet cannot be read. Save it again as .xlsx, or send CSV.") from exc


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(cell.isoformat()) if hasattr(cell, "isoformat") else str(cell)
