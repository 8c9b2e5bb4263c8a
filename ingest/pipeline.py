"""The pipeline: inputs into the store. The commit point is the store's transaction; the indexes follow it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from assistant.errors import Busy
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.documents import Chunk, Document
from assistant.knowledge.quarantine import Quarantine
from assistant.knowledge.story_marks import StoryMarks
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore
from ingest.arrivals import placed
from ingest.article import Article, Refused, Reject, Unchanged
from ingest.bars import read_bars
from ingest.chunking import chunk
from ingest.composition import compose
from ingest.grouping import Groups
from ingest.inputs import Input, read_inputs
from ingest.limits import Limits
from ingest.novelty import Shelf, judge
from ingest.pinning import pinned
from ingest.reading import open_input, read_articles
from ingest.report import Kind, Report
from ingest.sources import Sources
from ingest.statistics import stat_documents
from ingest.stats import read_stats
from ingest.tagging import tagged
from ingest.withdrawing import says_withdrawn, taken_back
from ingest.workers import Read, Taken, read_ahead

Found = Iterator[Article | Reject | Unchanged]
Follow = Callable[[Found, str], Found]
Progress = Callable[[str, Report], None]  # the origin at work, and the account so far

_GROUP = 200  # articles that are looked up in one query
_BATCH = 256  # passages that are embedded, and then committed, together
_KEPT_REJECTS = 1_000  # of one input; further ones are counted and kept as one line


class Pipeline:
    """Takes articles, bars and statistics into the store, each once, and accounts for everything it sees."""

    def __init__(
        self,
        *,
        knowledge: KnowledgeBase,
        instruments: Instruments,
        prices: PriceBook,
        stats: StatStore,
        now: Callable[[], datetime],
        sources: Sources | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._instruments = instruments
        self._prices = prices
        self._stats = stats
        self._now = now
        self._sources = sources or Sources.load()
        self._limits = limits or Limits()

    def run(
        self,
        paths: Sequence[str | Path],
        *,
        progress: Progress | None = None,
        dry_run: bool = False,
        stop: Callable[[], bool] = lambda: False,
        stdin: BinaryIO | None = None,
        workers: int = 1,
    ) -> Report:
        """Takes in what the paths hold and says what became of each item.

        Args:
            dry_run: decide everything, keep nothing.
            stop: asked between items; once it says yes, what is at hand is committed and the run ends.
            workers: processes that read inputs ahead.
        """
        inputs = read_inputs(paths, limits=self._limits, stdin=stdin)
        return self.take(inputs, progress=progress, dry_run=dry_run, stop=stop, workers=workers)

    def take(
        self,
        inputs: Iterable[Input | Reject | Unchanged],
        *,
        progress: Progress | None = None,
        dry_run: bool = False,
        stop: Callable[[], bool] = lambda: False,
        follow: Follow | None = None,
        workers: int = 1,
    ) -> Report:
        """Takes in inputs that are at hand, as `run` does.

        Args:
            follow: what the articles of an input of some kind are exchanged for, such as those that a feed's entries lead to.
        """
        started = perf_counter()
        work = _Run(self, Report(dry_run=dry_run), stop=stop, follow=follow)
        for item in read_ahead(inputs, workers=workers, limits=self._limits):
            work.take(item)
            if progress:
                progress(item.item.origin if isinstance(item, Read) else item.origin, work.report)
            if work.report.interrupted or stop():
                work.report.interrupted = True
                break
        work.commit()
        if not dry_run and not work.report.only_bars:
            work.report.indexed = self._follow()
        work.report.elapsed_ms = round((perf_counter() - started) * 1000)
        return work.report

    def _follow(self) -> int:
        try:
            return self._knowledge.follow()
        except Busy:  # a running server holds the indexes and follows by itself
            return 0


class _Run:
    """One run: what it has read and not yet committed."""

    def __init__(self, pipeline: Pipeline, report: Report, *, stop: Callable[[], bool], follow: Follow | None) -> None:
        self.report = report
        self._follow = follow
        self._input: Input | None = None  # at work
        self._kept_as: str | None = None  # its id in the quarantine, once something of it is rejected
        self._p = pipeline
        self._documents = pipeline._knowledge.documents
        self._stop = stop
        self._shelf = Shelf(self._documents)
        self._groups = Groups(StoryMarks(self._documents.database))
        self._waiting: list[tuple[Document, list[Chunk]]] = []
        self._passages = 0

    def take(self, item: Taken) -> None:
        self.report.inputs += 1
        if isinstance(item, Read):
            self._input, self._kept_as = item.item, None
            self._take_followed(iter(item.articles), item.kind)
            return
        self._input, self._kept_as = (item if isinstance(item, Input) else None), None
        if isinstance(item, Unchanged):
            self.report.count("articles", "unchanged")
            return
        if isinstance(item, Reject):
            self._reject("articles", [item])
            return
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
            found = read_articles(item, kind, text, notes=notes, limits=self._p._limits)
            self._take_followed(placed(found, item, kind=kind, text=text), kind)

    def _take_followed(self, found: Found, kind: str) -> None:
        self._take_articles(self._follow(found, kind) if self._follow else found)

    def commit(self) -> None:
        """Embeds what is waiting and commits it in one transaction."""
        if self._waiting and not self.report.dry_run:
            chunks = [(document, passage) for document, passages in self._waiting for passage in passages]
            vectors = self._p._knowledge.embedder.embed(
                [indexed_text(document.title, passage.text) for document, passage in chunks]
            )
            self.report.embedded += len(chunks)
            items, start = [], 0
            for document, passages in self._waiting:
                items.append((document, passages, vectors[start : start + len(passages)]))
                start += len(passages)
            fingerprint = self._p._knowledge.embedder.fingerprint
            self._documents.put_all(items, fingerprint=fingerprint, told=self._groups.told())
        self._waiting, self._passages = [], 0
        self._groups.committed()
        self._shelf.committed()

    def _take_articles(self, found: Found) -> None:
        kept = 0
        while group := list(islice(found, _GROUP)):
            gone = [item for item in group if isinstance(item, Article) and says_withdrawn(item)]
            composed = [self._composed(item) for item in group if not isinstance(item, Unchanged) and item not in gone]
            self.report.count("articles", "unchanged", len(group) - len(composed) - len(gone))
            rejects = [item for item in composed if isinstance(item, Reject)]
            self._reject("articles", rejects, room=_KEPT_REJECTS - kept)
            kept += len(rejects)
            documents = [item for item in composed if isinstance(item, Document)]
            self._shelf.expect(documents)
            self._groups.expect(document for document in documents if self._shelf.head(document.doc_id) is None)
            for document in documents:
                self._take_document("articles", document)
                if self._stop():
                    self.report.interrupted = True
                    return
            self._take_back(gone)

    def _take_back(self, gone: Sequence[Article]) -> None:
        if gone:
            self.commit()  # what is taken back may be of this run
        for article in gone:
            became = taken_back(article, self._documents, now=self._p._now, dry_run=self.report.dry_run)
            if isinstance(became, Reject):
                self._reject("articles", [became])
            else:
                self.report.count("articles", became)

    def _composed(self, item: Article | Reject) -> Document | Reject:
        if isinstance(item, Reject):
            return item
        return compose(item, sources=self._p._sources, limits=self._p._limits, now=self._p._now())

    def _take_document(self, kind: Kind, document: Document) -> None:
        verdict = judge(document, self._shelf, now=self._p._now())
        self.report.saw(verdict.document, verdict.outcome)
        self.report.count(kind, verdict.outcome)
        if not verdict.keep:
            return
        # Looking for names and days is the dearest step: only what is kept is worth it.
        document = pinned(tagged(verdict.document, self._p._instruments))
        self.report.notes.update(document.details.get("notes", []))
        if verdict.outcome != "updated" and document.kind == "article":
            document = self._groups.place(document)
        passages = chunk(document.text, doc_id=document.doc_id, version=document.version) if not document.duplicate_of else []
        self._waiting.append((document, passages))
        self._passages += len(passages) or 1  # a duplicate has none, and waits all the same
        self._shelf.add(document)
        if self._passages >= _BATCH:
            self.commit()

    def _take_bars(self, item: Input) -> None:
        read = read_bars(item.data, origin=item.origin, instruments=self._p._instruments)
        if self.report.dry_run:
            self.report.count("bars", "new", sum(map(len, read.series)))
        else:
            counts = self._p._prices.put_columns(read.series)
            for outcome in ("new", "updated", "unchanged"):
                self.report.count("bars", outcome, counts.get(outcome, 0))
            repeated = sum(map(len, read.series)) - sum(counts.values())
            self.report.count("bars", "duplicate", repeated)
        self._reject_lines("bars", item.origin, read.rejects)

    def _take_stats(self, item: Input) -> None:
        read = read_stats(item.data, origin=item.origin, instruments=self._p._instruments)
        documents = stat_documents(read.stats, origin=item.origin, now=self._p._now())
        self._shelf.expect(documents)
        for document in documents:
            self._take_document("stats", document)
        if not self.report.dry_run:
            self._p._stats.put(read.stats)
        self._reject_lines("stats", item.origin, read.rejects)

    def _reject_lines(self, kind: Kind, origin: str, lines: Sequence[tuple[int, str]]) -> None:
        self._reject(kind, [Reject(origin=f"{origin}:{line}", reason="bad_row", detail=reason) for line, reason in lines])

    def _reject(self, kind: Kind, rejects: Sequence[Reject], *, room: int = _KEPT_REJECTS) -> None:
        self.report.reject(kind, rejects)
        if self.report.dry_run:
            return
        for reject in rejects[: max(0, room)]:
            self._put_reject(reject.origin, reject.reason, reject.detail)
        if len(rejects) > max(0, room):
            last = rejects[-1]
            self._put_reject(last.origin, last.reason, f"and others before it: {last.detail}")

    def _put_reject(self, origin: str, reason: str, detail: str) -> None:
        """Keeps a reject with the input it came from, so that it can be tried again."""
        if self._input and self._kept_as is None:
            item = self._input
            self._kept_as = Quarantine(self._documents.database).keep(
                origin=item.origin, name=item.name, data=item.data, url=item.url, charset=item.charset
            )
        at = self._p._now()
        self.report.reject_ids.add(self._documents.put_reject(origin, reason, detail, at, input_id=self._kept_as))
