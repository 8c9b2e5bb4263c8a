"""Storing: what a run keeps is prepared by whoever has time, grouped in stories, embedded, and committed in batches."""

from collections import deque
from dataclasses import replace

from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.documents import Document
from assistant.knowledge.story_marks import StoryMarks
from ingest.grouping import Groups
from ingest.novelty import Shelf
from ingest.preparation import Prepared, prepared
from ingest.workers import Job, Workers

_TOGETHER = 50  # documents that are prepared together
_BATCH = 256  # passages that are embedded, and then committed, together
_INDEXED = 1_000  # passages that the indexes take over together, while other processes prepare the next


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
        self._groups = Groups(StoryMarks(self._documents.database))
        self._fresh: list[Document] = []
        self._updated: set[tuple[str, int]] = set()  # new versions are in a story already
        self._jobs: deque[Job[list[Prepared]]] = deque()
        self._waiting: list[Prepared] = []
        self._passages = 0
        self._behind = 0  # passages that the indexes do not have yet

    def keep(self, document: Document, *, updated: bool) -> None:
        """Takes a document on; it is kept with the batch it falls into, or with the next commit."""
        self._shelf.add(document)
        self._fresh.append(document)
        if updated:
            self._updated.add((document.doc_id, document.version))
        if len(self._fresh) >= _TOGETHER:
            self._hand_over()
            while len(self._jobs) > self._workers.ahead:
                self._take(self._workers.result(self._jobs.popleft()))

    def commit(self) -> None:
        """Commits everything that was taken on."""
        self._hand_over()
        while self._jobs:
            self._take(self._workers.result(self._jobs.popleft()))
        self._commit()

    def _hand_over(self) -> None:
        fresh, self._fresh = self._fresh, []
        if self._dry_run:
            self._shelf.committed(fresh)
        elif fresh:
            size = sum(len(document.text) for document in fresh)
            self._jobs.append(self._workers.submit(prepared, fresh, size=size))

    def _take(self, found: list[Prepared]) -> None:
        self._groups.expect([one.taken for one in found if one.taken and not self._is_updated(one.document)])
        for one in found:
            document = one.document
            if one.taken and not self._is_updated(document):
                document = self._groups.place(document, one.taken)
            self._waiting.append(one if document is one.document else replace(one, document=document))
            self._passages += len(one.passages) or 1  # a duplicate has none, and waits all the same
            if self._passages >= _BATCH:
                self._commit()

    def _is_updated(self, document: Document) -> bool:
        return (document.doc_id, document.version) in self._updated

    def _commit(self) -> None:
        """Embeds what is waiting and commits it in one transaction."""
        if not self._waiting:
            return
        embedder = self._knowledge.embedder
        vectors = embedder.embed(
            [indexed_text(one.document.title, passage.text) for one in self._waiting for passage in one.passages]
        )
        self.embedded += len(vectors)
        items, start = [], 0
        for one in self._waiting:
            items.append((one.document, one.passages, vectors[start : start + len(one.passages)]))
            start += len(one.passages)
        self._documents.put_all(items, fingerprint=embedder.fingerprint, told=self._groups.told())
        documents = [one.document for one in self._waiting]
        self._behind += self._passages
        self._waiting, self._passages = [], 0
        self._updated.difference_update((document.doc_id, document.version) for document in documents)
        self._groups.committed()
        self._shelf.committed(documents)
        if self._behind >= _INDEXED:
            self._behind = 0
            self.indexed += self._knowledge.follow()
