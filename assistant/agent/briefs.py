"""Briefs: a fixed list of questions over a stretch of time, about the instruments somebody follows, kept as a session."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.agent.prompts import template
from assistant.agent.reading import local_day
from assistant.errors import BadInput, Busy
from assistant.knowledge.arrivals import Arrivals
from assistant.knowledge.windows import Window, label, read_window
from assistant.market.calendars import close_at, last_session
from assistant.market.calendars import zone as exchange_zone
from assistant.market.watchlists import MOST_INSTRUMENTS, canonical_tickers, read_watchlists
from assistant.sessions.briefs import Ask, Brief, answers_of
from assistant.sessions.questions import readable_question
from assistant.sessions.titles import title_of

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_MOST_QUESTIONS = 12  # of each section
_MOST_SPOKEN_OF = 5  # instruments, where nobody named any
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_ITEM = re.compile(r"^\s*[-*]\s+(\S.*)$")
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_WAITS, _WAIT_S = 60, 1.0  # for a question that somebody asks in the brief's own session meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What a brief asks: of each instrument, and once."""

    each: tuple[str, ...]
    once: tuple[str, ...]


def read_questions(text: str, *, longest: int) -> Questions:
    """The questions of a file: a line with a dash each, under `Of each instrument` and `Once`.

    Raises:
        BadInput: it holds none, too many, or a slot that is not known.
    """
    sections: dict[str, list[str]] = {"of each instrument": [], "once": []}
    section = "once"
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            section = heading[1].strip().lower()
        elif (item := _ITEM.match(line)) and section in sections:
            sections[section].append(readable_question(item[1], longest=longest))
    each, once = sections["of each instrument"], sections["once"]
    if not each and not once:
        raise BadInput("The questions of a brief are lines with a dash under '## Of each instrument' and '## Once'.")
    if max(len(each), len(once)) > _MOST_QUESTIONS:
        raise BadInput(f"A brief asks {_MOST_QUESTIONS} questions of each instrument and {_MOST_QUESTIONS} once, at most.")
    slots = {slot for question in each for slot in _SLOT.findall(question)} - {"name", "ticker"}
    if slots or any(_SLOT.search(question) for question in once):
        raise BadInput("Only {{name}} and {{ticker}} can stand in a question, and only in one asked of each instrument.")
    return Questions(each=tuple(each), once=tuple(once))


def questions_of(folder: Path, *, longest: int) -> Questions:
    """The reader's own questions, `brief.md` in the data folder, else ours."""
    own = folder / "brief.md"
    return read_questions(own.read_text(encoding="utf-8") if own.is_file() else template("brief"), longest=longest)


def plan_brief(
    assistant: "Assistant",
    *,
    as_of: datetime,
    watchlist: str = "",
    instruments: Sequence[str] = (),
    window: Window | str | None = None,
    questions: Questions | None = None,
) -> Brief:
    """What is to be asked: nothing about instruments of which nothing is new.

    The instruments are those given, else those of the watchlist (the first one, where none is named), else those most
    spoken of. The window begins when trading last ended on the exchange of theirs that ended first, unless one is given.

    Raises:
        BadInput: a name is unknown, or the window names no time.
    """
    settings, arrivals = assistant.settings, Arrivals(assistant.knowledge.documents.database)
    questions = questions or questions_of(settings.data_dir, longest=settings.max_question_chars)
    name, tickers = followed(assistant, watchlist, instruments)
    zone = _zone(assistant, tickers)
    span = _window(assistant, window, tickers, as_of=as_of, zone=zone)
    spoken_of = arrivals.count_by_ticker(span, as_of=as_of, tickers=tickers or None, most=MOST_INSTRUMENTS)
    tickers = tickers or _one_a_company(assistant, spoken_of)[:_MOST_SPOKEN_OF]
    bars = {one: len(assistant.prices.bars(one, span.first, span.last, as_of=as_of)) for one in tickers}
    news = tuple(one for one in tickers if spoken_of.get(one) or bars[one])
    reports = arrivals.count(span, as_of=as_of)
    names = _names(assistant, news)
    asks = [Ask(ticker=one, question=_filled(question, names[one], one)) for one in news for question in questions.each]
    asks += [Ask(ticker=None, question=question) for question in questions.once if reports]
    return Brief(
        watchlist=name,
        as_of=as_of,
        first=span.first,
        last=span.last,
        since=span.since,
        until=span.until,
        label=label(span, zone=zone),
        tickers=tickers,
        silent=tuple(one for one in tickers if one not in news),
        asks=tuple(asks),
        reports=reports,
        bars=sum(bars.values()),
    )


