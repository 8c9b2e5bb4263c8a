"""What a question says of one of several reports, or of time to come, bounds no search; what it says of all does."""

import json
from collections.abc import Iterator

import pytest

from assistant.agent.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.story import NOW, make_store

ROWS = (
    ("a", "The Beacon", "2023-05-03T08:00:00+00:00", "Ferry fares rise", "Ferry fares rise by a tenth, said Apple Inc."),
    ("b", "Harbour Post", "2023-05-20T08:00:00+00:00", "Ferry fares fall", "Ferry fares fall again after the protests of May."),
    ("c", "Quill", None, "Harbour tunnels", "The tunnels under the harbour were swept."),
)  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("loosened")
    fields = ("id", "source", "published_at", "title", "text")
    rows = [json.dumps(dict(zip(fields, row, strict=True)) | {"url": f"https://news.example/{row[0]}"}) for row in ROWS]
    (folder / "news.jsonl").write_text("\n".join(rows), encoding="utf-8")
    store = make_store(folder / "store", folder / "news.jsonl")
    with build_assistant(Settings(data_dir=store, model="extractive"), now=lambda: NOW) as built:
        yield built


def titles(assistant: Assistant, question: str) -> set[str]:
    return {hit.document.title for hit in assistant.search(question, k=5)}


def test_the_day_of_one_report_leaves_the_other_in(assistant: Assistant):
    """Each outlet's report is found, and the explanation says why the day did not bound the search."""
    question = "After The Beacon reported on 3 May 2023 that ferry fares rise, did the Harbour Post article say they fall?"
    explained = assistant.explain(question, k=5)

    assert {"Ferry fares rise", "Ferry fares fall"} <= titles(assistant, question)
    assert explained.window is None
    assert "what is said of one bounds none of the others" in explained.reading.note


def test_the_company_of_one_report_leaves_the_other_in(assistant: Assistant):
    """The other report need not speak of it."""
    question = "Did The Beacon article on Apple and ferry fares differ from the Harbour Post article on ferry fares?"

    assert [look.tickers for look in assistant.explain(question, k=5).looks] == [()]
    assert {"Ferry fares rise", "Ferry fares fall"} <= titles(assistant, question)


@pytest.mark.parametrize(
    "question",
    [
        "What did The Beacon and Harbour Post report on ferry fares on 3 May 2023?",
        "Did The Beacon report on 3 May 2023 on fares, and did the Harbour Post report on 3 May 2023 on fares?",
        "What was reported on ferry fares on 3 May 2023?",
    ],
)
def test_a_day_said_of_all_bounds(assistant: Assistant, question: str):
    """One day for a list of outlets, a day for each, or no outlet."""
    assert titles(assistant, question) == {"Ferry fares rise"}


def test_days_without_a_year_are_those_of_the_dated_reports(assistant: Assistant):
    """An undated text taken in today does not move them to this year."""
    assert titles(assistant, "What was reported on ferry fares on May 3rd?") == {"Ferry fares rise"}


def test_time_to_come_bounds_no_search(assistant: Assistant):
    """No report can be of then, so those that speak of it are looked for."""
    question = "Who expects ferry fares to fall in the next six months?"

    assert "Ferry fares fall" in titles(assistant, question)
    assert "had not come" in assistant.explain(question, k=5).reading.note
