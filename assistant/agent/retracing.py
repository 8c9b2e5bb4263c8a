"""Retracing: the searches of an answer done again, as of its moment, to see why a passage that it cites was found."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from assistant.agent.events import ReadWindow
from assistant.agent.explaining import ExplainedSearch, Look, explain
from assistant.agent.reading import Reading, shown, with_choice
from assistant.agent.searching import news_search
from assistant.errors import BadInput, NotFound
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.documents import Document, Hit
from assistant.knowledge.windows import Window
from assistant.market.instruments import Instruments
from assistant.sessions.records import Turn

_FOLLOWS = "follow_news"  # the tool that takes the opening of each report of a story
_MOST_TOLD = 10  # near copies that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAt:
    """Where a search finds a passage: its place among the hits, and the look that gave it."""

    place: int  # from 1
    hit: Hit
    look: Look
    also: tuple[Document, ...]  # the near copies it stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One search of an answer, done again; `found` is None where it does not find the passage any more."""

    search: ExplainedSearch
    found: FoundAt | None


def retrace(
    knowledge: KnowledgeBase, instruments: Instruments, *, turn: Turn, n: int, read: Callable[[bool], Reading]
) -> list[Trace]:
    """Each search of a turn's answer done again, in their order, with where it finds the report that is source `n`.

    Args:
        read: reads the turn's question, with its moment set by the person or not.

    Raises:
        NotFound: the answer cites no such source.
        BadInput: the source is none that a search found.
    """
    source = _cited_report(turn.events, n)
    reading = _read_again(turn.events, read)
    traces = []
    for name, args in _searches(turn.events):
        looked_for = news_search(
            reading,
            instruments,
            args["query"],
            args.get("from_date"),
            args.get("to_date"),
            args.get("instruments") or (),
            openings=name == _FOLLOWS,
        )
        explained = explain(knowledge, looked_for, reading=reading)
        traces.append(Trace(search=explained, found=_found(knowledge, explained, source, as_of=reading.as_of)))
    return traces


def _cited_report(events: Iterable[Mapping[str, Any]], n: int) -> Mapping[str, Any]:
    sources = (source for event in events if event.get("type") == "citations" for source in event["sources"])
    source: Mapping[str, Any] | None = next((source for source in sources if source["n"] == n), None)
    if source is None:
        raise NotFound("The answer cites no such source.")
    if source["kind"] != "news":
        raise BadInput("This source was looked up or calculated; only reports are searched for.")
    return source


def _read_again(events: Iterable[Mapping[str, Any]], read: Callable[[bool], Reading]) -> Reading:
    """The reading that an answer was given from: that of its question, with what the person had set in it."""
    told = next((event["reading"] for event in events if event.get("type") == "status" and event.get("reading")), None)
    if told is None:
        return read(True)
    kept = ReadWindow.model_validate(told)
    for reading in (read(False), read(True)):
        if shown(reading) == kept:
            return reading
    chosen = with_choice(reading, window=Window(first=_day(kept.first), last=_day(kept.last)), tickers=kept.tickers)
    return chosen if chosen.window is None else replace(chosen, window=replace(chosen.window, part=kept.part))


def _searches(events: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tools and the arguments of the searches that gave something; what a tool refused was no search. None twice."""
    seen: list[tuple[str, Mapping[str, Any]]] = []
    for event in events:
        if event.get("type") == "tool" and event["name"] in {"search_news", _FOLLOWS} and event["summary"] != "refused":
            asked = (event["name"], event["args"])
            if asked not in seen:
                yield asked
            seen.append(asked)


def _found(
    knowledge: KnowledgeBase, explained: ExplainedSearch, source: Mapping[str, Any], *, as_of: datetime
) -> FoundAt | None:
    for place, hit in enumerate(explained.hits, start=1):
        if _holds(hit, source):
            look = next(look for look in explained.looks if _has(look.explanation.hits, hit))
            also = (knowledge.documents.get(doc_id, as_of=as_of) for doc_id in hit.also[:_MOST_TOLD])
            return FoundAt(place=place, hit=hit, look=look, also=tuple(one for one in also if one is not None))
    return None


def _has(hits: Sequence[Hit], hit: Hit) -> bool:
    return any(one.chunk.chunk_id == hit.chunk.chunk_id for one in hits)


def _holds(hit: Hit, source: Mapping[str, Any]) -> bool:
    """Whether the hit is the passage that holds what the source quotes."""
    chunk = hit.chunk
    start, end = source["start"], source["end"]
    same = (chunk.doc_id, chunk.version) == (source["doc_id"], source["version"])
    return same and start is not None and end is not None and chunk.start <= start and end <= chunk.end


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
