"""The searches of an answer retraced, on the sample story: as they were, and where the evidence changed since."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.agent import events as ev
from assistant.agent.assistant import Assistant
from assistant.agent.reading import shown
from assistant.agent.retracing import Trace
from assistant.agent.searching import asked_search, search
from assistant.api.hits import trace_json
from assistant.bootstrap import build_assistant
from assistant.errors import BadInput, NotFound
from assistant.knowledge.windows import Window
from assistant.sessions.records import Turn
from assistant.settings import Settings
from tests.support.story import NOW, make_store

QUESTION = "How much did the Hang Seng Tech Index rise on 17 September 2025?"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    store = make_store(tmp_path_factory.mktemp("retraced"))
    with build_assistant(Settings(data_dir=store, model="extractive"), now=lambda: NOW) as assistant:
        yield assistant


def asked(assistant: Assistant, question: str, **choice: Any) -> Turn:
    async def last() -> str:
        events = [event async for event in assistant.answer(question, **choice)]
        return str(events[-1].turn_id)  # type: ignore[union-attr]

    return assistant.sessions.turn(asyncio.run(last()), owner="")


def reports(turn: Turn) -> list[dict[str, Any]]:
    sources = [source for event in turn.events if event["type"] == "citations" for source in event["sources"]]
    return [source for source in sources if source["kind"] == "news"]


def first_found(traces: list[Trace]) -> Trace:
    return next(trace for trace in traces if trace.found is not None)


def test_every_report_an_answer_cites_is_found_again(assistant: Assistant) -> None:
    """By a search with the words, the window and the moment of the answer, at a place and with ranks of its own."""
    turn = asked(assistant, QUESTION)
    assert reports(turn)
    for source in reports(turn):
        trace = first_found(assistant.retrace(turn, source["n"]))
        told = trace_json(trace)
        assert trace.found is not None
        assert trace.found.hit.document.doc_id == source["doc_id"]
        assert trace.search.hits[trace.found.place - 1] == trace.found.hit
        assert "2025" not in told["query"]
        assert told["window"]["first"] == "2025-09-17"
        assert told["as_of"] == turn.as_of.isoformat()
        assert told["found"]["lexical_rank"] or told["found"]["dense_rank"]
        assert told["looks"][told["found"]["look"]]["removed"]["outside_window"] > 0


def searched(assistant: Assistant, question: str, *, session_id: str | None = None, **choice: Any) -> Turn:
    """A turn whose one search cites the first passage that it finds."""
    sessions, as_of = assistant.sessions, choice.get("as_of", NOW)
    session = sessions.open(session_id, owner="", now=NOW)
    history = sessions.questions(session.session_id)
    turn = sessions.begin(session.session_id, question, as_of=as_of, now=NOW)
    reading = assistant.read(question, history=history, explicit_as_of="as_of" in choice, **{"as_of": NOW} | choice)
    hit = search(assistant.knowledge, asked_search(reading), reading=reading)[0]
    events = [
        ev.Status(stage="reading", reading=shown(reading)),
        ev.ToolCall(name="search_news", args={"query": reading.query}, summary="8 passages"),
        ev.ToolCall(name="search_news", args={"query": 7}, summary="refused"),
        ev.Citations(
            sources=(
                ev.CitedSource(
                    n=1, kind="news", doc_id=hit.document.doc_id, version=1, start=hit.chunk.start, end=hit.chunk.end
                ),
            )
        ),
    ]
    told = [event.model_dump(mode="json") for event in events]
    sessions.finish(turn.turn_id, answer="", events=told, state="done", now=NOW)
    return sessions.turn(turn.turn_id, owner="")


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        ("What happened to Baidu on 17 September 2025?", {"window": Window(first=date(2025, 9, 10)), "tickers": ["9988.HK"]}),
        ("What happened to Baidu on 17 September 2025?", {"window": Window(), "tickers": []}),
        ("What happened to Baidu on Wednesday?", {"as_of": datetime(2025, 9, 19, tzinfo=UTC)}),
        ("What happened to Baidu on Wednesday?", {}),
    ],
)
def test_what_the_person_set_applies_again(assistant: Assistant, question: str, choice: dict[str, Any]) -> None:
    """A window and instruments in place of those that the question names, or none; the day that "Wednesday" is read from."""
    turn = searched(assistant, question, **choice)
    [trace] = assistant.retrace(turn, 1)
    told, reading = trace_json(trace), turn.events[0]["reading"]

    assert 1 == told["found"]["place"]
    window = told["window"] or {"first": None, "last": None}
    assert (reading["first"], reading["last"]) == (window["first"], window["last"])
    assert reading["tickers"] == told["looks"][0]["tickers"]


def test_a_follow_up_is_retraced_with_the_questions_before_it(assistant: Assistant) -> None:
    """The company it left out is the one it was asked about, though the session went on since."""
    first = searched(assistant, "What happened to Alibaba on 24 September 2025?")
    second = searched(assistant, "And on 17 September 2025?", session_id=first.session_id)
    searched(assistant, "What of Tencent?", session_id=first.session_id)
    [trace] = assistant.retrace(second, 1)
    assert "Alibaba" in trace.search.reading.question
    assert ["9988.HK"] == trace_json(trace)["looks"][0]["tickers"]


def test_a_report_that_was_withdrawn_is_not_found_any_more(tmp_path: Path) -> None:
    """Its searches are told all the same."""
    settings = Settings(data_dir=make_store(tmp_path), model="extractive")
    with build_assistant(settings, now=lambda: NOW) as assistant:
        turn = asked(assistant, QUESTION)
        source = reports(turn)[0]
        assistant.knowledge.documents.withdraw(source["doc_id"], at=NOW)
        traces = assistant.retrace(turn, source["n"])
    assert traces
    assert [None] * len(traces) == [trace_json(trace)["found"] for trace in traces]


def test_what_no_search_found_is_refused(assistant: Assistant) -> None:
    """A price, and a number that the answer does not cite."""
    turn = asked(assistant, "How did Baidu close on 17 September 2025?")
    sources = [source for event in turn.events if event["type"] == "citations" for source in event["sources"]]
    row = next(source["n"] for source in sources if source["kind"] != "news")
    with pytest.raises(BadInput, match="only reports are searched for"):
        assistant.retrace(turn, row)
    with pytest.raises(NotFound):
        assistant.retrace(turn, 999)
    with pytest.raises(NotFound):
        assistant.retrace(replace(turn, events=()), row)
