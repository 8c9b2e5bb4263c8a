"""`rally ingest`: files, folders and web addresses into the store, with an account of every item."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from types import FrameType
from typing import TYPE_CHECKING

import typer

from assistant.bootstrap import Stores, open_stores, utc_now
from assistant.cli.failures import INTERRUPTED, SOME_FAILED, UNUSABLE, say
from assistant.cli.printing import plain
from assistant.errors import BadInput
from assistant.knowledge.source_store import SourceStore
from assistant.settings import read_settings
from ingest.addresses import is_address
from ingest.collecting import Collector
from ingest.fetching import Fetcher
from ingest.helper import Helpers
from ingest.inputs import read_inputs
from ingest.limits import Limits
from ingest.memory import keep_little
from ingest.pipeline import Pipeline
from ingest.refusals import in_words
from ingest.sources import Sources

if TYPE_CHECKING:
    from ingest.report import Report

_KINDS = ("articles", "bars", "stats")
_SHOWN = 20


def run(
    names: Sequence[str],
    *,
    as_json: bool = False,
    dry_run: bool = False,
    follow_links: bool = False,
    helpers: Helpers | None = None,
    fetcher: Fetcher | None = None,
) -> int:
    """Takes in what the paths and addresses hold; the exit code says how it went."""
    if not names:
        raise BadInput("Name files, folders or addresses to take in; `rally ingest --help` shows examples.")
    keep_little()
    paths = [name for name in names if not is_address(name)]
    addresses = [name for name in names if is_address(name)]
    with open_stores(read_settings()) as stores, until_told() as stop, showing(as_json) as progress:
        collected = collector(stores, fetcher or Fetcher(), dry_run=dry_run, stop=stop)
        report = pipeline(stores, helpers=helpers).take(
            chain(read_inputs(paths, limits=Limits(), stdin=sys.stdin.buffer), collected.collect(addresses)),
            progress=progress,
            dry_run=dry_run,
            stop=stop,
            follow=collected.follow if follow_links else None,
        )
        collected.settle(report)
    show(report, as_json=as_json)
    return exit_code(report)


def pipeline(stores: Stores, *, sources: Sources | None = None, helpers: Helpers | None = None) -> Pipeline:
    """The pipeline into these stores."""
    return Pipeline(
        knowledge=stores.knowledge,
        instruments=stores.instruments,
        prices=stores.prices,
        stats=stores.stats,
        now=utc_now,
        sources=sources,
        helpers=helpers,
    )


def collector(
    stores: Stores, fetcher: Fetcher, *, dry_run: bool = False, stop: Callable[[], bool] = lambda: False
) -> Collector:
    """What fetches for one run into these stores."""
    documents = stores.knowledge.documents
    return Collector(fetcher, SourceStore(stores.database), documents, now=utc_now, dry_run=dry_run, stop=stop)


def exit_code(report: "Report") -> int:
    """0 all well, 1 some rejected, 2 nothing could be taken, 130 told to stop."""
    if report.interrupted:
        return INTERRUPTED
    counts = [getattr(report, kind) for kind in _KINDS]
    if sum(count.seen - count.rejected for count in counts) == 0:
        return UNUSABLE
    return SOME_FAILED if any(count.rejected for count in counts) else 0


def show(report: "Report", *, as_json: bool) -> None:
    """The account of a run, for people or for programs."""
    if as_json:
        typer.echo(report.to_json())
        return
    for kind in _KINDS:
        counts = getattr(report, kind).as_dict()
        if counts["seen"]:
            typer.echo(f"{kind}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))
    for reject in report.rejects[:_SHOWN]:
        say(plain(f"rejected {reject.origin}: {in_words(reject)}"))
    if len(report.rejects) > _SHOWN:
        say(f"and {len(report.rejects) - _SHOWN} more: --json lists them.")
    if report.interrupted:
        say("Stopped before the end; what is counted above is stored. Run the same command to go on.")
    elif not any(getattr(report, kind).seen for kind in _KINDS):
        say("There was nothing to take in. Name files or folders with articles, bars or statistics.")
    elif report.dry_run:
        say("Nothing was stored: this was a dry run.")


@contextmanager
def until_told() -> Iterator[Callable[[], bool]]:
    """Whether the process was told to stop; what is at hand is committed first. A second time stops at once."""
    told = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal told
        if told:
            raise KeyboardInterrupt
        told = True

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def showing(as_json: bool) -> "Iterator[Callable[[str, Report], None] | None]":
    """A line on a terminal that says what is at work; nothing where nobody watches."""
    if as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("reading") as status:

        def show(origin: str, report: "Report") -> None:
            taken = " · ".join(f"{getattr(report, kind).seen:,} {kind}" for kind in _KINDS)
            status.update(f"{taken} · {escape(plain(origin)[-60:])}")

        yield show
