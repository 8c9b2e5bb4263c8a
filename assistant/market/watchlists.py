"""Watchlists: the instruments that somebody follows, by the name of the list, in `watchlists.toml` of the data folder."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.market.instruments import Instruments

MOST_INSTRUMENTS = 30
_MOST_LISTS = 50
_LONGEST_NAME = 60


def read_watchlists(path: Path, instruments: "Instruments") -> dict[str, tuple[str, ...]]:
    """Each list's tickers, in the order of the file; nothing where there is no file.

    Raises:
        BadInput: the file cannot be read, or names something unknown; the message says what and where.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise BadInput(f"{path.name} in the data folder cannot be read: {exc}.") from exc
    if len(table) > _MOST_LISTS:
        raise BadInput(f"{path.name} holds more than {_MOST_LISTS} lists. Leave some out.")
    found = {}
    for name, tickers in table.items():
        if not isinstance(tickers, list) or not all(isinstance(one, str) for one in tickers) or len(name) > _LONGEST_NAME:
            raise BadInput(f'The list {name[:20]!r} of {path.name} cannot be used. Write it like tech = ["9988.HK", "BIDU"].')
        try:
            found[name] = canonical_tickers(tickers, instruments)
        except BadInput as exc:
            raise BadInput(f"The list {name!r} of {path.name}: {exc.public_message}") from exc
    return found


def canonical_tickers(texts: Iterable[str], instruments: "Instruments") -> tuple[str, ...]:
    """The tickers as we write them, each once.

    Raises:
        BadInput: none is given, one is unknown, or there are too many.
    """
    found = [(text.strip(), instruments.canonical(text.strip())) for text in texts if text.strip()]
    unknown = next((text for text, ticker in found if ticker is None), None)
    if unknown is not None:
        raise BadInput(f"No instrument goes by {unknown[:20]!a}. Write tickers like 9988.HK or BABA.")
    tickers = tuple(dict.fromkeys(ticker for _, ticker in found if ticker is not None))
    if not tickers:
        raise BadInput("No instrument is named. Write tickers like 9988.HK or BABA.")
    if len(tickers) > MOST_INSTRUMENTS:
        raise BadInput(f"A brief is about {MOST_INSTRUMENTS} instruments at most, not {len(tickers)}. Make two of it.")
    return tickers
