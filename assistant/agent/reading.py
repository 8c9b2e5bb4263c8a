"""Reading a question: its window, instruments and aim, by code, the same for every chat model and every front door."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.agent.events import ReadWindow
from assistant.agent.followup import resolve
from assistant.agent.kinds import Wants, read_wants
from assistant.agent.outlets import says_weekday
from assistant.agent.session_windows import by_sessions, to_sessions
from assistant.agent.spelling import respelled
from assistant.agent.spoken import written
from assistant.knowledge.time_standing import standing
from assistant.knowledge.windows import Window, read_window, strip_window
from assistant.knowledge.windows import label as window_label
from assistant.market.calendars import last_session
from assistant.market.calendars import zone as exchange_zone
from assistant.market.instruments import Instrument, Instruments, Mention

# A name without what is had of it: "or Baidu's?"
_ELLIPTIC = re.compile(
    r"['’]s?(?=\s*(?:[?.,;:!]|$|(?:or|and|than|versus|vs|on|in|over|at|did|gain|rise|fall|lose|drop|climb|move|close|perform|do|have)\b))"
)
_HONG_KONG = re.compile(r"\bhong kong\b|香港|港股", re.I)
_NEW_YORK = re.compile(r"\bnew york\b|\badrs?\b|\bdepositary receipts?\b|\bus[- ]listed\b|美股|紐約|纽约", re.I)
_GLUED = re.compile(r"(?<=[A-Za-z])(?=(?:19|20)\d\d\s*年)")  # "BABA2025年9月17日"
_MOST_DAYS = 4
_A_QUARTER = 88  # days
_STALE = timedelta(days=4)
# Holidays of the United States alone, on which the listing there is meant.
_AMERICAN_DAY = re.compile(
    r"\b(?:independence day|(?:the )?fourth of july|thanksgiving|labor day|memorial day|presidents['’]? day|juneteenth|"
    r"martin luther king(?: jr\.?)? day|mlk day)\b",
    re.I,
)
# "Rank them by September performance": a period there, no deadline.
_ORDERED_BY = re.compile(r"(?P<order>\b(?:rank|order|sort)(?:ed|ing|s)?\b.*?)\bby\b", re.I)
_DERIVATIVE = re.compile(
    r"(?:['’]s)?\s+(?:\w+ )?(?:futures?|options?|warrants?|CBBCs?|puts?|calls)\b|(?:期[貨货權权]|窝轮|窩輪|牛熊[證证])", re.I
)
_LEFT_OVER = re.compile(r"\b(?:the|for|of|on|in|at|a|hk|us|shares?|stock|equity|please)\b|\W", re.I)
_AMERICAN = frozenset({"XNYS", "XNAS"})
_EXCHANGES = {"Asia/Hong_Kong": "XHKG", "Asia/Shanghai": "XSHG", "America/New_York": "XNYS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A question as understood. `asked` is what was typed; `question` has a follow-up's subject filled in."""

    asked: str
    question: str
    query: str  # what is searched for: the question without its window's words
    wants: Wants
    window: Window | None
    mentions: tuple[Mention, ...]
    tickers: tuple[str, ...]  # the listing meant by each mention, in order
    unknown: tuple[str, ...]  # named like an instrument, but none we know
    as_of: datetime
    zone: str
    note: str = ""
    anchor: datetime | None = None  # from which relative words are read
    overridden: bool = False  # the person set the window or the instruments

    @property
    def label(self) -> str:
        return window_label(self.window, zone=self.zone) if self.window is not None else ""

    @property
    def day_by_day(self) -> "tuple[Reading, ...]":
        """The question as asked of each of the days it lists; of its whole window where it lists none."""
        window = self.window
        if window is None or not window.listed or not self.bounded:
            return (self,)
        return tuple(
            replace(self, window=replace(window, first=day, last=day, days=(day,), listed=False, relative=False))
            for day in window.days[:_MOST_DAYS]
        )

    @property
    def bounded(self) -> bool:
        return self.window is not None and self.window.bounded and not self.window.topical


