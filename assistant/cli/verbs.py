"""The table of verbs: names, options and help. Each verb's module is imported when it runs, so that help is quick."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.failures import verb
from assistant.cli.price_verbs import prices

app = typer.Typer(
    name="rally",
    help="Answers questions about a market story from dated news and prices, every figure checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(prices, name="prices")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AsOf = Annotated[str | None, typer.Option(help="The moment to answer from: 2025-09-17T18:03:00+08:00, or a day's end.")]
First = Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day, in place of what the words say.")]
Last = Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, in place of what the words say.")]
AnyTime = Annotated[bool, typer.Option("--any-time", help="Leave out the window that is read from the words.")]
Batch = Annotated[Path | None, typer.Option(help="A file of questions, a JSON object a line: id, question, as_of?, history?.")]
Out = Annotated[Path | None, typer.Option(help="The file to write a line for each question to; stdout by default.")]


@app.command()
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
    workers: Annotated[int, typer.Option(min=1, max=32, help="Read files with that many processes.")] = 1,
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
    from assistant.cli import amending, ingesting

    amending.check(names, withdraw=withdraw, retry=retry_rejected, watch=watch, feeds=feeds, dry_run=dry_run)
    if watch:
        from assistant.cli import watching

        return watching.run(feeds)
    if withdraw:
        return amending.withdraw(withdraw, as_json=json)
    if retry_rejected:
        return amending.retry(as_json=json, dry_run=dry_run)
    return ingesting.run(names or [], as_json=json, dry_run=dry_run, follow_links=follow_links, workers=workers)


@app.command()
@verb
def sources(json: Json = False) -> int:
    """Shows how reading each source of the watch list goes.

    Example: rally sources
    """
    from assistant.cli import sourcing

    return sourcing.run(as_json=json)


@app.command()
@verb
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    as_of: AsOf = None,
    first: First = None,
    last: Last = None,
    any_time: AnyTime = False,
    json: Json = False,
    batch: Batch = None,
    out: Out = None,
) -> int:
    """Answers one question, or every question of a file.

    Example: rally ask "How did Alibaba close on 17 September 2025?"

    Example: rally ask --batch questions.jsonl --out answers.jsonl
    """
    from assistant.cli import asking, choosing

    window = choosing.choose_window(first, last, any_time=any_time)
    return asking.run(question, as_of=as_of, window=window, as_json=json, batch=batch, out=out)


@app.command()
@verb
def chat() -> int:
    """Asks question after question; each may refer to the one before.

    Example: rally chat
    """
    from assistant.cli import chatting

    return chatting.run()


@app.command()
@verb
def brief(
    watchlist: Annotated[
        str | None, typer.Argument(help="A list of watchlists.toml in the data folder; its first one by default.")
    ] = None,
    watch: Annotated[str | None, typer.Option(metavar="TICKERS", help="The instruments instead: 9988.HK,BABA.")] = None,
    window: Annotated[str | None, typer.Option(help="The time in words; since trading last ended by default.")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day.")] = None,
    as_of: AsOf = None,
    questions: Annotated[
        Path | None,
        typer.Option(help="What to ask, in the layout of prompts/brief.md; brief.md in the data folder, else ours."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A file; its name ends in md, html, docx, pdf, csv, xlsx or json.")] = None,
    json: Json = False,
) -> int:
    """Answers a fixed list of questions about the instruments you follow, over the time since trading last ended.

    Example: rally brief --watch 9988.HK,BABA --out morning.pdf

    Exit code: 0 all well, or nothing is new; 1 some questions were not answered to the end.
    """
    from assistant.cli import briefing

    return briefing.run(
        watchlist,
        watch=watch,
        window=window,
        days=(first, last),
        as_of=as_of,
        questions=questions,
        out=out,
        as_json=json,
    )


@app.command()
@verb
def watched(
    add: Annotated[str | None, typer.Option(metavar="QUESTION", help="Watch this question from now on.")] = None,
    remove: Annotated[int | None, typer.Option(metavar="NUMBER", help="Watch that one no longer.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show what is watched, with numbers.")] = False,
    json: Json = False,
) -> int:
    """Asks the watched questions again where there is new evidence, and tells only how answers changed.

    Example: rally watched --add "What do analysts say about Baidu?"
    """
    from assistant.cli import watched

    return watched.run(add=add, remove=remove, listed=listed, as_json=json)


@app.command()
@verb
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="How many passages.")] = 8,
    as_of: AsOf = None,
    first: First = None,
    last: Last = None,
    any_time: AnyTime = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why: ranks, window, filters and what they removed.")] = False,
    json: Json = False,
    batch: Batch = None,
    out: Out = None,
) -> int:
    """Finds passages of news, the best first; the window is read from the words, as it is for an answer.

    Example: rally search "chip makers last week" -k 5
    """
    from assistant.cli import choosing, searching

    window = choosing.choose_window(first, last, any_time=any_time)
    return searching.run(query, k=k, as_of=as_of, window=window, explain=explain, as_json=json, batch=batch, out=out)


@app.command("eval")
@verb
def evaluate(
    file: Annotated[
        Path | None, typer.Argument(help="Questions with what is expected, one JSON object a line; our own by default.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for report.json and report.html.")] = None,
    against: Annotated[Path | None, typer.Option(help="The report.json of another run, to compare with.")] = None,
) -> int:
    """Answers a file of questions and measures the answers; without a file, our own questions over the sample story.

    A line holds question, as_of?, history?, and either accept (groups of patterns) or abstain (a reason, or true).

    Example: rally eval --out report/

    Exit code: 0 every question was answered right, 1 some were not, 2 the file cannot be read.
    """
    from assistant.cli import evaluating

    return evaluating.run(file, out=out, against=against)


@app.command()
@verb
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on (RALLY_HOST).")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port (RALLY_PORT); 0 takes a free one.")] = None,
) -> int:
    """Serves the web chat and the API until it is stopped.

    Example: rally serve --port 8080
    """
    from assistant.cli import serving

    return serving.run(host=host, port=port)


@app.command()
@verb
def demo(
    host: Annotated[str | None, typer.Option(help="The address to listen on (RALLY_HOST).")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port (RALLY_PORT); 0 takes a free one.")] = None,
) -> int:
    """Takes in the sample story on first use, then serves the web chat.

    Example: rally demo
    """
    from assistant.cli import serving

    return serving.run(host=host, port=port, sample=True)


@app.command()
@verb
def export(
    session: Annotated[str, typer.Argument(help="The session's id: the end of its address in the web chat.")],
    format: Annotated[str, typer.Option("--format", help="md, html, docx, pdf, csv, xlsx or json.")] = "md",
    out: Annotated[Path | None, typer.Option(help="The file to write to; stdout by default.")] = None,
) -> int:
    """Writes a session with its sources, figures and checks to a file.

    Example: rally export SESSION --format pdf --out answers.pdf
    """
    from assistant.cli import exporting

    return exporting.run(session, name=format, out=out)


@app.command()
@verb
def doctor() -> int:
    """Checks settings, database, indexes, embedder, model and page, and says what to do about each problem.

    Example: rally doctor
    """
    from assistant.cli import examining

    return examining.run()


@app.command()
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
