"""Searching the news without asking a question of it."""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.choices import known_tickers
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
    any_time: bool = False,
    ticker: Annotated[list[str], Query(max_length=10)] = [],  # noqa: B006  FastAPI copies it
    any_instrument: bool = False,
    explain: bool = False,
) -> dict[str, Any]:
    """The best passages. The window and the instruments are read from the words, as they are for an answer.

    `from`, `to` and `ticker` take the place of what is read; `any_time` and `any_instrument` leave it out.
    """
    query = readable_question(q, longest=settings.max_question_chars)
    instant = read_instant(as_of, zone=settings.zone) if as_of else None
    began = time.perf_counter()
    begin, end = read_days(first, last)
    window = Window(first=begin, last=end) if any_time or begin or end else None
    tickers = known_tickers(ticker if any_instrument or ticker else None, assistant.instruments)
    if explain:
        found = explained_json(assistant.explain(query, k=k, as_of=instant, window=window, tickers=tickers))
    else:
        hits = assistant.search(query, k=k, as_of=instant, window=window, tickers=tickers)
        found = {"hits": [hit_json(hit) for hit in hits]}
    return found | {"elapsed_ms": round((time.perf_counter() - began) * 1000, 1)}
