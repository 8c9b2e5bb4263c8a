"""Premises: what a question takes for granted of a day's trading, set against the rows of that day."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import asks
from assistant.agent.extractive.fitness import direction_asked
from assistant.agent.extractive.names import Names
from assistant.agent.kinds import speaks_of_trading
from assistant.agent.reading import Reading
from assistant.agent.records import PriceFound

_CLEAR = 1  # percent: within less a share that fell in one session or listing may have risen at another's close
_SHARES = re.compile(r"\b(?:shares?|stocks?)\b|股[價价]", re.I)


def takes_trading_for_granted(reading: Reading) -> bool:
    """Whether a question asks why an instrument moved on a day, or what happened to its shares: then its row belongs beside."""
    window = reading.window
    if not reading.tickers or window is None or not reading.bounded or window.first != window.last:
        return False
    if window.part in {"open", "midday"}:
        return False
    if reading.wants.aim == "reason":
        return speaks_of_trading(reading.question)
    return reading.wants.aim == "summary" and bool(_SHARES.search(reading.question))


def contradicted(reading: Reading, rows: Sequence[PriceFound], *, names: Names) -> bool:
    """Whether every instrument asked about moved against what the question says it did."""
    moves = [row.move.change_pct for row in rows if row.state == "ok" and row.move is not None]
    if reading.wants.aim != "reason" or not moves:
        return False
    said = {direction_asked(ask) for ask in asks(reading.question, query=reading.query, names=names, window=reading.window)}
    said.discard(0)
    return len(said) == 1 and all(move * next(iter(said)) <= -_CLEAR for move in moves)
