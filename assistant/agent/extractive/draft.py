"""The draft: an answer before the gate, as lines, with why it abstains where it does."""

from dataclasses import dataclass

from assistant.agent.events import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Lines of whole sentences with their [n] marks; `reason` is set where the question is not answered."""

    lines: tuple[str, ...]
    reason: Reason | None = None
    partial: bool = False  # a part of the question is not answered
    whole: bool = True  # nothing that could still be looked at would change it

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
