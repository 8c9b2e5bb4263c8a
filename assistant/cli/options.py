"""Options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AsOf = Annotated[str | None, typer.Option(help="The moment to answer from: 2025-09-17T18:03:00+08:00, or a day's end.")]
First = Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day, in place of what the words say.")]
Last = Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day, in place of what the words say.")]
Tickers = Annotated[
    list[str] | None,
    typer.Option("--ticker", metavar="TICKER", help="An instrument, in place of those the words name; may be repeated."),
]
AnyInstrument = Annotated[bool, typer.Option("--any-instrument", help="Leave out the instruments read from the words.")]
AnyTime = Annotated[bool, typer.Option("--any-time", help="Leave out the window that is read from the words.")]
Batch = Annotated[Path | None, typer.Option(help="A file of questions, a JSON object a line: id, question, as_of?, history?.")]
Out = Annotated[Path | None, typer.Option(help="The file to write a line for each question to; stdout by default.")]
