"""The pipeline: inputs into the store. The commit point is the store's transaction; the indexes follow it, from the first
batches on, unless a running server has them and follows by itself. What can be searched is then read once more."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.embedders import WordLlamaEmbedder
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore
from ingest.article import Reject, Unchanged
from ingest.helper import Helpers
from ingest.inputs import Input, read_inputs
from ingest.limits import Limits
from ingest.preparation import Kit
from ingest.report import Report
from ingest.run import Follow, Run
from ingest.settling import Settler
from ingest.sources import Sources
from ingest.storing import followed
from ingest.workers import Workers

Progress = Callable[[str, Report], None]  # the origin at work, and the account so far


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
        helpers: Helpers | None = None,
    ) -> None:
        """Args:
        helpers: the processes beside this one that read and prepare what its first run stores.
        """
        self._knowledge = knowledge
        self._prices = prices
        self._stats = stats
        self._now = now
        embedder = knowledge.embedder
        self._kit = Kit(
            instruments=instruments,
            sources=sources or Sources.load(),
            limits=limits or Limits(),
            embedder=embedder if isinstance(embedder, WordLlamaEmbedder) else None,
        )
        self._helpers = helpers or Helpers(0)
        self._helpers.equip(self._kit)

    def run(
        self,
        paths: Sequence[str | Path],
        *,
        progress: Progress | None = None,
        dry_run: bool = False,
        stop: Callable[[], bool] = lambda: False,
        stdin: BinaryIO | None = None,
        searchable: Callable[[Report], None] | None = None,
    ) -> Report:
        """Takes in what the paths hold and says what became of each item.

        Args:
            searchable: told once all of it can be found; days and stories are read after that.
            dry_run: decide everything, keep nothing.
            stop: asked between items; once it says yes, what is at hand is committed and the run ends.
        """
        inputs = read_inputs(paths, limits=self._kit.limits, stdin=stdin)
        return self.take(inputs, progress=progress, dry_run=dry_run, stop=stop, searchable=searchable)

    def take(
        self,
        inputs: Iterable[Input | Reject | Unchanged],
        *,
        progress: Progress | None = None,
        dry_run: bool = False,
        stop: Callable[[], bool] = lambda: False,
        follow: Follow | None = None,
        searchable: Callable[[Report], None] | None = None,
    ) -> Report:
        """Takes in inputs that are at hand, as `run` does.

        Args:
            follow: what the articles of an input of some kind are exchanged for, such as those that a feed's entries lead to.
        """
        started = perf_counter()
        report = Report(dry_run=dry_run)
        with Workers(self._helpers, self._kit) as helping:
            run = Run(
                report,
                helping,
                knowledge=self._knowledge,
                prices=self._prices,
                stats=self._stats,
                now=self._now,
                stop=stop,
                follow=follow,
            )
            self._read(run, inputs, report, stop=stop, progress=progress)
            run.commit()
            if not dry_run and not report.only_bars:
                report.indexed += followed(self._knowledge)
                report.searchable_ms = round((perf_counter() - started) * 1000)
                if searchable:
                    searchable(report)
                if not report.interrupted:
                    self._settle(helping, report, stop=stop, progress=progress)
        report.elapsed_ms = round((perf_counter() - started) * 1000)
        return report

    def _read(
        self,
        run: Run,
        inputs: Iterable[Input | Reject | Unchanged],
        report: Report,
        *,
        stop: Callable[[], bool],
        progress: Progress | None,
    ) -> None:
        """The first reading. What an input held is let go before the next is read, and at the end."""
        for item, found in run.read_ahead(inputs):
            run.take(item, found)
            if progress:
                progress(item.origin, report)
            if report.interrupted or stop():
                report.interrupted = True
                break

    def _settle(self, helping: Workers, report: Report, *, stop: Callable[[], bool], progress: Progress | None) -> None:
        """The second reading of what can be searched by now."""

        def done(count: int) -> None:
            if progress:
                progress(f"days and stories of {count:,} reports", report)

        settler = Settler(self._knowledge.documents.database, helping, stop=stop)
        report.interrupted = not settler.settle(done) or report.interrupted
