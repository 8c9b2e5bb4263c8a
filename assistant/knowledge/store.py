"""The document store: what was reported, as known from when. Every write is one transaction."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.errors import BadInput, Busy
from assistant.knowledge import rows
from assistant.knowledge.documents import Chunk, Document, Reject
from assistant.knowledge.fingerprints import claim_embedder
from assistant.schema import changes, chunks, documents, mentions, rejects, versions

if TYPE_CHECKING:
    from assistant.knowledge.embedders import Vectors

_CHANGES_LOCK = 0x72616C6C7A  # Postgres: writers of changes commit in the order of their numbers
_MANY = 500


class DocumentStore:
    """Documents, their versions and chunks in the record of truth."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, document: Document, chunk_list: Sequence[Chunk], embeddings: "Vectors", *, fingerprint: str) -> None:
        """Keeps a version of a document; keeping it again changes nothing.

        Raises:
            BadInput: the chunks, their vectors and the document do not belong together.
            Busy: another writer has kept this version number meanwhile; read `head` again.
            EmbedderChanged: the store holds another embedder's vectors.
        """
        self.put_all([(document, chunk_list, embeddings)], fingerprint=fingerprint)

    def put_all(self, items: Iterable[tuple[Document, Sequence[Chunk], "Vectors"]], *, fingerprint: str) -> None:
        """Keeps several documents in one transaction, each as `put` does."""
        prepared = [(document, chunk_list, _blobs(document, chunk_list, vectors)) for document, chunk_list, vectors in items]
        with self.database.write() as connection:
            claim_embedder(connection, fingerprint)
            for document, chunk_list, blobs in prepared:
                _put(connection, document, rows.chunk_rows(chunk_list, blobs, fingerprint))

    def head(self, doc_id: str) -> tuple[int, str] | None:
        """The newest version's number and content hash."""
        return self.heads([doc_id]).get(doc_id)

    def heads(self, doc_ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """The newest version's number and content hash of each document that is there."""
        wanted = list(dict.fromkeys(doc_ids))
        found: dict[str, tuple[int, str]] = {}
        with self.database.read() as connection:
            for start in range(0, len(wanted), _MANY):
                query = (
                    sa.select(versions.c.doc_id, versions.c.version, versions.c.content_hash)
                    .join(documents, (documents.c.doc_id == versions.c.doc_id) & (documents.c.version == versions.c.version))
                    .where(documents.c.doc_id.in_(wanted[start : start + _MANY]))
                )
                found |= {row.doc_id: (row.version, row.content_hash) for row in connection.execute(query)}
        return found

    def get(self, doc_id: str, *, version: int | None = None, as_of: datetime | None = None) -> Document | None:
        """A version of a document: that one, or the one in force at `as_of`, or the newest."""
        query = rows.DOCUMENTS.where(versions.c.doc_id == doc_id)
        if version is not None:
            query = query.where(versions.c.version == version)
        if as_of is not None:
            query = query.where(in_force(as_of))
        with self.database.read() as connection:
            row = connection.execute(query.order_by(versions.c.known_at.desc(), versions.c.version.desc())).mappings().first()
            if row is None:
                return None
            key = (row["doc_id"], row["version"])
            return rows.document_of(row, rows.tickers_of(connection, [key])[key])

    def doc_with_hash(self, content_hash: str) -> str | None:
        """A document that says exactly this, in some version."""
        query = sa.select(sa.func.min(versions.c.doc_id)).where(versions.c.content_hash == content_hash)
        with self.database.read() as connection:
            return connection.execute(query).scalar()

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, tuple[Chunk, Document]]:
        """Those chunks with the versions they are part of."""
        if not chunk_ids:
            return {}
        with self.database.read() as connection:
            return rows.passages(connection, chunk_ids)

    def outlines(self, chunk_ids: Sequence[str], *, lead_chars: int) -> dict[str, rows.Outline]:
        """What ranking has to know of those chunks."""
        if not chunk_ids:
            return {}
        with self.database.read() as connection:
            return rows.outlines(connection, chunk_ids, lead_chars=lead_chars)

    def withdraw(self, doc_id: str, *, at: datetime) -> bool:
        """Takes a document out of every search, for good; False where there is none or it is out already."""
        query = sa.update(documents).where(documents.c.doc_id == doc_id, documents.c.withdrawn_at.is_(None))
        with self.database.write() as connection:
            if not connection.execute(query.values(withdrawn_at=at)).rowcount:
                return False
            _record(connection, "delete", _chunk_ids(connection, doc_id))
        return True

    def at_host(self, host: str) -> list[tuple[str, str]]:
        """The id and address of each document that is not withdrawn and has that host in its address."""
        query = sa.select(documents.c.doc_id, documents.c.url).where(
            documents.c.url.contains(host, autoescape=True), documents.c.withdrawn_at.is_(None)
        )
        with self.database.read() as connection:
            return [(row.doc_id, row.url) for row in connection.execute(query)]

    def assign_story(self, doc_ids: Iterable[str], story_id: str) -> None:
        """Says that those documents report one event."""
        with self.database.write() as connection:
            for doc_id in dict.fromkeys(doc_ids):
                if connection.execute(_assignment(doc_id, story_id)).rowcount:
                    _record(connection, "put", _chunk_ids(connection, doc_id))

    def counts(self) -> dict[str, int]:
        """How many documents, versions, chunks, withdrawn documents and rejects there are."""
        with self.database.read() as connection:

            def count(table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
                return connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()

            return {
                "documents": count(documents, documents.c.withdrawn_at.is_(None)),
                "versions": count(versions),
                "chunks": count(chunks),
                "withdrawn": count(documents, documents.c.withdrawn_at.is_not(None)),
                "rejects": count(rejects),
            }

    def newest_known_at(self, as_of: datetime) -> datetime | None:
        """When the newest text that may be used at `as_of` became known."""
        query = _visible(sa.select(sa.func.max(versions.c.known_at)), as_of)
        with self.database.read() as connection:
            return connection.execute(query).scalar()

    def count_mentioning(self, tickers: Sequence[str], *, first: date | None, last: date | None, as_of: datetime) -> int:
        """How many articles that may be used at `as_of` speak of one of the tickers, published within those days."""
        query = _visible(sa.select(sa.func.count(sa.distinct(versions.c.doc_id))), as_of)
        query = query.join(mentions, (mentions.c.doc_id == versions.c.doc_id) & (mentions.c.version == versions.c.version))
        query = query.where(mentions.c.ticker.in_(tickers), documents.c.kind == "article")
        if first is not None:
            query = query.where(versions.c.published_date >= first)
        if last is not None:
            query = query.where(versions.c.published_date <= last)
        with self.database.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    def span(self, as_of: datetime) -> tuple[datetime, datetime] | None:
        """When the first and the last of the documents that may be used at `as_of` were published."""
        query = _visible(sa.select(sa.func.min(versions.c.published_at), sa.func.max(versions.c.published_at)), as_of)
        with self.database.read() as connection:
            first, last = connection.execute(query).one()
        return None if first is None or last is None else (first, last)

    def put_reject(self, origin: str, reason: str, detail: str, at: datetime, *, input_id: str | None = None) -> str:
        """Keeps what could not be taken and gives its id; the same one again changes nothing."""
        key = hashlib.sha256("\0".join((origin, reason, detail)).encode("utf-8", "replace")).hexdigest()[:32]
        row = {
            "reject_id": key,
            "origin": origin,
            "reason": reason[:64],
            "detail": detail,
            "rejected_at": at,
            "input_id": input_id,
        }
        with self.database.write() as connection:
            same = connection.execute(sa.select(rejects.c.input_id).where(rejects.c.reject_id == key)).first()
            if same is None:
                connection.execute(sa.insert(rejects).values({name: _writable(value) for name, value in row.items()}))
            elif input_id and same.input_id != input_id:
                connection.execute(sa.update(rejects).where(rejects.c.reject_id == key).values(input_id=input_id))
        return key

    def rejects(self) -> list[Reject]:
        """Everything that could not be taken, oldest first."""
        query = sa.select(rejects).order_by(rejects.c.rejected_at, rejects.c.reject_id)
        with self.database.read() as connection:
            return [
                Reject(origin=row.origin, reason=row.reason, detail=row.detail, rejected_at=row.rejected_at)
                for row in connection.execute(query)
            ]


def in_force(as_of: datetime) -> sa.ColumnElement[bool]:
    """The versions whose text is the document's text at that instant."""
    return (versions.c.known_at <= as_of) & (versions.c.superseded_at.is_(None) | (versions.c.superseded_at > as_of))


def _visible(query: sa.Select[Any], as_of: datetime) -> sa.Select[Any]:
    joined = query.join_from(versions, documents, versions.c.doc_id == documents.c.doc_id)
    return joined.where(in_force(as_of), documents.c.withdrawn_at.is_(None))


def _writable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "�") if isinstance(value, str) else value


