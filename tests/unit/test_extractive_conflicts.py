"""Reports that differ stand beside each other; reports that say the same do not, whatever words they choose."""

from datetime import UTC, datetime

import pytest

from tests.support.passages import make_document, told

RISE = "By how much did Baidu's shares rise on 17 September 2025?"
RAISED = "How much did Tencent raise in its bond sale?"
FIRST = "Shares of Baidu rose 15.7 percent on Wednesday 17 September 2025."
LATER = datetime(2025, 9, 17, 14, 0, tzinfo=UTC)


def differs(question: str, one: str, other: str) -> bool:
    draft = told(question, [make_document(one), make_document(other, publisher="Quay Street", at=LATER)])
    assert draft.reason is None
    return "Put differently" in draft.text


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (RISE, FIRST, "Shares of Baidu rose as much as 15.7 percent on 17 September 2025."),
        (RISE, FIRST, "Shares of Baidu rose 16 percent on 17 September 2025, the most since March 2023."),
        (RISE, FIRST, "Shares of Baidu rose more than 15 percent on 17 September 2025."),
        (RAISED, "Tencent raised 9 billion yuan in its bond sale.", "Tencent is set to raise 9 billion yuan in a bond sale."),
        (RAISED, "Tencent raised 9 billion yuan in its bond sale.", "Tencent raised $1.27 billion in its bond sale."),
    ],
)
def test_reports_that_say_the_same_are_not_set_against_each_other(question: str, one: str, other: str):
    """At most or exactly, of another day's record, foreseen or done, in another currency: the amount is one."""
    assert not differs(question, one, other)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (RISE, FIRST, "Shares of Baidu rose 13.1 percent on Wednesday 17 September 2025."),
        (RAISED, "Tencent raised 9 billion yuan in its bond sale.", "Tencent raised 8 billion yuan in its bond sale."),
    ],
)
def test_another_amount_is_shown(question: str, one: str, other: str):
    """What one report gives otherwise is told beside the other."""
    assert differs(question, one, other)
