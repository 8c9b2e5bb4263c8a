"""What the tools found, as records: the only thing answers are composed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from assistant.figures.derive import Calculation
from assistant.knowledge.documents import Hit
from assistant.market.bars import Bar, Move
from assistant.market.instruments import Instrument
from assistant.market.stats import Stat

PriceState = Literal["ok", "no_session", "no_row", "no_prices", "unknown", "future", "ambiguous", "undated", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A hit under its source number."""

    n: int
    hit: Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsFound:
    """What a search of the news gave; `widened` says it went on past the question's window."""

    query: str
    passages: tuple[Passage, ...]
    widened: bool = False
    rarity: Mapping[str, float] = field(default_factory=dict)  # of the query's words, in the whole store


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFound:
    """The reports on a subject over time: the openings of those that are told, in order, and how many there are, in words
    that stand in source n."""

    n: int
    words: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedBar:
    n: int
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedCalculation:
    n: int
    calculation: Calculation


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedMeasure:
    """A measure over a run of bars, in words that stand in source n."""

    n: int
    words: str
    inputs: tuple[NumberedBar, ...]
    warning: str = ""  # why the value may mislead: "jump", "mixed basis"
    beside: "NumberedMeasure | None" = None  # told in a sentence of its own: the closes that a change lies between


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """The rows held do not reach as far as the days asked about: where they begin or end, by source n."""

    n: int
    begins: date | None = None  # None: they reach back far enough
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFound:
    """The bars of one instrument for a day or a range, or why there are none."""

    asked: str  # the name as asked
    instrument: Instrument | None
    state: PriceState
    first: date | None = None
    last: date | None = None
    bars: tuple[NumberedBar, ...] = ()  # a day: that day's; a range: its first and last
    previous: NumberedBar | None = None  # the bar before `bars[0]`, for a day
    move: Move | None = None
    calculations: tuple[NumberedCalculation, ...] = ()
    measure: NumberedMeasure | None = None
    why_closed: str = ""  # "a Saturday"
    calendar_n: int | None = None  # the source number of the calendar's word
    candidates: tuple[str, ...] = ()  # other listings, or near names
    newest_at: datetime | None = None
    shortfall: Shortfall | None = None
    unreported: int = 0  # sessions whose close no report tells, where the bars are what reports tell


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonFound:
    """Instruments set against each other: the rows that are told, in their order, and the outcome in words of source n."""

    rows: tuple[PriceFound, ...]
    n: int | None = None  # None where fewer than two of them have a price
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedStat:
    n: int
    stat: Stat


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsFound:
    subject: str
    metric: str
    stats: tuple[NumberedStat, ...]
    told: tuple[NumberedStat, ...] = ()  # those that the question names in full, of the periods it names
    change: tuple[int, str] | None = None  # what became of it between two periods: the source, and its words
    missing: bool = False  # the period named is not held: `told` are the nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFound:
    """How many articles speak of an instrument's company, in words that stand in source n."""

    n: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingsFound:
    """What is held, a line each, all of which stand in source n."""

    n: int
    lines: tuple[str, ...]


Found = ComparisonFound | CountFound | HoldingsFound | NewsFound | PriceFound | StatsFound | NumberedCalculation | CourseFound


def summary(found: object) -> str:
    """What a tool call gave, in a few words; "refused" where it gave no record."""
    match found:
        case NewsFound():
            return f"{len(found.passages)} passages"
        case CourseFound():
            return found.words
        case PriceFound():
            name = found.instrument.ticker if found.instrument else found.asked
            return f"{name}: {len(found.bars)} rows" if found.state == "ok" else f"{name}: {found.state.replace('_', ' ')}"
        case ComparisonFound():
            return f"{len(found.rows)} instruments"
        case StatsFound():
            return f"{len(found.stats)} statistics"
        case NumberedCalculation():
            return found.calculation.text
        case CountFound():
            return found.words
        case HoldingsFound():
            return found.lines[0]
    return "refused"
