"""Commits: what one transaction keeps of versions and their chunks, and the changes it records for the indexes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assistant.database import insert_plain
from assistant.errors import BadInput, Busy
from assistant.knowledge import rows
from assistant.knowledge.documents import Chunk, Document
from assistant.schema import changes, chunks, documents, mentions, versions

if TYPE_CHECKING:
    from assistant.knowledge.vectors import Vectors

    Prepared = tuple[Document, list[dict[str, Any]]]  # with the rows of its chunks

_CHANGES_LOCK = 0x72616C6C7A  # Postgres: writers of changes commit in the order of their numbers
_MANY = 500
_IDS: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_KNOWN = sa.select(documents.c.doc_id).where(documents.c.doc_id.in_(_IDS))


def prepare(document: Document, chunk_list: Sequence[Chunk], vectors: "Vectors", *, fingerprint: str) -> "Prepared":
    """The document with its chunks and vectors as the database keeps them.

    Raises:
        BadInput: the chunks, their vectors and the document do not belong together.
    """
    return document, rows.chunk_rows(chunk_list, _blobs(document, chunk_list, vectors), fingerprint)


def keep(connection: sa.Connection, items: "Sequence[Prepared]") -> list[Document]:
    """Keeps versions, each as if it came alone; documents that are not known yet are written together. Gives what is new.

    Raises:
        Busy: another writer has kept a version's number meanwhile.
    """
    known = _known(connection, [document.doc_id for document, _ in items])
    fresh: list[Prepared] = []
    rest: list[Prepared] = []
    for document, chunk_rows in items:
        (rest if document.doc_id in known else fresh).append((document, chunk_rows))
        known.add(document.doc_id)
    _insert(connection, fresh)
    further = [document for document, chunk_rows in rest if _keep_version(connection, document, chunk_rows)]
    return [*(document for document, _ in fresh), *further]


def chunk_ids(connection: sa.Connection, doc_id: str, version: int | None = None) -> list[str]:
    """The chunks of a document, or of one version of it, in order."""
    query = sa.select(chunks.c.chunk_id).where(chunks.c.doc_id == doc_id).order_by(chunks.c.version, chunks.c.ordinal)
    if version is not None:
        query = query.where(chunks.c.version == version)
    return list(connection.execute(query).scalars())


def record(connection: sa.Connection, op: str, chunk_ids: Sequence[str]) -> None:
    """Tells the indexes, which follow, that those chunks have changed."""
    if not chunk_ids:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CHANGES_LOCK)))
    insert_plain(connection, changes, [{"chunk_id": chunk_id, "op": op} for chunk_id in chunk_ids])


def _known(connection: sa.Connection, doc_ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(doc_ids), _MANY):
        found.update(connection.execute(_KNOWN, {"ids": doc_ids[start : start + _MANY]}).scalars())
    return found


def _insert(connection: sa.Connection, items: "Sequence[Prepared]") -> None:
    """Keeps the first versions of new documents."""
    if not items:
        return
    found = [document for document, _ in items]
    connection.execute(sa.insert(documents), [rows.header_row(document) for document in found])
    connection.execute(sa.insert(versions), [rows.version_row(document) for document in found])
    insert_plain(connection, chunks, [row for _, chunk_rows in items for row in chunk_rows])
    _insert_mentions(connection, found)
    record(connection, "put", [row["chunk_id"] for _, chunk_rows in items for row in chunk_rows])


def _keep_version(connection: sa.Connection, document: Document, chunk_rows: list[dict[str, Any]]) -> bool:
    """Keeps a version of a document that has others; whether it was not there before."""
    kept = connection.execute(
        sa.select(versions.c.version, versions.c.content_hash, versions.c.known_at).where(versions.c.doc_id == document.doc_id)
    ).all()
    if any((row.content_hash, row.known_at) == (document.content_hash, document.known_at) for row in kept):
        return False
    if any(row.version >= document.version for row in kept):
        raise Busy(f"Version {document.version} of {document.doc_id!r} has been kept by another writer meanwhile.")
    _update_header(connection, document)
    connection.execute(sa.insert(versions).values(rows.version_row(document)))
    _set_known(connection, document)
    ended = _set_ends(connection, document.doc_id)
    insert_plain(connection, chunks, chunk_rows)
    _insert_mentions(connection, [document])
    touched = [chunk_id for number in ended for chunk_id in chunk_ids(connection, document.doc_id, number)]
    fresh = [row["chunk_id"] for row in chunk_rows]
    record(connection, "put", [*(name for name in touched if name not in fresh), *fresh])
    return True


def _insert_mentions(connection: sa.Connection, found: Iterable[Document]) -> None:
    named: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for document in found:
        named[document.doc_id, document.version].update(document.tickers)
    mentioned = [
        {"doc_id": doc_id, "version": version, "ticker": ticker}
        for (doc_id, version), tickers in named.items()
        for ticker in sorted(tickers)
    ]
    insert_plain(connection, mentions, mentioned)


def _update_header(connection: sa.Connection, document: Document) -> None:
    lasting = {"doc_id", "first_seen_at", "withdrawn_at"}  # a document that was withdrawn does not come back with a new version
    lasting |= {name for name in ("story_id", "origin_id") if getattr(document, name) is None}
    changed = {name: value for name, value in rows.header_row(document).items() if name not in lasting}
    connection.execute(sa.update(documents).where(documents.c.doc_id == document.doc_id).values(changed))


def _set_known(connection: sa.Connection, document: Document) -> None:
    """What an excerpt says was known when the whole text was: a digest dated by its day alone does not come after it."""
    excerpt = (versions.c.doc_id == document.doc_id) & versions.c.version.in_(document.details.get("completes", ()))
    later = versions.c.known_at > document.known_at
    connection.execute(sa.update(versions).where(excerpt & later).values(known_at=document.known_at))


def _set_ends(connection: sa.Connection, doc_id: str) -> list[int]:
    """Makes each version end where the next one known begins; the numbers of those whose end moved.

    Versions need not arrive in the order they became known: an older copy may be read after a newer one.
    """
    query = sa.select(versions.c.version, versions.c.known_at, versions.c.superseded_at).where(versions.c.doc_id == doc_id)
    ordered = connection.execute(query.order_by(versions.c.known_at, versions.c.version)).all()
    ends = [(row, following.known_at) for row, following in pairwise(ordered)] + [(ordered[-1], None)]
    moved = [(row.version, end) for row, end in ends if row.superseded_at != end]
    for number, end in moved:
        which = (versions.c.doc_id == doc_id) & (versions.c.version == number)
        connection.execute(sa.update(versions).where(which).values(superseded_at=end))
    return [number for number, _ in moved]


def _blobs(document: Document, chunk_list: Sequence[Chunk], vectors: "Vectors") -> list[bytes]:
    """The chunks' vectors as the database keeps them, after making sure that everything belongs together."""
    import numpy as np

    from assistant.knowledge.vectors import checked

    matrix = np.asarray(vectors, dtype="<f4").reshape(len(chunk_list), -1) if len(chunk_list) else np.empty((0, 0), dtype="<f4")
    checked(matrix, count=len(chunk_list), dimension=matrix.shape[1])
    for ordinal, chunk in enumerate(chunk_list):
        expected = (document.doc_id, document.version, f"{document.doc_id}#{document.version}#{chunk.ordinal}")
        if (chunk.doc_id, chunk.version, chunk.chunk_id) != expected or document.text[chunk.start : chunk.end] != chunk.text:
            raise BadInput(f"The chunk {chunk.chunk_id!r} (number {ordinal}) is no passage of {document.doc_id!r}.")
    try:
        (document.title + document.text + document.byline + document.url + document.publisher).encode("utf-8")
    except UnicodeEncodeError as exc:
        raise BadInput(f"The document {document.doc_id!r} holds half a character (a lone surrogate).") from exc
    return [row.tobytes() for row in matrix]