def _blobs(document: Document, chunk_list: Sequence[Chunk], vectors: "Vectors") -> list[bytes]:
    """The chunks' vectors as the database keeps them, after making sure that everything belongs together."""
    import numpy as np

    from assistant.knowledge.embedders import checked

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


def _put(connection: sa.Connection, document: Document, chunk_rows: list[dict[str, Any]]) -> None:
    kept = connection.execute(
        sa.select(versions.c.version, versions.c.content_hash, versions.c.known_at).where(versions.c.doc_id == document.doc_id)
    ).all()
    if any((row.content_hash, row.known_at) == (document.content_hash, document.known_at) for row in kept):
        return
    if any(row.version >= document.version for row in kept):
        raise Busy(f"Version {document.version} of {document.doc_id!r} has been kept by another writer meanwhile.")
    _put_header(connection, document, new=not kept)
    connection.execute(sa.insert(versions).values(rows.version_row(document)))
    ended = _set_ends(connection, document.doc_id)
    if chunk_rows:
        connection.execute(sa.insert(chunks), chunk_rows)
    if document.tickers:
        names = [
            {"doc_id": document.doc_id, "version": document.version, "ticker": name} for name in sorted(set(document.tickers))
        ]
        connection.execute(sa.insert(mentions), names)
    touched = [chunk_id for number in ended for chunk_id in _chunk_ids(connection, document.doc_id, number)]
    fresh = [row["chunk_id"] for row in chunk_rows]
    _record(connection, "put", [*(name for name in touched if name not in fresh), *fresh])


