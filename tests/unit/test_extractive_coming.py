"""When something is to happen is told by a sentence that looks ahead to it, in a report that is not itself long past."""

from datetime import UTC, datetime

import pytest

from tests.support.passages import make_document, told

DUE = "Alibaba will report its earnings on 25 November."
PAST = "Alibaba reported stronger than expected earnings on 28 August."
OTHER = "Alibaba said it will spend 380 billion yuan over the next three years, from 24 February on."
ASKED = ("When is Alibaba's next earnings report?", "When will Alibaba report its earnings?")


def at(month: int) -> datetime:
    return datetime(2025, month, 17, 9, tzinfo=UTC)


@pytest.mark.parametrize("question", ASKED)
def test_a_day_to_come_is_told(question):
    """The sentence that gives it answers, not those of what has been or of something else."""
    draft = told(question, [make_document(text, at=at(9)) for text in (PAST, OTHER, DUE)])
    assert [DUE in line for line in draft.lines] == [True]


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("reports", [((PAST, 9), (OTHER, 9)), ((DUE, 3), (PAST, 9))])
def test_without_one_there_is_no_answer(question, reports):
    """What was to come half a year before the newest report has come, or was put off."""
    draft = told(question, [make_document(text, at=at(month)) for text, month in reports])
    assert draft.reason is not None
