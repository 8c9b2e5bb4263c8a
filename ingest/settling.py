"""Settling: what was stored is read once more, for the days that its words name and for the story that it tells."""

from collections import deque
from collections.abc import Callable

from assistant.database import Database
from assistant.knowledge.documents import Document
from assistant.knowledge.story_marks import StoryMarks
from assistant.knowledge.unsettled import Unsettled
from ingest.grouping import Groups
from ingest.memory import give_back
from ingest.preparation import Settled, settled
from ingest.workers import Job, Workers

_TOGETHER = 50  # documents that are read in one job
_BATCH = 200  # documents whose readings are committed together


class Settler:
    """Reads what is unsettled, of this run and of one that was cut short, in the order in which it was stored."""

    def __init__(self, database: Database, workers: Workers, *, stop: Callable[[], bool]) -> None:
        self._unsettled = Unsettled(database)
        self._groups = Groups(StoryMarks(database))
        self._workers = workers
        self._stop = stop
        self._asked = 0  # up to which place documents were asked for
        self._jobs: deque[tuple[list[int], Job[list[Settled]]]] = deque()
        self._waiting: list[tuple[int, Document]] = []

    def settle(self, done: Callable[[int], None]) -> bool:
        """Settles all there is, or until told to stop; whether nothing is left.

        Args:
            done: told after each commit how many documents were settled so far.
        """
        count = 0
        while not self._stop():
            self._hand_over()
            if not self._jobs:
                count += self._commit()
                done(count)
                return True
            seqs, job = self._jobs.popleft()
            self._take(seqs, self._workers.result(job))
            if len(self._waiting) >= _BATCH:
                count += self._commit()
                done(count)
        self._commit()
        return False

    def _hand_over(self) -> None:
        while len(self._jobs) <= self._workers.ahead:
            found = self._unsettled.after(self._asked, limit=_TOGETHER)
            if not found:
                return
            self._asked = found[-1][0]
            documents = [document for _, document in found]
            size = sum(len(document.text) for document in documents)
            self._jobs.append(([seq for seq, _ in found], self._workers.submit(settled, documents, size=size)))

    def _take(self, seqs: list[int], found: list[Settled]) -> None:
        self._groups.expect([one.taken for one in found if one.taken])
        for seq, one in zip(seqs, found, strict=True):
            self._waiting.append((seq, self._groups.place(one.document, one.taken) if one.taken else one.document))

    def _commit(self) -> int:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._unsettled.settle(waiting, self._groups.told())
            self._groups.committed()
            give_back()
        return len(waiting)
