"""`rally reindex`: the derived indexes from the record of truth, and its texts embedded anew for another embedder."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from assistant.bootstrap import open_stores
from assistant.knowledge.derived import Progress
from assistant.settings import read_settings


def run(embedder: str | None = None) -> int:
    """Rebuilds both indexes and says how much they hold."""
    settings = read_settings()
    chosen = settings.model_copy(update={"embedder": embedder}) if embedder else settings
    with open_stores(chosen, any_embedder=True) as stores, _bar() as progress:
        embedded = stores.knowledge.embed_again(progress) if embedder else 0
        served = bool(embedder) and not stores.knowledge.keeps_indexes()
        if not served:
            stores.knowledge.rebuild(progress)
        counts = stores.knowledge.documents.counts()
    if embedder:
        typer.echo(f"{embedded:,} passages were embedded with {stores.knowledge.embedder.fingerprint}.")
    if served:
        typer.echo(f"A running server keeps the indexes: restart it with RALLY_EMBEDDER={embedder}, and it builds them.")
        return 0
    typer.echo(f"The indexes were built again: {counts['documents']:,} documents, {counts['chunks']:,} passages.")
    if embedder and embedder != settings.embedder:
        typer.echo(f"From now on set RALLY_EMBEDDER={embedder}.")
    return 0


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True)) as bars:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show
