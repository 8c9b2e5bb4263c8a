"""Unpriced: a share's price or move is asked for, no row of it is held, and what a report tells is another matter. Pure."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import asks
from assistant.agent.extractive.names import Names
from assistant.agent.kinds import speaks_of_trading
from assistant.agent.reading import Reading

_SHARE = re.compile(r"\bshares\b(?! of the market)|\b(?:share|stock) price|\bstock\b(?! market| exchange)|股[價价份]", re.I)
_LEVEL = re.compile(
    r"\bclos(?:e|es|ed|ing)\b|\b(?:high|low)est (?:price|level)|\b(?:share|stock) price|\bprice of\b|\b(?:at )?what price|"
    r"\b(?:trad(?:e|ed|ing)|open(?:ed)?|end(?:ed)?|finish(?:ed)?) at\b|收[市報报盤盘]|股[價价]|收於|收于",
    re.I,
)
_STATES_LEVEL = re.compile(
    r"\b(?:clos(?:e[ds]?|ing)|end(?:ed|s)|finish(?:ed|es)?|settled|opened|trad(?:ed?|ing)|price[ds]?)\b|"
    r"\b(?:at|to|of) (?:HK|US|A|S)?[$¥€£]\s?\d|\bapiece\b|\b(?:per|a) share\b|收[市報报盤盘於于]|[報报]\s?\d|每股|股[價价]",
    re.I,
)
_BUSINESS = re.compile(
    r"\b(?:revenues?|sales|profits?|earnings|income|margins?|capex|expenditures?|spending|deliver(?:y|ies|ed)|shipments?|"
    r"market share|users|output|orders|stake|sold)\b|營收|营收|利潤|利润|盈利|銷售|销售|收入",
    re.I,
)


def untold(reading: Reading, lines: Sequence[str], *, names: Names) -> bool:
    """Whether those lines of reports leave out what was asked: where a share stood, or how it moved."""
    question, told = reading.question, " ".join(lines)
    if not (reading.tickers and reading.wants.prices and speaks_of_trading(question)):
        return False
    if _LEVEL.search(question):
        left_out = not _STATES_LEVEL.search(told)
    else:
        left_out = bool(_SHARE.search(question) and _BUSINESS.search(told) and not _SHARE.search(told))
    # A report tells where an index stood without a word of prices.
    return left_out and not asks(question, query=reading.query, names=names, window=reading.window)[0].index
