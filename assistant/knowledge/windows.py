"""Windows: the time a question asks about, read from its words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

DayPart = Literal["open", "midday", "close"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Calendar days `first` to `last`, both inclusive, in the zone the question is about.

    `since` and `until` (until is exclusive) narrow it to instants where the words do ("since the close").
    An open end is None. `part` is the moment within a day that is asked about.
    """

    first: date | None = None
    last: date | None = None
    since: datetime | None = None
    until: datetime | None = None
    part: DayPart | None = None
    phrase: str = ""  # the words it was read from
    relative: bool = False  # read relative to a moment ("yesterday"), not from a full date

    @property
    def bounded(self) -> bool:
        return any(bound is not None for bound in (self.first, self.last, self.since, self.until))
