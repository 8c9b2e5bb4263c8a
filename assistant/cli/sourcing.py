"""`rally sources`: how reading each source goes."""

import json
from datetime import datetime

import typer

from assistant.bootstrap import utc_now
from assistant.cli.printing import plain
from assistant.database import open_database
from assistant.knowledge.source_store import SourceHealth, SourceStore
from assistant.settings import read_settings

_HEAD = ("source", "kind", "state", "last success", "newest", "items", "last error")


def run(*, as_json: bool) -> int:
    """Prints a row for each source that was ever watched."""
    now = utc_now()
    database = open_database(read_settings().database_address)
    try:
        found = SourceStore(database).all()
    finally:
        database.close()
    if as_json:
        typer.echo(json.dumps({"sources": [health.as_dict(now=now) for health in found]}, ensure_ascii=False, indent=2))
        return 0
    if not found:
        typer.echo("No source was watched yet. Name them in feeds.toml in the data folder and run `rally ingest --watch`.")
        return 0
    table = [_HEAD, *(_row(health, now) for health in found)]
    widths = [max(len(row[column]) for row in table) for column in range(len(_HEAD) - 1)]
    for row in table:
        typer.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip())
    return 0


def _row(health: SourceHealth, now: datetime) -> tuple[str, ...]:
    return (
        plain(health.name)[:40],
        health.kind,
        health.state,
        _ago(health.last_success_at, now),
        _ago(health.newest_at, now),
        f"{health.items:,}",
        " ".join(plain(health.last_error).split())[:100],
    )


def _ago(moment: datetime | None, now: datetime) -> str:
    """How old a moment is, in its largest unit: 4 min ago."""
    if moment is None:
        return "never"
    seconds = max(0, (now - moment).total_seconds())
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit} ago"
    return f"{seconds:.0f} s ago"
