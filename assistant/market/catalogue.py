"""The catalogue: which companies, indices and funds we know, read from the data file beside this module."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import BadSetting
from assistant.market.listings import Instrument
from assistant.market.symbols import home

_FILE = Path(__file__).with_name("catalogue.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Instruments in the order of the file, other spellings of their tickers, and names that only look like theirs."""

    instruments: tuple[Instrument, ...]
    symbols: dict[str, str] = field(default_factory=dict)  # "^HSI" to "HSI"
    others: tuple[str, ...] = ()  # "Apple Daily" is not Apple


def read_catalogue(extra: Path | None = None) -> Catalogue:
    """The shipped catalogue, with the entries of `extra` (same layout) added or put in place of ours."""
    entries = list(_entries(_FILE))
    if extra is not None:
        added = list(_entries(extra))
        named = {entry["company"] for entry in added if "company" in entry}
        entries = [entry for entry in entries if entry.get("company") not in named] + added
    others = (name for entry in entries for key in ("other", "other_chinese") for name in entry.get(key, ()))
    listed = [(entry, listing) for entry in entries for listing in entry.get("listings", ())]
    return Catalogue(
        instruments=tuple(_instrument(entry, listing) for entry, listing in listed),
        symbols={symbol: listing["ticker"] for _, listing in listed for symbol in listing.get("symbols", ())},
        others=tuple(others),
    )


def bare_instruments(tickers: Iterable[str]) -> list[Instrument]:
    """Instruments of which only the ticker is known: their prices are held, their names are not."""
    return [_instrument({"company": ticker, "name": ticker}, {"ticker": ticker}) for ticker in tickers]


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as exc:
                raise BadSetting(f"{path.name}, line {number}: not a JSON object") from exc


def _instrument(entry: dict[str, Any], listing: dict[str, Any]) -> Instrument:
    exchange, currency = home(listing["ticker"])
    return Instrument(
        ticker=listing["ticker"],
        name=entry["name"],
        kind=listing.get("kind", "share"),
        exchange=listing.get("exchange", exchange),
        currency=listing.get("currency", currency),
        company=entry["company"],
        aliases=tuple(entry.get("aliases", ())),
        chinese=tuple(entry.get("chinese", ())),
        ratio=listing.get("ratio"),
    )
