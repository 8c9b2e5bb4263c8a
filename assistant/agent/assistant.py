"""The assistant: a question in, a stream of verified events out. Every front door only translates these events."""

import asyncio
import logging
import secrets
import time
import traceback
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime

from assistant.agent import events as ev
from assistant.agent.answering import Answering
from assistant.agent.chain import Link
from assistant.agent.costs import ModelPrice
from assistant.agent.explaining import ExplainedSearch, explain
from assistant.agent.extractive.names import NameSpan
from assistant.agent.loosening import loosened
from assistant.agent.means import Means
from assistant.agent.outcome import Outcome
from assistant.agent.prompts import digest
from assistant.agent.provider import as_told
from assistant.agent.reading import Reading, read_question, shown, with_choice
from assistant.agent.retracing import Trace, retrace
from assistant.agent.searching import asked_search, search
from assistant.errors import AssistantError, DeadlineExceeded
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.documents import Hit
from assistant.knowledge.windows import Window
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore
from assistant.sessions.questions import readable_question
from assistant.sessions.records import Session, Turn
from assistant.sessions.store import SessionStore
from assistant.settings import Settings

log = logging.getLogger("rally.answers")


class Assistant:
    """Answers questions from the stores it is given."""

    def __init__(
        self,
        *,
        knowledge: KnowledgeBase,
        instruments: Instruments,
        prices: PriceBook,
        stats: StatStore,
        sessions: SessionStore,
        chain: Sequence[Link],
        model_prices: Mapping[str, ModelPrice],
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self.knowledge, self.instruments, self.prices, self.stats, self.sessions = (
            knowledge,
            instruments,
            prices,
            stats,
            sessions,
        )
        self.chain, self.settings, self.now = chain, settings, now
        self._model_prices = model_prices

    @property
    def model_name(self) -> str:
        """The model that is asked first."""
        return self.chain[0].name

    async def answer(
        self,
        question: str,
        *,
        session_id: str | None = None,
        owner: str = "",
        as_of: datetime | None = None,
        window: Window | None = None,
        tickers: Sequence[str] | None = None,
        history: Sequence[str] | None = None,
        keep: bool = True,
    ) -> AsyncGenerator[ev.Event]:
        """The events of an answer; exactly one `done` or `error` is the last.

        A `window` or `tickers` given replaces what is read from the words; an unbounded window drops the one
        read. With `keep`, the question becomes a turn of the session (a new one where `session_id` is None);
        without, nothing is stored.

        Raises:
            BadInput, NotFound, Busy: before the first event, when the question cannot be asked at all.
        """
        asked = readable_question(question, longest=self.settings.max_question_chars)
        started, now = time.perf_counter(), self.now()
        moment = as_of or now
        turn = session = None
        earlier: Sequence[str] = ()

        def begin() -> tuple[Session, list[str], Turn]:
            opened = self.sessions.open(session_id, owner=owner, now=now)
            before = self.sessions.questions(opened.session_id)
            return opened, before, self.sessions.begin(opened.session_id, asked, as_of=moment, now=now)

        if keep:
            session, earlier, turn = await asyncio.to_thread(begin)
        history = earlier if history is None else history
        told: list[ev.Event] = []
        state = "stopped"

        def read() -> Reading:
            return self.read(
                asked, as_of=moment, explicit_as_of=as_of is not None, history=history, window=window, tickers=tickers
            )

        try:
            async with aclosing(self._events(read, history, started)) as stream:
                async for event in stream:
                    if isinstance(event, ev.Done):
                        event = event.model_copy(
                            update={
                                "turn_id": turn.turn_id if turn else "",
                                "session_id": session.session_id if session else "",
                            }
                        )
                        state = "done"
                    elif isinstance(event, ev.Failed):
                        state = "failed"
                    told.append(event)
                    if state != "stopped" and turn is not None:
                        await asyncio.to_thread(self._finish, turn.turn_id, told, state)
                        turn = None
                    yield event
        finally:
            if turn is not None:
                self._finish(turn.turn_id, told, state)

    async def _events(self, read: Callable[[], Reading], history: Sequence[str], started: float) -> AsyncGenerator[ev.Event]:
        try:
            async with asyncio.timeout(self.settings.deadline_s):
                reading = await asyncio.to_thread(read)
                yield ev.Status(stage="reading", reading=shown(reading))
                outcome = Outcome()
                answering = Answering(means=self._means, reading=reading, outcome=outcome, history=history)
                async with aclosing(answering.events()) as stream:
                    async for event in stream:
                        yield event
                newest = await asyncio.to_thread(self.knowledge.documents.newest_known_at, reading.as_of)
                done = ev.Done(
                    turn_id="",
                    session_id="",
                    abstained=outcome.reason is not None,
                    reason=outcome.reason,
                    as_of=reading.as_of,
                    newest_evidence_at=newest,
                    model=outcome.model or self.model_name,
                    elapsed_ms=round((time.perf_counter() - started) * 1000, 2),
                    usage=answering.spent(self._model_prices),
                )
                _log_done(done)
                yield done
        except TimeoutError:
            yield _failed(
                DeadlineExceeded(
                    f"The answer took longer than {self.settings.deadline_s:g} seconds and was stopped. Ask again."
                )
            )
        except Exception as exc:
            yield _failed(exc)

    def read(
        self,
        asked: str,
        *,
        as_of: datetime,
        explicit_as_of: bool = False,
        history: Sequence[str] = (),
        window: Window | None = None,
        tickers: Sequence[str] | None = None,
    ) -> Reading:
        """The reading of a question against the stores."""
        reading = read_question(
            asked,
            instruments=self.instruments,
            as_of=as_of,
            zone=self.settings.zone,
            history=history,
            newest_evidence_at=None if explicit_as_of else self.knowledge.documents.newest_dated_at(as_of),
            explicit_as_of=explicit_as_of,
            is_heard=lambda word: self.knowledge.holds(word, as_of=as_of),
        )
        return with_choice(reading, window=window, tickers=tickers)

    def search(
        self,
        question: str,
        *,
        k: int,
        as_of: datetime | None = None,
        window: Window | None = None,
        tickers: Sequence[str] | None = None,
    ) -> list[Hit]:
        """The hits for a question; what it says of one of several reports, or of time to come, bounds them not."""
        reading = self._read_search(question, as_of=as_of, window=window, tickers=tickers)
        return search(self.knowledge, asked_search(reading), reading=reading, k=k)

    def explain(
        self,
        question: str,
        *,
        k: int,
        as_of: datetime | None = None,
        window: Window | None = None,
        tickers: Sequence[str] | None = None,
    ) -> ExplainedSearch:
        """The same hits, with the ranks, the conditions that applied and what they kept out."""
        reading = self._read_search(question, as_of=as_of, window=window, tickers=tickers)
        return explain(self.knowledge, asked_search(reading), reading=reading, k=k)

    def retrace(self, turn: Turn, n: int) -> list[Trace]:
        """The searches of a turn's answer done again as of its moment, with where each finds the report that is source `n`.

        Raises:
            NotFound, BadInput: the answer has no such source, or it is no report.
        """
        history = self.sessions.questions(turn.session_id)[: turn.ordinal - 1]

        def read(explicit_as_of: bool) -> Reading:
            return self.read(turn.question, as_of=turn.as_of, explicit_as_of=explicit_as_of, history=history)

        return retrace(self.knowledge, self.instruments, turn=turn, n=n, read=read)

    def _read_search(
        self, question: str, *, as_of: datetime | None, window: Window | None, tickers: Sequence[str] | None
    ) -> Reading:
        reading = self.read(
            readable_question(question, longest=self.settings.max_question_chars),
            as_of=as_of or self.now(),
            explicit_as_of=as_of is not None,
            window=window,
            tickers=tickers,
        )
        return loosened(reading, self.knowledge.reports_in(reading.question))

    def names(self, text: str) -> list[NameSpan]:
        """The catalogued names of a text, by company."""
        return name_spans(self.instruments, text)

    @property
    def _means(self) -> Means:
        return Means(
            knowledge=self.knowledge,
            instruments=self.instruments,
            prices=self.prices,
            stats=self.stats,
            names=self.names,
            settings=self.settings,
            chain=self.chain,
        )

    def _finish(self, turn_id: str, told: Sequence[ev.Event], state: str) -> None:
        answer = "".join(event.text for event in told if isinstance(event, ev.Text))
        kept = [event.model_dump(mode="json") for event in told]
        self.sessions.finish(turn_id, answer=answer.strip(), events=kept, state=state, now=self.now())  # type: ignore[arg-type]


def name_spans(instruments: Instruments, text: str) -> list[NameSpan]:
    """The catalogued names of a text; a name that may mean several companies gives a span for each."""
    spans: list[NameSpan] = []
    for mention in instruments.mentions(text):
        found = [instrument for ticker in mention.tickers if (instrument := instruments.get(ticker)) is not None]
        index = any(one.kind == "index" for one in found)
        keys = dict.fromkeys(one.company or one.ticker for one in found)
        spans += [NameSpan(key=key, start=mention.start, end=mention.end, index=index) for key in keys]
    return spans


def _log_done(done: ev.Done) -> None:
    """One line an answer; nothing of the question or of the answer is in it."""
    used = done.usage
    log.info(
        "answered by %s in %.0f ms: reason %s, prompts %s, %d model calls, %d tool calls, %d tokens in, %d out, cost %s",
        *(done.model, done.elapsed_ms, done.reason or "none", digest()),
        *(used.model_calls, used.tool_calls, used.input_tokens, used.output_tokens, used.cost or "none"),
    )


def _failed(error: Exception) -> ev.Failed:
    """The error as the stream ends with it; what nobody foresaw is logged under an incident and not shown."""
    told = as_told(error)
    incident = secrets.token_hex(6)
    if told is None:
        where = " < ".join(f"{one.name}:{one.lineno}" for one in reversed(traceback.extract_tb(error.__traceback__)))
        log.error("incident %s: %s at %s", incident, type(error).__name__, where)
        log.debug("incident %s", incident, exc_info=error)
        told = AssistantError(
            "Something went wrong inside the program. The question was kept; ask again, and report the incident if it stays."
        )
        return ev.Failed(code="internal", message=told.public_message, retryable=True, incident=incident)
    log.warning("incident %s: %s", incident, told.code)
    return ev.Failed(code=told.code, message=told.public_message, retryable=told.retryable, incident=incident)
