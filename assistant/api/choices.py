"""What a person sets in place of what is read from the words: the instruments."""

from collections.abc import Sequence

from assistant.errors import BadInput
from assistant.market.instruments import Instruments


def known_tickers(asked: Sequence[str] | None, instruments: Instruments) -> list[str] | None:
    """The tickers as we write them; None stays None.

    Raises:
        BadInput: one is unknown; what comes near is named.
    """
    if asked is None:
        return None
    found = [(text, instruments.canonical(text)) for text in asked]
    unknown = next((text for text, ticker in found if ticker is None), None)
    if unknown is not None:
        near = ", ".join(f"{one.name} ({one.ticker})" for one in instruments.near(unknown))
        raise BadInput(f"No instrument goes by {unknown[:20]!a}." + (f" Near it: {near}." if near else " Give its ticker."))
    return list(dict.fromkeys(ticker for _, ticker in found if ticker is not None))
