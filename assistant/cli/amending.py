"""`rally ingest --withdraw` and `--retry-rejected`: what was taken in, or was not, looked at again."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import typer

from assistant.bootstrap import open_stores, utc_now
from assistant.cli.failures import SOME_FAILED, UNUSABLE, say
from assistant.cli.ingesting import collector, exit_code, pipeline, show, showing, until_told
from assistant.cli.printing import plain
from assistant.errors import BadInput, Busy
from assistant.knowledge.quarantine import Quarantine
from assistant.settings import read_settings
from ingest import withdrawing
from ingest.fetching import Fetcher
from ingest.limits import Limits
from ingest.report import Report
from ingest.retrying import Retry


def check(
    names: Sequence[str] | None, *, withdraw: Sequence[str] | None, retry: bool, watch: bool, feeds: Path | None, dry_run: bool
) -> None:
    """Refuses options that contradict each other.

    Raises:
        BadInput: more than one thing is asked for.
    """
    asked = [bool(names), bool(withdraw), retry, watch]
    if sum(asked) > 1:
        raise BadInput("Give names to take in, or one of --watch, --withdraw and --retry-rejected: one at a time.")
    if feeds and not watch:
        raise BadInput("--feeds names the watch list of --watch; give both.")
    if dry_run and (watch or withdraw):
        raise BadInput("--dry-run goes with names to take in or with --retry-rejected.")


def withdraw(names: Sequence[str], *, as_json: bool) -> int:
    """Withdraws what the ids and addresses name; 1 where one names nothing, 2 where none names anything."""
    with open_stores(read_settings()) as stores:
        found = {name: withdrawing.withdraw(name, stores.knowledge.documents, now=utc_now) for name in names}
        with suppress(Busy):  # a running server holds the indexes and follows by itself
            stores.knowledge.follow()
    if as_json:
        typer.echo(json.dumps({"withdrawn": found}, ensure_ascii=False))
    for name, doc_ids in found.items():
        if doc_ids and not as_json:
            typer.echo(plain(f"withdrawn: {', '.join(doc_ids)}"))
        if not doc_ids:
            say(plain(f"No document is held under {name!r}. `rally search` shows addresses; --json shows ids."))
    missing = [name for name, doc_ids in found.items() if not doc_ids]
    return 0 if not missing else UNUSABLE if len(missing) == len(found) else SOME_FAILED


def retry(*, as_json: bool, dry_run: bool, fetcher: Fetcher | None = None) -> int:
    """Tries everything again that was rejected; what is taken in now is rejected no longer."""
    with open_stores(read_settings()) as stores, until_told() as stop, showing(as_json) as progress:
        quarantine = Quarantine(stores.database)
        waiting = quarantine.waiting()
        collected = collector(stores, fetcher or Fetcher(), dry_run=dry_run, stop=stop)
        again = Retry(waiting, collected, limits=Limits())
        report = pipeline(stores).take(again.inputs(), progress=progress, dry_run=dry_run, stop=stop, follow=again.only)
        collected.settle(report)
        if not dry_run and not report.interrupted:
            quarantine.settle(again.tried - report.reject_ids)
    return _told(report, again, waiting=len(waiting), as_json=as_json)


def _told(report: Report, again: Retry, *, waiting: int, as_json: bool) -> int:
    if waiting or as_json:
        show(report, as_json=as_json)
    else:
        say("Nothing is waiting: no input was rejected.")
    if again.lost:
        say(f"{again.lost} cannot be tried again: the files are gone and no copy was kept.")
    return exit_code(report) if waiting else 0
