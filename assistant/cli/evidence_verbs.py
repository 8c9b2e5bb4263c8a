"""The verbs on what is stored: names, options and help. Each verb's module is imported when it runs, so that help is quick."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.failures import verb
from assistant.cli.options import Json

evidence = typer.Typer()


@evidence.command()
@verb
def ingest(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH_OR_URL...", help="Files, folders and web addresses of news, bars and statistics."),
    ] = None,
    json: Json = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count, but store nothing.")] = False,
    follow_links: Annotated[
        bool, typer.Option("--follow-links", help="Read the page behind an entry of a feed that is only a summary.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=0, max=32, help="Processes that help where there is much to read; by default the idle cores."),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Read the sources of the watch list again and again.")] = False,
    feeds: Annotated[
        Path | None, typer.Option(help="The watch list; feeds.toml in the data folder by default.", show_default=False)
    ] = None,
    withdraw: Annotated[
        list[str] | None, typer.Option(metavar="DOC_OR_URL", help="Never answer from that document again; may be repeated.")
    ] = None,
    retry_rejected: Annotated[
        bool, typer.Option("--retry-rejected", help="Try everything again that was rejected before.")
    ] = False,
) -> int:
    """Takes in news and market data, in any mix of files, folders and web addresses.

    Example: rally ingest articles/ prices.csv https://example.com/markets/rss

    Example: rally ingest --watch

    Exit code: 0 all well, 1 some inputs were rejected, 2 nothing could be taken, 75 another command is writing.
    """
    from ingest.helper import Helpers

    helpers = Helpers(workers)
    helpers.start_for_files(names or [])
    from assistant.cli import amending, ingesting  # meanwhile

    amending.check(names, withdraw=withdraw, retry=retry_rejected, watch=watch, feeds=feeds, dry_run=dry_run)
    if watch:
        from assistant.cli import watching

        return watching.run(feeds)
    if withdraw:
        return amending.withdraw(withdraw, as_json=json)
    if retry_rejected:
        return amending.retry(as_json=json, dry_run=dry_run)
    return ingesting.run(names or [], as_json=json, dry_run=dry_run, follow_links=follow_links, helpers=helpers)


@evidence.command()
@verb
def sources(json: Json = False) -> int:
    """Shows how reading each source of the watch list goes.

    Example: rally sources
    """
    from assistant.cli import sourcing

    return sourcing.run(as_json=json)


@evidence.command()
@verb
def doctor() -> int:
    """Checks settings, database, indexes, embedder, model and page, and says what to do about each problem.

    Example: rally doctor
    """
    from assistant.cli import examining

    return examining.run()


@evidence.command()
@verb
def reindex(
    embedder: Annotated[
        str | None, typer.Option(help="Embed everything anew with that embedder (as RALLY_EMBEDDER), while the old one serves.")
    ] = None,
) -> int:
    """Builds the indexes again from the database, without embedding anything again unless an embedder is named.

    Example: rally reindex

    Example: rally reindex --embedder openai:text-embedding-3-small
    """
    from assistant.cli import reindexing

    return reindexing.run(embedder)
