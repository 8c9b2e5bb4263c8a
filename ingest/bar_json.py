"""Bars in JSON, as the common data services answer: made into a table that is read like any other. Pure."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.columns import field_of

_FIELDS = ("symbol", "date", "open", "high", "low", "close", "adj_close", "volume", "currency", "split")
_SHORT = {"t": "date", "o": "open", "h": "high", "l": "low", "c": "close", "v": "volume"}
_HINT = re.compile(r'"(?:\d\. )?(?:adj_?)?c(?:lose)?"\s*:', re.IGNORECASE)
_OPENS = re.compile(r'"(?:\d\. )?(?:o(?:pen)?|h(?:igh)?)"\s*:', re.IGNORECASE)
_NAMES = ("symbol", "ticker", "2. Symbol", "code")
_HEAD = 20_000


def looks_like_bar_json(text: str) -> bool:
    """Whether a text is JSON with the words of bars near its start."""
    head = text[:_HEAD]
    return head.lstrip()[:1] in ("{", "[") and bool(_HINT.search(head)) and bool(_OPENS.search(head))


def table_of(text: str) -> str | None:
    """The bars of a JSON text as a table with a header row, a record a line; None where it holds none."""
    records = [{"date": "", **record} for value in _values(text) for record in _records(value, "")]
    rows = [row for record in records if (row := _row(record))]
    if not any(row.get("date") and (row.get("close") or row.get("adj_close")) for row in rows):
        return None
    used = [name for name in _FIELDS if any(name in row for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([" ".join(row.get(name, "").split()) for name in used] for row in rows)
    return out.getvalue()


def _values(text: str) -> Iterator[Any]:
    """The JSON values of a text: one, or one a line."""
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        for line in text.splitlines():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                continue


def _records(value: Any, symbol: str) -> Iterator[dict[str, Any]]:
    """The records of bars in a value, each with the symbol that the value around it names."""
    if isinstance(value, list):
        for item in value:
            yield from _records(item, symbol)
        return
    if not isinstance(value, dict):
        return
    symbol = _symbol(value) or symbol
    if (columns := _columns(value)) is not None:
        for at in range(max(map(len, columns.values()))):
            yield {name: column[at] for name, column in columns.items() if at < len(column)} | {"symbol": symbol}
        return
    plain = [name for name, item in value.items() if not isinstance(item, dict | list)]
    if any(name == "c" or field_of(_plain(name)) == "close" for name in plain):
        yield {"symbol": symbol} | value
        return
    for name, item in value.items():
        if isinstance(item, Mapping) and re.fullmatch(r"\d{4}-\d\d-\d\d", name):
            yield {"symbol": symbol, "date": name} | dict(item)
        elif isinstance(item, dict | list):
            yield from _records(item, symbol)


def _symbol(value: Mapping[str, Any]) -> str:
    """The symbol a value names, itself or in its "meta" part."""
    metas = [value, *(item for name, item in value.items() if isinstance(item, Mapping) and "meta" in name.lower())]
    found = (meta[name] for meta in metas for name in _NAMES if isinstance(meta.get(name), str))
    return next(found, "")


def _columns(value: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Bars that are written as an array a field: {"t": [...], "c": [...]}, or a chart's timestamps and quotes."""
    if "timestamp" in value and isinstance(value.get("indicators"), Mapping):
        quotes = [part for parts in value["indicators"].values() if isinstance(parts, list) for part in parts[:1]]
        merged = {name: column for quote in quotes if isinstance(quote, Mapping) for name, column in quote.items()}
        value = {"date": value["timestamp"], **merged}
    columns = {name: column for name, column in value.items() if isinstance(column, list)}
    fields = {_SHORT.get(name) or field_of(_plain(name)) for name in columns}
    flat = all(not isinstance(item, dict | list) for column in columns.values() for item in column[:1])
    return columns if flat and {"date", "close"} <= fields else None


def _row(record: Mapping[str, Any]) -> dict[str, str]:
    row: dict[str, str] = {}
    for name, item in record.items():
        field = _SHORT.get(name) or field_of(_plain(name))
        if field in _FIELDS and not isinstance(item, dict | list | bool) and item is not None and not row.get(field):
            row[field] = str(item)
    return row


def _plain(name: str) -> str:
    """ "1. open" and "adjClose" are "open" and "adj close"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"^\d+\w?\.\s*", "", name))
