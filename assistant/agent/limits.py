"""Limits around a chat model: calls counted, cut answers noticed, cut tool calls never executed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, ToolMessage

from assistant.agent.provider import as_told
from assistant.errors import ModelRefused, ModelUnavailable

_WAITS = (0.3, 1.0)  # seconds before each further try
_WHOLE = frozenset({"stop", "tool_calls", "function_call"})


@dataclass(slots=True)
class Usage:
    """What one answer has used so far."""

    model_calls: int = 0
    tool_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    metered: bool = True  # the provider has told the tokens of every call
    streamed: bool = False  # some of the current call's text has been passed on
    finish_reasons: list[str | None] = field(default_factory=list)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # the look-ups of one step take turns, in the order asked for


# The usage of the answer that is running.
current: ContextVar[Usage] = ContextVar("usage")


class Limits(AgentMiddleware):
    """The last model call allowed is made without tools, so that the model must answer with what it has."""

    def __init__(self, *, max_model_calls: int, max_tool_calls: int) -> None:
        super().__init__()
        self._max_model_calls = max_model_calls
        self._max_tool_calls = max_tool_calls

    async def awrap_model_call(
        self, request: ModelRequest, handler: Callable[[ModelRequest], Awaitable[ModelResponse]]
    ) -> ModelResponse:
        usage = current.get()
        for attempt in (1, 2):
            spent = usage.model_calls + 1 >= self._max_model_calls or usage.tool_calls >= self._max_tool_calls
            response = await self._asked(request.override(tools=[]) if spent else request, handler)
            message = _message(response)
            finish = message.response_metadata.get("finish_reason")
            usage.finish_reasons.append(finish)
            if message.usage_metadata:
                usage.input_tokens += message.usage_metadata["input_tokens"]
                usage.output_tokens += message.usage_metadata["output_tokens"]
            else:
                usage.metered = False
            wants_tools = bool(message.tool_calls or message.invalid_tool_calls)
            if not wants_tools:
                return response
            if spent:
                message.tool_calls, message.invalid_tool_calls = [], []
                return response
            if finish in _WHOLE and not message.invalid_tool_calls and not message.response_metadata.get("arguments_cut"):
                return response
            if attempt == 2:
                break
        raise ModelUnavailable("The language model's tool call arrived cut off, twice. Nothing was executed; ask again.")

    async def _asked(self, request: ModelRequest, handler: Callable[[ModelRequest], Awaitable[ModelResponse]]) -> ModelResponse:
        """The model's response; an outage is waited out a little, unless part of the answer has been shown."""
        usage = current.get()
        for wait in (*_WAITS, None):
            usage.model_calls += 1
            usage.streamed = False
            try:
                return await handler(request)
            except Exception as exc:
                told = as_told(exc)
                usage.metered = usage.metered and not usage.streamed
                last = wait is None or usage.model_calls >= self._max_model_calls
                if told is None or not told.retryable or last or usage.streamed:
                    raise
                await asyncio.sleep(wait or 0)
        raise AssertionError("the last wait is None")

    async def awrap_tool_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """One look-up at a time: its sources get their numbers while it runs, and must get the same ones every time."""
        usage = current.get()
        async with usage.turn:
            usage.tool_calls += 1
            if usage.tool_calls > self._max_tool_calls:
                return ToolMessage(
                    "The limit of tool calls for one question is reached; answer with what was found.",
                    tool_call_id=request.tool_call["id"],
                )
            return await handler(request)


def _message(response: ModelResponse) -> AIMessage:
    for message in response.result:
        if isinstance(message, AIMessage):
            return message
    raise ModelUnavailable("The language model gave no answer. Ask again.")


def check_finished(usage: Usage) -> None:
    """Raises where the last answer of the model was not whole.

    Raises:
        ModelUnavailable: the stream ended without saying that it had finished.
        ModelRefused: the provider's filter stopped the answer.
    """
    finish = usage.finish_reasons[-1] if usage.finish_reasons else None
    if finish == "content_filter":
        raise ModelRefused("The provider's filter stopped the answer. Ask in other words.")
    if finish == "length":
        raise ModelUnavailable("The answer reached the model's length limit and is incomplete. Ask for less at once.")
    if finish is None:
        raise ModelUnavailable("The language model's answer was cut off and is incomplete. Ask again.")