def read_question(
    asked: str,
    *,
    instruments: Instruments,
    as_of: datetime,
    zone: str,
    history: Sequence[str] = (),
    newest_evidence_at: datetime | None = None,
    explicit_as_of: bool = False,
    is_heard: Callable[[str], bool] = bool,
) -> Reading:
    """The reading of a question.

    Relative words ("on Wednesday") are read from `as_of`; where nobody set it and the newest evidence is days old, from
    that evidence, and the note says so. A misspelt name that the news held has not (`is_heard`) is read as the one it is
    nearest to, and the note says that.
    """
    turns = [respelled(written(turn), instruments=instruments, is_heard=is_heard)[0] for turn in history]
    plain, spelled = respelled(written(asked), instruments=instruments, is_heard=is_heard)
    question = _GLUED.sub(" ", resolve(plain, turns, mentions=instruments.mentions))
    mentions = tuple(instruments.mentions(question))
    tickers = _listings_meant(question, mentions, instruments)
    first = instruments.get(tickers[0]) if tickers else None
    place = exchange_zone(first.exchange) if first is not None else zone
    anchor, note = _anchor(as_of, newest_evidence_at, explicit_as_of)
    told = standing(question, as_of=anchor, zone=place)
    if told is not None:
        question, anchor, note = told.question, told.at, ""
    wants = read_wants(question)
    window = read_window(_ORDERED_BY.sub(r"\g<order> in", question) if wants.ranks else question, as_of=anchor, zone=place)
    if wants.prices and _of_derivative(question, mentions):
        wants = replace(wants, prices=False)
    if not wants.prices and window is not None and _is_terse(strip_window(question, window), mentions):
        wants = replace(wants, prices=True)
    if window is not None and wants.aim == "course":  # the reports of that time are asked for, whatever it is said of
        window = replace(window, topical=False)
    if window is not None and wants.aim == "saying" and _is_of_the_topic(question, window):
        window = replace(window, topical=True)
    if note and (
        window is None or not window.relative or _days(window) == _days(read_window(question, as_of=as_of, zone=place))
    ):
        note = ""
    if window is not None and says_weekday(question, window.phrase):
        window = None
    window = _settled(by_sessions(window, first.exchange if first else _EXCHANGES.get(place), anchor), first, anchor, wants)
    return Reading(
        asked=asked,
        question=question,
        query=strip_window(question, window) if window is not None else question,
        wants=wants,
        window=window,
        mentions=mentions,
        tickers=tickers,
        unknown=tuple(mention.text for mention in mentions if not mention.tickers),
        as_of=as_of,
        zone=place,
        note=f"{spelled} {note}".strip(),
        anchor=anchor,
    )


def _is_of_the_topic(question: str, window: Window) -> bool:
    """Whether a quarter or a longer time is what somebody spoke about, not when: "say about sales in the second quarter"."""
    if window.first is None or window.last is None or (window.last - window.first).days < _A_QUARTER:
        return False
    return bool(re.search(rf"\b(?:about|on|of)\b.*{re.escape(window.phrase)}", question, re.I))


def _of_derivative(question: str, mentions: Sequence[Mention]) -> bool:
    """Whether it is not the instrument itself that is asked about, but something written on it: "Tencent futures"."""
    return any(_DERIVATIVE.match(question, mention.end) for mention in mentions)


def _is_terse(rest: str, mentions: Sequence[Mention]) -> bool:
    """Whether a question is nothing but tickers and a time ("0700.HK 2025-10-08"); `rest` is what is left without that time."""
    known = [mention for mention in mentions if mention.tickers]
    for mention in known:
        rest = rest.replace(mention.text, " ")
    return bool(known) and all(one.shape != "name" for one in known) and not _LEFT_OVER.sub("", rest)


