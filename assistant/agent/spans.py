"""Spans: which bars a question's days and words mean, for a change or for a measure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.agent.findings import Found, find
from assistant.agent.measures import LOOKS_BACK, OF_A_DAY, Measure, peak_period, sessions_asked
from assistant.agent.reading import Reading, local_day
from assistant.knowledge.windows import read_window
from assistant.market import splits
from assistant.market.bars import Bar
from assistant.market.calendars import zone as exchange_zone
from assistant.market.instruments import Instrument
from assistant.market.prices import PriceBook

_MOST_SESSIONS = 300  # that a question may count
_YEAR = timedelta(days=364)
_EVER = re.compile(r"\b(?:all[- ]time|record|lifetime|historic\w*|ever)\b", re.I)
_TWELVE_MONTHS = re.compile(
    r"\b(?:52|fifty-two)[- ]weeks?\b|\b(?:12|twelve)[- ]months?\b|\b(?:one|1)[- ]year\b|52\s?[周週]|(?:12|十二)[個个]月", re.I
)
_EXTREMES = frozenset({"highest", "lowest", "highest_close", "lowest_close"})
_THIS_YEAR = re.compile(r"\byear(?:['’]s)?\b", re.I)
_PRESENT = re.compile(r"\b(?:is|are|has|have|now|currently|stands?)\b", re.I)
_COUNTED = re.compile(r"\b(?:this|last|past|previous|current)\b|[今去上本這这]", re.I)
_BEFORE = re.compile(r"\b(?:sessions?|trading days?) (?:before|prior to)\b", re.I)
_FROM_TO = re.compile(r"\b(?:from|between|through|to|until)\b|[-–]", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The bars that one question means, known at its moment."""

    prices: PriceBook
    reading: Reading

    def counted(self, instrument: Instrument, first: date | None, last: date | None) -> tuple[date | None, date | None]:
        """The days of "the last five sessions": as many as there are bars, not as many weekdays."""
        count = sessions_asked(self.reading.question)
        if count is None or not 1 <= count <= _MOST_SESSIONS:
            return first, last
        until = last
        if until is not None and _BEFORE.search(self.reading.question):
            until -= timedelta(days=1)
        bars = self.prices.newest_bars(instrument.ticker, count, until=until, as_of=self.reading.as_of)
        return (bars[0].trading_date, bars[-1].trading_date) if bars else (first, last)

    def ends(self, instrument: Instrument, first: date | None, last: date | None) -> tuple[Bar, Bar] | None:
        """The two closes that a change over these days goes from and to: between two named days (or since one), else
        from the close before the period to its last."""
        as_of, ticker = self.reading.as_of, instrument.ticker
        if first is None or first == last:
            bar = self.prices.bar_on(ticker, last, as_of=as_of) if last else self.prices.newest(ticker, as_of=as_of)
            move = self.prices.move_on(ticker, bar.trading_date, as_of=as_of) if bar is not None else None
            return (move.previous, move.bar) if move is not None else None
        last = last or local_day(as_of, exchange_zone(instrument.exchange))
        window = self.reading.window
        days = window.days if window is not None else ()
        named = (
            days[:1]
            if len(days) == 1 and window is not None and window.last is None
            else tuple(sorted(days))
            if len(days) > 1
            else ()
        )
        start = (
            self.prices.bar_on(ticker, named[0], as_of=as_of) or self.prices.bar_before(ticker, named[0], as_of=as_of)
            if named
            else None
        )
        start = (
            start
            or self.prices.bar_before(ticker, first, as_of=as_of)
            or next(iter(self.prices.bars(ticker, first, last, as_of=as_of)), None)
        )
        end = self.prices.bar_on(ticker, last, as_of=as_of) or self.prices.bar_before(ticker, last, as_of=as_of)
        if start is None or end is None or start.trading_date >= end.trading_date or end.trading_date < first:
            return None
        if not start.adjusted:
            later = self.prices.ratios(ticker, start.trading_date, end.trading_date, as_of=as_of)
            start = splits.comparable([start], later)[0]
        return start, end

    def finding(
        self, instrument: Instrument, measure: Measure, first: date | None, last: date
    ) -> tuple[Found, list[Bar]] | None:
        """The measure over the days' bars, and those bars."""
        as_of, ticker = self.reading.as_of, instrument.ticker
        if measure.kind in LOOKS_BACK and first == last and measure.kind != "year_to_date":
            if self.prices.bar_on(ticker, last, as_of=as_of) is None:
                return None
            first = None
        if first is None and measure.kind in _EXTREMES and _TWELVE_MONTHS.search(self.reading.question):
            first = last - _YEAR
        peaks: Sequence[Bar] = ()
        if measure.kind in {"gap_to_peak", "gap_to_trough"}:
            peaks, first, last = self._peaks(instrument, first, last)
        bars = self.prices.bars(ticker, None if measure.kind == "year_to_date" else first, last, as_of=as_of)
        if measure.kind == "each_day":
            bars = self._named_only(bars)
        before = self.prices.bar_before(ticker, first, as_of=as_of) if first is not None else None
        if not bars:
            return None
        run = splits.comparable([before, *bars] if before is not None else bars)
        before, bars = (run[0], run[1:]) if before is not None else (None, run)
        peaks = self._comparable(peaks, bars[-1])
        found = find(measure, bars, before=before, peaks=peaks)
        return (found, list(peaks or bars)) if found is not None else None

    def _comparable(self, peaks: Sequence[Bar], last: Bar) -> Sequence[Bar]:
        if not peaks:
            return ()
        later = self.prices.ratios(last.ticker, peaks[-1].trading_date, last.trading_date, as_of=self.reading.as_of)
        return splits.comparable(peaks, later)

    def _peaks(self, instrument: Instrument, first: date | None, last: date) -> tuple[Sequence[Bar], date | None, date]:
        """The bars of the time whose peak is meant ("its October high"), and the days up to the close held against it."""
        question, as_of = self.reading.question, self.reading.as_of
        zone = exchange_zone(instrument.exchange)
        words = peak_period(question)
        # A month without a year is that of the day the close is of; "last month" counts from the answer's moment.
        spoken = as_of if _COUNTED.search(words) else min(as_of, datetime.combine(last, time.max, ZoneInfo(zone)))
        said = read_window(f"in {words}", as_of=spoken, zone=zone) if words else None
        if _EVER.search(words):
            since, until = None, last
        elif _TWELVE_MONTHS.search(words or question):
            since, until = last - _YEAR, last
        elif said is not None and said.first is not None:
            since, until = said.first, said.last or last
        elif _THIS_YEAR.search(words):
            since, until = date(last.year, 1, 1), last
        elif first is not None and first != last and _PRESENT.search(question):
            since, until = first, last
        else:
            return (), first, last
        if _PRESENT.search(question) and (said is None or (said.first, said.last) == (first, last)):
            last = local_day(as_of, zone)
        return self.prices.bars(instrument.ticker, since, until, as_of=as_of), None, last

    def _named_only(self, bars: list[Bar]) -> list[Bar]:
        """The bars of the days named one by one ("on 5 and 12 September"), else all."""
        window = self.reading.window
        if window is None or len(window.days) < 2 or _FROM_TO.search(window.phrase) or _FROM_TO.search(self.reading.question):
            return bars
        return [bar for bar in bars if bar.trading_date in window.days] or bars


def is_measured(measure: Measure, first: date | None, last: date | None) -> bool:
    """Whether a measure is computed over these days; of a single one most are fields of its bar."""
    return first is None or first != last or measure.kind in LOOKS_BACK or measure.kind in OF_A_DAY
