"""Embeds the store's texts anew for another embedder, beside the vectors in use, which serve until all are there."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.errors import EmbedderChanged
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.derived import Progress
from assistant.knowledge.embedders import Embedder
from assistant.knowledge.fingerprints import check_embedder, set_embedder
from assistant.knowledge.vectors import checked
from assistant.schema import chunks, next_embeddings, versions

_BATCH = 500


def embed_again(database: Database, embedder: Embedder, *, progress: Progress | None = None) -> int:
    """Gives every chunk this embedder's vector; how many were embedded. It may be interrupted and called again.

    Until the last one is embedded the store is the former embedder's, and can be searched and added to.
    """
    if not _is_another(database, embedder.fingerprint):
        return 0
    _forget_others(database, embedder.fingerprint)
    done = 0
    while not _swap(database, embedder.fingerprint):  # chunks may come in while others are embedded
        total = done + _count_missing(database)
        while some := _missing(database):
            vectors = checked(
                embedder.embed([indexed_text(row.title, row.text) for row in some]),
                count=len(some),
                dimension=embedder.dimension,
            )
            _keep(
                database,
                embedder.fingerprint,
                {row.chunk_id: vector.astype("<f4").tobytes() for row, vector in zip(some, vectors, strict=True)},
            )
            done += len(some)
            if progress:
                progress("embedding", done, max(done, total))
    return done


def _is_another(database: Database, fingerprint: str) -> bool:
    with database.read() as connection:
        try:
            check_embedder(connection, fingerprint)
        except EmbedderChanged:
            return True
    return False


def _forget_others(database: Database, fingerprint: str) -> None:
    """Drops what an interrupted run for a third embedder left."""
    with database.write() as connection:
        connection.execute(sa.delete(next_embeddings).where(next_embeddings.c.fingerprint != fingerprint))


_BESIDE = sa.outerjoin(chunks, next_embeddings, next_embeddings.c.chunk_id == chunks.c.chunk_id)
_COUNT = sa.select(sa.func.count()).select_from(_BESIDE).where(next_embeddings.c.chunk_id.is_(None))


def _count_missing(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(_COUNT).scalar_one())


def _missing(database: Database) -> Sequence[Any]:
    same = (versions.c.doc_id == chunks.c.doc_id) & (versions.c.version == chunks.c.version)
    query = sa.select(chunks.c.chunk_id, chunks.c.text, versions.c.title).select_from(sa.join(_BESIDE, versions, same))
    with database.read() as connection:
        return connection.execute(query.where(next_embeddings.c.chunk_id.is_(None)).limit(_BATCH)).all()


def _keep(database: Database, fingerprint: str, vectors: dict[str, bytes]) -> None:
    rows = [
        {"chunk_id": chunk_id, "fingerprint": fingerprint, "embedding": embedding} for chunk_id, embedding in vectors.items()
    ]
    with database.write() as connection:
        connection.execute(sa.delete(next_embeddings).where(next_embeddings.c.chunk_id.in_(list(vectors))))
        connection.execute(sa.insert(next_embeddings), rows)


def _swap(database: Database, fingerprint: str) -> bool:
    """Makes the new vectors the store's, all at once, unless one is missing still."""
    with database.write() as connection:
        if connection.execute(_COUNT).scalar_one():
            return False
        new = sa.select(next_embeddings.c.embedding).where(next_embeddings.c.chunk_id == chunks.c.chunk_id).scalar_subquery()
        connection.execute(sa.update(chunks).values(embedding=new, fingerprint=fingerprint))
        connection.execute(sa.delete(next_embeddings))
        set_embedder(connection, fingerprint)
    return True
