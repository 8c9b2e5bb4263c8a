"""The scope of a search: which chunks may be found at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import BadInput
from assistant.knowledge.feed import ALWAYS, NEVER_DAY, micros
from assistant.knowledge.windows import Window

_MAX_TICKERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is visible at `as_of`, within days `first` to `last`, known from `since` to before `until`, of these tickers."""

    as_of: int
    first: int = -NEVER_DAY
    last: int = NEVER_DAY
    since: int = -ALWAYS
    until: int = ALWAYS
    tickers: tuple[str, ...] = ()
    dated: bool = False  # only documents whose day is known

    @property
    def narrowed(self) -> bool:
        """Whether a window or an instrument narrows it beyond `as_of`."""
        return self.dated or bool(self.tickers)


def scope_of(as_of: datetime, window: Window | None, tickers: Sequence[str]) -> Scope:
    """The scope that those words of a question make.

    Raises:
        BadInput: an instant without a zone.
    """
    if any(
        instant is not None and instant.tzinfo is None for instant in (as_of, *((window.since, window.until) if window else ()))
    ):
        raise BadInput("An instant needs a time zone.")
    names = tuple(dict.fromkeys(tickers))[:_MAX_TICKERS]
    if window is None or not window.bounded:
        return Scope(as_of=micros(as_of), tickers=names)
    return Scope(
        as_of=micros(as_of),
        first=window.first.toordinal() if window.first else 1 - NEVER_DAY,
        last=window.last.toordinal() if window.last else NEVER_DAY - 1,
        since=micros(window.since) if window.since else -ALWAYS,
        until=micros(window.until) if window.until else ALWAYS,
        tickers=names,
        dated=True,
    )
