"""One answer in the making: the model's graph is run, its sentences pass the gate, and events come out."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from assistant.agent import events as ev
from assistant.agent.charting import chart_of
from assistant.agent.checking import TapeCheck
from assistant.agent.citations import without_marks
from assistant.agent.gate import Gate
from assistant.agent.means import Means
from assistant.agent.models import EXTRACTIVE
from assistant.agent.outcome import MISSING, NOTHING, STANDS_IN, Outcome
from assistant.agent.prompts import render, template
from assistant.agent.provider import as_told
from assistant.agent.reading import Reading
from assistant.agent.records import ComparisonFound, NewsFound, PriceFound, summary
from assistant.agent.sources import SourceLedger
from assistant.agent.streaming import SentenceBuffer
from assistant.errors import DeadlineExceeded, ModelError

if TYPE_CHECKING:
    from assistant.agent.limits import Usage

_REASONS = frozenset(get_args(ev.Reason))
_STAGES = {
    "search_news": "searching",
    "get_stat": "searching",
    "get_price": "pricing",
    "compare_prices": "pricing",
    "count_news": "searching",
    "describe_holdings": "searching",
    "calculate": "pricing",
}
_HISTORY = 6
_MODELS_SHARE = 0.85  # of the deadline: what is left is for telling what happened, or for answering without the model


@dataclass(slots=True, kw_only=True)
class Answering:
    """Runs one question through the agent."""

    means: Means
    reading: Reading
    outcome: Outcome
    history: Sequence[str] = ()
    ledger: SourceLedger = field(default_factory=SourceLedger)
    usage: "Usage | None" = None  # of the language model: its mending counts, too
    priced: list[PriceFound] = field(default_factory=list)

    async def events(self) -> AsyncGenerator[ev.Event]:
        """Status, tool, text and withheld events as they come, then citations and figures."""
        from langchain_core.messages import AIMessage, HumanMessage

        written = self.means.model_name != EXTRACTIVE
        private = f"{template('answer')}\n{template('mend')}" if written else ""
        gate = Gate(ledger=self.ledger, entities=self.means.entities, written=written, private=private)
        if self.reading.note:
            source = self.ledger.row("calculation", key="anchor", text=self.reading.note, title="Moment check")
            self.outcome.noted = source.n
            yield self.outcome.say(f"{self.reading.note} [{source.n}]\n")
        history = [HumanMessage(question) for question in self.history[-_HISTORY:]]
        asked = HumanMessage(self.reading.question, additional_kwargs={"reading": self.reading})
        held: list[tuple[str, ev.Withheld]] = []
        async for event in self._answered([*history, asked], gate, held):
            yield event
        if held and written and self.outcome.reason is not None:
            held.clear()  # what is missing is said in our own words
        if held and written and self._may_mend:
            problems = "\n".join(f"- {sentence.strip()} ({why.detail})" for sentence, why in held)
            first = held[:]
            held.clear()
            yield ev.Status(stage="checking")
            answer = "".join(self.outcome.shown) + "".join(sentence for sentence, _ in first)
            mend = HumanMessage(render("mend", problems=problems))
            try:
                async for event in self._run([*history, asked, AIMessage(answer), mend], gate, held, mending=True):
                    yield event
            except Exception as exc:  # what was shown stands without the mending
                if not isinstance(as_told(exc), ModelError):
                    raise
            held[:] = held or (first if not self.outcome.shown else [])
        for _, why in held:
            self.outcome.withheld.append(why)
            yield why
        if not self.outcome.numbers and self.outcome.reason is None:
            self.outcome.reason = "no_evidence"
            if not self.outcome.spoke:
                yield self.outcome.say(f"{NOTHING}\n")
        elif not self.outcome.spoke:
            yield self.outcome.say(f"{MISSING.get(str(self.outcome.reason), MISSING['no_evidence'])}\n")
        cited = [*([self.outcome.noted] if self.outcome.noted else []), *self.outcome.numbers]
        if cited:
            yield ev.Citations(sources=self.ledger.cited(cited))
        if self.outcome.figures:
            yield ev.Figures(figures=tuple(self.outcome.figures))
        chart = chart_of(self.priced, self.ledger.cited(self.outcome.numbers), as_of=self.reading.as_of)
        if chart is not None:
            yield chart

    async def _answered(self, messages: list[Any], gate: Gate, held: list[tuple[str, ev.Withheld]]) -> AsyncGenerator[ev.Event]:
        """The chat model's answer; the stand-in's where the model cannot be reached and nothing is shown yet."""
        if self.means.model_name == EXTRACTIVE:
            async for event in self._run(messages, gate, held):
                yield event
            return
        breaker, stand_in = self.means.breaker, self.means.fallback_model
        limit = self.means.settings.deadline_s
        shown = len(self.outcome.shown)
        try:
            breaker.check()
            try:
                async with asyncio.timeout(limit * _MODELS_SHARE), aclosing(self._run(messages, gate, held)) as events:
                    async for event in events:
                        yield event
            except Exception as exc:
                told = as_told(exc)
                if isinstance(exc, TimeoutError) or (told is not None and told.retryable and len(self.outcome.shown) == shown):
                    breaker.failed()
                raise
            breaker.succeeded()
        except Exception as exc:
            late = DeadlineExceeded(f"The answer took longer than {limit:g} seconds and was stopped. Ask again.")
            failure = late if isinstance(exc, TimeoutError) else as_told(exc)
            unreachable = isinstance(failure, ModelError) and failure.retryable
            if not unreachable or stand_in is None or len(self.outcome.shown) > shown:
                raise (failure if failure is not None else exc) from exc
            held.clear()
            self.outcome.model = EXTRACTIVE
            yield self.outcome.say(f"{STANDS_IN}\n")
            ours = Gate(ledger=self.ledger, entities=self.means.entities)
            async for event in self._run(messages, ours, held, model=stand_in):
                yield event

    @property
    def spent(self) -> ev.Usage:
        """What the answer took of the chat model."""
        used = self.usage
        if used is None:
            return ev.Usage()
        return ev.Usage(
            model_calls=used.model_calls,
            tool_calls=used.tool_calls,
            input_tokens=used.input_tokens,
            output_tokens=used.output_tokens,
        )

    @property
    def _may_mend(self) -> bool:
        """Whether the language model answered and may be called once more."""
        calls = self.usage.model_calls if self.usage is not None else 0
        return not self.outcome.model and calls < self.means.settings.max_model_calls

    async def _run(
        self,
        messages: list[Any],
        gate: Gate,
        held: list[tuple[str, ev.Withheld]],
        *,
        mending: bool = False,
        model: Any = None,
    ) -> AsyncGenerator[ev.Event]:
        from assistant.agent.graph import run
        from assistant.agent.limits import Usage

        usage = Usage() if model is not None else self.usage or Usage()
        self.usage = usage if model is None else self.usage

        toolbox = self.means.toolbox(self.reading, self.ledger, history=tuple(self.history))
        check = self._tape_check(model or self.means.chat_model)
        buffer = SentenceBuffer()
        writing = False
        async for step in run(
            model or self.means.chat_model,
            messages,
            toolbox=toolbox,
            settings=self.means.settings,
            reading=self.reading,
            usage=usage,
        ):
            if step.kind == "preamble":
                held.clear()
                buffer = SentenceBuffer()
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
                    event = self._gated(sentence, gate, held)
                    if event is not None:
                        yield event
                    for line in check.beside(sentence) if event is not None else ():
                        told = self._gated(f"{line}\n" if sentence.endswith("\n") else f"\n{line}", gate, held)
                        if told is not None:
                            yield told
        if buffer.reason in _REASONS and not mending:
            self.outcome.reason = buffer.reason  # type: ignore[assignment]

    def _gated(self, sentence: str, gate: Gate, held: list[tuple[str, ev.Withheld]]) -> ev.Event | None:
        release = gate.check(sentence)
        if release.withheld is not None:
            held.append((sentence, release.withheld))
            return None
        if gate.written and not any(one.isalnum() for one in without_marks(release.text)):
            return None  # a fence, a rule, a link taken out: with the sentences around it withheld, it is litter
        self.outcome.numbers.update(dict.fromkeys(release.numbers))
        self.outcome.figures += release.figures
        return self.outcome.say(release.text)

    def _tape_check(self, chat_model: Any) -> TapeCheck:
        desk = self.means.price_desk(self.reading, self.ledger)
        return TapeCheck(desk=desk, names=getattr(chat_model, "names", self.means.names))
