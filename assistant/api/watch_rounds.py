"""Watch rounds: while a server runs, watched questions are asked again once new evidence has come and settled."""

import asyncio
import secrets
from typing import TYPE_CHECKING

from assistant.agent.watching import ask_watched, evidence_mark
from assistant.api.requests import log_failure
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_LOOK_S = 5.0  # evidence that did not change for so long is taken for whole, and the indexes have followed
_AGAIN_S = 60.0  # after a round: however often articles come, a language model is not asked more often


class WatchRounds:
    """Asks everybody's watched questions again, from one task."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._seen = ""

    def start(self, assistant: "Assistant") -> None:
        """Looks for new evidence from now on."""
        self._task = asyncio.create_task(self._run(assistant))

    async def close(self) -> None:
        """Looks no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self, assistant: "Assistant") -> bool:
        """Asks what has to be asked again, if the evidence changed and then stayed as it is; says whether it did."""
        mark = await asyncio.to_thread(evidence_mark, assistant)
        settled, self._seen = mark == self._seen, mark
        waiting = bool(await asyncio.to_thread(assistant.sessions.watched.outdated, mark))
        if not settled or not waiting:
            return False
        async for _ in ask_watched(assistant):
            pass
        return True

    async def _run(self, assistant: "Assistant") -> None:
        while True:
            asked = False
            try:
                asked = await self.look(assistant)
            except AssistantError:
                asked = True  # told where it is asked for; here the next round will do
            except Exception as exc:
                log_failure(exc, incident=secrets.token_hex(6))
                asked = True
            await asyncio.sleep(_AGAIN_S if asked else _LOOK_S)
