"""Builders for knowledge tests: documents in our own words, a store in a folder, an embedder that needs no model."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from assistant.database import Database, open_database
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.documents import Chunk, Document
from assistant.knowledge.store import DocumentStore
from assistant.knowledge.vectors import unit


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


NOW = utc(2026, 1, 1)
PUBLISHED = utc(2025, 9, 17, 10)


class WordEmbedder:
    """Counts of hashed words: texts that share words are near."""

    dimension = 32

    def __init__(self, fingerprint: str = "words:32") -> None:
        self.fingerprint = fingerprint
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> Any:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:4]) % self.dimension] += 1
        return unit(rows)


def make_document(
    doc_id: str = "d1",
    title: str = "Baidu jumps",
    text: str = "Baidu shares jumped in Hong Kong.",
    *,
    published_at: datetime | None = PUBLISHED,
    known_at: datetime | None = None,
    zone: str = "Asia/Hong_Kong",
    **fields: Any,
) -> Document:
    known = known_at or published_at or utc(2025, 9, 17, 10)
    day: date | None = published_at.astimezone(ZoneInfo(zone)).date() if published_at else None
    return Document(
        doc_id=doc_id,
        title=title,
        text=text,
        published_at=published_at,
        published_date=day,
        precision="minute" if published_at else "none",
        zone=zone,
        known_at=known,
        ingested_at=known,
        content_hash=hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest(),
        url=f"https://news.example/{doc_id}",
        **fields,
    )


def make_chunks(document: Document) -> list[Chunk]:
    """A chunk a paragraph."""
    return [
        Chunk(
            chunk_id=f"{document.doc_id}#{document.version}#{ordinal}",
            doc_id=document.doc_id,
            version=document.version,
            ordinal=ordinal,
            text=found[0],
            start=found.start(),
            end=found.end(),
        )
        for ordinal, found in enumerate(re.finditer(r"[^\n]+", document.text))
    ]


def put(store: DocumentStore, document: Document, embedder: Any = None) -> None:
    embedder = embedder or WordEmbedder()
    chunks = make_chunks(document)
    vectors = embedder.embed([indexed_text(document.title, chunk.text) for chunk in chunks])
    store.put(document, chunks, vectors, fingerprint=embedder.fingerprint)


def database_in(folder: Path) -> Database:
    return open_database(f"sqlite:///{folder / 'rally.sqlite'}")


def knowledge_in(folder: Path, embedder: Any = None, **options: Any) -> KnowledgeBase:
    return KnowledgeBase(database_in(folder), folder / "index", embedder or WordEmbedder(), **options)


def doc_ids(hits: Sequence[Any]) -> list[str]:
    return [hit.document.doc_id for hit in hits]
