"""Novelty: whether a document is new, a new version, known already, or another's text over again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from assistant.knowledge.documents import Document
from ingest.identity import other_id, where_from
from ingest.report import Outcome
from ingest.sources import host


class Known(Protocol):
    """What the document store tells about what it keeps."""

    def heads(self, doc_ids: Iterable[str]) -> dict[str, tuple[int, str]]: ...
    def get(self, doc_id: str, *, version: int | None = None) -> Document | None: ...
    def with_hashes(self, content_hashes: Iterable[str]) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a document is, as it is to be kept; nothing is kept of one that is unchanged."""

    outcome: Outcome
    document: Document
    keep: bool


class Shelf:
    """What is known, in the store and in this run before it is committed."""

    def __init__(self, store: Known) -> None:
        self._store = store
        self._heads: dict[str, tuple[int, str]] = {}
        self._pending: dict[str, list[Document]] = {}
        self._by_hash: dict[str, str] = {}

    def expect(self, documents: Sequence[Document]) -> None:
        """Looks up many documents at once, before each is judged; what was looked up before is forgotten."""
        waiting = [versions[-1] for versions in self._pending.values()]
        self._heads = {document.doc_id: (document.version, document.content_hash) for document in waiting}
        self._by_hash = self._store.with_hashes(document.content_hash for document in documents)
        for document in (version for versions in self._pending.values() for version in versions):
            self._by_hash.setdefault(document.content_hash, document.doc_id)
        self.learn(document.doc_id for document in documents)

    def learn(self, doc_ids: Iterable[str]) -> None:
        """Looks up documents by their ids alone."""
        self._heads |= self._store.heads(doc_id for doc_id in doc_ids if doc_id not in self._heads)

    def head(self, doc_id: str) -> tuple[int, str] | None:
        return self._heads.get(doc_id)

    def versions(self, doc_id: str) -> list[Document]:
        """All versions of a document, the newest number first."""
        pending = self._pending.get(doc_id, [])
        newest = self._heads[doc_id][0] if doc_id in self._heads else 0
        kept = [self._store.get(doc_id, version=number) for number in range(newest - len(pending), 0, -1)]
        return [*reversed(pending), *(document for document in kept if document)]

    def with_hash(self, content_hash: str) -> str | None:
        return self._by_hash.get(content_hash)

    def add(self, document: Document) -> None:
        self._heads[document.doc_id] = (document.version, document.content_hash)
        self._pending.setdefault(document.doc_id, []).append(document)
        self._by_hash.setdefault(document.content_hash, document.doc_id)

    def committed(self, documents: Iterable[Document]) -> None:
        """Those, of what is pending the oldest, can be asked from the store from now on."""
        for document in documents:
            versions = self._pending[document.doc_id]
            del versions[0]
            if not versions:
                del self._pending[document.doc_id]


def judge(document: Document, shelf: Shelf, *, now: datetime) -> Verdict:
    """What a freshly read document is to the store."""
    head = shelf.head(document.doc_id)
    if head and head[1] == document.content_hash:
        return Verdict("unchanged", document, keep=False)
    versions = shelf.versions(document.doc_id) if head else []
    if versions and not same_article(document, versions[0]):
        document = replace(document, doc_id=other_id(document.doc_id, origin=_where_from(document)))
        shelf.learn([document.doc_id])
        return judge(document, shelf, now=now)
    if head and versions:
        return _against(document, versions, version=head[0] + 1, now=now)
    twin = shelf.with_hash(document.content_hash)
    if twin and twin != document.doc_id:
        return Verdict("duplicate", replace(document, duplicate_of=twin), keep=True)
    return Verdict("new", document, keep=True)


def same_article(one: Document, other: Document) -> bool:
    """Whether two documents under one id are the same article, and not two sources that number alike."""
    if one.url and other.url:
        return host(one.url) == host(other.url)
    if one.publisher and other.publisher and one.publisher.casefold() != other.publisher.casefold():
        return False
    return one.title == other.title or (one.published_date is not None and one.published_date == other.published_date)


def _against(document: Document, versions: Sequence[Document], *, version: int, now: datetime) -> Verdict:
    if any(known.content_hash == document.content_hash for known in versions):
        return Verdict("unchanged", document, keep=False)
    if any(_is_part(document, known) for known in versions):
        return Verdict("duplicate", document, keep=False)
    newest = max(versions, key=lambda known: (known.known_at, known.version))
    parts = [known.version for known in versions if _is_part(known, document)]
    details = {**document.details, "completes": parts} if parts else document.details
    document = replace(document, version=version, details=details)
    completes = contains(document.text, newest.text)
    if not completes and _stamp(document) == _stamp(newest):
        # Other words under the same stamp: they are only known to have been there from now on.
        notes = [*document.details.get("notes", []), "changed_without_stamp"]
        document = replace(document, known_at=now, details={**document.details, "notes": notes})
    return Verdict("updated", document, keep=True)


def _is_part(document: Document, known: Document) -> bool:
    """Whether the document says nothing that the known version does not say, and is no later."""
    later = document.updated_at is not None and document.updated_at > known.known_at
    return not later and contains(known.text, document.text)


def contains(whole: str, part: str) -> bool:
    """Whether each paragraph of a text stands in another."""
    folded = _folded(whole)
    return all(_folded(paragraph) in folded for paragraph in part.split("\n\n"))


def _stamp(document: Document) -> datetime | None:
    return document.updated_at or document.published_at


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _where_from(document: Document) -> str:
    return where_from(url=document.url, publisher=document.publisher, title=document.title, day=document.published_date)
