"""Whose words a sentence tells, and whether they answer a question for somebody's words."""

import pytest

from assistant.agent.extractive.speech import speeches
from tests.support.passages import told

STORY = """Shares of Lenovo rose 3 percent on Monday, after a rival cut its prices.

“Margins are thin. We still like the orders,” said Ada Wong, an analyst at Harbour Securities.

“However, Lenovo needs a second supplier for its screens.”

Harbour Ledger's own survey found that tablets sold worse than phones in the spring.

Ben Lee, the chief executive of Lenovo, opened a plant in Osaka. He said the plant would make tablets from June.

The company expects its screens to become cheaper, according to a Quayside Research report."""


def test_each_sentence_of_a_quotation_is_of_the_one_who_is_named_with_it():
    """The speaker stands behind the quotation, before it, or in an earlier paragraph that it goes on from."""
    said = {text: rows[0].who for text, rows in speeches(STORY).items()}

    assert "Ada Wong" in said["“Margins are thin."]
    assert "Ada Wong" in said["“However, Lenovo needs a second supplier for its screens.”"]
    assert "Ben Lee" in said["He said the plant would make tablets from June."]
    assert said["Shares of Lenovo rose 3 percent on Monday, after a rival cut its prices."] == ""


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("What did Ada Wong say about margins?", "Margins are thin."),
        ("What did the Harbour Securities analyst say about the orders?", "We still like the orders"),
        ("What did Ada Wong say Lenovo needs?", "needs a second supplier"),
        ("What did Ben Lee say about tablets?", "would make tablets from June"),
        ("What does Quayside Research expect of screens?", "screens to become cheaper"),
    ],
)
def test_what_somebody_said_is_told_by_the_one_who_said_it(question: str, right: str):
    """By name, by role, with a pronoun, or as "according to"."""
    draft = told(question, [STORY])

    assert draft.reason is None
    assert right in draft.text


def test_a_quotation_is_shown_with_the_sentence_that_names_its_speaker():
    """A reader sees who says it."""
    assert "said Ada Wong, an analyst at Harbour Securities" in told("What did Ada Wong say about margins?", [STORY]).text


@pytest.mark.parametrize(
    "question",
    [
        "What did Ada Wong say about tablets?",
        "What did Ben Lee say about margins?",
        "What did Ben Lee say about the second supplier?",
        "What did the Quayside Research strategist say about margins?",
        "What did Cathy Ho say about Lenovo?",
    ],
)
def test_what_somebody_else_said_is_no_answer(question: str):
    """Neither another speaker's words on the topic, nor the speaker's on something else."""
    assert told(question, [STORY]).reason in {"not_stated", "no_evidence"}


def test_being_spoken_of_is_not_speaking():
    """A sentence about somebody, and one of whom something is expected, are not said by them."""
    text = (
        "Traders were nervous a day after Harbour Wire reported a consortium led by Ben Lee bid for Lenovo. "
        "Ben Lee is expected to speak on Friday."
    )

    assert told("What did Ben Lee say about the bid?", [text]).reason == "not_stated"
