"""Identities: what a question asks of an instrument itself, such as its ticker or exchange, and what the catalogue says."""

import re
from collections.abc import Sequence

from assistant.agent.phrasing import joined
from assistant.market.instruments import Instrument

_CODE = r"(?:tickers?|(?:stock|share|trading|security|counter) (?:code|symbol|number)s?)"
_ASKS = re.compile(
    rf"\b(?:what(?:['’]?s)?|which|give|tell|is|are)\b.{{0,60}}\b{_CODE}\b(?!:?\s*\$?(?-i:[A-Z]{{2}}|\d))|"
    r"\bwhat does \S+ stand for\b|\bfull name of\b|"
    r"\b(?:what|which) (?:stock )?(?:exchange|bourse)s? (?:is|are|does|do)\b|\bwhere (?:is|are) .{1,40} listed\b(?! to\b)|"
    r"\b(?:what|which) currenc(?:y|ies)\b.*\b(?:quoted|traded?|trades?|listed|priced|denominated)\b|"
    r"\bthe same (?:company|firm|issuer)\b|"
    r"\bhow many (?:\w+ )?shares (?:(?:are|is|does|do|make) )?(?:up )?(?:in|per|one|an|each|a)\b.*\b(?:AD[RS]s?|depositary)\b|"
    r"\bAD[RS] ratio\b|\b(?:what|which) (?:company|stock) (?:is|trades (?:as|under)|has the ticker)\b|"
    r"股[票份]代[号號碼码]|代[号號碼码](?:是|係)|在哪.{0,3}上市|哪[个個]交易所|同一[家间間]公司|全[称稱]是|"
    r"(?:什么|甚麼|什麼|哪[种種])(?:货币|貨幣)",
    re.I,
)
# A price or a move is asked for, whatever else is named.
_OF_PRICES = re.compile(
    r"\b(?:clos\w*|open(?:ed|ing)?|price[sd]?|volume|high\w*|low\w*|r[io]s\w*|fell|fall\w*|gain\w*|los[et]\w*|mov\w*|return\w*|"
    r"perform\w*|best|worst|most|up|down|why|news)\b|收|升|跌|涨|漲|价|價",
    re.I,
)
_SAME = re.compile(r"\bthe same (?:company|firm|issuer)\b|同一[家间間]公司", re.I)
_EXCHANGES = {
    "XHKG": "the Hong Kong Stock Exchange",
    "XSHG": "the Shanghai Stock Exchange",
    "XSHE": "the Shenzhen Stock Exchange",
    "XNYS": "the New York Stock Exchange",
    "XNAS": "Nasdaq",
    "ARCX": "NYSE Arca",
    "PINX": "the over-the-counter market in the United States",
    "XTKS": "the Tokyo Stock Exchange",
    "XTAI": "the Taiwan Stock Exchange",
    "XKRX": "the Korea Exchange",
    "XLON": "the London Stock Exchange",
}
_KINDS = {"index": "an index", "etf": "a fund traded on an exchange", "future": "a future"}


def asks_of_identity(question: str) -> bool:
    """Whether a question asks what an instrument is: its ticker, full name, exchange, currency or receipts."""
    return bool(_ASKS.search(question)) and not _OF_PRICES.search(question)


def told_identity(listings: Sequence[Instrument]) -> str:
    """What the catalogue says of a company's listings: one sentence without its end."""
    first = listings[0]
    names = [name for name in (*first.aliases[:1], *first.chinese[:1]) if name != first.name]
    also = f" (also {joined(names)})" if names else ""
    if first.kind in _KINDS:
        return f"{first.name}{also} is {_KINDS[first.kind]} with the ticker {first.ticker}, in {first.currency}"
    return f"{first.name}{also} is listed as {joined([_listing(one) for one in listings])}"


def told_sameness(question: str, named: Sequence[Instrument]) -> str:
    """Whether the listings named are of one company, where that is asked: one sentence without its end, or ""."""
    if len(named) < 2 or not _SAME.search(question):
        return ""
    tickers = joined([one.ticker for one in named])
    if len({one.company for one in named}) == 1:
        return f"Yes: {tickers} are listings of one company, {named[0].name}"
    return f"No: {tickers} are listings of {joined([f'{one.name} ({one.ticker})' for one in named])}"


def _listing(one: Instrument) -> str:
    words = f"{one.ticker} on {_EXCHANGES.get(one.exchange, one.exchange)} in {one.currency}"
    if one.kind != "adr":
        return words
    return f"{words}, a depositary receipt" + (
        f" for {one.ratio} ordinary share{'' if one.ratio == 1 else 's'}" if one.ratio else ""
    )
