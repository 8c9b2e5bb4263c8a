"""A language model over real HTTP: the same pipeline, and every way in which a provider fails has its ending."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.agent import events as ev
from assistant.agent.prompts import digest
from assistant.bootstrap import build_assistant, open_stores
from assistant.cli.ingesting import pipeline
from assistant.settings import Settings
from tests.support import openai_replies as replies
from tests.support.loopback import drop_proxies
from tests.support.openai_replies import Answer, Call, Message, Reply, Script, Tool, always
from tests.support.openai_scripts import honest, results_of, rows_of
from tests.support.openai_server import MODEL, USAGE, OpenAIServer, openai_server

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
NOW = datetime(2025, 10, 1, tzinfo=UTC)
QUESTION = "How did Baidu close on 17 September 2025?"

Ask = Callable[..., list[ev.Event]]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the sample story."""
    folder = tmp_path_factory.mktemp("rally")
    with open_stores(Settings(data_dir=folder)) as stores:
        report = pipeline(stores).run([SAMPLE])
    assert report.articles.new == 15
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    with pytest.MonkeyPatch.context() as patch, openai_server(honest) as server:
        drop_proxies(patch)
        yield server


@pytest.fixture(scope="module")
def ask(data_dir: Path, server: OpenAIServer) -> Iterator[Ask]:
    """Asks the assistant, with the script as its model; gives the events."""
    settings = Settings(
        data_dir=data_dir, model=f"openai:{MODEL}", openai_base_url=server.base_url, deadline_s=20, fallback=False
    )

    with build_assistant(settings) as assistant, asyncio.Runner() as runner:

        def ask(script: Script, question: str = QUESTION) -> list[ev.Event]:
            assistant.chain[0].breaker.succeeded()  # each test is the first failure
            server.script = script
            server.seen.clear()

            async def gathered() -> list[ev.Event]:
                return [event async for event in assistant.answer(question, as_of=NOW, keep=False)]

            return runner.run(gathered())

        yield ask
        runner.run(assistant.chain[0].model.root_async_client.close())


def words(events: list[ev.Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, ev.Text))


def ran(events: list[ev.Event]) -> list[str]:
    """What the tools that did run gave."""
    return [event.summary for event in events if isinstance(event, ev.ToolCall) and event.summary != "refused"]


def of(kind: type, events: list[ev.Event]) -> Any:
    return next((event for event in events if isinstance(event, kind)), None)


def test_an_honest_model_is_shown_with_its_sources(ask: Ask, server: OpenAIServer):
    """What the tools returned is written, checked and cited; the price is that of the day."""
    events = ask(honest)

    assert "131" in words(events)
    assert any(source.kind == "price" and "9888.HK" in source.title for source in of(ev.Citations, events).sources)
    assert (of(ev.Done, events).abstained, of(ev.Done, events).model) == (False, f"openai:{MODEL}")
    assert len(server.chats) == 2


def test_what_an_answer_took_is_told_and_logged(ask: Ask, server: OpenAIServer, caplog: pytest.LogCaptureFixture):
    """Calls and tokens are those of the model's requests; the log line names the prompts and nothing of the question."""
    with caplog.at_level("INFO", logger="rally.answers"):
        done = of(ev.Done, ask(honest))
    assert done is not None
    line = next(record.getMessage() for record in caplog.records if record.getMessage().startswith("answered by"))

    assert done.usage.model_calls == len(server.chats) > 1
    assert done.usage.input_tokens == done.usage.model_calls * USAGE["prompt_tokens"]
    assert done.usage.output_tokens == done.usage.model_calls * USAGE["completion_tokens"]
    assert digest() in line
    assert "Baidu" not in line


def test_a_made_up_figure_is_withheld(ask: Ask):
    """A figure that no source carries is not shown, and that it was not shown is said."""
    invented = always(Reply(text="Baidu closed at 197.40 HKD on 17 September 2025 [1]."))
    events = ask(replies.in_turn(honest([{"role": "user", "content": QUESTION}], TOOLS), then=invented))

    assert "197.4" not in words(events)
    assert of(ev.Withheld, events) is not None


def test_what_is_withheld_is_told_in_the_words_of_its_source(ask: Ask, server: OpenAIServer):
    """A sentence that stays false after mending gives way to its source's own, cited; that one was withheld is told too."""
    search = Call(name="search_news", args={"query": "Hang Seng Index best finish"})
    numbers: list[str] = []

    def stubborn(messages: list[Message], tools: list[Tool]) -> Answer:
        numbers[:] = numbers or re.findall(r'<passage n="(\d+)"[^>]*>(?=[^<]*wider Hang Seng)', " ".join(results_of(messages)))
        claim = "The Hang Seng Index put on 2.8 percent to 26,908.39, its best finish since July 2021"
        return Reply(text=f"{claim} [{numbers[0]}].") if numbers else Reply(calls=(search,))

    events = ask(stubborn)
    source = of(ev.Citations, events).sources[0]

    assert (
        words(events).strip()
        == "“The wider Hang Seng Index put on 1.8 percent to 26,908.39, its best finish since July 2021.” [1]"
    )
    assert "1.8 percent" in source.quote
    assert of(ev.Withheld, events) is not None
    assert len(server.chats) == 3


