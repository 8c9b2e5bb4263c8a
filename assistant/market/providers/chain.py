"""Price sources in the order they are asked, and what they gave, kept: closed sessions for good, open ones for a minute."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from assistant.market.calendars import close_at
from assistant.market.listings import Instrument
from assistant.market.providers.sources import Fetched, PriceSource, PriceSourceError, PriceSourceUnavailable, SymbolNotFound

_OPEN_KEPT = timedelta(seconds=60)
_MOST_KEPT = 2_000


@dataclass(slots=True)
class Chain:
    """The first source that can answer does. One whose prices are of the other basis is passed over, and said to be."""

    sources: Sequence[PriceSource]

    @property
    def name(self) -> str:
        return " or ".join(source.name for source in self.sources if source.adjusted == self.adjusted)

    @property
    def adjusted(self) -> bool:
        return bool(self.sources) and self.sources[0].adjusted

    def fetch(self, instrument: Instrument, first: date, last: date) -> Fetched:
        """The bars from `first` to `last`.

        Raises:
            SymbolNotFound: every source that could be asked says so.
            PriceSourceUnavailable: at least one could not be asked, and none answered.
        """
        failures: list[PriceSourceError] = []
        skipped: list[str] = []
        for source in self.sources:
            if source.adjusted != self.adjusted:
                basis = "adjusted" if source.adjusted else "as traded"
                skipped.append(f"{source.name} was not asked: its prices are {basis}, those of {self.sources[0].name} are not")
                continue
            try:
                return replace(source.fetch(instrument, first, last), skipped=tuple(skipped))
            except PriceSourceError as error:
                failures.append(error)
                skipped.append(error.public_message.rstrip("."))
        told = " ".join(f"{reason}." for reason in skipped)
        if failures and all(isinstance(error, SymbolNotFound) for error in failures):
            raise SymbolNotFound(told)
        if len(failures) == len(skipped) == 1:
            raise failures[0]
        raise PriceSourceUnavailable(told or "No price source is set.")


@dataclass(slots=True)
class Kept:
    """A source that is asked once for the same days: for good where their sessions were over, else for a minute."""

    source: PriceSource
    now: Callable[[], datetime]
    _answers: OrderedDict[tuple[str, date, date], tuple[datetime, Fetched]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def adjusted(self) -> bool:
        return self.source.adjusted

    def fetch(self, instrument: Instrument, first: date, last: date) -> Fetched:
        """The bars from `first` to `last`; a failure is not kept."""
        key, now = (instrument.ticker, first, last), self.now()
        with self._lock:
            asked_at, answer = self._answers.get(key, (now, None))
        over = asked_at >= close_at(instrument.exchange, last)
        if answer is not None and (over or now - asked_at < _OPEN_KEPT):
            return answer
        answer = self.source.fetch(instrument, first, last)
        with self._lock:
            self._answers[key] = (now, answer)
            while len(self._answers) > _MOST_KEPT:
                self._answers.popitem(last=False)
        return answer
