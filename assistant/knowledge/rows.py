"""Documents and chunks as rows of the database, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from assistant.knowledge.documents import Chunk, Document
from assistant.schema import chunks as chunk_table
from assistant.schema import documents as document_table
from assistant.schema import mentions as mention_table
from assistant.schema import versions as version_table

_DOCUMENT_COLUMNS = (
    document_table.c.kind,
    document_table.c.url,
    document_table.c.publisher,
    document_table.c.language,
    document_table.c.story_id,
    document_table.c.origin_id,
    document_table.c.duplicate_of,
    document_table.c.withdrawn_at,
)
DOCUMENTS = sa.select(version_table, *_DOCUMENT_COLUMNS).join_from(
    version_table, document_table, version_table.c.doc_id == document_table.c.doc_id
)
_CHUNK_FIELDS = "chunk_id doc_id version ordinal text start end".split()
_VERSION_FIELDS = (
    "doc_id version content_hash title byline text published_at published_date precision zone updated_at known_at ingested_at"
).split()


class Outline(NamedTuple):
    """What ranking has to know of a chunk."""

    chunk_id: str
    doc_id: str
    ordinal: int
    title: str
    lead: str
    published_at: datetime | None
    origin_id: str | None


def document_of(row: sa.RowMapping, tickers: Iterable[str]) -> Document:
    return Document(**{name: row[name] for name in row}, tickers=tuple(sorted(tickers)))


def header_row(document: Document) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id,
        "kind": document.kind,
        "url": document.url,
        "publisher": document.publisher,
        "language": document.language,
        "version": document.version,
        "story_id": document.story_id,
        "origin_id": document.origin_id,
        "duplicate_of": document.duplicate_of,
        "first_seen_at": document.ingested_at,
        "withdrawn_at": document.withdrawn_at,
    }


def version_row(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in _VERSION_FIELDS} | {"details": dict(document.details)}


def chunk_rows(chunks: Sequence[Chunk], embeddings: Sequence[bytes], fingerprint: str) -> list[dict[str, Any]]:
    return [
        {
            "chunk_id": chunk.chunk_id,
            "doc_id": chunk.doc_id,
            "version": chunk.version,
            "ordinal": chunk.ordinal,
            "start": chunk.start,
            "end": chunk.end,
            "text": chunk.text,
            "embedding": embedding,
            "fingerprint": fingerprint,
        }
        for chunk, embedding in zip(chunks, embeddings, strict=True)
    ]


# Statements that every search runs are built once: building one costs more than running it.
_IDS: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_SAME_VERSION = (version_table.c.doc_id == chunk_table.c.doc_id) & (version_table.c.version == chunk_table.c.version)
_TICKERS = sa.select(mention_table).where(mention_table.c.doc_id.in_(_IDS))
_HOME = chunk_table.join(version_table, _SAME_VERSION).join(document_table, document_table.c.doc_id == chunk_table.c.doc_id)
_DOCUMENT_FIELDS = [column.name for column in (*version_table.c, *_DOCUMENT_COLUMNS)]
_PASSAGES = (
    sa.select(*(chunk_table.c[name] for name in _CHUNK_FIELDS), *version_table.c, *_DOCUMENT_COLUMNS)
    .select_from(_HOME)
    .where(chunk_table.c.chunk_id.in_(_IDS))
)
_OUTLINES = (
    sa.select(
        chunk_table.c.chunk_id,
        chunk_table.c.doc_id,
        chunk_table.c.ordinal,
        version_table.c.title,
        sa.func.substr(version_table.c.text, 1, sa.bindparam("lead_chars")).label("lead"),
        version_table.c.published_at,
        document_table.c.origin_id,
    )
    .select_from(_HOME)
    .where(chunk_table.c.chunk_id.in_(_IDS))
)


def tickers_of(connection: sa.Connection, keys: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], set[str]]:
    """The tickers that those versions of documents mention."""
    wanted = set(keys)
    found: dict[tuple[str, int], set[str]] = {key: set() for key in wanted}
    for doc_id, version, ticker in connection.execute(_TICKERS, {"ids": sorted({doc_id for doc_id, _ in wanted})}):
        if (doc_id, version) in found:
            found[doc_id, version].add(ticker)
    return found


def passages(connection: sa.Connection, chunk_ids: Sequence[str]) -> dict[str, tuple[Chunk, Document]]:
    """Those chunks with their documents; ids that are not there are left out."""
    if not chunk_ids:
        return {}
    found = [
        (
            Chunk(**dict(zip(_CHUNK_FIELDS, row, strict=False))),
            dict(zip(_DOCUMENT_FIELDS, row[len(_CHUNK_FIELDS) :], strict=True)),
        )
        for row in connection.execute(_PASSAGES, {"ids": list(chunk_ids)})
    ]
    tickers = tickers_of(connection, {(chunk.doc_id, chunk.version) for chunk, _ in found})
    return {
        chunk.chunk_id: (chunk, Document(**header, tickers=tuple(sorted(tickers[chunk.doc_id, chunk.version]))))
        for chunk, header in found
    }


def outlines(connection: sa.Connection, chunk_ids: Sequence[str], *, lead_chars: int) -> dict[str, Outline]:
    """What ranking has to know of those chunks; a whole text is read only for what becomes a hit."""
    if not chunk_ids:
        return {}
    found = connection.execute(_OUTLINES, {"ids": list(chunk_ids), "lead_chars": lead_chars})
    return {row[0]: Outline(*row) for row in found}
