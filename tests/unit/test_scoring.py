"""Scoring: when an answer is right, what it says without a quote, and what changed between two runs."""

from typing import Any

import pytest

from assistant.agent.scoring import differences, read_expected, report, score
from assistant.cli.scorecards import page
from assistant.errors import BadInput


def line(answer: str = "It rose 4.2 percent [1].", **changes: Any) -> dict[str, Any]:
    cited = [{"quote": "The index rose 4.2 percent.", "published_at": "2025-09-17T08:00:00Z"}]
    return {
        "question": "Q",
        "answer": answer,
        "abstained": False,
        "reason": None,
        "citations": cited,
        "elapsed_ms": 10.0,
        **changes,
    }


@pytest.mark.parametrize(
    ("row", "given", "right"),
    [
        ({"accept": [["4\\.2"]]}, line(), True),
        ({"accept": [["9\\.9"], ["ROSE", "4\\.2"]]}, line(), True),  # one whole group is enough
        ({"accept": [["4\\.2", "fell"]]}, line(), False),
        ({"accept": [["4\\.2"]]}, line(abstained=True), False),
        ({"abstain": True}, line(abstained=True, reason="future"), True),
        ({"abstain": "*"}, line(abstained=True, reason="future"), True),
        ({"abstain": "future"}, line(abstained=True, reason="advice"), False),
        ({"abstain": "future"}, line(), False),
        ({"accept": [["4\\.2"]]}, line(error={"message": "Nothing came."}), False),
    ],
)
def test_right_answers(row: dict[str, Any], given: dict[str, Any], right: bool):
    """Every pattern of one group must be there, or the refusal must have its reason."""
    assert score(read_expected(row), given).right is right


@pytest.mark.parametrize("row", [{}, {"accept": []}, {"accept": ["4"]}, {"accept": [["("]]}, {"abstain": False}])
def test_a_question_that_expects_nothing_is_refused(row: dict[str, Any]):
    """What cannot be judged is no question of an evaluation."""
    with pytest.raises(BadInput):
        read_expected(row)


def test_numbers_in_no_quote_are_counted():
    """Marks and list numbers are none; a number that no citation quotes is."""
    told = score(
        read_expected({"accept": [["x"]]}), line("1. It rose 4.2 percent [1].\n2. On 17 September, to 5,000 points [1].")
    )

    assert (told.numbers, told.unsupported) == (3, ("5,000",))


def test_two_runs_are_compared():
    """Figures that moved, questions won and lost; the page shows them as text."""
    expected = read_expected({"accept": [["4\\.2"]]})
    before = report([score(expected, line("No.", question="A <b>?")), score(expected, line(question="B?"))])
    after = report([score(expected, line(question="A <b>?")), score(expected, line("No.", question="B?"))])
    changes = differences(before, after)

    assert (changes["won"], changes["lost"], changes["figures"].get("right")) == (["A <b>?"], ["B?"], None)
    html = page(after, title="Evaluation", changes=changes)
    assert "A &lt;b&gt;?" in html
    assert "<script" not in html
    assert "http:" not in html
