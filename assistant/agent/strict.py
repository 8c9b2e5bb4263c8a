"""A chat model over OpenAI's protocol that notices when a tool call's arguments arrived cut off."""

import json
from collections.abc import AsyncIterator
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI


class StrictChatOpenAI(ChatOpenAI):
    """LangChain completes half a JSON object by guessing; here it is marked, so that nobody executes it."""

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        written: dict[Any, str] = {}
        async for chunk in super()._astream(*args, **kwargs):
            _collect(chunk.message, written)
            yield chunk
        if not all(_is_object(text) for text in written.values()):
            yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata={"arguments_cut": True}))


def _collect(message: BaseMessage, written: dict[Any, str]) -> None:
    if isinstance(message, AIMessageChunk):
        for call in message.tool_call_chunks:
            written[call.get("index")] = written.get(call.get("index"), "") + (call.get("args") or "")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
