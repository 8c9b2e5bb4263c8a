"""Tables: CSV with an article a row, under a header that names at least a title and a text."""

import csv
import io
from collections.abc import Iterator

from ingest.article import Article, Reject
from ingest.fields import BODY, TITLE, Fields, folded
from ingest.records import read_record

_SEPARATORS = ",;\t|"


def looks_like_articles(head: str) -> bool:
    """Whether a table's header names a title and a text."""
    fields = Fields(dict.fromkeys(_header(head), "named"))
    return len(_header(head)) >= 2 and fields.has(TITLE) and fields.has(BODY)


def read_table(text: str, *, origin: str) -> Iterator[Article | Reject]:
    """The article of each row."""
    header = _header(text)
    rows = csv.reader(io.StringIO(text.lstrip()), delimiter=_separator(text))
    next(rows, None)
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield read_record(dict(zip(header, row, strict=False)), origin=f"{origin}:{rows.line_num}")
    except csv.Error as exc:
        yield Reject(origin=f"{origin}:{rows.line_num}", reason="bad_table", detail=f"the rows from here on: {exc}")


def _header(text: str) -> list[str]:
    first = text.lstrip().partition("\n")[0][:5_000]
    return [folded(cell) for cell in next(csv.reader([first], delimiter=_separator(text)), [])]


def _separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(_SEPARATORS, key=first.count)
