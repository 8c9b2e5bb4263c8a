"""Accounts: whether reports differ is answered by what each of them says, with the likely reason."""

from datetime import UTC, datetime

import pytest

from assistant.agent.extractive.accounts import AGREE, DIFFER, ONE
from assistant.agent.extractive.setting import asked_of_each
from tests.support.passages import make_document, read, told

CLOSED = make_document("Baidu rose 15.7 percent to its close in Hong Kong.", title="Baidu leads", publisher="Harbour Ledger")
MORNING = make_document("Baidu rose as much as 19 percent in the morning.", title="Baidu soars", publisher="Peak Wire")
RECEIPTS = make_document("Baidu's American depositary receipts rose 11.3 percent.", title="Receipts", publisher="Wall Desk")
ROUNDED = make_document("Baidu rose nearly 16 percent on Wednesday.", title="Shares rally", publisher="Bay Times")
OTHER = make_document(
    "Tech majors rose 3.5 percent. Baidu opened an office in Lyon.", title="Tech majors", publisher="Quay Post"
)
QUESTION = "Do the reports agree on how much Baidu rose on 17 September 2025?"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Do the reports agree on how much Baidu rose?", "how much Baidu rose?"),
        ("Do reports differ on the index's close?", "What was the index's close?"),
        ("Is there any disagreement between the reports on the toll?", "What was the toll?"),
        ("Where do the outlets differ on the gain?", "What was the gain?"),
        ("By how much did Baidu rise, by the different outlets?", "By how much did Baidu rise?"),
        ("How much did Baidu rise?", ""),
        ("Did the parties agree on a deal?", ""),
    ],
)
def test_what_each_report_is_asked_for_is_read(question: str, asked: str):
    """What stands behind the agreeing is the question; parties that agree are no reports."""
    assert asked_of_each(question) == asked


def test_reports_that_differ_are_told_with_the_likely_reason():
    """The nearest first, then the move within the day and that of another listing; what is said of others is left out."""
    draft = told(QUESTION, [CLOSED, MORNING, RECEIPTS, OTHER])

    assert draft.lines[0] == DIFFER
    assert "15.7 percent" in draft.lines[1]
    assert {line.split(": ")[0] for line in draft.lines[2:]} == {
        "Put differently (within the day)",
        "Put differently (of another listing)",
    }
    assert "3.5 percent" not in draft.text


def test_reports_that_agree_are_said_to_agree():
    """A figure and its rounding are one."""
    draft = told(QUESTION, [CLOSED, ROUNDED])

    assert draft.lines[0] == AGREE
    assert len(draft.lines) == 3


def test_a_single_report_agrees_with_nobody():
    """Where no other report gives the figure, that is said."""
    assert told(QUESTION, [CLOSED, OTHER]).lines[0] == ONE


def test_the_tape_does_not_answer_for_the_reports():
    """Whether reports agree is asked of them, so that no price row is looked up in their place."""
    assert not read(QUESTION).wants.prices
    assert not read("Is there any discrepancy between the reports on Baidu's gain on 17 September 2025?").wants.prices


@pytest.mark.parametrize(
    "question",
    ["What did Baidu say or do about Lyon?", "How many times did Baidu or Tencent open an office?"],
)
def test_two_that_are_joined_are_no_choice_between_them(question: str):
    """ "Say or do" and a count over both set nothing against each other, so that nothing is said to differ."""
    both = [OTHER, make_document("Tencent opened an office in Lyon, too.", title="Another office")]

    assert DIFFER not in told(question, both).lines


def test_how_the_figure_of_one_compares_with_that_of_another_has_two_sides():
    """What is compared is named once, and the period at the end is that of both."""
    at = datetime(2024, 10, 30, tzinfo=UTC)
    one = make_document("BYD posted revenue of 201 billion yuan in the third quarter.", title="BYD's quarter", at=at)
    two = make_document("Tesla posted third-quarter revenue of 25.2 billion dollars.", title="Tesla's quarter", at=at)

    draft = told("How did BYD's revenue compare with Tesla's in the third quarter of 2024?", [one, two])
    assert "201 billion yuan" in draft.lines[0]
    assert "25.2 billion dollars" in draft.lines[1]


def test_who_makes_what_one_company_tests_is_not_who_makes_what_another_does():
    """A name told beside the company asked about belongs to the company of its own sentence."""
    report = make_document(
        "SMIC is testing a lithography machine made by Kestrel Tools. Peer Hua Hong rose 2.7 percent.",
        title="SMIC tests a machine",
    )

    assert told("Which company makes the lithography machine that SMIC is testing?", [report]).reason is None
    assert told("Which company makes the lithography machine that Hua Hong is testing?", [report]).reason is not None


def test_what_is_no_figure_is_not_said_to_differ():
    """Two percentages of one day are no two accounts of which day it was."""
    draft = told("Did the reports agree on the day of the rally?", [CLOSED, MORNING])

    assert DIFFER not in draft.lines
