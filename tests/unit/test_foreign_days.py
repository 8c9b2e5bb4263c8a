"""Foreign days: reports from elsewhere matched with New York's sessions."""

from datetime import UTC, date, datetime

import pytest

from assistant.agent.foreign_days import is_foreign, session_told, told_in, widened
from assistant.knowledge.windows import Window
from tests.support.passages import make_document, read


@pytest.mark.parametrize(
    ("at", "zone", "session"),
    [
        (datetime(2024, 8, 22, 20, 43, tzinfo=UTC), "Asia/Hong_Kong", date(2024, 8, 22)),  # 04:43 on the 23rd there
        (datetime(2024, 8, 23, 4, 0, tzinfo=UTC), "Asia/Hong_Kong", date(2024, 8, 22)),  # noon
        (datetime(2024, 8, 24, 1, 0, tzinfo=UTC), "Asia/Hong_Kong", date(2024, 8, 23)),  # Saturday morning: Friday's session
        (datetime(2024, 9, 3, 1, 0, tzinfo=UTC), "Asia/Hong_Kong", date(2024, 8, 30)),  # after Labor Day
        (datetime(2024, 8, 22, 15, 0, tzinfo=UTC), "America/New_York", date(2024, 8, 22)),
    ],
)
def test_a_report_from_hong_kong_tells_of_the_newest_session_that_had_ended(at: datetime, zone: str, session: date):
    """What appears in Hong Kong's morning tells of New York's day before; New York's own reports of their own day."""
    assert session_told(make_document("Stocks rose.", at=at, zone=zone)) == session


def test_a_question_on_new_york_reads_reports_of_the_day_after_and_none_of_the_session_before():
    """The window of publication is a day longer, and a report of the asked day's morning is of another session."""
    reading = read("Where did the S&P 500 close on 22 August 2024?")
    window = Window(first=date(2024, 8, 22), last=date(2024, 8, 22))
    wider = widened(reading, window)

    assert is_foreign(reading)
    assert wider is not None
    assert wider.last == date(2024, 8, 23)
    assert told_in(make_document("Down.", at=datetime(2024, 8, 22, 21, 0, tzinfo=UTC)), window)
    assert not told_in(make_document("Up.", at=datetime(2024, 8, 21, 21, 0, tzinfo=UTC)), window)


@pytest.mark.parametrize(
    "question",
    [
        "Where did the Hang Seng Index close on 22 August 2024?",
        "What price target did Goldman Sachs set for Baidu on 22 August 2024?",
        "Where did the S&P 500 close?",
    ],
)
def test_other_questions_are_read_on_their_own_days(question: str):
    """Hong Kong's closes, price targets and questions without a day are not shifted."""
    assert not is_foreign(read(question))
