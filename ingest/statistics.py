"""Statistics as documents: each value as a sentence, so that it is found by meaning like an article."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.knowledge.documents import Document
from assistant.market.stats import Stat
from ingest.identity import content_hash
from ingest.languages import language_of

# The metrics whose short names are not words already.
_METRICS = {
    "forward_pe": "forward price-earnings multiple",
    "forward_pe_average": "average forward price-earnings multiple",
    "trailing_pe": "trailing price-earnings multiple",
    "price_to_book": "price-to-book ratio",
    "market_cap": "market capitalisation",
}
_HOME = "Asia/Hong_Kong"


def stat_documents(stats: Iterable[Stat], *, origin: str, now: datetime) -> list[Document]:
    """A small document for each statistic, under the id that the statistic names."""
    return [_document(stat, origin=origin, now=now) for stat in stats]


def _document(stat: Stat, *, origin: str, now: datetime) -> Document:
    title = f"{stat.subject}: {metric_words(stat.metric)}"
    day = stat.published_at.astimezone(ZoneInfo(_HOME)).date() if stat.published_at else None
    text = sentence(stat)
    return Document(
        doc_id=stat.doc_id,
        kind="stat",
        title=title,
        publisher=stat.source,
        text=text,
        language=language_of(text),
        published_at=stat.published_at,
        published_date=day,
        precision="minute" if stat.published_at else "none",
        zone=_HOME,
        known_at=stat.known_at,
        ingested_at=now,
        content_hash=content_hash(title=title, text=text, published_at=stat.published_at, updated_at=None),
        tickers=(stat.ticker,) if stat.ticker else (),
        details={"origin": origin, "stat_id": stat.stat_id, "notes": []},
    )


def metric_words(metric: str) -> str:
    """A metric's name in words: "forward_pe" is "forward price-earnings multiple"."""
    return _METRICS.get(metric.strip().lower(), metric.replace("_", " ").strip())


def sentence(stat: Stat) -> str:
    """The statistic as a sentence with its period, its source and its day."""
    value = f"{stat.value:f}"
    amount = f"{value}{stat.unit}" if stat.unit == "%" else f"{value} {stat.unit}".strip()
    if stat.currency and stat.currency.upper() not in stat.unit.upper():
        amount = f"{stat.currency} {amount}"
    period = f" ({stat.period})" if stat.period else ""
    source = f", source: {stat.source}" if stat.source else ""
    day = f", {stat.published_at.astimezone(ZoneInfo(_HOME)):%-d %B %Y}" if stat.published_at else ""
    return f"{stat.subject} {metric_words(stat.metric)}: {amount}{period}{source}{day}."
