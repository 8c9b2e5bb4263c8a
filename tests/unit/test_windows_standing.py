"""The words that say from when a question is asked are told apart from those that say what it asks about."""

from datetime import UTC, date, datetime

import pytest

from assistant.knowledge.time_standing import standing

ZONE = "Asia/Hong_Kong"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("How did Tencent do last week as of 10 October 2025?", "How did Tencent do last week ?"),
        (
            "As at 10 Oct 2025, what is the change over the past five sessions?",
            ", what is the change over the past five sessions?",
        ),
        ("As of the close on 10 October 2025 is it up this month?", " is it up this month?"),
        ("截至2025年10月10日，過去一個月升幾多？", "，過去一個月升幾多？"),
        ("截至2025年10月10日為止，今年升幾多？", "，今年升幾多？"),
    ],
)
def test_the_day_is_taken_out(question, rest):
    """The last moment of that day counts, and its words are blanked, each letter of the others in its place."""
    found = standing(question, as_of=NOW, zone=ZONE)
    assert found is not None
    assert (found.at.date(), len(found.question)) == (date(2025, 10, 10), len(question))
    assert " ".join(found.question.split()) == " ".join(rest.split())


@pytest.mark.parametrize(
    "question",
    [
        "What was Tencent's close as of 10 October 2025?",  # nothing counts from it
        "How did Tencent do last week?",
        "How did Tencent do last week as of 10 October 2031?",  # nobody can stand there
        "What happened last week after 10 October 2025?",
    ],
)
def test_a_day_that_nothing_counts_from_stays(question):
    """It is the day asked about."""
    assert standing(question, as_of=NOW, zone=ZONE) is None