def _put_header(connection: sa.Connection, document: Document, *, new: bool) -> None:
    values = rows.header_row(document)
    if new:
        connection.execute(sa.insert(documents).values(values))
        return
    lasting = {"doc_id", "first_seen_at", "withdrawn_at"}  # a document that was withdrawn does not come back with a new version
    if document.story_id is None:
        lasting.add("story_id")
    changed = {name: value for name, value in values.items() if name not in lasting}
    connection.execute(sa.update(documents).where(documents.c.doc_id == document.doc_id).values(changed))


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


def _assignment(doc_id: str, story_id: str) -> sa.Update:
    other = documents.c.story_id.is_(None) | (documents.c.story_id != story_id)
    return sa.update(documents).where(documents.c.doc_id == doc_id, other).values(story_id=story_id)


def _chunk_ids(connection: sa.Connection, doc_id: str, version: int | None = None) -> list[str]:
    query = sa.select(chunks.c.chunk_id).where(chunks.c.doc_id == doc_id).order_by(chunks.c.version, chunks.c.ordinal)
    if version is not None:
        query = query.where(chunks.c.version == version)
    return list(connection.execute(query).scalars())


def _record(connection: sa.Connection, op: str, chunk_ids: Sequence[str]) -> None:
    if not chunk_ids:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CHANGES_LOCK)))
    connection.execute(sa.insert(changes), [{"chunk_id": chunk_id, "op": op} for chunk_id in chunk_ids])
