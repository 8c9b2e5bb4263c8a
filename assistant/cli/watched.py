"""`rally watched`: questions that are asked again when there is new evidence, and how their answers changed."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import typer

from assistant.agent.watching import Asked, ask_watched
from assistant.api.watched import all_watched
from assistant.bootstrap import build_assistant
from assistant.cli.failures import SOME_FAILED, say
from assistant.cli.printing import plain
from assistant.errors import BadInput
from assistant.sessions.questions import readable_question
from assistant.settings import read_settings

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_OWNER = ""  # the person at the machine


def run(*, add: str | None, remove: int | None, listed: bool, as_json: bool) -> int:
    """Asks what is watched on today's evidence and tells the answers that changed; or changes the list."""
    settings = read_settings()
    with build_assistant(settings) as assistant:
        if add is not None:
            question = readable_question(add, longest=settings.max_question_chars)
            assistant.sessions.watched.add(question, owner=_OWNER, now=assistant.now())
        if remove is not None:
            _remove(assistant, remove)
        asked = [] if listed or remove is not None else asyncio.run(_ask(assistant))
        told = all_watched(assistant, _OWNER)
    if as_json:
        typer.echo(json.dumps({"watched": told}, ensure_ascii=False, indent=2, default=str))
    elif listed:
        _print_list(told)
    else:
        _print_changes(asked)
    return SOME_FAILED if any(one.failed for one in asked) else 0


async def _ask(assistant: "Assistant") -> list[Asked]:
    return [one async for one in ask_watched(assistant)]


def _remove(assistant: "Assistant", number: int) -> None:
    held = assistant.sessions.watched.list(_OWNER)
    if not 1 <= number <= len(held):
        raise BadInput(f"There is no watched question {number}. Look at `rally watched --list`.")
    assistant.sessions.watched.remove(held[number - 1].watch_id, owner=_OWNER)


def _print_list(told: list[dict[str, Any]]) -> None:
    if not told:
        typer.echo('No question is watched. Watch one with rally watched --add "…".')
    for number, one in enumerate(told, start=1):
        when = f"{one['asked_at']:%Y-%m-%d %H:%M} UTC" if one["asked_at"] else "not asked yet"
        typer.echo(f"{number}. {plain(one['question'])} ({when}; {len(one['changes'])} changes)")


def _print_changes(asked: list[Asked]) -> None:
    changed = [one for one in asked if one.changes is not None and one.changes.changed]
    for one in changed:
        typer.echo(plain(one.watched.question))
        for sentence in one.changes.sentences() if one.changes else ():
            typer.echo(f"   {plain(sentence)}")
    for one in asked:
        if one.failed:
            say(f"Not answered to the end, and asked again the next time: {plain(one.watched.question)}")
    say(f"{len(asked)} asked on new evidence, {len(changed)} changed." if asked else "No new evidence for what is watched.")
