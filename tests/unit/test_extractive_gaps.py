"""Gaps: what is calculated when a question asks how far two figures lie apart."""

import pytest

from assistant.agent.extractive.asks import asks
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import candidates
from assistant.agent.extractive.gaps import gap
from assistant.agent.extractive.plan import plan
from assistant.agent.records import NewsFound
from tests.support.passages import NAMES, make_document, make_passage, read

VALUED = "The Hang Seng Tech Index trades at 21 times earnings, below its average of 23.3 times and the Nasdaq 100's 27 times."
SPENT = "Capital expenditure of internet firms is set to hit $32 billion in 2025, up from $13 billion in 2023."
PEAK = "The Hang Seng Tech Index needs a rally of 70 percent to regain its peak of 2021."


@pytest.mark.parametrize(
    ("question", "text", "expressions"),
    [
        (
            "How far below its average is the Hang Seng Tech Index's earnings multiple?",
            VALUED,
            ("21 - 23.3", "(21 - 23.3) / 23.3 * 100"),
        ),
        (
            "How much cheaper is the Hang Seng Tech Index than the Nasdaq 100 by earnings multiple?",
            VALUED,
            ("21 - 27", "(21 - 27) / 27 * 100"),
        ),
        ("By how much does capital expenditure of 2025 exceed that of 2023?", SPENT, ("32 - 13", "(32 - 13) / 13 * 100")),
        ("How far below its peak is the Hang Seng Tech Index?", PEAK, ("(1 - 1 / (1 + 70 / 100)) * 100",)),
    ],
)
def test_the_calculation_follows_from_two_figures_of_one_sentence(question: str, text: str, expressions: tuple[str, ...]):
    """Something and its average, two owners, two years, or a rally that is needed give the ends of the gap."""
    reading = read(question)
    (ask,) = asks(reading.question, query=reading.query, names=NAMES, window=reading.window)
    found = gap(ask, candidates([make_passage(1, make_document(text))], NAMES))

    assert found is not None
    assert found.expressions == expressions


def test_a_question_without_a_gap_is_not_calculated():
    """A level that is asked for is looked up, not subtracted."""
    reading = read("What multiple does the Hang Seng Tech Index trade at?")
    (ask,) = asks(reading.question, query=reading.query, names=NAMES, window=reading.window)

    assert gap(ask, candidates([make_passage(1, make_document(VALUED))], NAMES)) is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How many articles mention DeepSeek in January 2025?", "DeepSeek"),
        ("How many articles mention Alibaba?", "9988.HK"),
        ("Number of stories about the yen?", "yen"),
        ("有多少篇文章提到關稅？", "關稅"),
    ],
)
def test_articles_are_counted_by_whatever_the_question_names(question: str, name: str):
    """An instrument, another name, or a plain word."""
    (call,) = plan(read(question), [], tools=frozenset({"count_news", "search_news"}), names=NAMES)

    assert (call.name, call.args["name"]) == ("count_news", name)


def test_the_gap_is_calculated_once():
    """The plan asks for the arithmetic after the search, and not again after it."""
    reading = read("How far below its peak is the Hang Seng Tech Index?")
    news = NewsFound(query=reading.query, passages=(make_passage(1, make_document(PEAK)),))
    calls = plan(reading, [news], tools=frozenset({"search_news", "calculate"}), names=NAMES)

    assert [call.name for call in calls] == ["calculate"]


def test_what_the_plan_has_composed_is_the_answer_where_nothing_would_change_it():
    """A part that no sentence answers is looked for once more."""
    news = make_passage(1, make_document("Baidu closed 15.7 percent higher at HK$131 on Wednesday."))
    tools = frozenset({"search_news"})

    def planned(question: str) -> object:
        reading = read(question)
        return plan(reading, [NewsFound(query=reading.query, passages=(news,))], tools=tools, names=NAMES)

    whole = planned("How much did Baidu rise on 17 September 2025?")
    asked_twice = planned("How much did Baidu rise on 17 September 2025, and who advised its board?")

    assert isinstance(whole, Draft)
    assert "15.7 percent" in whole.text
    assert isinstance(asked_twice, list)
    assert [call.name for call in asked_twice] == ["search_news"]
