"""A model or a tool in trouble: answers end in time, say what happened, and the next question works."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.agent import events as ev
from assistant.agent.assistant import Assistant
from assistant.agent.breaker import Breaker
from assistant.bootstrap import build_assistant
from assistant.errors import Busy
from assistant.settings import Settings
from tests.support import openai_replies as replies
from tests.support.openai_replies import Call, Reply, Silent, always
from tests.support.openai_scripts import honest
from tests.support.openai_server import MODEL, OpenAIServer
from tests.support.story import NOW, gather

pytestmark = pytest.mark.faults

QUESTION = "How did Baidu close on 17 September 2025?"


@dataclass(slots=True)
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def assistant(store: Path, server: OpenAIServer) -> Iterator[Assistant]:
    """An assistant with the scripted model and no stand-in."""
    server.seen.clear()
    server.released.clear()
    with build_assistant(settings(store, server), now=lambda: NOW) as assistant:
        yield assistant
    server.release()


def settings(store: Path, server: OpenAIServer, **changes: Any) -> Settings:
    given = {"fallback": False, "deadline_s": 20, **changes}
    return Settings(data_dir=store, model=f"openai:{MODEL}", openai_base_url=server.base_url, **given)


def changed(assistant: Assistant, **changes: Any) -> None:
    assistant.settings = assistant.settings.model_copy(update=changes)


async def until(holds: Any) -> None:
    while not holds():  # noqa: ASYNC110  a server in a thread sets no event of this loop
        await asyncio.sleep(0.005)


def test_a_reader_who_leaves_takes_the_request_along(assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner):
    """The model's server sees the client go within a second, and no tool runs afterwards."""
    server.script = always(Reply(calls=(Call(name="get_price", args={"instrument": "Baidu"}),), hold_after=2))
    told: list[ev.Event] = []

    async def asked() -> None:
        async for event in assistant.answer(QUESTION, as_of=NOW, keep=False):
            told.append(event)  # noqa: PERF401  what came before the end counts

    async def leave() -> None:
        task = asyncio.create_task(asked())
        await until(lambda: server.chats)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.chats[0].finished.wait, 1.0)

    runner.run(leave())

    assert server.chats[0].left
    assert len(server.chats) == 1
    assert not any(isinstance(event, ev.ToolCall) for event in told)


def test_after_a_cancelled_question_the_next_one_is_answered(
    assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner
):
    """The cancelled turn is kept as stopped; the session takes the next question."""

    async def both() -> str:
        server.script = always(Reply(text="Late.", hold_after=0))
        session = assistant.sessions.open(None, owner="", now=NOW)
        stopped = asyncio.create_task(gather(assistant, QUESTION, keep=True, session_id=session.session_id))
        await until(lambda: server.chats)
        stopped.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopped
        server.script = honest
        told = await gather(assistant, QUESTION, keep=True, session_id=session.session_id)
        assert "131" in told["answer"]
        return session.session_id

    turns = assistant.sessions.turns(runner.run(both()))

    assert [turn.state for turn in turns] == ["stopped", "done"]


def test_a_session_answers_one_question_at_a_time(assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner):
    """Of five questions at once one is answered and four are told that it still is; nothing is mixed up."""

    async def five() -> tuple[str, list[Any]]:
        server.script = honest
        session = assistant.sessions.open(None, owner="", now=NOW)
        first = await gather(assistant, QUESTION, keep=True, session_id=session.session_id)
        assert "131" in first["answer"]
        asked = (gather(assistant, f"{QUESTION} ({n})", keep=True, session_id=session.session_id) for n in range(5))
        return session.session_id, await asyncio.gather(*asked, return_exceptions=True)

    session_id, told = runner.run(five())
    turns = assistant.sessions.turns(session_id)

    assert sum(isinstance(one, Busy) for one in told) == 4
    assert [(turn.ordinal, turn.state) for turn in turns] == [(1, "done"), (2, "done")]


def test_an_answer_cut_by_the_models_length_is_marked(assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner):
    """What was checked stays, and the error says that the rest is missing."""
    look_up = honest([{"role": "user", "content": QUESTION}], TOOLS)
    cut = Reply(text="Baidu closed at 131 HKD on 17 September 2025 [2]. Its shares", finish="length")
    server.script = replies.in_turn(look_up, then=always(cut))
    told = runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert isinstance(told["events"][-1], ev.Failed)
    assert "incomplete" in told["events"][-1].message
    assert "Its shares" not in told["answer"]


def test_a_huge_answer_is_cut(assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner):
    """Twenty megabytes of words end early, and nothing of them is shown."""
    server.script = always(replies.HUGE)
    told = runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert len(told["answer"]) < 1_000
    assert sum(isinstance(event, ev.Done | ev.Failed) for event in told["events"]) == 1


