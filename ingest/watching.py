"""Watching: every source of the watch list read when it is due, one after the other, each with a row about how it went."""

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from assistant.errors import AssistantError, Busy
from assistant.knowledge.source_store import SourceStore
from ingest.article import Reject, Unchanged
from ingest.collecting import Collector
from ingest.inputs import Input, read_inputs
from ingest.limits import Limits
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.source_health import after, is_due
from ingest.sources import Sources, host
from ingest.watchlist import Watched

Bench = Callable[[Watched], AbstractContextManager[tuple[Pipeline, Collector]]]
_log = logging.getLogger(__name__)
_SLICE_S = 0.5  # how long a wait goes on after the process is told to stop


class Watch:
    """Reads what is due.

    Args:
        sources: gives what is watched at that moment.
        bench: opens a pipeline and a collector for one source. They are closed after it, so that between two readings
            a server may hold the indexes.
        told: hears of each reading.
    """

    def __init__(
        self,
        sources: Callable[[], tuple[Watched, ...]],
        *,
        store: SourceStore,
        bench: Bench,
        now: Callable[[], datetime],
        pause: Callable[[float], None],
        stop: Callable[[], bool] = lambda: False,
        told: Callable[[Watched, Report], None] = lambda source, report: None,
    ) -> None:
        self._sources = sources
        self._store = store
        self._bench = bench
        self._now = now
        self._pause = pause
        self._stop = stop
        self._told = told

    def run(self) -> None:
        """Reads until it is told to stop."""
        while not self._stop():
            if not self.turn():
                self._pause(_SLICE_S)

    def turn(self) -> int:
        """Reads every source that is due; how many those were."""
        known = {health.name: health for health in self._store.all()}
        due = [source for source in self._sources() if is_due(source, known.get(source.name), now=self._now())]
        for source in due:
            if self._stop():
                break
            report, retry_after_s = self._read(source)
            if report.interrupted:
                break  # it is still due: the next start goes on with it
            health = known.get(source.name)
            self._store.put(after(health, source, report, now=self._now(), retry_after_s=retry_after_s))
            self._told(source, report)
        return len(due)

    def _read(self, source: Watched) -> tuple[Report, float]:
        """The account of one reading, and how many seconds its servers asked to be left alone."""
        try:
            with self._bench(source) as (pipeline, collector):
                follow = collector.follow if source.follow_links else None
                report = pipeline.take(_inputs(source, collector), stop=self._stop, follow=follow)
                collector.settle(report)
                return report, collector.retry_after_s()
        except Busy as exc:
            return _failed(source, "busy", exc.public_message), 0.0
        except AssistantError:
            raise  # the store itself: no other source would fare better
        except Exception as exc:  # the outermost edge of one source: it must not end the watch over the others
            _log.exception("Reading the source %r failed.", source.name)
            return _failed(source, "internal", f"something went wrong inside the program ({type(exc).__name__})"), 0.0


def publishers(source: Watched, *, default_zone: str) -> Sources:
    """The known publishers, with what the watch list says of this source's own hosts."""
    known = Sources.load(default_zone=source.zone or default_zone)
    if source.kind == "folder" or not (source.zone or source.language):
        return known
    rows = []
    for place in source.places:
        there = known.find(url=place)
        name = there.name if there.known else source.name
        language = source.language or there.language
        rows.append({"name": name, "hosts": [host(place)], "zone": source.zone or there.zone, "language": language})
    return Sources.load(default_zone=source.zone or default_zone, extra=rows)


def _failed(source: Watched, reason: str, detail: str) -> Report:
    report = Report()
    report.reject("articles", [Reject(origin=source.places[0], reason=reason, detail=detail)])
    return report


def _inputs(source: Watched, collector: Collector) -> Iterable[Input | Reject | Unchanged]:
    if source.kind == "folder":
        return read_inputs(source.places, limits=Limits())
    return collector.collect(source.places)
