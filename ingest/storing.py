"""Storing: what a run keeps is prepared by whoever has time, embedded, and committed in batches."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.documents import Chunk, Document
from ingest.chunking import chunked
from ingest.memory import give_back
from ingest.novelty import Shelf
from ingest.preparation import Composed, Passages, embedded, prepared
from ingest.workers import Job, Workers

if TYPE_CHECKING:
    from assistant.knowledge.vectors import Vectors

_TOGETHER = 50  # documents that are prepared together
_BATCH = 500  # passages that are embedded, and then committed, together
_INDEXED = 500  # passages that the indexes take over together, beside what else is done


class _Handed(NamedTuple):
    """Documents that were handed over together, with what others do for them."""

    fresh: list[Composed]
    prepared: Job[list[Passages]] | None  # of those that came alone
    embedded: "Job[list[Vectors | None]] | None"  # of those that came cut, and without vectors

    @property
    def is_done(self) -> bool:
        return all(job is None or job.is_done for job in (self.prepared, self.embedded))


class Storer:
    """The documents of a run that are to be kept, in the order they came."""

    def __init__(self, knowledge: KnowledgeBase, shelf: Shelf, workers: Workers, *, dry_run: bool) -> None:
        self.embedded = 0  # passages given to the embedder
        self.indexed = 0  # changes that the indexes have taken over
        self._knowledge = knowledge
        self._documents = knowledge.documents
        self._shelf = shelf
        self._workers = workers
        self._dry_run = dry_run
        self._fresh: list[Composed] = []
        self._jobs: deque[_Handed] = deque()
        self._waiting: list[tuple[Document, list[Chunk], Vectors | None]] = []
        self._passages = 0
        self._behind = 0  # passages that the indexes do not have yet
        self._following: Future[int] | None = None  # the indexes, once there is something for them

    def keep(self, document: Document, found: Passages | None) -> None:
        """Takes a document on, with its passages where they are known; it is kept with the batch it falls into, or with the
        next commit."""
        self._shelf.add(document)
        self._fresh.append(Composed(document, found))
        if len(self._fresh) >= _TOGETHER:
            self._hand_over()
            while self._jobs and (self._jobs[0].is_done or len(self._jobs) > self._workers.ahead):
                self._take(self._jobs.popleft())

    def commit(self) -> None:
        """Commits everything that was taken on."""
        self._hand_over()
        while self._jobs:
            self._take(self._jobs.popleft())
        self._commit()
        if self._following is not None:
            self.indexed += self._following.result()
            self._following = None

    def _hand_over(self) -> None:
        fresh, self._fresh = self._fresh, []
        if self._dry_run:
            self._shelf.committed(one.document for one in fresh)
        elif fresh:
            if self._following is None:  # that they are opened or made takes a while: meanwhile the first are prepared
                self._follow()
            self._jobs.append(_Handed(fresh, self._prepared(fresh), self._embedded(fresh) if self._workers.embeds else None))

    def _prepared(self, fresh: Sequence[Composed]) -> Job[list[Passages]] | None:
        found = [one.document for one in fresh if one.passages is None]
        return self._workers.submit(prepared, found, size=sum(len(one.text) for one in found)) if found else None

    def _embedded(self, fresh: Sequence[Composed]) -> "Job[list[Vectors | None]] | None":
        found = [
            (one.document, one.passages.spans) for one in fresh if one.passages and _lacks_vectors(one.document, one.passages)
        ]
        size = sum(len(document.text) for document, _ in found)
        return self._workers.submit(embedded, found, size=size, apart=True) if found else None

    def _take(self, handed: "_Handed") -> None:
        found = iter(self._workers.result(handed.prepared) if handed.prepared else ())
        made = iter(self._workers.result(handed.embedded) if handed.embedded else ())
        for document, known in handed.fresh:
            tickers, spans, vectors = known or next(found)
            if known and _lacks_vectors(document, known):
                vectors = next(made, None)
            # A duplicate has no passages: what it says is found under the first that said it.
            chunks = [] if document.duplicate_of else chunked(document, spans)
            self._waiting.append((replace(document, tickers=tickers), chunks, vectors))
            self._passages += len(chunks) or 1  # it waits all the same
            if self._passages >= _BATCH:
                self._commit()

    def _commit(self) -> None:
        """Embeds what is waiting, unless it came with its vectors, and commits it in one transaction."""
        if not self._waiting:
            return
        embedder = self._knowledge.embedder
        open_ = [(document, chunk) for document, chunks, vectors in self._waiting if vectors is None for chunk in chunks]
        embedded = embedder.embed([indexed_text(document.title, chunk.text) for document, chunk in open_])
        items, start = [], 0
        for document, chunks, vectors in self._waiting:
            if vectors is None:
                vectors = embedded[start : start + len(chunks)]
                start += len(chunks)
            items.append((document, chunks, vectors[: len(chunks)]))
            self.embedded += len(chunks)
        self._documents.put_all(items, fingerprint=embedder.fingerprint, settled=False)
        documents = [document for document, *_ in self._waiting]
        self._behind += self._passages
        self._waiting, self._passages = [], 0
        self._shelf.committed(documents)
        if self._behind >= _INDEXED and (self._following is None or self._following.done()):
            self._behind = 0
            self._follow()

    def _follow(self) -> None:
        """Has the indexes take over what is committed, beside what this thread does."""
        if self._following is not None:
            self.indexed += self._following.result()
        beside = ThreadPoolExecutor(1)
        self._following = beside.submit(followed, self._knowledge)
        beside.shutdown(wait=False)


def followed(knowledge: KnowledgeBase) -> int:
    """Has the indexes take over what is committed; how many changes that were."""
    done = knowledge.follow()
    give_back()
    return done


def _lacks_vectors(document: Document, found: Passages) -> bool:
    return found.vectors is None and not document.duplicate_of
