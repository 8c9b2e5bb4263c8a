"""An answer gathered from its events: what JSON clients and batches are given."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.agent.events import (
    CheckedFigure,
    Citations,
    CitedSource,
    Done,
    Event,
    Failed,
    Figures,
    ReadWindow,
    Reason,
    Status,
    Text,
    Withheld,
)


class Answer(BaseModel):
    """One question's whole answer."""

    model_config = ConfigDict(frozen=True)

    question: str
    answer: str
    abstained: bool
    reason: Reason | None
    citations: tuple[CitedSource, ...]
    figures: tuple[CheckedFigure, ...]
    withheld: tuple[dict[str, Any], ...]
    as_of: datetime
    newest_evidence_at: datetime | None
    model: str
    elapsed_ms: float
    turn_id: str
    session_id: str
    reading: ReadWindow | None


def text_of(events: Iterable[Event]) -> str:
    """The answer's words, as far as they came."""
    return "".join(event.text for event in events if isinstance(event, Text)).strip()


def failure_of(events: Iterable[Event]) -> Failed | None:
    """The event that ended the stream early."""
    return next((event for event in events if isinstance(event, Failed)), None)


def gather(question: str, events: Iterable[Event]) -> Answer | None:
    """The answer that the events make up; None where they did not come to an end."""
    events = list(events)
    done = next((event for event in events if isinstance(event, Done)), None)
    if done is None:
        return None
    return Answer(
        question=question,
        answer=text_of(events),
        citations=tuple(source for event in events if isinstance(event, Citations) for source in event.sources),
        figures=tuple(figure for event in events if isinstance(event, Figures) for figure in event.figures),
        withheld=tuple(event.model_dump(exclude={"type"}) for event in events if isinstance(event, Withheld)),
        reading=next((event.reading for event in events if isinstance(event, Status) and event.reading), None),
        **done.model_dump(exclude={"type"}),
    )
