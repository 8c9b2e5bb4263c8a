"""The verbs on prices: names, options and help. Each verb's module is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.failures import verb

prices = typer.Typer(help="The prices that are held.", no_args_is_help=True, rich_markup_mode=None)

Ticker = Annotated[str, typer.Argument(help="A ticker in any spelling: 9988.HK, 700, BABA.")]
First = Annotated[str | None, typer.Option("--from", help="The first day, like 2025-09-01.")]
Last = Annotated[str | None, typer.Option("--to", help="The last day.")]


@prices.command()
@verb
def show(
    ticker: Ticker,
    first: First = None,
    last: Last = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> int:
    """Shows an instrument's daily bars, the newest 90 days by default.

    Example: rally prices show 9988.HK --from 2025-09-01 --to 2025-09-30
    """
    from assistant.cli import pricing

    return pricing.run(ticker, first=first, last=last, as_json=json)


@prices.command()
@verb
def chart(
    ticker: Ticker,
    out: Annotated[Path, typer.Option(help="The file to write: .png, .svg or .json (the Vega-Lite specification).")],
    others: Annotated[
        list[str] | None, typer.Option("--with", help="Another ticker beside it, rebased; may be repeated.")
    ] = None,
    first: First = None,
    last: Last = None,
) -> int:
    """Draws closes into a file, the newest 90 days by default; several instruments are rebased to 100.

    Example: rally prices chart 9988.HK --with 0700.HK --from 2025-09-01 --out rally.png
    """
    from assistant.cli import charting

    return charting.run(ticker, others=others or (), first=first, last=last, out=out)


@prices.command()
@verb
def update(
    tickers: Annotated[
        list[str] | None, typer.Argument(metavar="[TICKER...]", help="Which; every ticker held by default.")
    ] = None,
) -> int:
    """Asks the price sources of RALLY_PRICE_SOURCES for the sessions since the newest bar held.

    Example: rally prices update 9988.HK BABA

    Exit code: 0 all well, 1 some could not be updated, 2 no source is set.
    """
    from assistant.cli import updating

    return updating.run(tickers or ())


@prices.command()
@verb
def add(
    ticker: Annotated[str, typer.Argument(help="The ticker with its market: 2513.HK, 688256.SS; New York needs none.")],
    name: Annotated[str, typer.Option(help="Its name, as people write it.")],
    names: Annotated[list[str] | None, typer.Option("--alias", help="Another name, in any script; may be repeated.")] = None,
    kind: Annotated[str, typer.Option(help="share, adr, index, etf or future.")] = "share",
    exchange: Annotated[str | None, typer.Option(help="Its exchange (ISO 10383), where the ticker does not say it.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency (ISO 4217), where the exchange does not say it.")] = None,
) -> int:
    """Adds an instrument that the catalogue does not know.

    Example: rally prices add 2513.HK --name "Zhipu AI" --alias 智譜
    """
    from assistant.cli import adding

    return adding.run(ticker, name=name, names=names or (), kind=kind, exchange=exchange, currency=currency)
