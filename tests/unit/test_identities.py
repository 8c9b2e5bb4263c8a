"""What an instrument is, asked in words, is told from the catalogue with the catalogue as its source."""

from collections.abc import Iterator

import pytest

from assistant.agent.identities import asks_of_identity
from tests.support.story import SAMPLE, Ask, asking, make_store

BAIDU = "9888.HK on the Hong Kong Stock Exchange in HKD and BIDU on Nasdaq in USD, a depositary receipt for 8 ordinary shares"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("bars"), SAMPLE / "bars.csv")) as ask:
        yield ask


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what is Baidu's Hong Kong ticker", BAIDU),
        ("How many ordinary shares are in one BIDU ADR?", BAIDU),
        ("what does SMIC stand for?", "Semiconductor Manufacturing International"),
        ("which exchange is SMIC on", "688981.SS on the Shanghai Stock Exchange in CNY"),
        ("where is Kuaishou listed?", "1024.HK on the Hong Kong Stock Exchange in HKD"),
        ("What company is 1810.HK?", "Xiaomi Corporation"),
        ("what currency is JD's Hong Kong line quoted in", "9618.HK on the Hong Kong Stock Exchange in HKD"),
        ("is 9988.HK the same company as BABA", "Yes: 9988.HK and BABA are listings of one company, Alibaba Group Holding"),
        ("Is 0700.HK the same company as 9988.HK?", "No: 0700.HK and 9988.HK are listings of Tencent Holdings"),
        ("What is the ticker of the Hang Seng Tech Index?", "an index with the ticker HSTECH"),
    ],
)
def test_the_catalogue_answers(ask, question, told):
    """Ticker, exchange, currency, receipts, full name, or whether two are one company; one source, which says it."""
    answer = ask(question)

    assert told in answer["answer"]
    assert not answer["abstained"]
    assert [source.title for source in answer["citations"]] == ["Instrument catalogue"]
    assert told in answer["citations"][0].quote


def test_a_question_in_chinese_is_told_in_chinese(ask):
    """The catalogue's sentence in the script of the question; its source is the same."""
    answer = ask("百度的港股代号是什么")

    assert "9888.HK（香港交易所，以港元计）、BIDU（纳斯达克，以美元计" in answer["answer"]
    assert BAIDU in answer["citations"][0].quote


def test_an_unknown_name_has_no_ticker(ask):
    """None is made up, and none is taken from a neighbour."""
    assert ask("what's the ticker of Zorblatt?")["abstained"]


@pytest.mark.parametrize(
    "question",
    [
        "What did ticker BABA close at on 17 September 2025?",
        "What is the price of stock code 700?",
        "Which ticker gained the most, BABA or JD?",
        "Why is the ticker up?",
        "What happened at the exchange?",
        "Where will Zhipu list?",
        "What is Baidu?",
    ],
)
def test_a_price_or_a_story_is_no_matter_of_the_catalogue(question):
    """The word "ticker" alone does not make it one."""
    assert not asks_of_identity(question)
