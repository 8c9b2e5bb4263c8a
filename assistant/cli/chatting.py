"""`rally chat`: a conversation on the terminal, kept like one in the web chat."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

import typer

from assistant.agent.events import Done, Failed
from assistant.api.choices import known_tickers
from assistant.bootstrap import build_assistant
from assistant.cli.failures import say
from assistant.cli.printing import print_event
from assistant.errors import AssistantError
from assistant.knowledge.windows import Window
from assistant.settings import read_settings

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_WELCOME = "Ask a question; an empty line or Ctrl-D ends the conversation, /new begins another."


def run(*, window: Window | None, tickers: Sequence[str] | None) -> int:
    """Asks until the person is done."""
    with build_assistant(read_settings()) as assistant, asyncio.Runner() as runner:
        chosen = known_tickers(tickers, assistant.instruments)
        say(_WELCOME)
        session_id: str | None = None
        while True:
            try:
                question = typer.prompt("", prompt_suffix="> ", default="", show_default=False, err=True).strip()
            except (typer.Abort, EOFError):
                return 0
            if not question:
                return 0
            if question == "/new":
                session_id = None
                continue
            try:
                session_id = runner.run(_turn(assistant, question, session_id, window, chosen))
            except AssistantError as exc:
                say(exc.public_message)


async def _turn(
    assistant: "Assistant", question: str, session_id: str | None, window: Window | None, tickers: Sequence[str] | None
) -> str | None:
    """Shows the answer and gives the session it belongs to."""
    answer = assistant.answer(question, session_id=session_id, window=window, tickers=tickers)
    async with aclosing(answer) as stream:
        async for event in stream:
            print_event(event)
            if isinstance(event, Failed):
                say(event.message)
            elif isinstance(event, Done):
                session_id = event.session_id
    typer.echo("")
    return session_id
