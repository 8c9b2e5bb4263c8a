"""Reading a question: when the answer must say from which day relative words were counted."""

from datetime import UTC, datetime

import pytest

from assistant.agent.reading import read_question
from tests.support.passages import INSTRUMENTS

NEWEST, MUCH_LATER = datetime(2025, 9, 25, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "noted"),
    [
        ("How did Baidu do yesterday?", True),
        ("How did Baidu do last week?", True),
        ("How did Baidu do on 17 September 2025?", False),
        ("How did Baidu do on 17 September 2025 and the day after?", False),
    ],
)
def test_the_day_that_words_are_counted_from_is_noted_where_it_matters(question: str, noted: bool):
    """Words that count from the clock are read from the newest report and say so; those that count from a date do not."""
    reading = read_question(
        question, instruments=INSTRUMENTS, as_of=MUCH_LATER, zone="Asia/Hong_Kong", newest_evidence_at=NEWEST
    )

    assert bool(reading.note) is noted


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened over the last two sessions?", ("2025-09-29", "2025-10-02")),
        ("What did Baidu say in the past two trading days?", ("2025-09-29", "2025-10-02")),
        ("近兩個交易日有什麼消息？", ("2025-09-29", "2025-10-02")),
        ("前一個交易日有什麼消息？", ("2025-09-30", "2025-09-30")),
        ("What happened in the past two days?", ("2025-09-30", "2025-10-02")),
        ("What happened on the first trading day of the year?", ("2025-01-02", "2025-01-02")),
        ("What happened on the first trading day of the month?", ("2025-10-02", "2025-10-02")),
        ("How did the Hang Seng begin October 2024?", ("2024-10-02", "2024-10-02")),
        ("How did the Hang Seng end 2024?", ("2024-12-31", "2024-12-31")),
        ("How did Hong Kong shares end on the first trading day after Christmas Day 2024?", ("2024-12-27", "2024-12-27")),
    ],
)
def test_sessions_are_counted_as_the_exchange_held_them(question: str, days: tuple[str, str]):
    """On the day after a holiday the session before is the one before the holiday; days are days."""
    window = read_question(
        question, instruments=INSTRUMENTS, as_of=datetime(2025, 10, 2, 2, tzinfo=UTC), zone="Asia/Hong_Kong"
    ).window

    assert window is not None
    assert (str(window.first), str(window.last)) == days


@pytest.mark.parametrize(
    ("question", "ticker"),
    [
        ("What did JD close at on Independence Day 2025?", "JD"),
        ("What did Alibaba's Hong Kong shares close at on Labor Day 2025?", "9988.HK"),
        ("What did JD close at on Labour Day 2025?", "9618.HK"),
    ],
)
def test_on_an_american_holiday_the_american_listing_is_meant(question: str, ticker: str):
    """A company by name is asked about where that day is a holiday, unless the question says where."""
    reading = read_question(question, instruments=INSTRUMENTS, as_of=MUCH_LATER, zone="Asia/Hong_Kong")

    assert reading.tickers == (ticker,)
