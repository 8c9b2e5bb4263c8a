"""The window and the instruments that a command line sets in place of those read from the words."""

from collections.abc import Sequence

from assistant.api.instants import read_days
from assistant.errors import BadInput
from assistant.knowledge.windows import Window


def choose_window(first: str | None, last: str | None, *, any_time: bool) -> Window | None:
    """The window chosen; None leaves it to the words.

    Raises:
        BadInput: a day is none, the days are the wrong way round, or days are given together with any time.
    """
    begin, end = read_days(first, last)
    if any_time and (begin or end):
        raise BadInput("Give either --any-time, or --from and --to.")
    return Window(first=begin, last=end) if any_time or begin or end else None


def choose_tickers(named: Sequence[str] | None, *, any_instrument: bool) -> Sequence[str] | None:
    """The instruments chosen, none where any will do; None leaves them to the words.

    Raises:
        BadInput: instruments are given together with any instrument.
    """
    if any_instrument and named:
        raise BadInput("Give either --any-instrument, or --ticker.")
    return () if any_instrument else named or None
