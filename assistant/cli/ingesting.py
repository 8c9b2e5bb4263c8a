"""`rally ingest`: files and folders into the store, with an account of every item."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from assistant.bootstrap import Stores, open_stores, utc_now
from assistant.cli.failures import INTERRUPTED, SOME_FAILED, UNUSABLE, say
from assistant.cli.printing import plain
from assistant.settings import read_settings
from ingest.pipeline import Pipeline

if TYPE_CHECKING:
    from ingest.report import Report

_KINDS = ("articles", "bars", "stats")
_SHOWN = 20


def run(paths: Sequence[Path], *, as_json: bool, dry_run: bool) -> int:
    """Takes in the paths; the exit code says how it went."""
    with open_stores(read_settings()) as stores, _until_told() as stop, _showing(as_json) as progress:
        report = pipeline(stores).run(
            [str(path) for path in paths], progress=progress, dry_run=dry_run, stop=stop, stdin=sys.stdin.buffer
        )
    if as_json:
        typer.echo(report.to_json())
    else:
        _print(report)
    return exit_code(report)


def pipeline(stores: Stores) -> Pipeline:
    """The pipeline into these stores."""
    return Pipeline(
        knowledge=stores.knowledge, instruments=stores.instruments, prices=stores.prices, stats=stores.stats, now=utc_now
    )


def exit_code(report: "Report") -> int:
    """0 all well, 1 some rejected, 2 nothing could be taken, 130 told to stop."""
    if report.interrupted:
        return INTERRUPTED
    counts = [getattr(report, kind) for kind in _KINDS]
    if sum(count.seen - count.rejected for count in counts) == 0:
        return UNUSABLE
    return SOME_FAILED if any(count.rejected for count in counts) else 0


def _print(report: "Report") -> None:
    for kind in _KINDS:
        counts = getattr(report, kind).as_dict()
        if counts["seen"]:
            typer.echo(f"{kind}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items()))
    for reject in report.rejects[:_SHOWN]:
        say(plain(f"rejected {reject.origin}: {reject.detail or reject.reason}"))
    if len(report.rejects) > _SHOWN:
        say(f"and {len(report.rejects) - _SHOWN} more: --json lists them.")
    if report.interrupted:
        say("Stopped before the end; what is counted above is stored. Run the same command to go on.")
    elif not any(getattr(report, kind).seen for kind in _KINDS):
        say("There was nothing to take in. Name files or folders with articles, bars or statistics.")
    elif report.dry_run:
        say("Nothing was stored: this was a dry run.")


@contextmanager
def _until_told() -> Iterator[Callable[[], bool]]:
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
def _showing(as_json: bool) -> "Iterator[Callable[[str, Report], None] | None]":
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
