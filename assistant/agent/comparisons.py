"""Comparisons: several instruments set against each other over the same days, and the outcome in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assistant.agent.findings import Found
from assistant.agent.measures import Measure, read_measure
from assistant.agent.phrasing import joined, percent
from assistant.agent.pricing import PriceDesk
from assistant.agent.reading import local_day
from assistant.agent.records import ComparisonFound, PriceFound
from assistant.market.calendars import zone as exchange_zone
from assistant.market.instruments import Instrument

_SHOWN = 5  # of those that are not named
_MOST_HELD = 500  # instruments looked through where none is named
_FALLS = frozenset({"drawdown", "gap_to_peak", "worst_day"})  # more of them is a lower number
_WORST = re.compile(
    r"\b(?:fell|fall\w*|los[et]\w*|lost|drop\w*|declin\w*|down|worst|weakest|losers?|fallers?|decliners?|worse|slid\w*|slump\w*|plung\w*|"
    r"hardest|hit)\b|跌|最差",
    re.I,
)
_LEAST = re.compile(
    r"\b(?:least|lowest|smallest|fewest|shortest|narrowest|lightest|less|fewer|smaller|lower|closest|nearest)\b|最[少小低]",
    re.I,
)
_BEHIND = re.compile(r"\bunder-?perform\w*|\blag(?:s|ged|ging)?\b|\bworse\b|\bless\b|\bbehind\b|跑[輸输]|較少|较少", re.I)
_MINUS = re.compile(r"\bminus\b|\bless\s+(?:that|the (?:change|move|gain|return)) of\b|[減减]去?(?=[\u4e00-\u9fff])", re.I)
_LOSS = re.compile(r"\b(?:fell|fall|lose|lost|drop|dropped|declined?)\b.{0,20}\b(?:more|less|further) than\b", re.I)
_CLOSED_QUESTION = re.compile(
    r"^\s*(?:did|does|do|has|have|had|was|were|is|are)\b|(?:嗎|吗)\s*[?？]?\s*$|是否|有沒有|有没有", re.I
)
_VOLUME = re.compile(
    r"\bvolume\b|\bshares\b.{0,20}\b(?:traded|chang\w+ hands)|\btraded (?:the )?(?:most|more|fewest|fewer) shares|成交", re.I
)
_ONE_DAY = re.compile(r"\b(?:day|daily|session|one-day|single-day)\b|單日|单日|一天", re.I)
_HONG_KONG, _NEW_YORK = (
    re.compile(r"\bhong kong\b|香港|港股", re.I),
    re.compile(r"\b(?:new york|adrs?|us|u\.s\.|american|nasdaq|nyse)\b|美股|美國|美国", re.I),
)
_TOP = re.compile(
    r"\b(?:top|best|worst|biggest|largest|bottom)[- ](?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b", re.I
)
_COUNTS = dict(zip("two three four five six seven eight nine ten".split(), range(2, 11), strict=True))
_MOST_SHOWN = 10
_BY: dict[str, str] = {
    "drawdown": "largest fall from a close to a later one",
    "volume_total": "shares traded",
    "volume_average": "average daily volume",
    "gap_to_peak": "distance from the highest close",
    "gap_to_trough": "distance from the lowest close",
    "best_day": "best day",
    "worst_day": "worst day",
    "streak": "run of closes",
    "days_moved": "number of such sessions",
    "day_range": "range",
    "volatility": "standard deviation of the daily changes",
    "open_to_close": "change from open to close",
    "opening_gap": "gap at the open",
    "close_average": "average close",
    "year_to_date": "change since the last close of the year before",
    "highest_close": "highest close",
    "lowest_close": "lowest close",
    "level": "number of such sessions",
}
_INDEX_OR_FUND = frozenset({"index", "etf", "future"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One instrument's place in the order, and why it has it."""

    instrument: Instrument
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonDesk:
    """Ranks instruments by their change over the days asked about, or by the measure asked for."""

    desk: PriceDesk

    def compare(self, names: Sequence[str], *, first: date | None, last: date | None) -> ComparisonFound:
        """The named instruments in order, or the first few of all that have prices where none is named."""
        question = self.desk.reading.question
        measure = _measure(question, one_day=first is not None and first == last)
        instruments = [self.desk.instrument(name) for name in names] if names else self._held()
        known = [one for one in instruments if one is not None]
        entries = [
            _Entry(instrument=one, value=value)
            for one in known
            if (value := self._value(one, measure, first, last)) is not None
        ]
        worst = _worst_first(question, measure)
        ordered = sorted(entries, key=lambda entry: entry.value if worst else -entry.value)
        shown = ordered if names else ordered[: _wanted(question)]
        rows = [self._row(entry.instrument.ticker, measure, first, last) for entry in shown]
        placed = {entry.instrument.ticker for entry in ordered}
        left = (
            [name for name, one in zip(names, instruments, strict=True) if one is None or one.ticker not in placed]
            if names
            else []
        )
        rows += [self._row(name, measure, first, last) for name in left]
        if len(ordered) < 2 or self.desk.reading.wants.future:
            return ComparisonFound(rows=tuple(rows))
        words = self._words(ordered, shown, names, measure, worst=worst)
        text = f"{words} (computed from the rows of {len(ordered)} instruments)"
        n = self.desk.ledger.row("calculation", key=text, text=text, title="Comparison").n
        return ComparisonFound(rows=tuple(rows), n=n, words=words)

    def _held(self) -> list[Instrument]:
        question, held = self.desk.reading.question, self.desk.prices.tickers()[:_MOST_HELD]
        found = [
            one for ticker in held if (one := self.desk.instruments.get(ticker)) is not None and one.kind not in _INDEX_OR_FUND
        ]
        if _HONG_KONG.search(question):
            return [one for one in found if one.exchange == "XHKG"]
        return [one for one in found if one.exchange in {"XNYS", "XNAS"}] if _NEW_YORK.search(question) else found

    def _row(self, name: str, measure: Measure | None, first: date | None, last: date | None) -> PriceFound:
        return self.desk.look_up(name, first=first, last=last, measure=measure)

    def _value(self, instrument: Instrument, measure: Measure | None, first: date | None, last: date | None) -> Decimal | None:
        spans = self.desk.spans
        today = local_day(self.desk.reading.as_of, exchange_zone(instrument.exchange))
        if (last or first or today) > today and (first or last or today) > today:
            return None
        first, last = spans.counted(instrument, first, last)
        if measure is not None:
            told: tuple[Found, object] | None = spans.finding(instrument, measure, first, last or today)
            return told[0].value if told is not None else None
        ends = spans.ends(instrument, first, last)
        if ends is None:
            return None
        return (ends[1].close - ends[0].close) / ends[0].close * 100

    def _words(
        self, ordered: Sequence[_Entry], shown: Sequence[_Entry], names: Sequence[str], measure: Measure | None, *, worst: bool
    ) -> str:
        if measure is not None:
            others = joined([_name(one) for one in shown[1:]])
            return f"By {_BY.get(measure.kind, 'that')} {_name(ordered[0])} comes first, then {others}"
        if len(ordered) == 2 and names:
            return self._of_two(ordered, names, worst=worst)
        first = ordered[0]
        verb = (
            ("lost the most" if first.value < 0 else "gained the least")
            if worst
            else ("gained the most" if first.value > 0 else "lost the least")
        )
        among = f"of the {len(ordered)} named" if names else f"of the {len(ordered)} instruments with price rows"
        told = ", ".join(f"{_name(one)} {percent(one.value)}" for one in shown)
        return f"{_name(first)} {verb} {among}: {told}"

    def _of_two(self, ordered: Sequence[_Entry], names: Sequence[str], *, worst: bool) -> str:
        """Who did better, by how many percentage points; a yes or no where the question is one."""
        better, other = (ordered[1], ordered[0]) if worst else (ordered[0], ordered[1])
        points = percent(better.value - other.value).removeprefix("+").removesuffix(" %")
        question = self.desk.reading.question
        if _MINUS.search(question):
            return self._minus(ordered, names)
        told = (
            f"{_name(better)} {percent(better.value)} against {_name(other)} {percent(other.value)}, {points} percentage points"
        )
        if not _CLOSED_QUESTION.search(question) and better.value != other.value:
            one, two = ordered
            how = "worse" if worst else "better"
            return (
                f"{_name(one)} did {how} than {_name(two)}, {percent(one.value)} against {percent(two.value)}: "
                f"{points} percentage points apart"
            )
        if not _CLOSED_QUESTION.search(question):
            return f"the same: {told}"
        subject = next(iter(self.desk.reading.tickers), names[0])
        ahead = better.instrument.ticker == subject
        wanted = ahead != bool(_BEHIND.search(question)) if not _LOSS.search(question) else not ahead
        return f"{'yes' if wanted and better.value != other.value else 'no'}: {told}"

    def _minus(self, ordered: Sequence[_Entry], names: Sequence[str]) -> str:
        """The change of the one named first less that of the other."""
        tickers = [named.ticker if (named := self.desk.instrument(name)) is not None else "" for name in names]
        one, other = sorted(ordered, key=lambda entry: tickers.index(entry.instrument.ticker))
        points = percent(one.value - other.value).removesuffix(" %")
        return f"{_name(one)} {percent(one.value)} less {_name(other)} {percent(other.value)}: {points} percentage points"


def _wanted(question: str) -> int:
    """How many of all are told: "the top three"."""
    found = _TOP.search(question)
    word = found["n"].lower() if found is not None else ""
    count = int(word) if word.isdigit() else _COUNTS.get(word, _SHOWN)
    return min(max(count, 2), _MOST_SHOWN)


def _measure(question: str, *, one_day: bool) -> Measure | None:
    """What instruments are ranked by: None for their change."""
    measure = read_measure(question)
    if measure is None or measure.kind in {"each_day", "highest", "lowest"}:
        return Measure(kind="volume_total") if _VOLUME.search(question) else None
    if measure.kind in {"best_day", "worst_day"} and (one_day or not _ONE_DAY.search(question)):
        return None
    if measure.kind in {"busiest_day", "quietest_day"}:
        return replace(measure, kind="volume_total")
    return replace(measure, extreme=0)


def _worst_first(question: str, measure: Measure | None) -> bool:
    least = bool(_LEAST.search(question))
    if measure is None:
        return bool(_WORST.search(question)) != least
    return (measure.kind in _FALLS) != least


def _name(entry: _Entry) -> str:
    return f"{entry.instrument.name} ({entry.instrument.ticker})"
