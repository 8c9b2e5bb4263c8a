"""The price sources that the settings name: none unless they do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from assistant.errors import BadSetting
from assistant.market.providers.chain import Chain, Kept
from assistant.market.providers.endpoint import Endpoint, describe
from assistant.market.providers.sources import PriceSource
from assistant.market.providers.stooq import Stooq
from assistant.market.providers.web import Web
from assistant.market.providers.yahoo import load_yahoo

NAMES = ("stooq", "endpoint", "yfinance")


def build_sources(
    names: Sequence[str], endpoint: Mapping[str, Any] | None, *, now: Callable[[], datetime], pause_s: float = 1.0
) -> Kept | None:
    """The named sources in their order, as one; None where none is named.

    Raises:
        BadSetting: a name is unknown, or what it needs is missing.
    """
    sources = [_source(name, endpoint, now, pause_s) for name in dict.fromkeys(names)]
    return Kept(Chain(sources), now) if sources else None


def _source(name: str, endpoint: Mapping[str, Any] | None, now: Callable[[], datetime], pause_s: float) -> PriceSource:
    if name == "stooq":
        return Stooq(Web(name="stooq", pause_s=pause_s), now)
    if name == "yfinance":
        return load_yahoo(now)
    if name != "endpoint":
        raise BadSetting(f"RALLY_PRICE_SOURCES names {name[:40]!r}, but there are only {', '.join(NAMES)}.")
    if endpoint is None:
        raise BadSetting("RALLY_PRICE_SOURCES names the endpoint, but RALLY_PRICE_ENDPOINT does not describe it.")
    description = describe(endpoint)
    return Endpoint(description, Web(name=description.name, pause_s=pause_s), now)
