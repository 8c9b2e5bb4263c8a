"""The records of what has a price, and of the words that speak of it."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["share", "adr", "index", "etf", "future"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One listing. Listings of one company share `company`."""

    ticker: str  # "9988.HK", "BABA", "HSTECH"
    name: str
    kind: Kind
    exchange: str  # ISO 10383 code: "XHKG", "XNYS", "XNAS", "XSHG", "XSHE"
    currency: str  # ISO 4217; for an index the currency of its members
    company: str = ""
    aliases: tuple[str, ...] = ()
    chinese: tuple[str, ...] = ()
    ratio: int | None = None  # ordinary shares in one depositary receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name found in a text, and the listings it may mean, most usual first."""

    text: str
    start: int
    end: int
    tickers: tuple[str, ...]  # empty: shaped like a ticker or named as a company, but unknown
    certain: bool  # one listing is meant: a ticker, or a name with its market said
    shape: Literal["name", "ticker", "number"] = "name"  # what it was recognised by
