"""`rally prices chart`: closes as a picture or a specification in a file."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from assistant.api.charts import read_lines
from assistant.api.instants import read_days
from assistant.bootstrap import load_instruments, utc_now
from assistant.cli.failures import say
from assistant.database import open_database
from assistant.errors import BadInput
from assistant.market.chart_pictures import draw
from assistant.market.charts import MOST_LINES, chart
from assistant.market.prices import PriceBook
from assistant.settings import read_settings

_FORMS = {".png": "png", ".svg": "svg", ".json": "json"}


def run(ticker: str, *, others: Sequence[str], first: str | None, last: str | None, out: Path) -> int:
    """Writes the chart; the file's ending says in which form, and what it shows is printed in words."""
    form = _FORMS.get(out.suffix.lower())
    if form is None:
        raise BadInput(f"{out.name!r} does not say what to write. End it in .png, .svg or .json.")
    if len(others) >= MOST_LINES:
        raise BadInput(f"A chart shows at most {MOST_LINES} instruments.")
    settings, days = read_settings(), read_days(first, last)
    database = open_database(settings.database_address)
    try:
        prices = PriceBook(database)
        instruments = load_instruments(settings).including(prices.tickers())
        lines = read_lines([ticker, *others], days, as_of=utc_now(), instruments=instruments, prices=prices)
    finally:
        database.close()
    specification = chart(lines)
    drawn = json.dumps(specification, indent=1).encode() if form == "json" else draw(specification, form)  # type: ignore[arg-type]
    try:
        out.write_bytes(drawn)
    except OSError as exc:
        raise BadInput(f"{str(out)!r} cannot be written. Name a file in a folder that is there.") from exc
    typer.echo(specification["description"])
    say(f"Written to {out}.")
    return 0