@pytest.mark.parametrize("mending", ["NONE", "The Hang Seng Index put on 2.8 percent to 26,908.39 [9]."])
def test_what_a_model_does_not_mend_is_told_in_the_words_of_its_source(ask: Ask, mending: str):
    """Beside what is shown, a withheld sentence gives way to its source's own, even where the model has no more to say."""
    search = Call(name="search_news", args={"query": "Hang Seng Index best finish"})
    claims = ("put on 1.8 percent to 26,908.39", "put on 2.8 percent, its best finish since July 2021")
    mended: list[Message] = []

    def script(messages: list[Message], tools: list[Tool]) -> Answer:
        found = re.findall(r'<passage n="(\d+)"[^>]*>(?=[^<]*wider Hang Seng)', " ".join(results_of(messages)))
        if not found:
            return Reply(text=mending) if mended else Reply(calls=(search,))
        mended[:] = messages
        return Reply(text=" ".join(f"The Hang Seng Index {claim} [{found[0]}]." for claim in claims))

    events = ask(script)

    assert words(events).startswith("The Hang Seng Index put on 1.8 percent to 26,908.39 [1].")
    assert "“The wider Hang Seng Index put on 1.8 percent" in words(events)
    assert "2.8" not in words(events)
    assert of(ev.Withheld, events) is not None


@pytest.mark.parametrize(
    "mark", ["【{}】", "【{}†source】", " [^{}]", " (source {})", " [Source: {}]", " ([{}])", " [{0}, {0}]"]
)
def test_a_model_may_cite_by_number_in_its_own_way(ask: Ask, mark: str):
    """Other ways of writing a source's number are read as marks."""
    search = Call(name="search_news", args={"query": "Hang Seng Index best finish"})

    def script(messages: list[Message], tools: list[Tool]) -> Answer:
        found = re.findall(r'<passage n="(\d+)"[^>]*>(?=[^<]*wider Hang Seng)', " ".join(results_of(messages)))
        claim = "Based on the provided sources, the Hang Seng Index put on 1.8 percent to 26,908.39"
        return Reply(text=f"{claim}{mark.format(found[0])}.") if found else Reply(calls=(search,))

    assert words(ask(script)).strip().endswith("the Hang Seng Index put on 1.8 percent to 26,908.39 [1].")


def test_a_list_and_a_table_of_a_model_are_shown_as_lists(ask: Ask):
    """An item keeps its number, and the rows of a table stand by themselves."""
    search = Call(name="search_news", args={"query": "Hang Seng Index best finish"})

    def script(messages: list[Message], tools: list[Tool]) -> Answer:
        found = re.findall(r'<passage n="(\d+)"[^>]*>(?=[^<]*wider Hang Seng)', " ".join(results_of(messages)))
        if not found:
            return Reply(calls=(search,))
        table = f"| Index | Move |\n|---|---|\n| Hang Seng Index | put on 1.8 percent [{found[0]}] |\n"
        return Reply(text=f"{table}1. The Hang Seng Index put on 1.8 percent [{found[0]}].")

    shown = words(ask(script))

    assert shown.startswith("- Hang Seng Index: put on 1.8 percent [1]\n1. The Hang Seng Index put on 1.8 percent [1].")


def test_a_model_that_found_nothing_says_so(ask: Ask):
    """That the sources do not tell is an answer of its own, and no failure to tie a sentence to one."""
    search = Call(name="search_news", args={"query": "Hang Seng Index best finish"})

    def script(messages: list[Message], tools: list[Tool]) -> Answer:
        found = results_of(messages)
        return Reply(text="The sources do not mention any plan to move the index.") if found else Reply(calls=(search,))

    events = ask(script)
    done = of(ev.Done, events)

    assert (done.abstained, done.reason) == (True, "not_stated")
    assert words(events).strip() == "The sources held do not state this."


