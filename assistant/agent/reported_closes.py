"""Reported closes: an index whose prices nobody holds, session by session as the reports tell where it closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from assistant.agent.extractive.asks import Ask, asks
from assistant.agent.extractive.coverage import Scales
from assistant.agent.extractive.evidence import Candidate, candidates
from assistant.agent.extractive.names import Names
from assistant.agent.extractive.selection import choose
from assistant.agent.extractive.timeliness import of_its_time
from assistant.agent.faring import fares
from assistant.agent.findings import between, find
from assistant.agent.foreign_days import is_foreign
from assistant.agent.measures import Kind, Measure, read_measure
from assistant.agent.phrasing import day, percent, signed
from assistant.agent.reading import Reading, local_day
from assistant.agent.records import NumberedBar, NumberedCalculation, NumberedMeasure, Passage, PriceFound
from assistant.agent.searching import NewsSearch, search
from assistant.agent.sources import SourceLedger
from assistant.agent.told_closes import level_told, may_tell, move_told, tells_close
from assistant.figures.derive import change_pct
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.documents import Hit
from assistant.knowledge.windows import Window
from assistant.market.bars import Bar, Move
from assistant.market.calendars import is_session, previous_session, session_by
from assistant.market.instruments import Instrument

_MOST_SESSIONS = 130  # about half a year; each is looked for by itself
_LOOKS_BACK = timedelta(days=2 * _MOST_SESSIONS)
_REPORTS = 16  # of a session
_SENTENCES = 3  # that may tell it
_MISSED = 0.2  # of the sessions, whose closes an extreme may lack
_LISTED = 10  # sessions whose closes are told one by one
_LONGEST_RUN = 15  # sessions that a run of days is followed back
_EXTREMES = frozenset({"highest_close", "lowest_close", "each_day", "level"})
_FURTHEST = frozenset({"best_day", "worst_day"})
_OF_ALL = frozenset({"days_moved", "drawdown", "close_average"})  # for which none may be missing
_UNIT = "points"
_TOLD_AS = "stocks close closed end ended points percent"  # the words of a report on a close
_CHANGE = "change from close to close"


@dataclass(frozen=True, slots=True)
class _Close:
    """Where an index closed by a report."""

    bar: Bar
    hit: Hit
    moved: Decimal | None  # in percent, as the same sentence tells


@dataclass(slots=True, kw_only=True)
class ReportedCloses:
    """What the reports say of an index's closes, for one answer."""

    knowledge: KnowledgeBase
    names: Names
    reading: Reading
    ledger: SourceLedger

    def instead_of(self, found: PriceFound) -> PriceFound:
        """What the question wants of the closes over its days, from reports, in place of a look-up that had no prices; that
        look-up where the reports do not tell enough."""
        instrument, last = found.instrument, found.last
        if found.state != "no_prices" or instrument is None or instrument.kind != "index":
            return found
        measure = read_measure(self.reading.question)
        if last is None:
            return (
                self._ever(found, instrument, measure)
                if measure is not None and measure.kind == "level" and self.reading.wants.aim == "time"
                else None
            ) or found
        if measure is not None and measure.kind == "streak":
            return self._streak(found, instrument, measure, last) or found
        if found.first == last and self.reading.wants.aim in {"reason", "summary"}:
            return self._day(found, instrument, last) or found
        if found.first is None or found.first == last:
            return found
        newest = self.reading.anchor or self.reading.as_of
        sessions = _sessions(instrument, found.first, min(last, local_day(newest, self.reading.zone)))
        if not 1 < len(sessions) <= _MOST_SESSIONS:
            return found
        if measure is None and (fares(self.reading.question) or self.reading.wants.aim in {"summary", "reason"}):
            return self._fared(found, instrument, sessions) or found
        if measure is None:
            changed = self.reading.wants.unit == "percent" or self.reading.wants.ranks
            return (self._change(found, instrument, sessions) if changed else None) or found
        if measure.kind not in _EXTREMES | _FURTHEST | _OF_ALL:
            return found
        return self._measured(found, instrument, measure, sessions) or found

    def _day(self, found: PriceFound, instrument: Instrument, day: date) -> PriceFound | None:
        """How it moved on the one day, by its close and the one before."""
        if not is_session(instrument.exchange, day):
            return None
        close = self._close(instrument, day)
        before = self._close(instrument, previous_session(instrument.exchange, day)) if close is not None else None
        if close is None or before is None:
            return None
        change = change_pct(before.bar.close, close.bar.close)
        moved = close.bar.close - before.bar.close
        words = (
            f"{instrument.name} ({instrument.ticker}), {between(before.bar, close.bar, change.value)}; {signed(moved)} {_UNIT}"
        )
        source = self.ledger.row("calculation", key=words, text=f"{words} ({change.text})", title="Percentage change")
        bar, previous = self._numbered(close), self._numbered(before)
        return replace(
            found,
            state="ok",
            calendar_n=None,
            bars=(bar,),
            previous=previous,
            move=Move(bar=bar.bar, previous=previous.bar, change=moved, change_pct=change.value),
            calculations=(NumberedCalculation(n=source.n, calculation=change),),
        )

    def _ever(self, found: PriceFound, instrument: Instrument, measure: Measure) -> PriceFound | None:
        """For "when did it last close above": the sessions up to the newest report's, as far back as they are looked for."""
        newest = local_day(self.reading.anchor or self.reading.as_of, self.reading.zone)
        return self._measured(found, instrument, measure, _sessions(instrument, newest - _LOOKS_BACK, newest)[-_MOST_SESSIONS:])

    def _measured(
        self, found: PriceFound, instrument: Instrument, measure: Measure, sessions: Sequence[date]
    ) -> PriceFound | None:
        closes = [close for day in sessions if (close := self._close(instrument, day)) is not None]
        missing = len(sessions) - len(closes)
        if missing > _MISSED * len(sessions) * (measure.kind in _EXTREMES | _FURTHEST):
            return None
        before = self._close(instrument, previous_session(instrument.exchange, sessions[0]))
        if measure.kind in _FURTHEST:
            return self._furthest(found, instrument, measure, [*([before] if before else []), *closes], sessions)
        if before is None and measure.kind not in _EXTREMES:
            return None
        return self._told(found, measure, closes, before=before, missing=missing)

    def _furthest(
        self, found: PriceFound, instrument: Instrument, measure: Measure, closes: Sequence[_Close], sessions: Sequence[date]
    ) -> PriceFound | None:
        """The best or the worst of the sessions: by the close before it, else by the move that its report tells."""
        moves: list[tuple[Decimal, _Close | None, _Close]] = []
        for before, close in pairwise([None, *closes]):
            assert close is not None
            if before is not None and previous_session(instrument.exchange, close.bar.trading_date) == before.bar.trading_date:
                moves.append((change_pct(before.bar.close, close.bar.close).value, before, close))
            elif close.moved is not None and close.bar.trading_date in sessions:
                moves.append((close.moved, None, close))
        missing = len(sessions) - len(moves)
        if not moves or missing > _MISSED * len(sessions):
            return None
        value, before, close = (max if measure.kind == "best_day" else min)(moves, key=lambda move: move[0])
        if before is not None:
            return self._told(found, replace(measure, also=None), [close], before=before, missing=missing)
        words = f"{measure.kind.replace('_', ' ')}: {day(close.bar.trading_date)}, {percent(value)}, as reported"
        return self._found(found, instrument, words, (self._numbered(close),), text=words, title="change", missing=missing)

    def _streak(self, found: PriceFound, instrument: Instrument, measure: Measure, last: date) -> PriceFound | None:
        """The run of rises or falls to a session, followed back until it breaks."""
        day = session_by(instrument.exchange, last)
        closes: list[_Close] = []
        while len(closes) < _LONGEST_RUN and (close := self._close(instrument, day)) is not None:
            closes.insert(0, close)
            if _is_broken(closes):
                return self._told(found, measure, closes, before=None)
            day = previous_session(instrument.exchange, day)
        return None

    def _told(
        self, found: PriceFound, measure: Measure, closes: Sequence[_Close], *, before: _Close | None, missing: int = 0
    ) -> PriceFound | None:
        instrument = found.instrument
        told = find(measure, [one.bar for one in closes], before=before.bar if before is not None else None)
        if told is None or instrument is None:
            return None
        known = {one.bar.trading_date: one for one in (*([before] if before else []), *closes)}
        bars = [one.bar for one in closes] if measure.kind == "each_day" else told.inputs
        numbered = tuple(self._numbered(known[bar.trading_date]) for bar in bars)
        over = f"{len(closes)} sessions, {closes[0].bar.trading_date} to {closes[-1].bar.trading_date}"
        text = f"{told.words} (computed over the reported closes of {over})"
        if missing:
            text = f"{text}; {missing} {'sessions have' if missing > 1 else 'session has'} no reported close"
        title = measure.kind.replace("_", " ")
        return self._found(found, instrument, told.words, numbered, text=text, title=title, missing=missing)

    def _found(
        self,
        found: PriceFound,
        instrument: Instrument,
        words: str,
        numbered: tuple[NumberedBar, ...],
        *,
        text: str,
        title: str,
        missing: int = 0,
    ) -> PriceFound:
        text = f"{instrument.name} ({instrument.ticker}): {text}"
        n = self.ledger.row("calculation", key=text, text=text, title=f"{instrument.ticker}, {title}").n
        measure = NumberedMeasure(n=n, words=words, inputs=numbered)
        return replace(found, state="ok", calendar_n=None, bars=numbered, measure=measure, unreported=missing)

    def _fared(self, found: PriceFound, instrument: Instrument, sessions: Sequence[date]) -> PriceFound | None:
        """How it did over some days: the change, and its closes one by one or, of many, the highest and the lowest."""
        changed = self._change(found, instrument, sessions)
        kind: Kind = "each_day" if len(sessions) <= _LISTED else "highest_close"
        also: Kind | None = None if len(sessions) <= _LISTED else "lowest_close"
        closes = self._measured(found, instrument, Measure(kind=kind, also=also), sessions)
        if changed is None or changed.measure is None or closes is None or closes.measure is None:
            return changed
        measure = replace(changed.measure, beside=closes.measure)
        bars = tuple(dict.fromkeys((*changed.bars, *closes.bars)))
        return replace(changed, bars=bars, measure=measure, unreported=closes.unreported)

    def _change(self, found: PriceFound, instrument: Instrument, sessions: Sequence[date]) -> PriceFound | None:
        """From the close before the days to their last; between two days where the question names both."""
        window = self.reading.window
        named = sorted(window.days) if window is not None and len(window.days) > 1 else []
        first = named[0] if named else previous_session(instrument.exchange, sessions[0])
        start, end = self._close(instrument, first), self._close(instrument, sessions[-1])
        if start is None or end is None:
            return None
        change = change_pct(start.bar.close, end.bar.close)
        apart = f"difference {signed(end.bar.close - start.bar.close)} {_UNIT}"
        words = f"{_CHANGE}: {between(start.bar, end.bar, change.value)}; {apart}"
        numbered = (self._numbered(start), self._numbered(end))
        return self._found(found, instrument, words, numbered, text=f"{words} ({change.text})", title="change")

    def _close(self, instrument: Instrument, day: date) -> _Close | None:
        """Where the reports on a session say that the index closed: those that say it in the words of a close, else any whose
        opening does."""
        question = f"Where did the {instrument.name} close?"
        window = Window(first=day, last=day, part="close", days=(day,))
        reading = replace(self.reading, question=question, query=question, window=window)
        looked_for = NewsSearch(query=f"{instrument.name} {_TOLD_AS}", window=window, tickers=(instrument.ticker,))
        ask = asks(question, query=question, names=self.names, window=window)[0]
        for search_for in (looked_for, replace(looked_for, openings=True)):
            hits = search(self.knowledge, search_for, reading=reading, k=_REPORTS)
            found = self._in([hit for hit in hits if may_tell(hit, instrument)], ask, reading, instrument, day)
            if found is not None:
                return found
        return None

    def _in(self, hits: Sequence[Hit], ask: Ask, reading: Reading, instrument: Instrument, day: date) -> _Close | None:
        """The close that a sentence of those reports tells."""
        foreign = is_foreign(reading)
        passages = [Passage(n=place, hit=hit) for place, hit in enumerate(hits)]
        pool = of_its_time(candidates(passages, self.names), reading, foreign=foreign)
        told = [row for row in pool if tells_close(row, foreign=foreign)]
        for row in choose(ask, told, scales=Scales(part="close"), most=_SENTENCES).chosen:
            level = level_told(ask, row)
            if level is not None and ask.every_key & (row.keys | row.inherited):
                return _Close(_bar(instrument, day, level, row), row.passage.hit, move_told(ask, row))
        return None

    def _numbered(self, close: _Close) -> NumberedBar:
        return NumberedBar(n=self.ledger.news(close.hit).n, bar=close.bar)


def _sessions(instrument: Instrument, first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, 3 * _MOST_SESSIONS))]
    return [day for day in days if is_session(instrument.exchange, day)]


def _is_broken(closes: Sequence[_Close]) -> bool:
    """Whether the oldest move goes another way than the newest: by two closes, or as the oldest report tells it."""
    levels = [one.bar.close for one in closes]
    if len(levels) < 2:
        return False
    newest, oldest = levels[-1] - levels[-2], levels[1] - levels[0]
    before = closes[0].moved
    return newest * oldest <= 0 or (before is not None and newest * before <= 0)


def _bar(instrument: Instrument, day: date, level: Decimal, row: Candidate) -> Bar:
    known_at = row.published_at or datetime.combine(day, datetime.min.time(), UTC)
    return Bar(
        ticker=instrument.ticker,
        trading_date=day,
        open=None,
        high=None,
        low=None,
        close=level,
        currency=_UNIT,
        source=row.passage.hit.document.publisher,
        known_at=known_at,
    )
