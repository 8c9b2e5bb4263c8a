"""The reader's own instruments: lines in the layout of the catalogue, in a file of the data folder."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import BadInput
from assistant.market.instruments import Instruments
from assistant.market.symbols import home, joined, spelling

_LONGEST_NAME = 80
_KINDS = ("share", "adr", "index", "etf", "future")
_CURRENCY_LETTERS = 3


def add_instrument(
    path: Path,
    ticker_text: str,
    *,
    name: str,
    names: Sequence[str] = (),
    kind: str = "share",
    exchange: str | None = None,
    currency: str | None = None,
) -> str:
    """Adds an entry to the file and gives its ticker; the file is replaced whole, or not at all.

    Raises:
        BadInput: the ticker has no known shape or is known already, or a field cannot be used.
    """
    ticker = spelling(ticker_text) or joined(ticker_text.strip().upper(), "")
    if ticker is None:
        raise BadInput(f"{ticker_text[:20]!a} is no ticker. Write it with its market: 0700.HK, 600519.SS; New York needs none.")
    known = Instruments.load(path if path.is_file() else None)
    if (there := known.get(ticker)) is not None:
        raise BadInput(f"{ticker} is known already: {there.name}.")
    entry = _entry(ticker, name, names, kind, exchange, currency)
    held = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = [*held.splitlines(), json.dumps(entry, ensure_ascii=False)]
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.part")
    half.write_text("\n".join(lines) + "\n", encoding="utf-8")
    half.replace(path)
    return ticker


def _entry(
    ticker: str, name: str, names: Sequence[str], kind: str, exchange: str | None, currency: str | None
) -> dict[str, object]:
    said = [" ".join(one.split()) for one in (name, *names)]
    if any(not one or len(one) > _LONGEST_NAME or not one.isprintable() for one in said):
        raise BadInput(f"A name has 1 to {_LONGEST_NAME} printable characters.")
    if kind not in _KINDS:
        raise BadInput(f"The kind is one of {', '.join(_KINDS)}.")
    usual = home(ticker)
    where, money = (exchange or usual[0]).upper(), (currency or usual[1]).upper()
    if not (where.isascii() and where.isalnum() and len(where) == 4):
        raise BadInput("The exchange is written as its four letters (ISO 10383), like XHKG or XNYS.")
    if not (money.isascii() and money.isalpha() and len(money) == _CURRENCY_LETTERS):
        raise BadInput("The currency is written as its three letters (ISO 4217), like HKD.")
    chinese = [one for one in said[1:] if not one.isascii()]
    listing = {"ticker": ticker, "kind": kind, "exchange": where, "currency": money}
    aliases = [one for one in said[1:] if one.isascii()]
    return {"company": f"own:{ticker}", "name": said[0], "aliases": aliases, "chinese": chinese, "listings": [listing]}
