"""What every price source offers, what it gives, and how it fails.

PriceSourceError             nothing can be said about the price; it is never read as "not listed"
├── PriceSourceUnavailable   unreachable, broken, or answering with something that is no table of the days asked
│   └── RateLimited          asked too often; `retry_after_s` says how long to wait
└── SymbolNotFound           the source says itself that it does not carry the symbol
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from assistant.errors import AssistantError
from assistant.market.bars import Bar
from assistant.market.listings import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The bars of closed sessions within the days asked, and the rows that were refused, each with its reason."""

    source: str
    bars: tuple[Bar, ...]
    refused: tuple[str, ...] = ()
    skipped: tuple[str, ...] = field(default=())  # sources that were passed over, each with its reason


class PriceSource(Protocol):
    """One place that daily bars can be had from. `adjusted` says what its prices are; it never changes in between."""

    @property
    def name(self) -> str: ...

    @property
    def adjusted(self) -> bool: ...

    def fetch(self, instrument: Instrument, first: date, last: date) -> Fetched:
        """The bars from `first` to `last`, both inclusive."""
        ...


class PriceSourceError(AssistantError):
    code = "price_source_error"


class PriceSourceUnavailable(PriceSourceError):
    code = "price_source_unavailable"
    retryable = True


class RateLimited(PriceSourceUnavailable):
    code = "price_source_rate_limited"

    def __init__(self, public_message: str, *, retry_after_s: float = 60.0) -> None:
        super().__init__(public_message)
        self.retry_after_s = retry_after_s


class SymbolNotFound(PriceSourceError):
    code = "price_symbol_not_found"
