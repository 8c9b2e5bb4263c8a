"""Searching the news without asking a question of it."""

import time
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.dependencies import AssistantDep, ClockDep, SettingsDep
from assistant.api.hits import hit_json
from assistant.api.instants import read_days, read_instant
from assistant.knowledge.base import Explanation
from assistant.knowledge.windows import Window
from assistant.sessions.questions import readable_question

_RANKED = 50  # of each ranking, in an explanation

router = APIRouter(prefix="/api", tags=["search"])


@router.get("/search")
def search(
    assistant: AssistantDep,
    now: ClockDep,
    settings: SettingsDep,
    q: str,
    k: Annotated[int, Query(ge=1, le=50)] = 8,
    as_of: Annotated[str | None, Query(max_length=40)] = None,
    first: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    last: Annotated[str | None, Query(alias="to", max_length=10)] = None,
    explain: bool = False,
) -> dict[str, Any]:
    """The best passages. Without `from` and `to` the window is read from the words, as it is for an answer."""
    query = readable_question(q, longest=settings.max_question_chars)
    instant = read_instant(as_of, zone=settings.zone) if as_of else None
    began = time.perf_counter()
    begin, end = read_days(first, last)
    window = Window(first=begin, last=end) if begin or end else None
    hits = assistant.search(query, k=k, as_of=instant, window=window)
    found: dict[str, Any] = {"hits": [hit_json(hit) for hit in hits]}
    if explain:
        found["explained"] = _explained(assistant.knowledge.explain(query, k=k, as_of=instant or now(), window=window))
    return found | {"elapsed_ms": round((time.perf_counter() - began) * 1000, 1)}


def _explained(explanation: Explanation) -> dict[str, Any]:
    """Both rankings of the bare words, and what the conditions kept out."""
    return {
        "chunks": explanation.chunks,
        "removed": asdict(explanation.removed),
        "way": explanation.way,
        "lexical": explanation.lexical[:_RANKED],
        "dense": explanation.dense[:_RANKED],
    }
