"""Workbooks: the one filled sheet is read as a table; what cannot be told or is too much is refused with its reason."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from assistant.market.instruments import Instruments
from ingest.article import Reject
from ingest.bars import read_bars
from ingest.inputs import Input, read_stream
from ingest.limits import Limits
from ingest.reading import open_input

HEADER = ("Date", "Open", "High", "Low", "Close", "Volume")
ROWS = (
    HEADER,
    (date(2025, 9, 17), 155, 162, 154, 161.6, 90),
    (datetime(2025, 9, 18, tzinfo=UTC).replace(tzinfo=None), 155, 162.0, 154, 158.05, 91.0),
)


def workbook(*sheets) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def altered(data: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, parts.get(name.rpartition("/")[2].removesuffix(".xml"), before.read(name)))
    return out.getvalue()


def taken(data: bytes, limits: Limits | None = None) -> Input | Reject:
    return read_stream(io.BytesIO(data), origin="9988.HK.xlsx", limits=limits or Limits())


def test_bars_of_a_workbook_are_read_as_those_of_a_table():
    """Days and numbers of typed cells; an empty sheet beside them is nothing."""
    item = taken(workbook(ROWS, []))

    assert open_input(item)[0] == "bars"
    bars = read_bars(item.data, origin=item.origin, instruments=Instruments.load()).bars
    assert [(bar.ticker, bar.trading_date.day, bar.close, bar.volume) for bar in bars] == [
        ("9988.HK", 17, Decimal("161.6"), 90),
        ("9988.HK", 18, Decimal("158.05"), 91),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (workbook(ROWS, ROWS), "spreadsheet"),
        (workbook([]), "spreadsheet"),
        (workbook(ROWS)[:-200], "binary"),
        (altered(workbook(ROWS), workbook=b"<broken"), "bad_spreadsheet"),
        (altered(workbook(ROWS), sheet1=b"<worksheet><sheetData><row"), "bad_spreadsheet"),
        (altered(workbook(ROWS), sheet1=b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), "entities"),
        (altered(workbook(ROWS), sheet1=b" " * 31_000_000), "too_large"),
    ],
)
def test_what_is_no_single_table_is_refused(data, reason):
    """Two filled sheets, none, a damaged one, a declared entity, and one that unpacks to too much."""
    item = taken(data)

    assert isinstance(item, Reject)
    assert item.reason == reason