def test_sources_are_numbered_in_the_order_in_which_they_were_asked_for(ask: Ask, server: OpenAIServer):
    """Three searches of one step: the passages of the first come first, whichever is done first."""
    days = ("2025-09-17", "2025-09-16", "2025-09-15")
    calls = tuple(Call(name="search_news", args={"query": "shares", "from_date": day, "to_date": day}) for day in days)
    ask(replies.in_turn(Reply(calls=calls), then=always(Reply(text="Nothing is said of it."))))
    results = [one["content"] for one in server.chats[1].body["messages"] if one["role"] == "tool"]
    numbers = [int(n) for result in results for n in re.findall(r'<passage n="(\d+)"', result)]

    assert len(results) == len(days)
    assert numbers == list(range(1, len(numbers) + 1)) != []


def test_an_answer_counts_its_sources_in_the_order_in_which_it_cites_them(ask: Ask, server: OpenAIServer):
    """What is cited first is [1] to the reader, in the text, its sources and its figures; the model keeps its own numbers."""
    days = Call(name="get_price", args={"instrument": "Baidu", "from_date": "2025-09-15", "to_date": "2025-09-17"})
    written: list[str] = []

    def backwards(messages: list[Message], tools: list[Tool]) -> Answer:
        rows = rows_of(results_of(messages))
        if not rows:
            return Reply(text="NONE") if written else Reply(calls=(days,))
        written[:] = [rows[2], rows[0]]
        return Reply(text="\n".join([*written, "Baidu closed at 197.40 HKD on 17 September 2025 [1]."]))

    events = ask(backwards)
    sources = of(ev.Citations, events).sources
    mending = server.chats[-1].body["messages"]

    assert re.findall(r"\[(\d+)\]", words(events)) == ["1", "2"]
    assert [source.n for source in sources] == [1, 2]
    assert all(row.startswith(source.quote.rstrip(".")) for row, source in zip(written, sources, strict=True))
    assert {figure.source for figure in of(ev.Figures, events).figures} == {1, 2}
    assert re.findall(r"\[(\d+)\]", "".join(written)) != ["1", "2"]
    assert all(row in next(one["content"] for one in mending if one["role"] == "assistant") for row in written)


@pytest.mark.parametrize("name", [*replies.REFUSALS, *replies.OUTAGES])
def test_refusals_and_outages_are_told(ask: Ask, server: OpenAIServer, name: str):
    """A refusal is not asked again; an outage is, but never more than three times. Either ends in one error."""
    events = ask(always({**replies.REFUSALS, **replies.OUTAGES}[name]))

    assert isinstance(events[-1], ev.Failed)
    assert sum(isinstance(event, ev.Failed | ev.Done) for event in events) == 1
    assert len(server.chats) == 1 if name in replies.REFUSALS else len(server.chats) <= 3
    assert events[-1].retryable is (name in replies.OUTAGES)


@pytest.mark.parametrize("name", [*replies.BROKEN, *replies.UNFINISHED, *replies.WORDLESS])
def test_a_broken_answer_is_never_passed_off_as_whole(ask: Ask, server: OpenAIServer, name: str):
    """What broke off, came without words or was no answer ends in an error or an abstention, once, and soon."""
    events = ask(always({**replies.BROKEN, **replies.UNFINISHED, **replies.WORDLESS}[name]))
    last = events[-1]

    assert sum(isinstance(event, ev.Failed | ev.Done) for event in events) == 1
    assert isinstance(last, ev.Failed) or (isinstance(last, ev.Done) and last.abstained)
    assert len(server.chats) <= 3


@pytest.mark.parametrize("at", [0, 1, 5, 12, 20, 24])
def test_a_call_with_cut_arguments_is_never_run(ask: Ask, at: int):
    """A tool call whose arguments were cut off looks nothing up, whatever finish reason it comes with."""
    events = ask(always(replies.cut_arguments("get_price", {"instrument": "9888.HK"}, at=at)))

    assert ran(events) == []
    assert isinstance(events[-1], ev.Failed) or events[-1].abstained  # type: ignore[union-attr]


@pytest.mark.parametrize("at_once", [1, 50])
def test_a_looping_model_is_stopped(ask: Ask, server: OpenAIServer, at_once: int):
    """Six model calls and eight tool calls are the most one question gets."""
    script = replies.endless("search_news", {"query": "Baidu"}, at_once=at_once, changing="query")
    events = ask(script)

    assert isinstance(events[-1], ev.Done | ev.Failed)
    assert len(server.chats) <= 6
    assert len(ran(events)) <= 8


def test_an_outage_that_passes_goes_unnoticed(ask: Ask):
    """One failure is made good by asking again."""
    events = ask(replies.once(replies.OUTAGES["error_503"], then=honest))

    assert isinstance(events[-1], ev.Done)
    assert "131" in words(events)


TOOLS = [
    {"type": "function", "function": {"name": name, "parameters": {"properties": {}}}} for name in ("search_news", "get_price")
]
