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
from ingest.dates import read_moment
from ingest.encoding import decode

Row: TypeAlias = tuple[int, "list[str] | csv.Error"]  # with its line

_TOGETHER = 500  # rows
_ZONE = "Asia/Hong_Kong"  # where a time is from that says no zone
_COLUMNS = {
    "subject": "subject name instrument company entity issuer 主体 主體 对象 對象 公司 名称 名稱",
    "ticker": "ticker symbol",
    "metric": "metric metricname measure indicator statistic stat 指标 指標 项目 項目",
    "value": "value figure number amount 数值 數值",
    "unit": "unit units 单位 單位",
    "currency": "currency ccy 货币 貨幣",
    "period": "period date asof asofdate 期间 期間 时期 時期",
    "source": "source citation reference 来源 來源",
    "published_at": "publishedat published publishedon publicationdate releasedate knownat 发布日期 發布日期 发布时间 發佈日期",
    "note": "note notes comment comments remark remarks",
}
_WORDS = {word: name for name, words in _COLUMNS.items() for word in words.split()}
_NEEDED = ("subject", "metric", "value")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_SCALE = re.compile(
    r"(?P<currency>HK\$|US\$|RMB|CNY|HKD|USD|[¥€£$])?\s*(?P<number>[+-]?[\d,]*\.?\d+)\s*"
    r"(?P<unit>%|x|times|bn|billion|mn|million|m|tn|trillion|bps|pp|[亿億万萬]元?)?",
    re.ASCII | re.IGNORECASE,
)
_CURRENCIES = {"HK$": "HKD", "US$": "USD", "RMB": "CNY", "¥": "", "$": "", "€": "EUR", "£": "GBP"}  # "" could be several


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
    rows, last = _numbered(csv.reader(text.splitlines(keepends=True), delimiter=delimiter)), 1
    if isinstance(refusal := next(rows)[1], csv.Error):
        yield StatsRead(rejects=[(1, f"no row of a table ({refusal})")])
        return
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
    value, written_unit, written_currency = _value(said["value"])
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
        currency=said.get("currency", "").upper() or written_currency or None,
        period=said.get("period", ""),
        source=source,
        published_at=published_at,
        known_at=known_at,
    )


def _value(text: str) -> tuple[Decimal, str, str]:
    """The figure, and the unit and the currency that are written with it."""
    plain = text.strip().replace("−", "-")
    if enclosed := re.fullmatch(r"\(([^()-]+)\)(%?)", plain):  # as accounts write what is lost
        plain = f"-{enclosed[1]}{enclosed[2]}"
    found = _SCALE.fullmatch(plain)
    try:
        value = Decimal(found["number"].replace(",", "")) if found else None
    except InvalidOperation:
        value = None
    if found is None or value is None or abs(value) > Decimal(10) ** 18:
        raise ValueError(f"value is not a number ({text[:40]!r})")
    unit, currency = (found["unit"] or "").lower(), (found["currency"] or "").upper()
    return value, "times" if unit == "x" else unit, _CURRENCIES.get(currency, currency)


@lru_cache(maxsize=1_000)
def _instant(text: str) -> datetime | None:
    """The instant; a day alone counts from its end, for nobody knows at what hour it was said."""
    if not text:
        return None
    moment = read_moment(text, zone=_ZONE)
    if moment.instant is None or moment.day is None:
        raise ValueError(f"published_at unreadable ({text[:40]!r})")
    if moment.precision == "day":
        return datetime.combine(moment.day, time(23, 59, 59), tzinfo=ZoneInfo(_ZONE)).astimezone(UTC)
    return moment.instant


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
