"""Instruments: which listings a name or ticker may mean."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.dependencies import AssistantDep
from assistant.market.instruments import Instrument

router = APIRouter(prefix="/api/instruments", tags=["instruments"])


@router.get("")
def find_instruments(assistant: AssistantDep, q: Annotated[str, Query(min_length=1, max_length=100)]) -> dict[str, Any]:
    """The listings meant, most usual first, and near names where none is known."""
    known = assistant.instruments
    canonical = known.canonical(q)
    tickers = [canonical] if canonical else [ticker for mention in known.mentions(q) for ticker in mention.tickers]
    found = [instrument for ticker in dict.fromkeys(tickers) if (instrument := known.get(ticker)) is not None]
    return {
        "instruments": [_listing(instrument) for instrument in found],
        "near": [] if found else [_listing(instrument) for instrument in known.near(q)],
    }


def _listing(instrument: Instrument) -> dict[str, Any]:
    shown = "ticker name kind exchange currency company".split()
    return {name: getattr(instrument, name) for name in shown}
