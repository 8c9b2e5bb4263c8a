"""What routes are handed: the assistant, whose request it is, the clock and the settings."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from assistant.api.streams import Answers
from assistant.settings import Settings

if TYPE_CHECKING:  # at run time it would bring its libraries along
    from assistant.agent.assistant import Assistant

Clock = Callable[[], datetime]

# All asynchronous, though none waits: FastAPI would run each in a thread of its own.


async def get_assistant(request: Request) -> "Assistant":
    return request.app.state.assistant  # type: ignore[no-any-return]


async def get_answers(request: Request) -> Answers:
    return request.app.state.answers  # type: ignore[no-any-return]


async def get_settings(request: Request) -> Settings:
    return request.app.state.settings  # type: ignore[no-any-return]


async def get_clock(request: Request) -> Clock:
    return request.app.state.now  # type: ignore[no-any-return]


async def get_owner(request: Request) -> str:
    """Whose key the request carries; `Access` noted it."""
    return request.state.owner  # type: ignore[no-any-return]


AssistantDep = Annotated["Assistant", Depends(get_assistant)]
AnswersDep = Annotated[Answers, Depends(get_answers)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
ClockDep = Annotated[Clock, Depends(get_clock)]
OwnerDep = Annotated[str, Depends(get_owner)]
