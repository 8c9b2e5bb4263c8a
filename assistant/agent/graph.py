"""The graph: LangChain's agent around any chat model, its stream cut down to the steps an answer needs."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from contextvars import Context
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import langsmith
from langchain.agents import create_agent
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, SystemMessage, ToolMessage

from assistant.agent import limits, tools
from assistant.agent.limits import Limits, Usage, check_finished
from assistant.agent.prompts import render
from assistant.agent.reading import Reading
from assistant.agent.toolbox import Toolbox
from assistant.agent.tools import build_tools
from assistant.settings import Settings

_LONGEST_ANSWER = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`text` is a piece of the answer; `preamble` says that the pieces so far led to tool calls and are none
    of it; `end` closes it."""

    kind: Literal["text", "preamble", "call", "result", "end"]
    text: str = ""
    name: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    artifact: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class _Chat:
    """A chat model that is equal to itself alone: models have no hash of their own."""

    model: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Chat) and self.model is other.model

    def __hash__(self) -> int:
        return id(self.model)


@lru_cache(maxsize=8)
def _agent(chat: _Chat, max_model_calls: int, max_tool_calls: int) -> Any:
    """The compiled graph around a chat model; what differs from answer to answer reaches it by context."""
    middleware = [Limits(max_model_calls=max_model_calls, max_tool_calls=max_tool_calls)]
    langsmith.set_runtime_overrides(aio_to_thread=_at_once)
    return create_agent(chat.model, list(build_tools()), middleware=middleware)


async def _at_once(_default: Any, context: Context, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """The library's notes on a step, made where they come up: in a thread of their own they cost more than most steps."""
    return context.run(function, *args, **kwargs)


async def run(
    chat_model: Any, messages: list[BaseMessage], *, toolbox: Toolbox, settings: Settings, reading: Reading, usage: Usage
) -> AsyncGenerator[Step]:
    """The steps of one run of the agent.

    Raises:
        ModelUnavailable, ModelRefused: the model's answer was not whole.
    """
    tools.current.set(toolbox)
    limits.current.set(usage)
    agent = _agent(_Chat(chat_model), settings.max_model_calls, settings.max_tool_calls)
    prompt = render("answer", as_of=reading.as_of.isoformat(), zone=reading.zone, reading=_read_as(reading))
    written = 0
    asked: dict[str, dict[str, Any]] = {}  # the arguments of each call, by its id
    stream = agent.astream(
        {"messages": [SystemMessage(prompt), *messages]},
        stream_mode=["messages", "updates"],
        config={"recursion_limit": 4 * settings.max_model_calls + 8},
    )
    async with aclosing(stream) as parts:
        async for mode, part in parts:
            if mode == "messages":
                chunk, metadata = part
                if isinstance(chunk, AIMessageChunk) and metadata.get("langgraph_node") == "model" and chunk.text:
                    usage.streamed = True
                    written += len(chunk.text)
                    if written > _LONGEST_ANSWER:
                        break
                    yield Step(kind="text", text=chunk.text)
                continue
            for step in _updates(part, asked):
                yield step
    if written <= _LONGEST_ANSWER:
        check_finished(usage)
    yield Step(kind="end")


def _updates(part: dict[str, Any], asked: dict[str, dict[str, Any]]) -> list[Step]:
    """The tool calls a model asked for and the results the tools gave."""
    steps: list[Step] = []
    for update in part.values():
        for message in (update or {}).get("messages", ()):
            if isinstance(message, AIMessage) and message.tool_calls:
                asked |= {str(call["id"]): call["args"] for call in message.tool_calls}
                steps.append(Step(kind="preamble"))
                steps += [Step(kind="call", name=call["name"], args=call["args"]) for call in message.tool_calls]
            elif isinstance(message, ToolMessage):
                args = asked.get(message.tool_call_id, {})
                steps.append(Step(kind="result", name=message.name or "", args=args, artifact=message.artifact))
    return steps


def _read_as(reading: Reading) -> str:
    instruments = ", ".join(reading.tickers) or "no instrument named"
    return f"window: {reading.label or 'none'}; instruments: {instruments}. {reading.note}".strip()
