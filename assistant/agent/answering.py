"""One answer in the making: the model's graph is run, its sentences pass the gate, and events come out."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from assistant.agent import events as ev
from assistant.agent.chain import Link, passed_on
from assistant.agent.charting import chart_of
from assistant.agent.checking import TapeCheck
from assistant.agent.citations import without_marks
from assistant.agent.costs import ModelPrice, Taken, cost
from assistant.agent.gate import Gate, Release
from assistant.agent.grounding import says_nothing_is_told
from assistant.agent.means import Means
from assistant.agent.models import EXTRACTIVE
from assistant.agent.outcome import MISSING, NOTHING, Outcome
from assistant.agent.prompts import render, template
from assistant.agent.provider import as_told
from assistant.agent.quoting import says_much_of
from assistant.agent.reading import Reading
from assistant.agent.records import ComparisonFound, NewsFound, PriceFound, summary
from assistant.agent.remembering import remembered
from assistant.agent.sources import SourceLedger
from assistant.agent.streaming import SentenceBuffer
from assistant.agent.voice import Voice, voice_of
from assistant.errors import AssistantError, DeadlineExceeded, ModelError

if TYPE_CHECKING:
    from assistant.agent.limits import Usage

_REASONS = frozenset(get_args(ev.Reason))
_STAGES = {
    "search_news": "searching",
    "follow_news": "searching",
    "get_stat": "searching",
    "get_price": "pricing",
    "compare_prices": "pricing",
    "count_news": "searching",
    "describe_holdings": "searching",
    "describe_instruments": "searching",
    "calculate": "pricing",
}
_LITTER = re.compile(r"[\s|:*_#-]*(?:(?:Sources?|References?)[\s:*_]*)?")  # a rule of a table, the heading of a list of sources
_QUOTED = frozenset({"figure", "wording", "citation"})  # reasons of a sentence in whose place its sources are quoted
_MODELS_SHARE = 0.85  # of the deadline: what is left is for telling what happened, or for answering without the model


@dataclass(slots=True, kw_only=True)
class Answering:
    """Runs one question through the agent."""

    means: Means
    reading: Reading
    outcome: Outcome
    history: Sequence[str] = ()
    ledger: SourceLedger = field(default_factory=SourceLedger)
    usages: dict[str, "Usage"] = field(default_factory=dict)  # by model; each goes on from the calls of the one before
    priced: list[PriceFound] = field(default_factory=list)
    _link: Link = field(init=False)  # whose turn it is
    _gate: Gate = field(init=False)

    async def events(self) -> AsyncGenerator[ev.Event]:
        """Status, tool, text and withheld events as they come, then citations and figures."""
        from langchain_core.messages import AIMessage, HumanMessage

        if self.reading.note:
            source = self.ledger.row("calculation", key="anchor", text=self.reading.note, title="How the question is read")
            self.outcome.noted = source.n
            self.outcome.use([source.n])
            yield self.outcome.note(f"{self._voice.say(f'{self.reading.note} [{source.n}]')}\n")
        budget = self.means.settings.history_chars
        history = [HumanMessage(question) for question in remembered(self.history, budget=budget)]
        asked = HumanMessage(self.reading.question, additional_kwargs={"reading": self.reading})
        held: list[tuple[str, ev.Withheld]] = []
        async for event in self._answered([*history, asked], held):
            yield event
        if held and self._gate.written and self.outcome.reason is not None:
            held.clear()  # what is missing is said in our own words
        if held and self._gate.written and self._may_mend:
            problems = "\n".join(f"- {sentence.strip()} ({why.detail})" for sentence, why in held)
            first, before = held[:], len(self.outcome.shown)
            held.clear()
            yield ev.Status(stage="checking")
            answer = "".join(self.outcome.shown) + "".join(sentence for sentence, _ in first)
            mend = HumanMessage(render("mend", problems=problems))
            try:
                async for event in self._run([*history, asked, AIMessage(answer), mend], held, mending=True):
                    yield event
            except Exception as exc:  # what was shown stands without the mending
                if not isinstance(as_told(exc), ModelError):
                    raise
            mended = " ".join([*self.outcome.shown[before:], *(sentence for sentence, _ in held)])
            held += [one for one in first if not says_much_of(one[0], mended)]  # what was neither mended nor tried again
        for sentence, why in held:
            for event in self._told_by_sources(sentence) if self._gate.written and why.reason in _QUOTED else ():
                yield event
            self.outcome.withheld.append(why)
            yield why
        if not self.outcome.rests and self.outcome.reason is None:
            self.outcome.reason = "not_stated" if any(says_nothing_is_told(one) for one, _ in held) else "no_evidence"
            if not self.outcome.spoke:
                missing = MISSING["not_stated"] if self.outcome.reason == "not_stated" else NOTHING
                yield self.outcome.say(f"{self._voice.say(missing)}\n")
        elif not self.outcome.spoke:
            missing = MISSING.get(str(self.outcome.reason), MISSING["no_evidence"])
            yield self.outcome.say(f"{self._voice.say(missing)}\n")
        cited = self.ledger.cited(self.outcome.places)
        if cited:
            yield ev.Citations(sources=cited)
        if self.outcome.figures:
            yield ev.Figures(figures=tuple(self.outcome.figures))
        chart = chart_of(self.priced, cited, used=self.outcome.places.keys(), as_of=self.reading.as_of)
        if chart is not None:
            yield chart

    async def _answered(self, messages: list[Any], held: list[tuple[str, ev.Withheld]]) -> AsyncGenerator[ev.Event]:
        """The answer of the first chat model that can be reached, as long as nothing of another's is shown yet."""
        ends = time.monotonic() + self.means.settings.deadline_s * _MODELS_SHARE
        link, *rest = self.means.chain
        while True:
            shown, written = len(self.outcome.shown), sum(one.is_written for one in (link, *rest))
            try:
                async with aclosing(self._of(link, messages, held, ends=ends, written=written)) as events:
                    async for event in events:
                        yield event
                return
            except Exception as exc:
                failure = self._failure(exc)
                rest = [one for one in rest if not one.is_written or self._may_call]
                passes = isinstance(failure, ModelError) and failure.retryable and len(self.outcome.shown) == shown
                if not rest or not passes:
                    raise (failure if failure is not None else exc) from exc
            assert isinstance(failure, ModelError)
            held.clear()
            failed, link, *rest = link, *rest
            self.outcome.model = link.name
            yield self.outcome.note(f"{self._voice.say(passed_on(failure, failed, link))}\n")

    async def _of(
        self, link: Link, messages: list[Any], held: list[tuple[str, ev.Withheld]], *, ends: float, written: int
    ) -> AsyncGenerator[ev.Event]:
        """The answer of one chat model; of so many `written` ones that are left it has its share of the time to begin."""
        private = f"{template('answer')}\n{template('mend')}" if link.is_written else ""
        self._link = link
        self._gate = Gate(ledger=self.ledger, entities=self.means.entities, written=link.is_written, private=private)
        if not link.is_written:
            async for event in self._run(messages, held):
                yield event
            return
        shown, begin = len(self.outcome.shown), asyncio.get_running_loop().time() - time.monotonic()
        link.breaker.check()
        try:
            share = (ends - time.monotonic()) / written
            async with asyncio.timeout(share) as limit, aclosing(self._run(messages, held)) as events:
                async for event in events:
                    if written > 1 and len(self.outcome.shown) > shown:
                        limit.reschedule(begin + ends)
                    yield event
        except Exception as exc:
            told = as_told(exc)
            if isinstance(exc, TimeoutError) or (told is not None and told.retryable and len(self.outcome.shown) == shown):
                link.breaker.failed()
            raise
        link.breaker.succeeded()

    def _failure(self, error: Exception) -> AssistantError | None:
        if not isinstance(error, TimeoutError):
            return as_told(error)
        limit = self.means.settings.deadline_s
        return DeadlineExceeded(f"The answer took longer than {limit:g} seconds and was stopped. Ask again.")

    def spent(self, prices: Mapping[str, ModelPrice]) -> ev.Usage:
        """What the answer took of the language models, or without any of the keyless one, and what that costs."""
        written = {name: usage for name, usage in self.usages.items() if name != EXTRACTIVE}
        used = list((written or self.usages).values())
        if not used:
            return ev.Usage()
        return ev.Usage(
            model_calls=used[-1].model_calls,
            tool_calls=used[-1].tool_calls,
            input_tokens=sum(one.input_tokens for one in used),
            output_tokens=sum(one.output_tokens for one in used),
            cost=cost({name: Taken(one.input_tokens, one.output_tokens, one.metered) for name, one in written.items()}, prices),
        )

    @property
    def _last(self) -> "Usage | None":
        """The usage of the model asked last."""
        return next(reversed(self.usages.values()), None)

    @property
    def _may_call(self) -> bool:
        """Whether a language model may be called once more."""
        return self._last is None or self._last.model_calls < self.means.settings.max_model_calls

    @property
    def _may_mend(self) -> bool:
        """Whether the language model that answered may be called once more."""
        return self._link.is_written and self._may_call

    async def _run(
        self,
        messages: list[Any],
        held: list[tuple[str, ev.Withheld]],
        *,
        mending: bool = False,
    ) -> AsyncGenerator[ev.Event]:
        from assistant.agent.graph import run
        from assistant.agent.limits import Usage

        calls, looked_up = (self._last.model_calls, self._last.tool_calls) if self._last and self._link.is_written else (0, 0)
        usage = self.usages.setdefault(self._link.name, Usage(model_calls=calls, tool_calls=looked_up))
        toolbox = self.means.toolbox(self.reading, self.ledger, history=tuple(self.history))
        check = self._tape_check(self._link.model)
        buffer = SentenceBuffer(written=self._link.is_written)
        writing = False
        async for step in run(
            self._link.model,
            messages,
            toolbox=toolbox,
            settings=self.means.settings,
            reading=self.reading,
            usage=usage,
        ):
            if step.kind == "preamble":
                held.clear()
                buffer = SentenceBuffer(written=self._link.is_written)
            elif step.kind == "call":
                yield ev.Status(stage=_STAGES.get(step.name, "searching"))  # type: ignore[arg-type]
            elif step.kind == "result":
                if isinstance(step.artifact, PriceFound):
                    self.priced.append(step.artifact)
                if isinstance(step.artifact, ComparisonFound):
                    self.priced += step.artifact.rows
                if isinstance(step.artifact, NewsFound):
                    check.add(step.artifact)
                yield ev.ToolCall(name=step.name, args=step.args, summary=summary(step.artifact))
            else:
                if not writing:
                    writing = True
                    yield ev.Status(stage="writing")
                for sentence in buffer.feed(step.text) if step.kind == "text" else buffer.flush():
                    if mending and (re.fullmatch(r"\s*NONE\.?\s*", sentence) or self.outcome.was_shown(sentence)):
                        continue
                    event = self._gated(sentence, held)
                    if event is not None:
                        yield event
                    for line in check.beside(sentence) if event is not None else ():
                        told = self._gated(f"{line}\n" if sentence.endswith("\n") else f"\n{line}", held)
                        if told is not None:
                            yield told
        if buffer.reason in _REASONS and not mending:
            self.outcome.reason = buffer.reason  # type: ignore[assignment]

    def _gated(self, sentence: str, held: list[tuple[str, ev.Withheld]]) -> ev.Event | None:
        if self._gate.written and _LITTER.fullmatch(sentence):
            return None
        release = self._gate.check(sentence)
        if release.withheld is not None:
            held.append((sentence, release.withheld))
            return None
        if self._gate.written and not any(one.isalnum() for one in without_marks(release.text)):
            return None  # a fence, a rule, a link taken out: with the sentences around it withheld, it is litter
        return self._released(release.text if self._gate.written else self._voice.say(release.text), release)

    def _released(self, said: str, release: Release) -> ev.Text:
        self.outcome.use(release.numbers)
        self.outcome.check(self._voice.figures(release.figures, said))
        return self.outcome.say(said)

    def _told_by_sources(self, sentence: str) -> Iterator[ev.Event]:
        """In place of a sentence that was withheld, what its sources say of the same and the answer does not hold yet."""
        for release in self._gate.instead(sentence):
            if not self.outcome.was_shown(release.text):
                yield self._released(f"\n{release.text}\n", release)

    @property
    def _voice(self) -> Voice:
        return voice_of(self.reading, self.means.instruments)

    def _tape_check(self, chat_model: Any) -> TapeCheck:
        desk = self.means.price_desk(self.reading, self.ledger)
        return TapeCheck(desk=desk, names=getattr(chat_model, "names", self.means.names))
