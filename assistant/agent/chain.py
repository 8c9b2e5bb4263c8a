"""The chain: the chat models that may answer, in order; the next one is asked where one cannot be reached."""

from dataclasses import dataclass
from typing import Any

from assistant.agent.breaker import Breaker
from assistant.agent.models import EXTRACTIVE
from assistant.agent.outcome import STANDS_IN
from assistant.errors import DeadlineExceeded, ModelError


@dataclass(slots=True, kw_only=True)
class Link:
    """One chat model under its name, with the breaker that leaves it alone while it keeps failing."""

    name: str  # "extractive" or "openai:<name>"
    model: Any
    breaker: Breaker

    @property
    def is_written(self) -> bool:
        """Whether a language model writes, of which nothing is taken on trust."""
        return self.name != EXTRACTIVE


def passed_on(failure: ModelError, link: Link, after: Link) -> str:
    """What the reader is told where a model failed and the next one answers."""
    if not after.is_written:
        return STANDS_IN
    late = isinstance(failure, DeadlineExceeded)
    said = "The language model did not answer in time" if late else failure.public_message.partition(". ")[0].rstrip(".")
    return f"{said} ({link.name}); {after.name} answers in its place."
