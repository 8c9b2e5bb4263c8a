"""Printed days by the thousand: each text of a column is read once, for its exchange."""

from collections.abc import Sequence
from datetime import date, datetime

from assistant.market import calendars
from ingest.trading_days import read_day

UNREADABLE = 0


class PrintedDays(dict[str, int]):
    """The days of an exchange by how they are printed, as proleptic ordinals; a text that is no day has `UNREADABLE`."""

    def __init__(self, exchange: str, day_first: bool | None) -> None:
        super().__init__()
        self._exchange = exchange
        self._day_first = day_first
        self._dates: dict[int, date] = {}
        self._closes: dict[int, datetime] = {}
        self.closed: set[int] = set()  # those on which the exchange had no session

    def __missing__(self, text: str) -> int:
        day = read_day(text, zone=calendars.zone(self._exchange), day_first=self._day_first)
        self[text] = number = UNREADABLE if day is None else day.toordinal()
        if day is not None and number not in self._dates:
            self._dates[number] = day
            self._closes[number] = calendars.close_at(self._exchange, day)
            if not calendars.is_session(self._exchange, day):
                self.closed.add(number)
        return number

    def dates(self, numbers: Sequence[int]) -> list[date]:
        """The days of numbers, none of which is `UNREADABLE`."""
        return list(map(self._dates.__getitem__, numbers))

    def closes(self, numbers: Sequence[int]) -> list[datetime]:
        """When trading ended on each of these days."""
        return list(map(self._closes.__getitem__, numbers))
