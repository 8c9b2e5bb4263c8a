"""Searching the news without asking a question of it."""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.dependencies import AssistantDep, SettingsDep
from assistant.api.hits import explained_json, hit_json
from assistant.api.instants import read_days, read_instant
from assistant.knowledge.windows import Window
from assistant.sessions.questions import readable_question

router = APIRouter(prefix="/api", tags=["search"])


@router.get("/search")
def search(
    assistant: AssistantDep,
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
    if explain:
        found = explained_json(assistant.explain(query, k=k, as_of=instant, window=window))
    else:
        found = {"hits": [hit_json(hit) for hit in assistant.search(query, k=k, as_of=instant, window=window)]}
    return found | {"elapsed_ms": round((time.perf_counter() - began) * 1000, 1)}
