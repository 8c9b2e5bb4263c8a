"""Misspelt names in a question: read as those they are nearest to, and said openly; never taken for another company."""

from datetime import UTC, datetime

import pytest

from assistant.agent.reading import Reading, read_question
from assistant.market.instruments import Instruments

INSTRUMENTS = Instruments.load()


def read(question: str, *, heard: frozenset[str] = frozenset()) -> Reading:
    return read_question(
        question,
        instruments=INSTRUMENTS,
        as_of=datetime(2025, 9, 18, 2, tzinfo=UTC),
        zone="Asia/Hong_Kong",
        is_heard=lambda word: word.lower() in heard,
    )


@pytest.mark.parametrize(
    ("question", "ticker", "typed", "name"),
    [
        ("How much did Tencnt rise?", "0700.HK", "Tencnt", "Tencent"),
        ("alibba move tues?", "9988.HK", "alibba", "Alibaba"),
        ("Where did the Hang Seng Teck close?", "HSTECH", "Hang Seng Teck", "Hang Seng Tech"),
        ("Why did Kuaishuo fall?", "1024.HK", "Kuaishuo", "Kuaishou"),
        ("What does Cathy Pacific pay?", "0293.HK", "Cathy Pacific", "Cathay Pacific"),
    ],
)
def test_a_name_with_one_slip_is_read_as_the_nearest_and_said(question: str, ticker: str, typed: str, name: str):
    """A letter is missing, added, changed or swapped; what was typed and what is read stand in the note."""
    reading = read(question)

    assert reading.tickers[0] == ticker
    assert reading.asked == question
    assert f"“{typed}” is no name known here; it is read as “{name}”." in reading.note


@pytest.mark.parametrize(
    "question",
    [
        "Why are the results so boring?",
        "What drives metal and micro caps?",
        "How far did the Hang Seng test its low?",
        "How did Tencent and Baidu do?",
        "How much did Sundance rise?",
    ],
)
def test_a_word_or_a_name_as_it_is_spelled_is_left_alone(question: str):
    """Everyday words one slip from a name, words of the lexicon and names without a slip are what they are."""
    reading = read(question)

    assert reading.question == question
    assert not reading.note


def test_a_word_that_the_news_has_is_no_slip():
    """A company that is reported on and differs from a listed one by a letter is that company."""
    assert read("How much did Tencnt rise?", heard=frozenset({"tencnt"})).tickers == ()
    assert not read("How much did Tencnt rise?", heard=frozenset({"tencnt"})).note
