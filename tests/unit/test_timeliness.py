"""A figure of a month, a quarter or a year is told by the reports of its time, never by another year's."""

from datetime import UTC, datetime

import pytest

from assistant.agent.extractive.plan import plan
from assistant.agent.extractive.timeliness import time_of_telling
from tests.support.passages import NAMES, make_document, read, told

SALES = "Retail sales in Hong Kong dropped 9.7 percent in December from a year earlier."


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_another_years_december_is_no_answer():
    """The month has the same name, but the report came out ten months before it."""
    draft = told("How much did Hong Kong's retail sales drop in December 2025?", [make_document(SALES, at=at("2025-02-03"))])

    assert draft.reason is not None


def test_the_months_own_report_answers():
    """Weeks after its end the month is told of without its year."""
    draft = told("How much did Hong Kong's retail sales drop in December 2024?", [make_document(SALES, at=at("2025-02-03"))])

    assert draft.reason is None
    assert "9.7 percent" in draft.lines[0]


@pytest.mark.parametrize(
    ("text", "day", "answers"),
    [
        ("Retail sales in Hong Kong dropped 7 percent in February.", "2025-03-03", False),
        ("Retail sales in Hong Kong dropped 7 percent in March.", "2025-05-02", True),
        ("Retail sales in Hong Kong dropped 7 percent in April.", "2025-06-02", False),
        ("Retail sales in Hong Kong dropped 7 percent in March 2025, far more than since.", "2026-04-02", True),
        ("Retail sales in Hong Kong dropped 7 percent in March.", "2024-05-02", False),
    ],
)
def test_a_sentence_is_of_the_month_or_names_it(text: str, day: str, answers: bool):
    """The months around it, and the same month of other years, are told apart."""
    draft = told("How much did Hong Kong's retail sales drop in March 2025?", [make_document(text, at=at(day))])

    assert (draft.reason is None) is answers


def test_reports_of_the_time_are_searched_first():
    """One search among the reports that can tell of the quarter, one among all."""
    calls = plan(
        read("How much did Hong Kong's exports grow in the first quarter of 2024?"),
        [],
        tools=frozenset({"search_news"}),
        names=NAMES,
    )

    assert [(call.args.get("from_date"), call.args.get("to_date")) for call in calls] == [
        ("2024-01-01", "2024-10-17"),
        (None, None),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "When did the Hang Seng Tech Index close at its highest since November 2021?",
        "By how much will capital expenditure grow from 2023 to 2025?",
        "How did Baidu close on 17 September 2025?",
    ],
)
def test_a_time_that_only_marks_a_record_or_a_stretch_binds_no_report(question: str):
    """Such a time says nothing of when the answer is told."""
    assert time_of_telling(read(question)) is None


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("What was China's official manufacturing PMI for March 2025?", False),
        ("What official said that rates would fall?", True),
        ("Which official from the ministry spoke?", True),
    ],
)
def test_an_official_figure_is_nobody(question: str, person: bool):
    """ "Official" is a person only where a person could stand."""
    assert (read(question).wants.aim == "person") is person


@pytest.mark.parametrize(
    ("day", "answers"),
    [("2025-05-09", True), ("2025-08-12", False), ("2025-02-10", False)],
)
def test_last_quarter_is_the_one_that_just_ended(day: str, answers: bool):
    """A report of May that speaks of the last quarter tells of the first; one of August or February of another."""
    draft = told(
        "By how much did Manulife's profit fall in the first quarter of 2025?",
        [make_document("Manulife's profit fell 38.4 percent last quarter.", at=at(day))],
    )

    assert (draft.reason is None) is answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Retail sales rose 4 percent in the first two months of 2025.", False),
        ("Retail sales rose 4 percent in 2025.", False),
        ("Retail sales rose 4 percent in December 2025.", True),
    ],
)
def test_a_figure_of_a_longer_time_is_not_that_of_a_month(text: str, answers: bool):
    """Told long before the month or long after it, a year's or another season's figure names the year and nothing more."""
    for day in ("2025-03-17", "2026-10-20"):
        draft = told("By how much did retail sales rise in December 2025?", [make_document(text, at=at(day))])
        assert (draft.reason is None) is answers
