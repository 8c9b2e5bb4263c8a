"""Embeds the store's texts again, after the embedder has changed."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.errors import EmbedderChanged
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.derived import Progress
from assistant.knowledge.embedders import Embedder, checked
from assistant.knowledge.fingerprints import check_embedder, set_embedder
from assistant.schema import chunks, versions

_BATCH = 500


def embed_again(database: Database, embedder: Embedder, *, progress: Progress | None = None) -> int:
    """Gives every chunk this embedder's vector; how many had another's. It may be interrupted and called again."""
    if not _begin(database, embedder.fingerprint):
        return 0
    total, done = _count(database, embedder.fingerprint), 0
    while some := _next(database, embedder.fingerprint):
        texts = [indexed_text(row.title, row.text) for row in some]
        vectors = checked(embedder.embed(texts), count=len(texts), dimension=embedder.dimension)
        _keep(
            database,
            embedder.fingerprint,
            {row.chunk_id: vector.astype("<f4").tobytes() for row, vector in zip(some, vectors, strict=True)},
        )
        done += len(some)
        if progress:
            progress("embedding", done, total)
    with database.write() as connection:
        set_embedder(connection, embedder.fingerprint)
    return done


def _begin(database: Database, fingerprint: str) -> bool:
    """Whether there is anything to do; if so, no other embedder can open the store until it is done."""
    with database.write() as connection:
        try:
            check_embedder(connection, fingerprint)
            return False
        except EmbedderChanged:
            set_embedder(connection, f"unfinished: {fingerprint}"[:200])
            return True


def _count(database: Database, fingerprint: str) -> int:
    with database.read() as connection:
        query = sa.select(sa.func.count()).select_from(chunks).where(chunks.c.fingerprint != fingerprint)
        return int(connection.execute(query).scalar_one())


def _next(database: Database, fingerprint: str) -> Sequence[Any]:
    same = (versions.c.doc_id == chunks.c.doc_id) & (versions.c.version == chunks.c.version)
    query = sa.select(chunks.c.chunk_id, chunks.c.text, versions.c.title).select_from(sa.join(chunks, versions, same))
    with database.read() as connection:
        return connection.execute(query.where(chunks.c.fingerprint != fingerprint).limit(_BATCH)).all()


def _keep(database: Database, fingerprint: str, vectors: dict[str, bytes]) -> None:
    with database.write() as connection:
        for chunk_id, vector in vectors.items():
            which = sa.update(chunks).where(chunks.c.chunk_id == chunk_id)
            connection.execute(which.values(embedding=vector, fingerprint=fingerprint))
