"""Runs: one pass over inputs, each item of them accounted for."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.documents import Document
from assistant.knowledge.quarantine import Quarantine
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore
from ingest.arrivals import placed
from ingest.article import Article, Refused, Reject, Unchanged
from ingest.bars import read_bars
from ingest.inputs import Input
from ingest.novelty import Shelf, judge
from ingest.preparation import Composed, Group, Passages, Read, composed, read
from ingest.reading import open_input, read_articles, too_many
from ingest.report import Kind, Report
from ingest.statistics import stat_documents
from ingest.stats import read_stats
from ingest.storing import Storer
from ingest.stretches import Stretch, stretches
from ingest.withdrawing import taken_back
from ingest.workers import Job, Workers

Item = Input | Reject | Unchanged
Became = list[Composed | Article | Reject | Unchanged]
Found = Iterator[Article | Reject | Unchanged]
Follow = Callable[[Found, str], Found]

_GROUP = 50  # articles that are composed together and looked up in one query
_LONG = 500_000  # characters or bytes of a group
_SMALL = 500_000  # bytes: a larger input is read where it is stored, item by item
_KEPT_REJECTS = 1_000  # of one input; further ones are counted and kept as one line


class Run:
    """One run: what it has read and not yet committed."""

    def __init__(
        self,
        report: Report,
        workers: Workers,
        *,
        knowledge: KnowledgeBase,
        prices: PriceBook,
        stats: StatStore,
        now: Callable[[], datetime],
        stop: Callable[[], bool],
        follow: Follow | None,
    ) -> None:
        self._report = report
        self._workers = workers
        self._documents = knowledge.documents
        self._prices = prices
        self._stats = stats
        self._now = now
        self._stop = stop
        self._follow = follow
        self._shelf = Shelf(self._documents)
        # Looking for names is a dear step, taken at once only where most are kept: in an empty store, or of the last group.
        self._likely = self._documents.is_empty()
        self._storer = Storer(knowledge, self._shelf, workers, dry_run=report.dry_run)
        self._input: Input | None = None  # at work
        self._kept_as: str | None = None  # its id in the quarantine, once something of it is rejected
        self._room = _KEPT_REJECTS  # of its rejects that are kept one by one
        self._beyond: deque[Reject] = deque(maxlen=1)  # the last of its others

    def read_ahead(self, inputs: Iterable[Item]) -> Iterator[tuple[Item, Read]]:
        """The inputs in their order, those with articles in them read by whichever process has time."""
        waiting: deque[tuple[Item, Job[Read] | None]] = deque()
        for item in inputs:
            job = None
            if isinstance(item, Input) and len(item.data) <= _SMALL:
                job = self._workers.submit(read, item, size=len(item.data))
            waiting.append((item, job))
            while len(waiting) > self._workers.ahead:
                yield self._read(*waiting.popleft())
        while waiting:
            yield self._read(*waiting.popleft())

    def take(self, item: Item, found: Read) -> None:
        """Takes in one input, given the articles that were found in it."""
        self._report.inputs += 1
        self._input, self._kept_as = (item if isinstance(item, Input) else None), None
        self._room = _KEPT_REJECTS
        if isinstance(item, Unchanged):
            self._report.count("articles", "unchanged")
        elif isinstance(item, Reject):
            self._reject("articles", [item])
        elif found.kind is not None:
            self._take_followed(iter(found.articles), found.kind)
        else:
            self._open(item)
        while self._beyond:
            last = self._beyond.pop()
            self._keep_rejects([(last.origin, last.reason, f"and others before it: {last.detail}")])
        self._input = None

    def commit(self) -> None:
        """Commits everything that was taken in."""
        self._storer.commit()
        self._report.embedded, self._report.indexed = self._storer.embedded, self._storer.indexed

    def _read(self, item: Item, job: Job[Read] | None) -> tuple[Item, Read]:
        return item, self._workers.result(job) if job else Read()

    def _open(self, item: Input) -> None:
        try:
            kind, text, notes = open_input(item)
        except Refused as exc:
            self._reject("articles", [Reject(origin=item.origin, reason=exc.reason, detail=exc.detail)])
            return
        if kind == "bars":
            self._take_bars(item)
        elif kind == "stats":
            self._take_stats(item)
        else:
            self._workers.expect(len(item.data))
            limits = self._workers.kit.limits
            if kind == "jsonl" and self._follow is None:
                data = text.encode("utf-8", "surrogatepass")
                data = item.data if data == item.data else data
                del text  # of all the forms that a large file is held in, one is enough
                parts = stretches(data, origin=item.origin, notes=notes, lines=_GROUP, size=_LONG)
                if extra := self._take_articles(parts, most=limits.articles_per_file):
                    self._reject("articles", [too_many(item.origin, extra, limits=limits)])
            else:
                found = read_articles(item, kind, text, notes=notes, limits=limits)
                self._take_followed(placed(found, item, kind=kind, text=text), kind)

    def _take_followed(self, found: Found, kind: str) -> None:
        self._take_articles(_groups(self._follow(found, kind) if self._follow else found))

    def _take_articles(self, groups: Iterable[Group], *, most: int | None = None) -> int:
        """Takes in the articles of groups; how many there are beyond `most`, where nothing has kept to that before."""
        seen = 0
        for job in self._composed_ahead(groups):
            found = self._workers.result(job)
            became = found if most is None else found[: max(0, most - seen)]
            seen += len(found)
            self._reject("articles", [item for item in became if isinstance(item, Reject)])
            self._report.count("articles", "unchanged", sum(isinstance(item, Unchanged) for item in became))
            documents = [item for item in became if isinstance(item, Composed)]
            self._shelf.expect([one.document for one in documents])
            kept = 0
            for document, passages in documents:
                kept += self._take_document("articles", document, passages)
                if self._stop():
                    self._report.interrupted = True
                    return 0
            self._likely = 2 * kept > len(documents)
            self._take_back([item for item in became if isinstance(item, Article)])
        return 0 if most is None else max(0, seen - most)

    def _composed_ahead(self, groups: Iterable[Group]) -> Iterator[Job[Became]]:
        """For each group the job that makes documents of it."""
        waiting: deque[Job[Became]] = deque()
        for group in groups:
            size = len(group.data) if isinstance(group, Stretch) else sum(map(_size, group))
            likely = self._likely and not self._report.dry_run
            waiting.append(self._workers.submit(composed, (group, self._now(), likely), size=size))
            while len(waiting) > self._workers.ahead:
                yield waiting.popleft()
        yield from waiting

    def _take_back(self, gone: Sequence[Article]) -> None:
        if gone:
            self._storer.commit()  # what is taken back may be of this run
        for article in gone:
            became = taken_back(article, self._documents, now=self._now, dry_run=self._report.dry_run)
            if isinstance(became, Reject):
                self._reject("articles", [became])
            else:
                self._report.count("articles", became)

    def _take_document(self, kind: Kind, document: Document, passages: Passages | None = None) -> bool:
        """Takes a document in, with its passages where they are known; whether it is kept."""
        verdict = judge(document, self._shelf, now=self._now())
        self._report.saw(verdict.document, verdict.outcome)
        self._report.count(kind, verdict.outcome)
        if verdict.keep:
            self._report.notes.update(verdict.document.details.get("notes", []))
            self._storer.keep(verdict.document, passages)
        return verdict.keep

    def _take_bars(self, item: Input) -> None:
        bars = read_bars(item.data, origin=item.origin, instruments=self._workers.kit.instruments)
        if self._report.dry_run:
            self._report.count("bars", "new", sum(map(len, bars.series)))
        else:
            counts = self._prices.put_columns(bars.series)
            for outcome in ("new", "updated", "unchanged"):
                self._report.count("bars", outcome, counts.get(outcome, 0))
            repeated = sum(map(len, bars.series)) - sum(counts.values())
            self._report.count("bars", "duplicate", repeated)
        self._reject_lines("bars", item.origin, bars.rejects)

    def _take_stats(self, item: Input) -> None:
        kit = self._workers.kit
        for part in read_stats(item.data, origin=item.origin, instruments=kit.instruments, most=kit.limits.stats_per_file):
            documents = stat_documents(part.stats, origin=item.origin, now=self._now())
            self._shelf.expect(documents)
            for document in documents:
                self._take_document("stats", document)
            if not self._report.dry_run:
                self._stats.put(part.stats)
            self._reject_lines("stats", item.origin, part.rejects)
            if self._stop():
                self._report.interrupted = True
                return

    def _reject_lines(self, kind: Kind, origin: str, lines: Sequence[tuple[int, str]]) -> None:
        rejects = [Reject(origin=f"{origin}:{line}", reason="bad_row", detail=reason) for line, reason in lines]
        self._reject(kind, rejects)

    def _reject(self, kind: Kind, rejects: Sequence[Reject]) -> None:
        self._report.reject(kind, rejects)
        if self._report.dry_run:
            return
        if kept := rejects[: self._room]:
            self._room -= len(kept)
            self._keep_rejects([(one.origin, one.reason, one.detail) for one in kept])
        self._beyond.extend(rejects[len(kept) :])

    def _keep_rejects(self, found: Sequence[tuple[str, str, str]]) -> None:
        self._report.reject_ids.update(self._documents.put_rejects(found, self._now(), input_id=self._kept()))

    def _kept(self) -> str | None:
        """The copy that is kept of the input at work, so that its rejects can be tried again."""
        if self._input and self._kept_as is None:
            item = self._input
            self._kept_as = Quarantine(self._documents.database).keep(
                origin=item.origin, name=item.name, data=item.data, url=item.url, charset=item.charset
            )
        return self._kept_as


def _groups(found: Found) -> Iterator[Group]:
    """The articles in groups of some, or of fewer that are long."""
    group: list[Article | Reject | Unchanged] = []
    size = 0
    for item in found:
        group.append(item)
        size += _size(item)
        if len(group) == _GROUP or size > _LONG:
            yield group
            group, size = [], 0
    if group:
        yield group


def _size(item: Article | Reject | Unchanged) -> int:
    return len(item.text) if isinstance(item, Article) else 0
