"""A chain of language models: the next one answers while those before it cannot be reached, and each failure is said."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from assistant.agent import events as ev
from assistant.bootstrap import build_assistant
from assistant.errors import BadSetting
from assistant.settings import Settings
from tests.support import openai_replies as replies
from tests.support.openai_replies import Answer, Reply, Silent
from tests.support.openai_scripts import honest
from tests.support.openai_server import USAGE, OpenAIServer
from tests.support.story import NOW, gather

pytestmark = pytest.mark.faults

QUESTION = "How did Baidu close on 17 September 2025?"
REFUSED = replies.REFUSALS["bad_key"]
DOWN = replies.OUTAGES["error_503"]


def settings(store: Path, server: OpenAIServer, *others: str, **changes: Any) -> Settings:
    given = {"fallback": False, "deadline_s": 20, **changes}
    names = tuple(f"openai:{name}" for name in others)
    return Settings(data_dir=store, model="openai:first", fallback_models=names, openai_base_url=server.base_url, **given)


def asked(server: OpenAIServer) -> list[str]:
    """The models that were sent a request, in order, each once."""
    return list(dict.fromkeys(seen.body["model"] for seen in server.chats))


def told(given: Settings, server: OpenAIServer, runner: asyncio.Runner, **by_model: Answer) -> dict[str, Any]:
    """The answer where these models say that, and every other one answers well."""

    def script(messages: Any, tools: Any) -> Answer:
        return by_model.get(server.chats[-1].body["model"]) or honest(messages, tools)

    server.script = script
    server.seen.clear()
    server.released.clear()
    with build_assistant(given, now=lambda: NOW) as assistant:
        answer = runner.run(gather(assistant, QUESTION, as_of=NOW, keep=True))
    server.release()
    return answer


def test_the_next_model_answers_and_the_failure_is_said(store: Path, server: OpenAIServer, runner: asyncio.Runner):
    """The one that answered is named, in the text and in the end of the stream; what it wrote has passed the gate."""
    answer = told(settings(store, server, "second"), server, runner, first=DOWN)

    assert answer["answer"].startswith(
        "The language model's provider answered with an error (openai:first); openai:second answers"
    )
    assert "131" in answer["answer"]
    assert answer["events"][-1].model == "openai:second"
    assert asked(server) == ["first", "second"]


def test_every_failure_of_a_chain_is_said(store: Path, server: OpenAIServer, runner: asyncio.Runner):
    """Two models fail, and the keyless answer comes last; no more model calls are made than one question may cost."""
    answer = told(settings(store, server, "second", fallback=True), server, runner, first=DOWN, second=DOWN)
    first, second, *_ = answer["answer"].splitlines()

    assert "(openai:first); openai:second answers in its place" in first
    assert second.startswith("The language model cannot be reached, so this answer is put together")
    assert "131" in answer["answer"]
    assert answer["events"][-1].model == "extractive"
    assert len(server.chats) <= 6


def test_a_silent_model_leaves_time_for_the_next(store: Path, server: OpenAIServer, runner: asyncio.Runner):
    """Each language model has its share of the deadline to begin in, so that the one after it can still answer."""
    answer = told(settings(store, server, "second", deadline_s=6.0), server, runner, first=Silent())

    assert "did not answer in time (openai:first); openai:second answers" in answer["answer"]
    assert "131" in answer["answer"]


def test_a_refusal_is_no_outage(store: Path, server: OpenAIServer, runner: asyncio.Runner):
    """A refused key is something to be put right: no other model hides it."""
    answer = told(settings(store, server, "second", fallback=True), server, runner, first=REFUSED)

    assert (answer["answer"], answer["reason"]) == ("", "model_refused")
    assert asked(server) == ["first"]


def test_an_answer_that_has_begun_is_not_told_twice(store: Path, server: OpenAIServer, runner: asyncio.Runner):
    """Where part of the first model's answer is shown already, the stream ends as unfinished."""
    begun = Reply(text="The news and prices held say this. [1]\nBaidu rose. [1]\n" * 3, ending="cut", after=12)

    def script(messages: Any, tools: Any) -> Answer:
        first = server.chats[-1].body["model"] == "first"
        if not first or not any(message["role"] == "tool" for message in messages):
            return honest(messages, tools)
        whole = honest(messages, tools)
        return Reply(text=f"{whole.text}\n" * 3, ending="cut", after=40) if isinstance(whole, Reply) else begun

    server.script = script
    server.seen.clear()
    with build_assistant(settings(store, server, "second"), now=lambda: NOW) as assistant:
        answer = runner.run(gather(assistant, QUESTION, as_of=NOW))

    assert isinstance(answer["events"][-1], ev.Failed)
    assert asked(server) == ["first"]


def test_the_cost_is_kept_with_the_turn(store: Path, server: OpenAIServer, runner: asyncio.Runner):
    """Tokens cost what the reader's own price list says; of a model in no list the cost is unknown, never nothing."""
    path = store / "model_prices.toml"
    path.write_text('["second"]\ninput = 1000\noutput = 2000\n', encoding="utf-8")
    try:
        priced = told(settings(store, server, "second"), server, runner, first=DOWN)["events"][-1].usage
        calls = sum(seen.body["model"] == "second" for seen in server.chats)
        unpriced = told(settings(store, server), server, runner)["events"][-1]
    finally:
        path.unlink()
    with build_assistant(settings(store, server), now=lambda: NOW) as assistant:
        [turn] = assistant.sessions.turns(unpriced.session_id)

    thousandths = calls * (USAGE["prompt_tokens"] + 2 * USAGE["completion_tokens"])
    assert (calls, priced.cost) == (2, f"{thousandths / 1000:.6f} USD")
    assert turn.events[-1]["usage"] == unpriced.usage.model_dump()
    assert unpriced.usage.cost == "unknown"


@pytest.mark.parametrize("name", ["extractive", "second", "anthropic:one", "openai:"])
def test_a_chain_of_something_else_is_refused(store: Path, server: OpenAIServer, name: str):
    """What is listed there must be language models, and the message says how to write them."""
    given = settings(store, server).model_copy(update={"fallback_models": (name,)})

    with pytest.raises(BadSetting, match=r"RALLY_FALLBACK_MODELS.*openai:<name>"), build_assistant(given):
        pass


def test_where_no_call_is_left_the_keyless_answer_is_next(store: Path, server: OpenAIServer, runner: asyncio.Runner):
    """A model that may not be called any more is passed over: the one that is announced is the one that answers."""
    answer = told(settings(store, server, "second", fallback=True, max_model_calls=1), server, runner, first=DOWN)

    assert ["first"] == asked(server)
    assert answer["events"][-1].model == "extractive"
