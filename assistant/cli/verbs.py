"""The command `rally` and its table of verbs."""

from typing import Annotated

import typer

from assistant.cli.evidence_verbs import evidence
from assistant.cli.failures import verb
from assistant.cli.price_verbs import prices
from assistant.cli.question_verbs import questions

app = typer.Typer(
    name="rally",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(evidence)
app.add_typer(questions)
app.add_typer(prices, name="prices")


def _tell_version(wanted: bool) -> None:
    from importlib.metadata import version

    if wanted:
        typer.echo(f"rally {version('rally-assistant')}")
        raise typer.Exit


@app.callback()
def rally(
    asked: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Answers questions about a market story from dated news and prices, every figure checked."""


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
