"""The source ledger: every passage, price row, statistic and calculation of one answer, numbered once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from assistant.agent.events import CitedSource
from assistant.knowledge.documents import Hit

SourceKind = Literal["news", "price", "stat", "calculation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something an answer may cite; `text` is what code checks figures and quotes against."""

    n: int
    kind: SourceKind
    key: str  # what makes it the same source: chunk_id, "9988.HK 2025-09-17", a formula
    text: str
    title: str = ""
    publisher: str = ""
    byline: str = ""
    url: str = ""
    doc_id: str | None = None
    version: int | None = None
    start: int = 0  # of `text` in the version's text
    published_at: datetime | None = None
    known_at: datetime | None = None
    updated_at: datetime | None = None
    day: date | None = None  # the calendar day it speaks from
    spans: tuple[tuple[int, int], ...] = ()  # the parts of `text` that the answer used

    @property
    def quote_span(self) -> tuple[int, int]:
        """The smallest stretch of `text` that holds every part used; all of it where none is marked."""
        if not self.spans:
            return 0, len(self.text)
        return min(start for start, _ in self.spans), max(end for _, end in self.spans)


@dataclass(slots=True)
class SourceLedger:
    """Numbers sources from 1 in order of arrival; the same key keeps its number."""

    _sources: dict[str, Source] = field(default_factory=dict)

    def news(self, hit: Hit) -> Source:
        """The source of a hit: its passage, in the version it was found in."""
        document, chunk = hit.document, hit.chunk
        return self._put(
            key=chunk.chunk_id,
            kind="news",
            text=chunk.text,
            title=document.title,
            publisher=document.publisher,
            byline=document.byline,
            url=document.url,
            doc_id=document.doc_id,
            version=document.version,
            start=chunk.start,
            published_at=_local(document.published_at, document.zone),
            known_at=document.known_at,
            updated_at=_local(document.updated_at, document.zone),
            day=document.published_date,
        )

    def row(self, kind: SourceKind, *, key: str, text: str, **header: object) -> Source:
        """The source of a price row, a statistic or a calculation."""
        return self._put(key=key, kind=kind, text=text, **header)

    def _put(self, *, key: str, **values: object) -> Source:
        if key not in self._sources:
            self._sources[key] = Source(n=len(self._sources) + 1, key=key, **values)  # type: ignore[arg-type]
        return self._sources[key]

    def get(self, n: int) -> Source | None:
        """The source of that number; None for a number nobody was given."""
        return next((source for source in self._sources.values() if source.n == n), None)

    def mark(self, n: int, start: int, end: int) -> None:
        """Note that the answer used text[start:end] of source n."""
        source = self.get(n)
        if source is not None and 0 <= start < end <= len(source.text):
            self._sources[source.key] = replace(source, spans=(*source.spans, (start, end)))

    def __iter__(self) -> Iterator[Source]:
        return iter(tuple(self._sources.values()))

    def cited(self, places: Mapping[int, int]) -> tuple[CitedSource, ...]:
        """The sources of those numbers as the stream shows them, each with its place; unknown numbers are left out."""
        found = ((self.get(n), place) for n, place in places.items())
        return tuple(_shown(source, place) for source, place in found if source is not None)


def _local(instant: datetime | None, zone: str) -> datetime | None:
    """An instant as the clock stood where it was published."""
    return instant.astimezone(ZoneInfo(zone)) if instant is not None else None


def _shown(source: Source, place: int) -> CitedSource:
    start, end = source.quote_span
    news = source.kind == "news"
    return CitedSource(
        n=place,
        kind=source.kind,
        doc_id=source.doc_id,
        version=source.version,
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        published_at=source.published_at,
        known_at=source.known_at,
        quote=source.text[start:end],
        start=source.start + start if news else None,
        end=source.start + end if news else None,
    )
