"""Spreadsheets: the one table of an Excel workbook as the text of a CSV table, row for row."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any

from ingest.article import Refused

MARK = b"PK\x03\x04"
_WORKBOOK = "xl/workbook.xml"
_PARTS = 1_000  # files in a workbook
_ROWS = 100_000
_UNPACKED = 30_000_000  # bytes: some 100,000 rows, which take its reader ten seconds
_COLUMNS = 500
_SHEETS = 50
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD = 2_000  # bytes of a part in which a document type would stand


def is_spreadsheet(data: bytes) -> bool:
    """Whether bytes are an Excel workbook."""
    if not data.startswith(MARK):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _WORKBOOK in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def table_of_sheet(data: bytes, *, cap: int) -> bytes:
    """The rows of a workbook's only filled sheet as CSV in UTF-8, line for row.

    Raises:
        Refused: it cannot be read, holds more than may be, or more tables than one.
    """
    from openpyxl import load_workbook  # a tenth of a second: only who has a workbook pays

    try:
        _check(data, cap=min(cap, _UNPACKED))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = book.worksheets
        if len(sheets) > _SHEETS:
            raise Refused("too_large", f"a workbook of {len(sheets):,} sheets; at most {_SHEETS} are looked through")
        filled = [sheet for sheet in sheets if any(any(row) for row in _rows(sheet, 50))]
        if len(filled) != 1:
            raise Refused("spreadsheet", f"a workbook with {len(filled)} filled sheets: save the one that is meant as CSV")
        rows = list(_rows(filled[0], _ROWS + 1))
    except Refused:
        raise
    except Exception as exc:  # what a broken workbook makes its reader raise is not listed anywhere
        raise Refused("bad_spreadsheet", "the workbook is damaged: save it anew, or as CSV") from exc
    if len(rows) > _ROWS:
        raise Refused("too_large", f"more than {_ROWS:,} rows: save it as CSV")
    out, width = io.StringIO(), max(map(_filled, rows))
    csv.writer(out, lineterminator="\n").writerows(row[:width] for row in rows)
    return out.getvalue().encode()


def _check(data: bytes, *, cap: int) -> None:
    """What the archive says of itself, before anything of it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > cap:
            raise Refused("too_large", f"a workbook of more than {cap:,} bytes when unpacked, or of more than {_PARTS:,} parts")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    if _DECLARES.search(stream.read(_HEAD)):
                        raise Refused("entities", "XML that declares entities is not expanded")


def _rows(sheet: Any, most: int) -> Iterable[list[str]]:
    rows = sheet.iter_rows(max_row=most, max_col=_COLUMNS, values_only=True)
    return ([_cell(value) for value in row] for row in islice(rows, most))


def _filled(row: list[str]) -> int:
    """How many cells of a row there are up to the last that holds something."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1]), 0)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())
