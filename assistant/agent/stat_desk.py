"""The statistics desk: the statistic a question names in full, for the periods it names, and what became of it between two."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from assistant.agent.phrasing import day, signed
from assistant.agent.reading import Reading
from assistant.knowledge.windows import Window, read_window
from assistant.market.metrics import metric_words
from assistant.market.stats import Stat

_ZONE = "UTC"
_IDLE = frozenset(
    """the a an of for in on at to by from what which how much many was is are were did does do has have had s and or with
    between compared versus vs against since than value figure number rate data level reading official latest newest current
    last recent now it its that this they their me tell show give say us change changed changes difference differ rise rose
    risen fall fell fallen slow slowed accelerate accelerated improve improved worsen worsened up down higher lower increase
    increased decrease decreased grow grew month quarter year first second third fourth previous prior before earlier""".split()
)
_CHANGE = re.compile(
    r"\b(?:chang\w*|differ\w*|compar\w*|rise|rose|risen|fall|fell|fallen|slow\w*|accelerat\w*|improv\w*|worsen\w*|up|down|higher|"
    r"lower|increas\w*|decreas\w*|grow|grew|versus|vs|against|from)\b",
    re.I,
)
_QUARTERS = (("first", "q1"), ("second", "q2"), ("third", "q3"), ("fourth", "q4"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = {month[:3]: month for month in _MONTHS} | {"sept": "september"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The values that answer, a period after the other, and the one before and after a change that is asked for."""

    stats: tuple[Stat, ...]
    change: tuple[Stat, Stat] | None = None
    missing: bool = False  # the period named is not held: `stats` are the nearest


def told(reading: Reading, stats: Iterable[Stat], *, before: str = "") -> Told | None:
    """What the statistics say to a question that names one in full; one leaning on the question `before` takes its subject."""
    held = list(stats)
    question = reading.question
    series = _named(question, held)
    context = ""
    if not series and before:
        series, context = _named(f"{before} {question}", held), before
    if not series:
        return None
    asked = _of_periods(series, question) or _of_window(series, reading.window)
    changes = bool(_CHANGE.search(question))
    if changes and context and asked:
        asked = [*asked, *(_of_periods(series, context) or _newest(series))]
    pair = _pair(series, asked or _newest(series), question) if changes else None
    if pair is not None:
        return Told(stats=tuple(dict.fromkeys((*asked, *pair))), change=pair)
    if asked:
        return Told(stats=tuple(asked))
    named = reading.window is not None and reading.window.bounded and not reading.window.latest
    return Told(stats=tuple(_newest(series)), missing=named)


def change_words(pair: tuple[Stat, Stat]) -> str:
    """A change between two periods in words, with its calculation."""
    start, end = pair
    difference = end.value - start.value
    unit = "percentage points" if end.unit == "%" else end.unit
    moved = f"{signed(difference)} {unit}".strip()
    return (
        f"{end.subject}, {end.metric.replace('_', ' ')}, {end.period} against {start.period} ({end.source}): "
        f"{end.value.normalize():f} - {start.value.normalize():f}, {moved}"
    )


def value_words(stat: Stat) -> str:
    """A statistic in words: whose, of what, for when, by whom."""
    when = f", {day(stat.published_at.date())}" if stat.published_at else ""
    value = f"{stat.value.normalize():,f} {stat.unit}".strip()
    return f"{stat.subject}, {stat.metric.replace('_', ' ')}: {value} ({stat.period}; {stat.source}{when})"


def _named(question: str, stats: Sequence[Stat]) -> list[Stat]:
    """The statistics of the subject and metric that the question names, leaving no other word of it unread."""
    words = _words(question)
    best: list[Stat] = []
    most = 0
    for stat in stats:
        subject, metric = _words(stat.subject) - _IDLE, metric_words(stat.metric) - _IDLE
        if not subject or not subject <= words or not metric <= words:
            continue
        rest = words - subject - metric - _IDLE - _words(" ".join(_MONTHS)) - {name for _, name in _QUARTERS}
        if any(not word.isdigit() for word in rest):
            continue
        size = len(subject) + len(metric)
        if size > most:
            best, most = [], size
        if size == most:
            best.append(stat)
    return best


def _of_periods(series: Sequence[Stat], question: str) -> list[Stat]:
    """Those of the periods a question names, oldest first."""
    words = _words(question)
    years = set(_YEAR.findall(question))
    found = []
    for stat in series:
        period = _words(stat.period)
        of_year = {word for word in period if _YEAR.fullmatch(word)}
        rest = period - of_year - _IDLE
        if (rest <= words if rest else bool(of_year & years)) and (not years or not of_year or of_year & years):
            found.append(stat)
    return sorted(found, key=_begins)


def _of_window(series: Sequence[Stat], window: Window | None) -> list[Stat]:
    """Those whose period is the question's own: "last month"."""
    if window is None or not window.bounded:
        return []
    periods = [(stat, _period(stat)) for stat in series]
    return [
        stat for stat, period in periods if period is not None and (period.first, period.last) == (window.first, window.last)
    ]


def _newest(series: Sequence[Stat]) -> list[Stat]:
    last = max(map(_begins, series))
    return [stat for stat in series if _begins(stat) == last]


def _pair(series: Sequence[Stat], asked: Sequence[Stat], question: str) -> tuple[Stat, Stat] | None:
    """The values of one source between which the change lies: of the periods named, or of the one named and its neighbour."""
    for source in dict.fromkeys(stat.source for stat in asked):
        values = sorted((stat for stat in asked if stat.source == source), key=_begins)
        if len(values) > 1:
            return values[0], values[-1]
    for end in asked:
        same = sorted((stat for stat in series if stat.source == end.source), key=_begins)
        at = same.index(end)
        since = re.search(rf"\b(?:from|since|against|than|versus|vs|with)\s+{re.escape(end.period.split()[0])}", question, re.I)
        if since and at + 1 < len(same):
            return end, same[-1]
        if not since and at > 0:
            return same[at - 1], end
    return None


def _begins(stat: Stat) -> date:
    """When its period begins; the day it was known where that cannot be read."""
    window = _period(stat)
    first = (window.first or window.last) if window is not None else None
    return first or stat.known_at.date()


def _period(stat: Stat) -> Window | None:
    return _read_period(stat.period, stat.known_at) if stat.period else None


@lru_cache(maxsize=2_048)
def _read_period(period: str, known_at: datetime) -> Window | None:
    """The days of a period in words; kept, because values are put in order by it again and again."""
    return read_window(f"in {period}", as_of=known_at, zone=_ZONE)


def _words(text: str) -> frozenset[str]:
    """The words of a text, months and quarters in one spelling."""
    words = set(re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]+", text.casefold().replace("_", " ")))
    words = {_SHORT.get(word, word) for word in words}
    words |= {short for name, short in _QUARTERS if name in words and "quarter" in words}
    return frozenset(words)


def differing(stats: Sequence[Stat]) -> list[tuple[Stat, Stat]]:
    """Pairs of two sources that give one period different values."""
    return [
        (one, other)
        for at, one in enumerate(stats)
        for other in stats[at + 1 :]
        if _begins(one) == _begins(other) and one.source != other.source and one.value != other.value
    ]
