"""What could go wrong is told by what may, not by the risks that investors like to take."""

import pytest

from tests.support.passages import told

LIKED = "Progress on the deal lifted appetite for risk assets and the rally in technology shares went on."
RISK = "The main risk to the rally in technology shares is a return of tariffs, the strategist said."


@pytest.mark.parametrize(
    "question",
    ["What are the risks to the rally in technology shares?", "What could go wrong with the rally in technology shares?"],
)
def test_appetite_for_risk_is_no_risk(question):
    """Alone it is no answer, and beside a risk it is not the one told."""
    assert told(question, [LIKED]).reason is not None
    draft = told(question, [LIKED, RISK])
    assert [RISK in line for line in draft.lines] == [True]