def keep_brief(assistant: "Assistant", brief: Brief, *, owner: str) -> Brief:
    """The brief with its session, in which nothing is answered yet."""
    title = title_of(" ".join(["Brief", brief.watchlist and f"{brief.watchlist},", brief.label]).replace("  ", " "))
    return assistant.sessions.briefs.create(brief, title=title, owner=owner, now=assistant.now())


async def answer_brief(assistant: "Assistant", brief: Brief, *, owner: str) -> AsyncGenerator[int]:
    """Asks what is not answered yet, one question after another; yields how many are."""
    sessions = assistant.sessions
    turns = await asyncio.to_thread(sessions.turns, brief.session_id)
    answered = len(answers_of(brief, turns))
    for ask in brief.asks[answered:]:
        if (await asyncio.to_thread(sessions.briefs.get, brief.session_id, owner=owner)).state == "stopped":
            return
        await _answer(assistant, brief, ask, owner)
        answered += 1
        await asyncio.to_thread(sessions.briefs.put_state, brief.session_id, "running", now=assistant.now())
        yield answered
    await asyncio.to_thread(sessions.briefs.put_state, brief.session_id, "done", now=assistant.now())


def followed(assistant: "Assistant", watchlist: str = "", instruments: Sequence[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The list's name and its tickers; both are empty where nothing was named and there is no list.

    Raises:
        BadInput: there is no such list, or a ticker is unknown.
    """
    if instruments:
        return "", canonical_tickers(instruments, assistant.instruments)
    lists = read_watchlists(assistant.settings.data_dir / "watchlists.toml", assistant.instruments)
    if watchlist and watchlist not in lists:
        known = f"There are {', '.join(lists)}." if lists else "Write one into watchlists.toml in the data folder."
        raise BadInput(f"There is no watchlist {watchlist[:20]!a}. {known}")
    name = watchlist or next(iter(lists), "")
    return name, lists.get(name, ())


async def _answer(assistant: "Assistant", brief: Brief, ask: Ask, owner: str) -> None:
    """The answer becomes a turn of the session, whole or failed."""
    window = Window(first=brief.first, last=brief.last, since=brief.since, until=brief.until)
    tickers = [ask.ticker] if ask.ticker else None
    for _ in range(_WAITS):
        try:
            events = assistant.answer(
                ask.question,
                session_id=brief.session_id,
                owner=owner,
                as_of=brief.as_of,
                window=window,
                tickers=tickers,
                history=(),
            )
            async with aclosing(events) as stream:
                async for _ in stream:
                    pass
            return
        except Busy:
            await asyncio.sleep(_WAIT_S)
    raise Busy("The brief's session was busy with another question for too long. Start the brief again.")


def _one_a_company(assistant: "Assistant", tickers: Iterable[str]) -> tuple[str, ...]:
    """The first listing of each company: a report about one is about all of them."""
    first: dict[str, str] = {}
    for ticker in tickers:
        if (found := assistant.instruments.get(ticker)) is not None:
            first.setdefault(found.company or ticker, ticker)
    return tuple(first.values())


def _names(assistant: "Assistant", tickers: Sequence[str]) -> dict[str, str]:
    """Each instrument's name, with its ticker where two listings of one company are followed."""
    found = {one: instrument.name if (instrument := assistant.instruments.get(one)) else one for one in tickers}
    written = list(found.values())
    return {one: name if written.count(name) == 1 else f"{name} ({one})" for one, name in found.items()}


def _filled(question: str, name: str, ticker: str) -> str:
    values = {"name": name, "ticker": ticker}
    return _SLOT.sub(lambda slot: values[slot[1]], question)


def _zone(assistant: "Assistant", tickers: Sequence[str]) -> str:
    first = assistant.instruments.get(tickers[0]) if tickers else None
    return exchange_zone(first.exchange) if first is not None else assistant.settings.zone


def _window(
    assistant: "Assistant", given: Window | str | None, tickers: Sequence[str], *, as_of: datetime, zone: str
) -> Window:
    if isinstance(given, str):
        read = read_window(given, as_of=as_of, zone=zone)
        if read is None or not read.bounded:
            raise BadInput(f"{given[:40]!a} names no time. Write it like 'since Monday', or give --from and --to.")
        return Window(first=read.first, last=read.last, since=read.since, until=read.until)
    if given is not None and given.bounded:
        return given
    exchanges = {found.exchange for one in tickers if (found := assistant.instruments.get(one)) is not None} or {"XHKG"}
    since = min(close_at(exchange, last_session(exchange, as_of)) for exchange in exchanges)
    return Window(first=local_day(since, zone), last=local_day(as_of, zone), since=since)
