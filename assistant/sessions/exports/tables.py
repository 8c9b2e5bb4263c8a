"""A report's figures with their sources as CSV and XLSX. No cell can be a formula."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from assistant.sessions.exports.report import Answered, Report

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")
_LONGEST = 32_000  # characters a spreadsheet's cell holds
FIGURES = (
    "answer",
    "figure",
    "value",
    "unit",
    "check",
    "source",
    "kind",
    "title",
    "publisher",
    "url",
    "published_at",
    "known_at",
    "quote",
    "standing",
    "as_of",
)
_ANSWERS = ("answer", "question", "text", "as_of", "newest_evidence_at", "model", "checks", "note")
_SOURCES = ("answer", "source", "kind", "title", "publisher", "url", "published_at", "known_at", "quote", "standing")


def to_csv(report: Report) -> bytes:
    """A row a figure, as UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([FIGURES, *([safe(cell) for cell in row] for row in figure_rows(report))])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(report: Report) -> bytes:
    """Three sheets: the answers, their figures, their sources."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Answers"
    _fill(sheet, _ANSWERS, [_answer_row(answer) for answer in report.answers])
    _fill(book.create_sheet("Figures"), FIGURES, figure_rows(report))
    _fill(book.create_sheet("Sources"), _SOURCES, [row for answer in report.answers for row in _source_rows(answer)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def figure_rows(report: Report) -> list[tuple[Any, ...]]:
    """A row a figure, with what its source says."""
    rows: list[tuple[Any, ...]] = []
    for answer in report.answers:
        sources = {row[1]: row[1:] for row in _source_rows(answer)}
        for one in answer.figures:
            source = sources.get(one.source, (one.source, *[""] * (len(_SOURCES) - 2)))
            rows.append((answer.n, one.text, number(one.value), one.unit, one.status, *source, answer.as_of))
    return rows


def safe(cell: Any) -> Any:
    """The cell as text that no spreadsheet takes for a formula; a number stays one."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, int | float) or not text.lstrip(" \n").startswith(
        ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    ):
        return text
    return text if _NUMBER.fullmatch(text) else "'" + text


def number(text: str) -> Any:
    """The number a text is, where a spreadsheet can hold it; else the text."""
    return float(text) if _NUMBER.fullmatch(text) else text


def _source_rows(answer: Answered) -> list[tuple[Any, ...]]:
    return [
        (answer.n, one.n, one.kind, one.title, one.publisher, one.url, one.published_at, one.known_at, one.quote, one.standing)
        for one in answer.references
    ]


def _answer_row(answer: Answered) -> tuple[Any, ...]:
    told = (answer.question, answer.answer, answer.as_of, answer.newest_evidence_at, answer.model, answer.checks, answer.note)
    return answer.n, *told


def _fill(sheet: Any, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.styles import Font

    for at, row in enumerate([head, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            if isinstance(value, int | float):
                cell.value = value
            else:
                cell.value = safe(value)[:_LONGEST]
                cell.data_type = "s"  # whatever it begins with
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKLMNO", (8, 24, 24, 12, 18, 18, 18, 40, 20, 30, 20, 20, 60, 30, 20), strict=True):
        sheet.column_dimensions[letter].width = width
