"""A language model and the price book over real HTTP: reported moves beside the tape, and instruments compared."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.loopback import drop_proxies
from tests.support.openai_replies import Answer, Call, Message, Reply, Script, Tool
from tests.support.openai_scripts import instruments_read, results_of, rows_of
from tests.support.openai_server import MODEL, OpenAIServer, openai_server
from tests.support.price_generator import generated
from tests.support.price_table import read_table
from tests.support.price_wordings import Asked
from tests.support.shared import SHARED
from tests.support.story import Ask, asking, make_store

NOW = datetime(2025, 11, 1, tzinfo=UTC)
REAL = SHARED / "data" / "prices" / "tidy_aug_oct_2025.csv"
SEED = 20251101
NAMES = {
    "0700.HK": "Tencent",
    "1024.HK": "Kuaishou",
    "1810.HK": "Xiaomi",
    "3690.HK": "3690.HK",
    "9868.HK": "XPeng",
    "9988.HK": "09988",
    "BABA": "BABA",
    "BIDU": "Baidu ADRs",
    "QQQ": "QQQ",
}
DAY = {"from_date": "2025-09-17", "to_date": "2025-09-18"}
SPAN = {"from_date": "2025-09-01", "to_date": "2025-09-30"}
_PASSAGE = re.compile(r'<passage n="(\d+)"[^>]*>\n(.*?)\n</passage>', re.DOTALL)


def reporting(figure: str) -> Script:
    """Searches, then writes Baidu's reported move in words of its own."""

    def script(messages: list[Message], tools: list[Tool]) -> Answer:
        results = results_of(messages)
        if not results:
            return Reply(calls=(Call(name="search_news", args={"query": "Baidu shares jump 16 percent", **DAY}),))
        [n, *_] = [n for n, text in _PASSAGE.findall("\n".join(results)) if "16 percent" in text and "Baidu" in text]
        return Reply(text=f"Shares of Baidu were up {figure} in Hong Kong on the day [{n}].")

    return script


def comparing(messages: list[Message], tools: list[Tool]) -> Answer:
    """Compares by the tool and copies its outcome."""
    results = results_of(messages)
    if not results:
        return Reply(calls=(Call(name="compare_prices", args={"instruments": ["Alibaba", "Tencent"], **SPAN}),))
    mark, outcome = re.findall(r"^\[(\d+)\] (.+)$", results[0], re.MULTILINE)[0]
    return Reply(text=f"{outcome} [{mark}]")


def pricing(messages: list[Message], tools: list[Tool]) -> Answer:
    """Calls the price tools for what the question was read to name, and copies their rows, outcome first."""
    results = results_of(messages)
    named = instruments_read(messages)
    if not results and len(named) == 1:
        return Reply(calls=(Call(name="get_price", args={"instrument": named[0]}),))
    if not results:
        return Reply(calls=(Call(name="compare_prices", args={"instruments": named}),))
    rows = sorted(rows_of(results), key=lambda row: "computed" not in row)
    refused = [row for row in rows if row.startswith(("Calendar", "Price rows held"))]
    if refused:
        reason = next((code for cue, code in REFUSED.items() if cue in refused[0]), "no_evidence")
        return Reply(text=f"ABSTAIN({reason})\n{refused[0]}")
    return Reply(text=" ".join(rows))


REFUSED = {"no session": "no_session", "lies after": "future", "no day of the calendar": "no_session"}


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    yield from served()


@pytest.fixture
def own_server() -> Iterator[OpenAIServer]:
    """LangChain keeps one HTTP client an address, bound to the first event loop."""
    yield from served()


def served() -> Iterator[OpenAIServer]:
    with pytest.MonkeyPatch.context() as patch, openai_server(comparing) as server:
        drop_proxies(patch)
        yield server


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, server: OpenAIServer) -> Iterator[Ask]:
    store: Path = make_store(tmp_path_factory.mktemp("story"))
    with asking(store, model=f"openai:{MODEL}", openai_base_url=server.base_url, fallback=False) as ask:
        yield ask


def test_a_move_that_a_model_repeats_is_set_beside_the_tape(ask: Ask, server: OpenAIServer):
    """Its own words do not matter: the figure and the company of the cited report do."""
    server.script = reporting("16 percent")
    told = ask("What did the news report of Baidu's shares on 17 September 2025?", as_of=NOW)

    assert "The tape: Baidu (9888.HK) closed at 131 HKD on 17 September 2025, +15.72 %" in told["answer"]
    assert "the report's 16 percent agrees" in told["answer"]
    assert not told["withheld"]


def test_a_move_that_no_report_states_has_no_tape_and_is_withheld(ask: Ask, server: OpenAIServer):
    """A figure of the model's own is neither shown nor checked."""
    server.script = reporting("23 percent")
    told = ask("What did the news report of Baidu's shares on 17 September 2025?", as_of=NOW)

    assert "The tape" not in told["answer"]
    assert "23" not in told["answer"]


def test_instruments_are_compared_for_any_model(ask: Ask, server: OpenAIServer):
    """The outcome that the tool computes is what the model copies, and passes the gate."""
    server.script = comparing
    told = ask("Did Alibaba outperform Tencent between 2025-09-01 and 2025-09-30?", as_of=NOW)

    assert re.match(r"Yes: Alibaba Group Holding \(9988[.]HK\) [+]29.10 % against Tencent", told["answer"], re.IGNORECASE)
    assert not told["withheld"]


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_file(), reason="the real material is not beside the repository")
def test_real_bars_answer_a_model_as_they_answer_without_one(tmp_path: Path, own_server: OpenAIServer):
    """A model that calls the tools and copies their rows gives the values of the table, or the reason for having none."""
    own_server.script = pricing
    questions = [one for one in generated(NAMES, read_table(REAL), seed=SEED) if one.reason != "unknown_instrument"]
    store = make_store(tmp_path, REAL)
    with asking(store, model=f"openai:{MODEL}", openai_base_url=own_server.base_url, fallback=False) as ask:
        told = [(asked, ask(asked.question, as_of=NOW)) for asked in questions]

    assert len(questions) > 100
    assert [(str(asked), answer["answer"]) for asked, answer in told if not _right(asked, answer)] == []


def _right(asked: Asked, told: dict[str, Any]) -> bool:
    if asked.reason:
        return bool(told["abstained"])
    values = [pattern for pattern in asked.expected if not pattern.startswith("(?i)")]
    return not told["abstained"] and all(re.search(pattern, told["answer"], re.DOTALL) for pattern in values)