def _listings_meant(question: str, mentions: Sequence[Mention], instruments: Instruments) -> tuple[str, ...]:
    """The listing meant by each mention: its most usual one, or its listings in both markets where both are named."""
    both = _HONG_KONG.search(question) and _NEW_YORK.search(question)
    found: list[str] = []
    before = ""
    for mention in (one for one in mentions if one.tickers):
        listings = [one for ticker in mention.tickers if (one := instruments.get(ticker)) is not None]
        every = [one for listing in listings[:1] for one in instruments.listings(listing.company)] if both else []
        home = next((one.ticker for one in every if one.exchange == "XHKG"), None)
        abroad = next((one.ticker for one in every if one.exchange in _AMERICAN), None)
        chosen = _as_written(mention, mentions, instruments)
        if _AMERICAN_DAY.search(question) and not mention.certain and not _HONG_KONG.search(question):
            chosen = next((one for one in _listed_abroad(chosen, instruments)), chosen)
        if before and not mention.certain and _ELLIPTIC.match(question, mention.end):
            chosen = _beside(before, listings, instruments) or chosen
        before = chosen if mention.certain and mention.shape == "name" else before
        found += [home, abroad] if home and abroad else [chosen]
    return tuple(dict.fromkeys(found))


def _listed_abroad(ticker: str, instruments: Instruments) -> list[str]:
    """The American listings of a ticker's company."""
    known = instruments.get(ticker)
    every = instruments.listings(known.company) if known is not None else ()
    return [one.ticker for one in every if one.exchange in _AMERICAN]


def _beside(other: str, listings: Sequence[Instrument], instruments: Instruments) -> str | None:
    """The listing in the market of another: "Alibaba's ADRs or Baidu's" are both ADRs."""
    market = instruments.get(other)
    currency = market.currency if market is not None else ""
    every = [one for listing in listings[:1] for one in instruments.listings(listing.company)]
    return next((one.ticker for one in (*listings, *every) if one.currency == currency), None)


def _as_written(mention: Mention, mentions: Sequence[Mention], instruments: Instruments) -> str:
    """The most usual listing; among American tickers alone a name that is one as well ("BABA, BIDU and JD") is the ticker."""
    if mention.text not in mention.tickers or len(mentions) < 2:
        return mention.tickers[0]
    others = [instruments.get(one.tickers[0]) for one in mentions if one is not mention and one.tickers]
    abroad = all(one is not None and one.exchange in {"XNYS", "XNAS", "ARCX"} for one in others)
    return mention.text if others and abroad else mention.tickers[0]


def with_choice(reading: Reading, *, window: Window | None = None, tickers: Sequence[str] | None = None) -> Reading:
    """The reading with what the person set in it; an unbounded window drops the one that was read."""
    if window is None and tickers is None:
        return reading
    kept = reading.window
    if window is not None:
        kept = replace(window, part=kept.part if kept else None, phrase="set by hand") if window.bounded else None
    return replace(reading, window=kept, tickers=reading.tickers if tickers is None else tuple(tickers), overridden=True)


def shown(reading: Reading) -> ReadWindow:
    """The reading as the stream shows it."""
    window = reading.window
    return ReadWindow(
        label=reading.label,
        first=window.first.isoformat() if window and window.first else None,
        last=window.last.isoformat() if window and window.last else None,
        part=window.part if window else None,
        tickers=reading.tickers,
        note=reading.note,
    )


def _anchor(as_of: datetime, newest: datetime | None, explicit: bool) -> tuple[datetime, str]:
    if explicit or newest is None or as_of - newest <= _STALE:
        return as_of, ""
    day = newest.date()
    return newest, f"Relative dates are read from {day.day} {day:%B %Y}, the day of the newest report held."


def _settled(window: Window | None, instrument: Instrument | None, anchor: datetime, wants: Wants) -> Window | None:
    """The window of a question about an instrument's price: "latest" is the exchange's newest finished session, and a
    day's move or level is that of its close unless another moment is named."""
    if window is None or instrument is None or not wants.prices or window.topical:
        return window
    window = to_sessions(window, instrument)
    if window.latest:
        day = last_session(instrument.exchange, anchor)
        return replace(window, first=day, last=day, part=window.part or "close")
    if window.part is None and window.first is not None and window.first == window.last:
        return replace(window, part="close")
    return window


def _days(window: Window | None) -> tuple[date | datetime | None, ...]:
    """Where a window begins and ends: relative words count from a date of the question as well as from the clock."""
    return () if window is None else (window.first, window.last, window.since, window.until)


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()