def test_a_look_up_that_raises_costs_its_result_only(
    assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
):
    """The model is told in our words, nothing of the exception leaves, and the other look-up is used."""

    def fail(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("password=hunter2 in /srv/secret.db")

    monkeypatch.setattr(assistant.knowledge, "search", fail)
    server.script = honest
    told = runner.run(gather(assistant, QUESTION, as_of=NOW))
    sent = str([one.body for one in server.seen])

    assert "131" in told["answer"]
    assert "hunter2" not in sent + str(told["events"])
    assert "The look-up failed" in sent


def test_a_price_that_is_no_number_is_never_shown(
    assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
):
    """A row with NaN in it ends in a refused look-up or a withheld sentence."""
    from dataclasses import replace

    real = assistant.prices.bar_on
    broken = lambda *args, **kwargs: replace(real(*args, **kwargs), close=Decimal("NaN"))  # noqa: E731
    monkeypatch.setattr(assistant.prices, "bar_on", broken)
    server.script = honest
    told = runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert "NaN" not in told["answer"]
    assert isinstance(told["events"][-1], ev.Done)


def test_a_passage_of_megabytes_is_cut(
    assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
):
    """The model is sent a bounded text, whatever a store gives."""
    from dataclasses import replace

    real = assistant.knowledge.search

    def swollen(*args: Any, **kwargs: Any) -> Any:
        return [replace(hit, chunk=replace(hit.chunk, text="Baidu rose. " * 400_000)) for hit in real(*args, **kwargs)[:1]]

    monkeypatch.setattr(assistant.knowledge, "search", swollen)
    asked = Call(name="search_news", args={"query": "Baidu"})
    server.script = replies.in_turn(Reply(calls=(asked,)), then=always(Reply(text="Nothing.")))
    runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert max(len(str(one.body)) for one in server.chats) < 200_000


def test_a_look_up_that_hangs_ends_with_the_deadline(
    assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
):
    """The question's time runs out, and says so."""
    going = threading.Event()
    monkeypatch.setattr(assistant.knowledge, "search", lambda *args, **kwargs: going.wait(20) and [])
    changed(assistant, deadline_s=1.0)
    server.script = honest
    try:
        told = runner.run(gather(assistant, QUESTION, as_of=NOW))
    finally:
        going.set()

    assert told["reason"] == "deadline_exceeded"


def test_a_silent_model_ends_with_the_deadline(assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner):
    """A server that takes the request and says nothing is given up on in time."""
    changed(assistant, deadline_s=0.8)
    server.script = always(Silent())
    told = runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert told["reason"] == "deadline_exceeded"


def test_an_outage_is_met_by_the_breaker_and_ends_by_itself(assistant: Assistant, server: OpenAIServer, runner: asyncio.Runner):
    """Once open, two hundred questions are told at once and the server is left alone; the first success closes it."""
    clock = Clock()
    assistant.chain[0].breaker = Breaker(clock=clock, failures=4, rest_s=20.0)
    server.script = always(replies.OUTAGES["error_503"])

    async def many(count: int) -> list[dict[str, Any]]:
        return await asyncio.gather(*(gather(assistant, QUESTION, as_of=NOW) for _ in range(count)))

    runner.run(many(4))
    called = len(server.chats)
    told = runner.run(many(200))

    assert {one["reason"] for one in told} == {"model_unavailable"}
    assert all("tried again in" in one["events"][-1].message for one in told)
    assert len(server.chats) == called

    clock.now = 30.0
    runner.run(many(10))
    assert len(server.chats) <= called + 3  # one question tries, with its own retries

    clock.now, server.script = 60.0, honest
    assert ["131" in one["answer"] for one in runner.run(many(1)) + runner.run(many(3))] == [True] * 4


@pytest.mark.parametrize("name", ["error_503", "page_502", "reset", "silent"])
def test_the_stand_in_answers_while_the_model_cannot_be_reached(
    store: Path, server: OpenAIServer, runner: asyncio.Runner, name: str
):
    """The answer comes from the sources' own sentences, and says so; the model named is the one that answered."""
    server.script = always({**replies.OUTAGES, "silent": Silent()}[name])
    deadline_s = 2.0 if name == "silent" else 20.0
    with build_assistant(settings(store, server, fallback=True, deadline_s=deadline_s), now=lambda: NOW) as assistant:
        told = runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert told["answer"].startswith("The language model cannot be reached")
    assert "131" in told["answer"]
    assert (told["events"][-1].model, told["abstained"]) == ("extractive", False)


@pytest.mark.parametrize("name", replies.REFUSALS)
def test_a_refusal_is_told_and_nobody_stands_in(store: Path, server: OpenAIServer, runner: asyncio.Runner, name: str):
    """A refused key, model or quota is something to be put right, not to be hidden."""
    server.script = always(replies.REFUSALS[name])
    with build_assistant(settings(store, server, fallback=True), now=lambda: NOW) as assistant:
        told = runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert (told["answer"], told["reason"]) == ("", "model_refused")


TOOLS = [
    {"type": "function", "function": {"name": name, "parameters": {"properties": {}}}} for name in ("search_news", "get_price")
]
