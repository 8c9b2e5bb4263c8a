"""`rally ask`: one question to the terminal, or a file of questions to a file of answers."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.agent.events import Event
from assistant.api.answers import failure_of, gather, text_of
from assistant.api.choices import known_tickers
from assistant.api.failures import failed
from assistant.api.instants import read_instant
from assistant.bootstrap import build_assistant
from assistant.cli.batches import BatchQuestion, run_batch
from assistant.cli.failures import SOME_FAILED, say
from assistant.cli.printing import print_event
from assistant.errors import AssistantError, BadInput
from assistant.knowledge.windows import Window
from assistant.settings import read_settings

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_LINE = ("answer", "abstained", "reason", "citations", "figures", "as_of", "model", "elapsed_ms")


def run(
    question: str | None,
    *,
    as_of: str | None,
    window: Window | None,
    tickers: Sequence[str] | None,
    as_json: bool,
    batch: Path | None,
    out: Path | None,
) -> int:
    """Answers; the exit code says whether every answer came to its end."""
    settings = read_settings()
    if (question is None) == (batch is None):
        raise BadInput(
            'Give one question, or a file of them: rally ask "Why?", or rally ask --batch questions.jsonl --out answers.jsonl.'
        )
    instant = read_instant(as_of, zone=settings.zone) if as_of else None
    with build_assistant(settings) as assistant, asyncio.Runner() as runner:  # one loop: a model's connections live in it
        chosen = known_tickers(tickers, assistant.instruments)
        if batch is not None:
            answer_one = _answering(assistant, instant, window, chosen, runner)
            return run_batch(batch, out, zone=settings.zone, answer=answer_one, done="Answered")
        assert question is not None
        events = runner.run(collect(assistant, question, as_of=instant, window=window, tickers=chosen, shown=not as_json))
    failure = failure_of(events)
    if failure is not None:
        say(f"rally: {failure.message}")
        return SOME_FAILED
    answer = gather(question, events)
    if as_json and answer is not None:
        typer.echo(answer.model_dump_json(indent=2))
    return 0 if answer else SOME_FAILED


def _answering(
    assistant: "Assistant",
    default_as_of: datetime | None,
    window: Window | None,
    tickers: Sequence[str] | None,
    runner: asyncio.Runner,
) -> Any:
    def answer(asked: BatchQuestion) -> Mapping[str, Any]:
        as_of = asked.as_of or default_as_of
        try:
            events = runner.run(
                collect(assistant, asked.question, as_of=as_of, window=window, tickers=tickers, history=asked.history)
            )
        except AssistantError as exc:  # refused before the first event: the line is kept all the same
            events = [failed(exc, incident="")]
        return answer_line(asked, events)

    return answer


async def collect(
    assistant: "Assistant",
    question: str,
    *,
    as_of: datetime | None,
    window: Window | None = None,
    tickers: Sequence[str] | None = None,
    history: Sequence[str] = (),
    shown: bool = False,
) -> list[Event]:
    """The events of an answer that is not kept."""
    events: list[Event] = []
    events_of = assistant.answer(question, as_of=as_of, window=window, tickers=tickers, history=history, keep=False)
    async with aclosing(events_of) as stream:
        async for event in stream:
            events.append(event)
            if shown:
                print_event(event)
    return events


def answer_line(asked: BatchQuestion, events: Sequence[Event]) -> dict[str, Any]:
    """What a batch writes for one question."""
    line: dict[str, Any] = {"id": asked.id, "question": asked.question}
    answer = gather(asked.question, events)
    if answer is not None:
        fields = json.loads(answer.model_dump_json())
        return line | {name: fields[name] for name in _LINE}
    failure = failure_of(events)
    error = (
        {"code": failure.code, "message": failure.message} if failure else {"code": "internal", "message": "No answer came."}
    )
    empty: dict[str, Any] = dict.fromkeys(_LINE) | {"abstained": False, "citations": [], "figures": []}
    return line | empty | {"answer": text_of(events), "error": error}
