"""`rally ingest --watch`: the sources of the watch list, read again and again until told to stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.bootstrap import open_stores, utc_now
from assistant.cli.failures import say
from assistant.cli.ingesting import collector, pipeline, until_told
from assistant.cli.printing import plain
from assistant.database import open_database
from assistant.errors import BadInput, Busy
from assistant.knowledge.source_store import SourceStore
from assistant.settings import Settings, read_settings
from ingest.collecting import Collector
from ingest.fetching import Fetcher
from ingest.memory import keep_little
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.watching import Watch, publishers
from ingest.watchlist import Watched, read_watchlist


def run(feeds: Path | None, *, fetcher: Fetcher | None = None, pause: Callable[[float], None] = time.sleep) -> int:
    """Watches until the process is told to stop.

    Raises:
        Busy: another process watches into the same data folder.
    """
    keep_little()
    settings = read_settings()
    sources = _reread(feeds or settings.data_dir / "feeds.toml")
    fetcher = fetcher or Fetcher()
    with _alone(settings.data_dir), until_told() as stop:
        database = open_database(settings.database_address)
        try:
            say(f"Watching {len(sources())} sources; stop with Ctrl-C. `rally sources` shows how it goes.")
            Watch(
                sources,
                store=SourceStore(database),
                bench=partial(_bench, settings, fetcher, stop),
                now=utc_now,
                pause=pause,
                stop=stop,
                told=_tell,
            ).run()
        finally:
            database.close()
    return 0


def _reread(path: Path) -> Callable[[], tuple[Watched, ...]]:
    """What the list names, read again when it was changed; while it cannot be used, what it named before."""
    held, stamp = read_watchlist(path), path.stat().st_mtime_ns

    def sources() -> tuple[Watched, ...]:
        nonlocal held, stamp
        changed = path.stat().st_mtime_ns if path.is_file() else stamp
        if changed != stamp:
            stamp = changed
            try:
                held = read_watchlist(path)
            except BadInput as exc:
                say(f"{exc.public_message} The list read before stays in use.")
        return held

    return sources


@contextmanager
def _bench(
    settings: Settings, fetcher: Fetcher, stop: Callable[[], bool], source: Watched
) -> Iterator[tuple[Pipeline, Collector]]:
    with open_stores(settings) as stores:
        known = publishers(source, default_zone=settings.zone)
        yield pipeline(stores, sources=known), collector(stores, fetcher, stop=stop)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "watch.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as exc:
        raise Busy(f"Another process watches into {str(folder)!r} already. Stop it first.") from exc
    with lock:
        yield


def _tell(source: Watched, report: Report, *, now: Callable[[], datetime] = utc_now) -> None:
    counts = [report.articles, report.bars, report.stats]
    new, updated, rejected = (sum(getattr(count, name) for count in counts) for name in ("new", "updated", "rejected"))
    why = f" ({report.rejects[0].detail or report.rejects[0].reason})" if report.rejects else ""
    say(plain(f"{now():%H:%M:%S} {source.name}: {new} new, {updated} updated, {rejected} rejected{why}"))
