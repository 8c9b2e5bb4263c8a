"""The keyless chat model: the rules of this package in LangChain's skin. No other module here knows LangChain."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict, Field

from assistant.agent.extractive.compose import GREETING, compose
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import Similarity
from assistant.agent.extractive.names import Names
from assistant.agent.extractive.plan import Call, plan
from assistant.agent.reading import Reading


class ExtractiveChatModel(BaseChatModel):
    """Plans tool calls by rule and composes an answer from the tools' records, word for word."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    names: Names = Field(default=lambda text: [])
    similarity: Similarity | None = None

    @property
    def _llm_type(self) -> str:
        return "extractive"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[Any, AIMessage]:
        return self.bind(tools=[_described(tool) for tool in tools], **kwargs)

    def _decide(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> list[Call] | Draft:
        asked = max((place for place, one in enumerate(messages) if isinstance(one, HumanMessage)), default=None)
        reading = messages[asked].additional_kwargs.get("reading") if asked is not None else None
        if asked is None or not isinstance(reading, Reading):
            return Draft(lines=(GREETING,))
        found = [one.artifact for one in messages[asked:] if isinstance(one, ToolMessage) and one.artifact is not None]
        offered = frozenset(tool["function"]["name"] for tool in tools)
        answered = any(isinstance(one, ToolMessage) for one in messages[asked:])
        with_these: dict[str, Any] = {"names": self.names, "similarity": self.similarity}
        planned = plan(reading, found, tools=offered, **with_these) if found or not answered else []
        return planned or compose(reading, found, **with_these)

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        decided = self._decide(messages, kwargs.get("tools") or ())
        if isinstance(decided, Draft):
            message = AIMessage(_written(decided), response_metadata={"finish_reason": "stop"})
        else:
            calls = [{"name": call.name, "args": call.args, "id": _call_id(), "type": "tool_call"} for call in decided]
            message = AIMessage("", tool_calls=calls, response_metadata={"finish_reason": "tool_calls"})
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _chunks(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> Iterator[AIMessageChunk]:
        decided = self._decide(messages, tools)
        if isinstance(decided, Draft):
            for line in _written(decided).splitlines(keepends=True):
                yield AIMessageChunk(content=line)
        else:
            yield AIMessageChunk(
                content="",
                tool_call_chunks=[
                    tool_call_chunk(name=call.name, args=json.dumps(call.args), id=_call_id(), index=place)
                    for place, call in enumerate(decided)
                ],
            )
        finish = "stop" if isinstance(decided, Draft) else "tool_calls"
        yield AIMessageChunk(content="", response_metadata={"finish_reason": finish}, chunk_position="last")

    def _stream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in self._chunks(messages, kwargs.get("tools") or ()):
            yield ChatGenerationChunk(message=chunk)

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in await asyncio.to_thread(list, self._chunks(messages, kwargs.get("tools") or ())):
            yield ChatGenerationChunk(message=chunk)


def _written(draft: Draft) -> str:
    return f"ABSTAIN({draft.reason})\n{draft.text}" if draft.reason else draft.text


def _call_id() -> str:
    return f"call_{uuid4().hex[:8]}"


def _described(tool: Any) -> dict[str, Any]:
    """A tool as the protocol names it; the rules look at nothing but the name."""
    if isinstance(tool, BaseTool):
        return {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": {}}}
    return convert_to_openai_tool(tool)
