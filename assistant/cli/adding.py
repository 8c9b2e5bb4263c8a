"""`rally prices add`: an instrument of one's own, beside the catalogue's."""

from collections.abc import Sequence

import typer

from assistant.market.own import add_instrument
from assistant.settings import read_settings


def run(ticker: str, *, name: str, names: Sequence[str], kind: str, exchange: str | None, currency: str | None) -> int:
    """Adds it to the data folder; a running server knows it after its next start."""
    path = read_settings().data_dir / "instruments.jsonl"
    added = add_instrument(path, ticker, name=name, names=names, kind=kind, exchange=exchange, currency=currency)
    typer.echo(f"{added} is known as {name}. Its prices: rally prices update {added}, or rally ingest a file with its bars.")
    return 0
