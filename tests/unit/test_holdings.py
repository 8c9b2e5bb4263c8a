"""Questions about the stores themselves, and talk that asks for nothing."""

import pytest

from assistant.agent.extractive.compose import GREETING, compose
from assistant.agent.extractive.plan import plan
from assistant.agent.records import CountFound, HoldingsFound, summary
from tests.support.passages import NAMES, read

TOOLS = frozenset({"describe_holdings", "search_news", "get_price", "count_news"})


@pytest.mark.parametrize(
    "question",
    [
        "What news do you have?",
        "How far back do your prices go?",
        "What period does your archive cover?",
        "When was your data last updated?",
        "Which sources do you have?",
        "What is the newest article you hold?",
        "Do you have any prices for Baidu?",
        "When were the most recent prices you have for Baidu?",
        "你有哪些新聞?",
        "你的数据更新到什么时候?",
    ],
)
def test_what_is_held_is_looked_up_in_the_stores(question: str):
    """A question about the evidence itself calls the tool that describes it, and nothing else."""
    (call,) = plan(read(question), [], tools=TOOLS, names=NAMES)

    assert call.name == "describe_holdings"


@pytest.mark.parametrize(
    "question",
    [
        "What news do you have on Baidu?",
        "What price do you have for Baidu on 17 September 2025?",
        "Which outlets cover the bond sale?",
        "What data did the bureau release?",
        "你有什麼關於百度的新聞?",
        "What does the report say?",
    ],
)
def test_what_happened_is_not_a_question_of_holdings(question: str):
    """News of somebody, or a day's price, is looked up as ever."""
    assert all(call.name != "describe_holdings" for call in plan(read(question), [], tools=TOOLS, names=NAMES))


def test_an_instruments_holdings_are_described_by_its_name():
    """The company that the question names is the one described."""
    (call,) = plan(read("Do you have prices for Baidu?"), [], tools=TOOLS, names=NAMES)

    assert call.args == {"instrument": "9888.HK"}


def test_each_line_of_what_is_held_names_its_source():
    """What the stores hold is told a sentence a line, under the number of the look-up."""
    found = HoldingsFound(n=1, lines=("2 articles are held, published on 3 March 2025", "No daily prices are held"))
    draft = compose(read("What news do you have?"), [found], names=NAMES)

    assert draft.lines == ("2 articles are held, published on 3 March 2025 [1].", "No daily prices are held [1].")


@pytest.mark.parametrize(
    "said", ["Hi", "Thanks!", "thank you very much", "hello there", "What can you do?", "help", "你好", "謝謝!"]
)
def test_talk_looks_nothing_up_and_says_what_can_be_asked(said: str):
    """A greeting is met with what the program is for, not with a sentence of some report."""
    reading = read(said)

    assert plan(reading, [], tools=TOOLS, names=NAMES) == []
    assert compose(reading, [], names=NAMES).lines == (GREETING,)


@pytest.mark.parametrize(
    "question", ["Did Hello Group rise?", "What can regulators do?", "Who are you quoting on Alibaba?", "Nice results?"]
)
def test_a_question_with_a_courteous_word_is_a_question(question: str):
    """Only what is nothing but talk is taken for talk."""
    assert not read(question).wants.talk


def test_every_look_up_is_summed_up_in_words():
    """What the stream shows of a look-up tells what it gave; only one without a record was refused."""
    assert summary(HoldingsFound(n=1, lines=("2 articles are held", "No daily prices are held"))) == "2 articles are held"
    assert summary(CountFound(n=1, words="3 of the articles held name Baidu")) == "3 of the articles held name Baidu"
    assert summary(None) == "refused"
