"""Sessions and their turns: the records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

TurnState = Literal["running", "done", "stopped", "failed"]
Feedback = Literal["", "good", "bad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A conversation and whose it is."""

    session_id: str
    owner: str  # "" where no keys are configured
    title: str  # the first question, until it is renamed
    created_at: datetime
    updated_at: datetime
    pinned: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a session and what was answered."""

    turn_id: str
    session_id: str
    ordinal: int  # from 1
    question: str
    answer: str = ""
    state: TurnState = "running"
    events: tuple[Mapping[str, Any], ...] = ()
    asked_at: datetime
    as_of: datetime
    note: str = ""  # the owner's own words
    pinned: bool = False
    feedback: Feedback = ""


def cited_versions(turns: Iterable[Turn]) -> set[tuple[str, int]]:
    """Each document's id with the version of it that an answer used."""
    sources = (
        source for turn in turns for event in turn.events if event.get("type") == "citations" for source in event["sources"]
    )
    return {(source["doc_id"], source["version"]) for source in sources if source.get("doc_id") and source.get("version")}
