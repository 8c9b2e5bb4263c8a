"""Statistics out of tables: subject, metric and value, in any column order; refused rows keep their reason."""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from assistant.market.instruments import Instruments
from assistant.market.metrics import metric_name
from assistant.market.stats import Stat
from ingest.columns import split_row
from ingest.encoding import decode

Row: TypeAlias = tuple[int, "list[str] | csv.Error"]  # with its line

_TOGETHER = 500  # rows
_ZONE = "Asia/Hong_Kong"  # where a time is from that says no zone
_COLUMNS = {
    "subject": "subject name instrument company entity",
    "ticker": "ticker symbol",
    "metric": "metric measure indicator statistic stat",
    "value": "value figure number amount",
    "unit": "unit units",
    "currency": "currency ccy",
    "period": "period date asof asofdate",
    "source": "source citation reference",
    "published_at": "publishedat published publishedon publicationdate knownat",
    "note": "note notes comment comments remark remarks",
}
_WORDS = {word: name for name, words in _COLUMNS.items() for word in words.split()}
_NEEDED = ("subject", "metric", "value")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_SCALE = re.compile(r"([+-]?[\d,]*\.?\d+)\s*(%|x|times)?", re.ASCII)


@dataclass(slots=True)
class StatsRead:
    """Statistics of a table, and the rows that are none: the line (1 is the first) and the reason."""

    stats: list[Stat] = field(default_factory=list)
    rejects: list[tuple[int, str]] = field(default_factory=list)


def looks_like_stats(head: str) -> bool:
    """Whether a text starts like a table of statistics."""
    return _header(head.lstrip("\ufeff").partition("\n")[0]) is not None


def read_stats(data: bytes, *, origin: str, instruments: Instruments | None = None, most: int = 10_000) -> Iterator[StatsRead]:
    """The statistics of a table, some hundreds at a time.

    A subject that is an instrument gets its ticker where the table gives none.

    Args:
        most: rows that are read; a reject says how many more there are.
    """
    instruments = instruments or _catalogue()
    text = decode(data).text.lstrip("\ufeff")
    header = _header(text.partition("\n")[0])
    if header is None:
        yield StatsRead(rejects=[(1, "not statistics: no subject, metric and value")])
        return
    columns, delimiter = header
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    next(reader)
    rows, last = _numbered(reader), 1
    while part := list(islice(rows, min(_TOGETHER, most))):
        most, last = most - len(part), part[-1][0]
        yield _read(part, columns, origin, instruments)
    if beyond := sum(1 for _ in rows):
        yield StatsRead(rejects=[(last + 1, f"{beyond:,} rows beyond those that are read of one table: cut it into several")])


def _read(part: Sequence[Row], columns: dict[str, int], origin: str, instruments: Instruments) -> StatsRead:
    result = StatsRead()
    for line, cells in part:
        if isinstance(cells, csv.Error):
            result.rejects.append((line, f"no row of a table ({cells})"))
        elif any(cell.strip() for cell in cells):
            said = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
            try:
                result.stats.append(_stat(said, origin, instruments))
            except ValueError as exc:
                result.rejects.append((line, str(exc)))
    return result


def _header(line: str) -> tuple[dict[str, int], str] | None:
    delimiter = max(",;\t|", key=line.count)
    cells = split_row(line, delimiter)
    names = [_WORDS.get(re.sub(r"[\W_]", "", cell).lower(), "") for cell in cells]
    columns = {name: names.index(name) for name in _COLUMNS if name in names}
    return (columns, delimiter) if all(name in columns for name in _NEEDED) else None


def _numbered(reader: Any) -> Iterator[Row]:
    while True:
        try:
            yield reader.line_num + 1, next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            yield reader.line_num, exc


def _stat(said: dict[str, str], origin: str, instruments: Instruments) -> Stat:
    for name in _NEEDED:
        if not said[name]:
            raise ValueError(f"no {name}")
    value, written_unit = _value(said["value"])
    published_at = _instant(said.get("published_at", ""))
    known_at = published_at or _instant(day[1] if (day := _DAY.search(said.get("period", ""))) else "")
    if known_at is None:
        raise ValueError("no published_at: nobody can tell from when it was known")
    metric, source = metric_name(said["metric"]), said.get("source") or origin.rsplit("/", 1)[-1]
    identity = "\n".join((said["subject"].casefold(), metric, said.get("period", "").casefold(), source.casefold()))
    stat_id = f"stat-{hashlib.sha256(identity.encode()).hexdigest()[:24]}"
    return Stat(
        stat_id=stat_id,
        doc_id=stat_id,
        subject=said["subject"],
        ticker=_ticker(said, instruments),
        metric=metric,
        value=value,
        unit=said.get("unit") or written_unit,
        currency=said.get("currency", "").upper() or None,
        period=said.get("period", ""),
        source=source,
        published_at=published_at,
        known_at=known_at,
    )


def _value(text: str) -> tuple[Decimal, str]:
    found = _SCALE.fullmatch(text.strip())
    try:
        value = Decimal(found[1].replace(",", "")) if found else None
    except InvalidOperation:
        value = None
    if found is None or value is None or abs(value) > Decimal(10) ** 18:
        raise ValueError(f"value is not a number ({text[:40]!r})")
    return value, {"%": "%", "x": "times", "times": "times", None: ""}[found[2]]


def _instant(text: str) -> datetime | None:
    """The instant; a day alone counts from its end, for nobody knows at what hour it was said."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as exc:
        raise ValueError(f"published_at unreadable ({text[:40]!r})") from exc
    if _DAY.fullmatch(text):
        instant = datetime.combine(instant.date(), time(23, 59, 59))
    return (instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(_ZONE))).astimezone(UTC)


def _ticker(said: dict[str, str], instruments: Instruments) -> str | None:
    if said.get("ticker"):
        return instruments.canonical(said["ticker"]) or said["ticker"]
    for mention in instruments.mentions(said["subject"]):
        rest = said["subject"][: mention.start] + said["subject"][mention.end :]
        if mention.tickers and not re.sub(r"\b(?:the|index|shares?)\b|\W", "", rest, flags=re.IGNORECASE):
            return mention.tickers[0]
    return None


@lru_cache(maxsize=1)
def _catalogue() -> Instruments:
    return Instruments.load()
