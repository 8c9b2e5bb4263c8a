"""The document store: what was reported, as known from when. Every write is one transaction."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assistant.database import Database
from assistant.figures.han import scripts, simplified
from assistant.knowledge import commits, rows
from assistant.knowledge.documents import Chunk, Document, Reject
from assistant.knowledge.fingerprints import claim_embedder
from assistant.knowledge.unsettled import mark_unsettled
from assistant.schema import chunks, documents, mentions, rejects, versions

if TYPE_CHECKING:
    from assistant.knowledge.vectors import Vectors

_MANY = 500

_PAGE = 500  # rows read at a time


Counted = tuple[int, tuple[date, date] | None]  # how many, and the first and the last day they were published on


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

    def put_all(
        self,
        items: Iterable[tuple[Document, Sequence[Chunk], "Vectors"]],
        *,
        fingerprint: str,
        settled: bool = True,
    ) -> None:
        """Keeps several documents in one transaction, each as `put` does.

        Args:
            settled: whether their days and their stories are known; else they are noted to be read once more.
        """
        prepared = [commits.prepare(*item, fingerprint=fingerprint) for item in items]
        with self.database.write() as connection:
            claim_embedder(connection, fingerprint)
            kept = commits.keep(connection, prepared)
            if not settled:
                mark_unsettled(connection, kept)

    def head(self, doc_id: str) -> tuple[int, str] | None:
        """The newest version's number and content hash."""
        return self.heads([doc_id]).get(doc_id)

    def heads(self, doc_ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """The newest version's number and content hash of each document that is there."""
        wanted = list(dict.fromkeys(doc_ids))
        found: dict[str, tuple[int, str]] = {}
        with self.database.read() as connection:
            for start in range(0, len(wanted), _MANY):
                rows_of = connection.execute(_HEADS, {"ids": wanted[start : start + _MANY]})
                found |= {doc_id: (version, content_hash) for doc_id, version, content_hash in rows_of}
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

    def with_hashes(self, content_hashes: Iterable[str]) -> dict[str, str]:
        """For each of the hashes that is there, a document that says exactly this in some version."""
        wanted = list(dict.fromkeys(content_hashes))
        found: dict[str, str] = {}
        with self.database.read() as connection:
            for start in range(0, len(wanted), _MANY):
                rows_of = connection.execute(_WITH_HASHES, {"hashes": wanted[start : start + _MANY]})
                found |= {row[0]: row[1] for row in rows_of}
        return found

    def withdraw(self, doc_id: str, *, at: datetime) -> bool:
        """Takes a document out of every search, for good; False where there is none or it is out already."""
        query = sa.update(documents).where(documents.c.doc_id == doc_id, documents.c.withdrawn_at.is_(None))
        with self.database.write() as connection:
            if not connection.execute(query.values(withdrawn_at=at)).rowcount:
                return False
            commits.record(connection, "delete", commits.chunk_ids(connection, doc_id))
        return True

    def at_host(self, host: str, *, withdrawn: bool = False) -> list[tuple[str, str]]:
        """The id and address of each document that has that host in its address and is withdrawn, or is not."""
        state = documents.c.withdrawn_at.is_not(None) if withdrawn else documents.c.withdrawn_at.is_(None)
        query = sa.select(documents.c.doc_id, documents.c.url).where(documents.c.url.contains(host, autoescape=True), state)
        with self.database.read() as connection:
            return [(row.doc_id, row.url) for row in connection.execute(query)]

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

    def is_empty(self) -> bool:
        """Whether there is no document."""
        with self.database.read() as connection:
            return not connection.execute(sa.select(sa.exists().where(documents.c.doc_id.is_not(None)))).scalar_one()

    def newest_known_at(self, as_of: datetime) -> datetime | None:
        """When the newest text that may be used at `as_of` became known."""
        with self.database.read() as connection:
            return connection.execute(_NEWEST_KNOWN, {"as_of": as_of}).scalar()

    def newest_dated_at(self, as_of: datetime) -> datetime | None:
        """When the newest text whose day is known, of those that may be used at `as_of`, became known."""
        with self.database.read() as connection:
            return connection.execute(_NEWEST_DATED, {"as_of": as_of}).scalar()

    def count_mentioning(self, tickers: Sequence[str], *, first: date | None, last: date | None, as_of: datetime) -> Counted:
        """How many articles that may be used at `as_of` speak of one of the tickers, published within those days."""
        days = versions.c.published_date
        columns: tuple[Any, ...] = (sa.func.count(sa.distinct(versions.c.doc_id)), sa.func.min(days), sa.func.max(days))
        query = _visible(sa.select(*columns), as_of)
        query = query.join(mentions, (mentions.c.doc_id == versions.c.doc_id) & (mentions.c.version == versions.c.version))
        query = _published(query.where(mentions.c.ticker.in_(tickers), documents.c.kind == "article"), first, last)
        with self.database.read() as connection:
            count, begin, end = connection.execute(query).one()
            return int(count), (begin, end) if begin and end else None

    def count_saying(self, words: str, *, first: date | None, last: date | None, as_of: datetime) -> Counted:
        """How many articles that may be used at `as_of` have those words, standing alone, in any case and in either Chinese
        script, in title or text."""
        query = _visible(sa.select(versions.c.doc_id, versions.c.published_date, versions.c.title, versions.c.text), as_of)
        fields = (versions.c.title, versions.c.text)
        holds = sa.or_(*(field.icontains(one, autoescape=True) for field in fields for one in scripts(words)))
        query = _published(query.where(holds, documents.c.kind == "article"), first, last)
        plain = re.escape(simplified(words))
        alone = re.compile(rf"(?<![^\W_]){plain}(?![^\W_])" if words.isascii() else plain, re.IGNORECASE)
        with self.database.read() as connection:
            rows = connection.execute(query).yield_per(_PAGE)
            found = {row.doc_id: row.published_date for row in rows if alone.search(simplified(f"{row.title}\n{row.text}"))}
        days = [day for day in found.values() if day is not None]
        return len(found), (min(days), max(days)) if days else None

    def articles_held(self, tickers: Sequence[str] | None = None, *, as_of: datetime) -> tuple[int, tuple[date, date] | None]:
        """How many articles may be used at `as_of` (of those that speak of the tickers), and the first and the last day."""
        days = versions.c.published_date
        columns: tuple[Any, ...] = (sa.func.count(sa.distinct(versions.c.doc_id)), sa.func.min(days), sa.func.max(days))
        query = _visible(sa.select(*columns), as_of).where(documents.c.kind == "article")
        if tickers is not None:
            query = query.where(
                sa.exists().where(
                    mentions.c.doc_id == versions.c.doc_id,
                    mentions.c.version == versions.c.version,
                    mentions.c.ticker.in_(tickers),
                )
            )
        with self.database.read() as connection:
            count, first, last = connection.execute(query).one()
        return count, None if first is None or last is None else (first, last)

    def publishers(self, *, as_of: datetime) -> list[tuple[str, int]]:
        """Whose articles may be used at `as_of`, and how many of each, the most first."""
        columns: tuple[Any, ...] = (documents.c.publisher, sa.func.count(sa.distinct(versions.c.doc_id)).label("articles"))
        query = _visible(sa.select(*columns), as_of).where(documents.c.kind == "article", documents.c.publisher != "")
        query = query.group_by(documents.c.publisher).order_by(sa.desc("articles"), documents.c.publisher)
        with self.database.read() as connection:
            return [(row.publisher, row.articles) for row in connection.execute(query)]

    def put_rejects(self, found: Iterable[tuple[str, str, str]], at: datetime, *, input_id: str | None = None) -> list[str]:
        """Keeps what could not be taken, each by its origin, reason and detail, and gives their ids; the same one again
        changes nothing."""
        wanted = {_reject_id(*one): one for one in found}
        new, moved = [], []
        with self.database.write() as connection:
            query = sa.select(rejects.c.reject_id, rejects.c.input_id).where(rejects.c.reject_id.in_(wanted))
            kept = {row.reject_id: row.input_id for row in connection.execute(query)}
            for key, (origin, reason, detail) in wanted.items():
                row = {"reject_id": key, "origin": origin, "reason": reason[:64], "detail": detail, "rejected_at": at}
                if key not in kept:
                    new.append({name: _writable(value) for name, value in row.items()} | {"input_id": input_id})
                elif input_id and kept[key] != input_id:
                    moved.append(key)
            if new:
                connection.execute(sa.insert(rejects), new)
            if moved:
                connection.execute(sa.update(rejects).where(rejects.c.reject_id.in_(moved)).values(input_id=input_id))
        return list(wanted)

    def rejects(self) -> list[Reject]:
        """Everything that could not be taken, oldest first."""
        query = sa.select(rejects).order_by(rejects.c.rejected_at, rejects.c.reject_id)
        with self.database.read() as connection:
            return [
                Reject(origin=row.origin, reason=row.reason, detail=row.detail, rejected_at=row.rejected_at)
                for row in connection.execute(query)
            ]


def in_force(as_of: "datetime | sa.BindParameter[datetime]") -> sa.ColumnElement[bool]:
    """The versions whose text is the document's text at that instant."""
    return (versions.c.known_at <= as_of) & (versions.c.superseded_at.is_(None) | (versions.c.superseded_at > as_of))


def _visible(query: sa.Select[Any], as_of: "datetime | sa.BindParameter[datetime]") -> sa.Select[Any]:
    joined = query.join_from(versions, documents, versions.c.doc_id == documents.c.doc_id)
    return joined.where(in_force(as_of), documents.c.withdrawn_at.is_(None))


# Looked up for every group of articles that comes: each statement is built once.
_HEADS = (
    sa.select(versions.c.doc_id, versions.c.version, versions.c.content_hash)
    .join(documents, (documents.c.doc_id == versions.c.doc_id) & (documents.c.version == versions.c.version))
    .where(documents.c.doc_id.in_(sa.bindparam("ids", expanding=True)))
)
_WITH_HASHES = (
    sa.select(versions.c.content_hash, sa.func.min(versions.c.doc_id))
    .where(versions.c.content_hash.in_(sa.bindparam("hashes", expanding=True)))
    .group_by(versions.c.content_hash)
)
# Every question asks these: they are built once.
_USABLE = _visible(sa.select(versions.c.known_at), sa.bindparam("as_of", type_=versions.c.known_at.type))
_NEWEST_KNOWN = _USABLE.order_by(versions.c.known_at.desc()).limit(1)
_NEWEST_DATED = (
    _USABLE.where(versions.c.published_date.is_not(None))
    .order_by(versions.c.published_date.desc(), versions.c.known_at.desc())
    .limit(1)
)


def _published(query: sa.Select[Any], first: date | None, last: date | None) -> sa.Select[Any]:
    if first is not None:
        query = query.where(versions.c.published_date >= first)
    return query if last is None else query.where(versions.c.published_date <= last)


def _writable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "�") if isinstance(value, str) else value


def _reject_id(origin: str, reason: str, detail: str) -> str:
    return hashlib.sha256("\0".join((origin, reason, detail)).encode("utf-8", "replace")).hexdigest()[:32]
