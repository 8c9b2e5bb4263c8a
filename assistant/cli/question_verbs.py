"""The verbs that ask: names, options and help. Each verb's module is imported when it runs, so that help is quick."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.failures import verb
from assistant.cli.options import AnyInstrument, AnyTime, AsOf, Batch, First, Json, Last, Out, Tickers

questions = typer.Typer()


@questions.command()
@verb
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    as_of: AsOf = None,
    first: First = None,
    last: Last = None,
    any_time: AnyTime = False,
    ticker: Tickers = None,
    any_instrument: AnyInstrument = False,
    json: Json = False,
    batch: Batch = None,
    out: Out = None,
) -> int:
    """Answers one question, or every question of a file.

    Example: rally ask "How did Alibaba close on 17 September 2025?"

    Example: rally ask "Why did it fall?" --ticker 9888.HK --from 2025-09-15 --to 2025-09-19

    Example: rally ask --batch questions.jsonl --out answers.jsonl
    """
    from assistant.cli import asking, choosing

    window = choosing.choose_window(first, last, any_time=any_time)
    tickers = choosing.choose_tickers(ticker, any_instrument=any_instrument)
    return asking.run(question, as_of=as_of, window=window, tickers=tickers, as_json=json, batch=batch, out=out)


@questions.command()
@verb
def chat(
    first: First = None,
    last: Last = None,
    any_time: AnyTime = False,
    ticker: Tickers = None,
    any_instrument: AnyInstrument = False,
) -> int:
    """Asks question after question; each may refer to the one before. What is set holds for all of them.

    Example: rally chat --ticker 9988.HK
    """
    from assistant.cli import chatting, choosing

    window = choosing.choose_window(first, last, any_time=any_time)
    return chatting.run(window=window, tickers=choosing.choose_tickers(ticker, any_instrument=any_instrument))


@questions.command()
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


@questions.command()
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


@questions.command()
@verb
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="How many passages.")] = 8,
    as_of: AsOf = None,
    first: First = None,
    last: Last = None,
    any_time: AnyTime = False,
    ticker: Tickers = None,
    any_instrument: AnyInstrument = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why: ranks, window, filters and what they removed.")] = False,
    json: Json = False,
    batch: Batch = None,
    out: Out = None,
) -> int:
    """Finds passages of news, the best first; the window and the instruments are read from the words, as for an answer.

    Example: rally search "chip makers last week" -k 5
    """
    from assistant.cli import choosing, searching

    window = choosing.choose_window(first, last, any_time=any_time)
    tickers = choosing.choose_tickers(ticker, any_instrument=any_instrument)
    return searching.run(
        query, k=k, as_of=as_of, window=window, tickers=tickers, explain=explain, as_json=json, batch=batch, out=out
    )


@questions.command("eval")
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


@questions.command()
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
