"""Permission: what a model may look up and calculate with. Words of an article widen neither. Pure."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.figures.parse import parse
from assistant.market.instruments import Instruments

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CONSTANTS = frozenset(Decimal(n) for n in (*range(11), 12, 52, 100, 365, 1_000, 10_000))


def may_look_up(asked: str, *, questions: Sequence[str], tickers: Iterable[str], instruments: Instruments) -> bool:
    """Whether a name is that of an instrument the person named, in this question or an earlier one, or set by hand.

    Another listing of the same company is the same name; what is no instrument at all must stand in the question.
    """
    wanted = _companies(_meant(asked, instruments), instruments)
    if not wanted:
        name = " ".join(asked.casefold().split())
        return any(name in " ".join(question.casefold().split()) for question in questions)
    named = [ticker for question in questions for mention in instruments.mentions(question) for ticker in mention.tickers]
    return wanted <= _companies([*tickers, *named], instruments)


def strange_numbers(inputs: Iterable[Decimal], *, texts: Iterable[str]) -> list[Decimal]:
    """The numbers that stand in none of the texts; small counts and the factors of units stand everywhere."""
    known = set(_CONSTANTS)
    for text in texts:
        known |= {Decimal(number.replace(",", "")) for number in _NUMBER.findall(text)}
        known |= {abs(figure.value) for figure in parse(text)}
    return [number for number in inputs if abs(number) not in known]


def _meant(asked: str, instruments: Instruments) -> Sequence[str]:
    ticker = instruments.canonical(asked)
    if ticker is not None:
        return (ticker,)
    return next((mention.tickers for mention in instruments.mentions(asked) if mention.tickers), ())


def _companies(tickers: Iterable[str], instruments: Instruments) -> frozenset[str]:
    found = (instruments.get(ticker) for ticker in tickers)
    return frozenset(one.company or one.ticker for one in found if one is not None)
