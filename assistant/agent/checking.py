"""Checking reports: what the price book says beside a news sentence that an answer shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from assistant.agent.citations import cited_numbers, without_marks
from assistant.agent.extractive.evidence import Candidate, candidates
from assistant.agent.extractive.names import Names
from assistant.agent.phrasing import day, percent, price
from assistant.agent.pricing import PriceDesk
from assistant.agent.reading import local_day
from assistant.agent.records import NewsFound, Passage
from assistant.agent.reported import Reported, listing, reported
from assistant.agent.tape import Verdict, change_pct, verdict
from assistant.figures.figure import Figure
from assistant.figures.parse import parse
from assistant.market.bars import Move
from assistant.market.calendars import previous_session, zone
from assistant.market.instruments import Instrument

_MOST = 2  # lines beside one sentence
_SESSION = timedelta(hours=7)  # from before the open to the close
_SATURDAY = 5


@dataclass(slots=True, kw_only=True)
class TapeCheck:
    """Sets the reported moves of shown sentences beside the bars of their days; each share, day and verdict once an answer."""

    desk: PriceDesk
    names: Names
    passages: dict[int, Passage] = field(default_factory=dict)
    _said: set[tuple[str, date, Verdict]] = field(default_factory=set)

    def add(self, found: NewsFound) -> None:
        """Passages that sentences may come from."""
        self.passages |= {passage.n: passage for passage in found.passages}

    def beside(self, shown: str) -> list[str]:
        """The lines that belong after a shown sentence, each with its marks; none where no bar can be set beside it."""
        lines = []
        for told, one in self._reported(shown):
            line = self._line(told, one)
            lines += [line] if line else []
        return lines[:_MOST]

    def _reported(self, shown: str) -> list[tuple[Reported, Candidate]]:
        """The moves of the cited sentences that the shown one repeats: word for word, or the figure of a company it names."""
        bare = without_marks(shown)
        figures = parse(bare)
        if not any(figure.unit in ("%", "money") for figure in figures):
            return []
        text, named = " ".join(bare.split()), {span.key for span in self.names(bare)}
        cited = cited_numbers(shown, known=list(self.passages))
        rows = [one for n in cited for one in candidates([self.passages[n]], self.names)]
        rows = [one for one in rows if any(_repeats(figure, told) for figure in figures for told in one.figures)]
        companies = self._asked()
        return [
            (told, one)
            for one in rows
            for told in reported(one, companies=companies)
            if " ".join(one.text.split()) in text
            or (told.company in named and any(_repeats(figure, told.figure) for figure in figures))
        ]

    def _asked(self) -> list[str]:
        found = (self.desk.instruments.get(ticker) for ticker in self.desk.reading.tickers)
        return [one.company for one in found if one is not None and one.kind in ("share", "adr")]

    def _line(self, told: Reported, one: Candidate) -> str:
        document = one.passage.hit.document
        instrument = listing(told, self.desk.instruments.listings(told.company))
        at = max((when for when in (document.published_at, document.updated_at) if when), default=None)
        if instrument is None or at is None:
            return ""
        if told.day is None and document.precision == "day" and document.published_date is not None:
            return self._of_day_or_before(told, instrument, document.published_date)
        on, sure = self._session(told, instrument, at)
        move = self._move(instrument, on)
        if move is None:
            return ""
        found = verdict(told.figure, move, intraday=told.intraday or move.bar.known_at > at)
        return self._written(instrument, move, told, found) if found is not None and (found != "differs" or sure) else ""

    def _of_day_or_before(self, told: Reported, instrument: Instrument, day: date) -> str:
        """A report stamped with a day alone may be of that session or the one before: what it agrees with is told."""
        before = self.desk.prices.bar_before(instrument.ticker, day, as_of=self.desk.reading.as_of)
        for on in (day, before.trading_date if before is not None else None):
            move = self._move(instrument, on)
            if move is not None and not told.intraday and verdict(told.figure, move, intraday=False) == "agrees":
                return self._written(instrument, move, told, "agrees")
        return ""

    def _move(self, instrument: Instrument, on: date | None) -> Move | None:
        move = self.desk.prices.move_on(instrument.ticker, on, self.desk.reading.as_of) if on is not None else None
        return move if move is not None and _neighbours(move, instrument) else None

    def _session(self, told: Reported, instrument: Instrument, at: datetime) -> tuple[date | None, bool]:
        """The session a report speaks of, and whether that is sure enough to hold the report against it."""
        if told.day is not None:
            return told.day, True
        prices, as_of = self.desk.prices, self.desk.reading.as_of
        today = local_day(at, zone(instrument.exchange))
        running = prices.bar_on(instrument.ticker, today, as_of=as_of)
        if running is not None and (told.intraday or running.known_at - _SESSION < at < running.known_at):
            return today, False
        last = prices.newest(instrument.ticker, as_of=min(at, as_of))
        return (last.trading_date, last.trading_date == today) if last is not None else (None, False)

    def _written(self, instrument: Instrument, move: Move, told: Reported, found: Verdict) -> str:
        if (key := (instrument.ticker, move.bar.trading_date, found)) in self._said:
            return ""
        self._said.add(key)
        words = _words(f"{instrument.name} ({instrument.ticker})", move, found)
        end = _ENDS[found](f"{_BOUNDS.get(told.figure.strength, '')}{told.figure.text}")
        bars = [self.desk.numbered(bar).n for bar in (move.bar, move.previous)]
        text = f"{words}, from {price(move.previous.close)}; {end}"
        row = self.desk.ledger.row("calculation", key=f"tape {text}", text=text, title="Report against tape")
        marks = "".join(f"[{n}]" for n in (*bars, row.n))
        lead = "The tape differs" if found == "differs" else "The tape"
        return f"{lead}: {words}; {end} {marks}."


def _repeats(figure: Figure, told: Figure) -> bool:
    return (figure.value, figure.unit) == (told.value, told.unit) and figure.sign in (0, told.sign)


_BOUNDS = {"about": "about ", "over": "over ", "nearly": "nearly "}
_ENDS: dict[Verdict, Callable[[str], str]] = {
    "agrees": lambda figure: f"the report's {figure} agrees",
    "intraday": lambda figure: f"the report's {figure} lies within the day's range",
    "differs": lambda figure: f"the report says {figure}",
}


def _words(name: str, move: Move, found: Verdict) -> str:
    bar = move.bar
    closed = f"closed at {price(bar.close)} {bar.currency} on {day(bar.trading_date)}, {percent(move.change_pct)}"
    if found != "intraday" or bar.low is None or bar.high is None:
        return f"{name} {closed}"
    low, high = percent(change_pct(bar.low, move)), percent(change_pct(bar.high, move))
    return f"{name} traded from {price(bar.low)} to {price(bar.high)} ({low} to {high}) and {closed}"


def _neighbours(move: Move, instrument: Instrument) -> bool:
    """Whether no session lies between the two bars; the calendar, slow to load, is asked only where a weekday does."""
    before, on = move.previous.trading_date, move.bar.trading_date
    between = ((before + timedelta(days=ahead)).weekday() for ahead in range(1, (on - before).days))
    return all(weekday >= _SATURDAY for weekday in between) or before == previous_session(instrument.exchange, on)
