"""The price desk: one instrument, a day or a range, looked up, calculated and numbered."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assistant.agent.measures import Measure, asks_of_rows, names_a_time, read_measure
from assistant.agent.phrasing import day, percent, price, signed
from assistant.agent.reading import Reading, local_day
from assistant.agent.records import NumberedBar, NumberedCalculation, NumberedMeasure, PriceFound, PriceState, Shortfall
from assistant.agent.sources import SourceLedger
from assistant.agent.spans import Spans, is_measured
from assistant.figures.derive import change_pct
from assistant.market.bars import Bar
from assistant.market.calendars import (
    close_at,
    is_session,
    last_session,
    next_session,
    previous_session,
    session_by,
    why_closed,
)
from assistant.market.calendars import zone as exchange_zone
from assistant.market.instruments import Instrument, Instruments
from assistant.market.prices import PriceBook
from assistant.market.splits import divisor_of

_FRESH = timedelta(days=7)  # within which the newest bar held stands for the newest there is


@dataclass(slots=True, kw_only=True)
class PriceDesk:
    """Looks prices up for one answer: nothing known after the answer's moment is used."""

    instruments: Instruments
    prices: PriceBook
    reading: Reading
    ledger: SourceLedger

    def look_up(self, asked: str, *, first: date | None, last: date | None, measure: Measure | None = None) -> PriceFound:
        """The bars asked for, or why there are none with the nearest that is known; the measure is the question's own
        where none is given."""
        instrument = self.instrument(asked)
        if instrument is None:
            near = tuple(one.name for one in self.instruments.near(asked))[:3]
            n = self._note(f"Instrument look-up: “{asked}” is no instrument in the catalogue.", "lookup")
            return PriceFound(
                asked=asked, instrument=None, state="unknown", first=first, last=last, candidates=near, calendar_n=n
            )
        if first is None and last is None and self._is_undated:
            return self._without(asked, instrument, "undated", None, None)
        today = local_day(self.reading.as_of, exchange_zone(instrument.exchange))
        spoken = local_day(self._spoken_at, exchange_zone(instrument.exchange))
        ahead = self.reading.wants.future and (last is None or last > spoken)
        if ahead or (first is not None and first > today):
            return self._without(asked, instrument, "future", first, last)
        first, last = self.spans.counted(instrument, first, last)
        given = measure is not None
        measure = measure or read_measure(self.reading.question)
        if measure is not None and (given or is_measured(measure, first, last)):
            found = self._measured(asked, instrument, measure, first, last or today)
            if found is not None:
                return found
            if measure.kind == "year_to_date":  # a day's price would pass for it
                start = previous_session(instrument.exchange, date((last or today).year, 1, 1))
                return self._without(asked, instrument, "no_row", start, start)
        if first is not None and last is not None and first != last:
            return self._range(asked, instrument, first, last)
        if first is not None and last is None:
            return self._range(asked, instrument, first, today)
        return self._day(asked, instrument, last)

    @property
    def _is_undated(self) -> bool:
        """Whether the question names a time that could not be read: the newest price would pass for one of then."""
        window = self.reading.window
        bounded = window is not None and (window.bounded or window.latest)
        return (window is not None and bool(window.invalid)) or (not bounded and names_a_time(self.reading.question))

    @property
    def _spoken_at(self) -> datetime:
        """The moment that what lies ahead is told from: that of relative words ("next month"), else the answer's own."""
        window, anchor = self.reading.window, self.reading.anchor
        return anchor if anchor is not None and window is not None and window.relative else self.reading.as_of

    @property
    def spans(self) -> Spans:
        """Which bars the question means."""
        return Spans(prices=self.prices, reading=self.reading)

    def instrument(self, asked: str) -> Instrument | None:
        """The listing a name stands for in this question."""
        ticker = self.instruments.canonical(asked)
        if ticker is None:
            found = self.instruments.mentions(asked)
            tickers = found[0].tickers if found else ()
            ticker = next((one for one in tickers if one in self.reading.tickers), tickers[0] if tickers else None)
        return self.instruments.get(ticker) if ticker is not None else None

    def _day(self, asked: str, instrument: Instrument, on: date | None) -> PriceFound:
        as_of = self.reading.as_of
        bar = (
            self.prices.newest(instrument.ticker, as_of=as_of)
            if on is None
            else self.prices.bar_on(instrument.ticker, on, as_of=as_of)
        )
        if bar is None:
            if on is not None and not is_session(instrument.exchange, on):
                return self._without(asked, instrument, "no_session", on, on)
            held = self.prices.newest(instrument.ticker, as_of=as_of)
            if held is not None and self.reading.window is not None and self.reading.window.latest:
                if as_of - held.known_at > _FRESH and not asks_of_rows(self.reading.question):
                    return self._without(asked, instrument, "stale", on, on)
                return replace(self._day(asked, instrument, held.trading_date), newest_at=held.known_at)
            if on is not None and close_at(instrument.exchange, on) > as_of:
                return self._without(asked, instrument, "future", on, on)
            return self._without(asked, instrument, "no_row" if held else "no_prices", on, on)
        move = self.prices.move_on(instrument.ticker, bar.trading_date, as_of=as_of)
        calculations = (self._change(move.previous, bar),) if move is not None else ()
        return PriceFound(
            asked=asked,
            instrument=instrument,
            state="ok",
            first=bar.trading_date,
            last=bar.trading_date,
            bars=(self.numbered(bar),),
            previous=self.numbered(move.previous) if move is not None else None,
            move=move,
            calculations=calculations,
        )

    def _range(self, asked: str, instrument: Instrument, first: date, last: date) -> PriceFound:
        ends = self.spans.ends(instrument, first, last)
        if ends is None:
            held = self.prices.newest(instrument.ticker, as_of=self.reading.as_of)
            return self._without(asked, instrument, "no_row" if held else "no_prices", first, last)
        start, end = ends
        return PriceFound(
            asked=asked,
            instrument=instrument,
            state="ok",
            first=first,
            last=last,
            bars=(self.numbered(start), self.numbered(end)),
            calculations=(self._change(start, end),),
            shortfall=self._shortfall(instrument, (first, last), (start, end)),
        )

    def _measured(
        self, asked: str, instrument: Instrument, measure: Measure, first: date | None, last: date
    ) -> PriceFound | None:
        told = self.spans.finding(instrument, measure, first, last)
        if told is None:
            return None
        found, bars = told
        ticker = instrument.ticker
        numbered = tuple(self.numbered(bar) for bar in found.inputs)
        over = f"{len(bars)} sessions, {bars[0].trading_date} to {bars[-1].trading_date}"
        text = f"{instrument.name} ({ticker}): {found.words} (computed over {over})"
        n = self.ledger.row("calculation", key=text, text=text, title=f"{ticker}, {measure.kind.replace('_', ' ')}").n
        return PriceFound(
            asked=asked,
            instrument=instrument,
            state="ok",
            first=bars[0].trading_date,
            last=bars[-1].trading_date,
            bars=numbered,
            measure=NumberedMeasure(n=n, words=found.words, inputs=numbered, warning=found.warning),
            shortfall=self._shortfall(instrument, (first, last), (bars[0], bars[-1])) if first and first != last else None,
        )

    def _shortfall(self, instrument: Instrument, asked: tuple[date, date], used: tuple[Bar, Bar]) -> Shortfall | None:
        """Where the rows used begin or end, if there were sessions of the days asked about before or after them."""
        exchange, ticker = instrument.exchange, instrument.ticker
        (first, last), (begins, ends) = asked, (bar.trading_date for bar in used)
        opening = first if is_session(exchange, first) else next_session(exchange, first)
        closing = min(session_by(exchange, last), last_session(exchange, self.reading.as_of))
        late, early = begins > opening, ends < closing
        if not (late or early):
            return None
        days = f"of {day(first)} to {day(last)} the rows held begin on {day(begins)} and end on {day(ends)}"
        n = self._note(f"{instrument.name} ({ticker}): {days}", "coverage")
        return Shortfall(n=n, begins=begins if late else None, ends=ends if early else None)

    def _without(
        self, asked: str, instrument: Instrument, state: PriceState, first: date | None, last: date | None
    ) -> PriceFound:
        """No price for the day, with the calendar's or the book's word and the last bar before it."""
        reason = why_closed(instrument.exchange, first) if state == "no_session" and first is not None else ""
        before = self._before(instrument, first) if state != "no_prices" else None
        if (
            state == "no_session"
            and before is not None
            and first is not None
            and before.trading_date != previous_session(instrument.exchange, first)
        ):
            before = None
        note = self._word(instrument, state, first, reason)
        return PriceFound(
            asked=asked,
            instrument=instrument,
            state=state,
            first=first,
            last=last,
            bars=(self.numbered(before),) if before is not None else (),
            why_closed=reason,
            calendar_n=self._note(note, "calendar"),
        )

    def _before(self, instrument: Instrument, day: date | None) -> Bar | None:
        """The last bar before a day, else the newest."""
        as_of = self.reading.as_of
        before = self.prices.bar_before(instrument.ticker, day, as_of=as_of) if day is not None else None
        return before or self.prices.newest(instrument.ticker, as_of=as_of)

    def _word(self, instrument: Instrument, state: PriceState, first: date | None, reason: str) -> str:
        day = f"{first:%A} {first.day} {first:%B %Y} ({first.isoformat()})" if first is not None else "the time asked about"
        calendar = f"Calendar {instrument.exchange}, for {instrument.name} ({instrument.ticker}): {day}"
        if state == "no_session":
            return f"{calendar} was {reason}; no session."
        if state == "undated":
            window = self.reading.window
            unread = f"“{window.invalid}” is" if window is not None and window.invalid else "the words of time name"
            who = f"Calendar {instrument.exchange}, for {instrument.name} ({instrument.ticker})"
            return f"{who}: {unread} no day of the calendar that could be looked up."
        if state == "future":
            return f"{calendar} lies after {self.reading.as_of.isoformat()}."
        span = self.prices.span(instrument.ticker)
        held = f"{span[0].isoformat()} to {span[1].isoformat()}" if span else "none"
        return f"Price rows held for {instrument.name} ({instrument.ticker}): {held}; none for {day}."

    def _note(self, text: str, title: str) -> int:
        return self.ledger.row("calculation", key=text, text=text, title=f"{title.capitalize()} check").n

    def numbered(self, bar: Bar) -> NumberedBar:
        """The bar as a source of the answer."""
        source = self.ledger.row(
            "price",
            key=f"bar {bar.ticker} {bar.trading_date} {bar.adjusted} {divisor_of(bar)}",
            text=bar_text(bar),
            title=f"{bar.ticker}, {bar.trading_date.isoformat()}",
            publisher=bar.source,
            known_at=bar.known_at,
            day=bar.trading_date,
        )
        return NumberedBar(n=source.n, bar=bar)

    def _change(self, start: Bar, end: Bar) -> NumberedCalculation:
        calculation = change_pct(start.close, end.close)
        key = f"change {end.ticker} {start.trading_date} {end.trading_date}"
        span = f"{end.ticker}, close of {day(end.trading_date)} against close of {day(start.trading_date)}"
        moved = f"{signed(end.close - start.close)} {end.currency}"
        text = f"{span}: {calculation.text}, rounded {percent(calculation.value)}; {moved}"
        source = self.ledger.row("calculation", key=key, text=text, title="Percentage change")
        return NumberedCalculation(n=source.n, calculation=calculation)


def bar_text(bar: Bar) -> str:
    """A bar as a line that can be quoted."""
    fields = [("open", bar.open), ("high", bar.high), ("low", bar.low), ("close", bar.close)]
    prices = ", ".join(f"{name} {price(value)}" for name, value in fields if value is not None)
    volume = f", volume {bar.volume:,}" if bar.volume is not None else ""
    divisor = divisor_of(bar)
    basis = (
        "adjusted"
        if bar.adjusted
        else "as traded"
        if divisor is None
        else f"as traded, divided by {divisor:f} for a later split"
    )
    day = bar.trading_date
    return f"{bar.ticker} on {day.day} {day:%B %Y} ({day.isoformat()}): {prices} {bar.currency}{volume}; {basis}"
