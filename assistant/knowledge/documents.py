"""Documents, their versions and chunks: the records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Precision = Literal["minute", "day", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of an article or of a market statistic, as stored."""

    doc_id: str
    version: int = 1
    kind: Literal["article", "stat"] = "article"
    url: str = ""
    title: str
    publisher: str = ""
    byline: str = ""
    language: str = "en"
    text: str
    published_at: datetime | None
    published_date: date | None  # the calendar day where it was published
    precision: Precision = "minute"
    zone: str = "UTC"  # the IANA zone its times were written in
    updated_at: datetime | None = None
    known_at: datetime  # from then on the text may be used
    superseded_at: datetime | None = None
    ingested_at: datetime
    content_hash: str = ""
    story_id: str | None = None  # the documents that tell the same event
    origin_id: str | None = None  # the first of those that tell it in nearly the same words
    duplicate_of: str | None = None
    withdrawn_at: datetime | None = None
    tickers: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage of one version: the unit that is indexed and cited."""

    chunk_id: str  # "<doc_id>#<version>#<ordinal>"
    doc_id: str
    version: int
    ordinal: int
    text: str  # equals the version's text[start:end]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A chunk that a search found, with its document's header and its ranks (1 is best)."""

    chunk: Chunk
    document: Document  # its `text` is the whole version
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    also: tuple[str, ...] = ()  # doc_ids of its near copies, which it stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """An input that could not be taken, with the reason."""

    origin: str
    reason: str
    detail: str
    rejected_at: datetime
