"""Questions about several days: each is looked for and answered by itself."""

from datetime import UTC, datetime

import pytest

from assistant.agent.extractive.plan import plan
from tests.support.passages import NAMES, make_document, read, told

TUESDAY = "The Hang Seng Tech Index closed 3.96 percent higher, with 6,105.50 on the board."
WEDNESDAY = "The Hang Seng Index closed at 24,771.14. The Hang Seng Tech Index gave up 1.05 percent and ended at 6,041.19."


def on(day: int) -> datetime:
    return datetime(2025, 3, day, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ("on 18 and 19 March 2025", True),
        ("on 21 February 2025 or on 17 September 2025", True),
        ("2025-09-17 vs 2025-09-18", True),
        ("on 17/9/2025 and 18/9/2025", True),
        ("on 7 April 2025, and how does the one-day move of 17 September 2025 compare", True),
        ("2025年9月17日和18日", True),
        ("from 1 to 5 September 2025", False),
        ("between 3 March 2025 and 7 April 2025", False),
        ("between the closes of 3 March 2025 and 7 April 2025", False),
        ("2025-09-17 to 2025-09-18", False),
        ("Sep 17-19, 2025", False),
        ("2025年9月17日至19日", False),
        ("bought on 1 September 2025 and sold on 30 September 2025", False),
        ("on 17 September 2025", False),
    ],
)
def test_days_named_one_by_one_are_told_from_a_stretch(words: str, listed: bool):
    """ "18 and 19 March" are two days; "from 1 to 5 September" is all the days between."""
    window = read(f"How did the Hang Seng Tech Index do {words}?").window

    assert window is not None
    assert window.listed is listed


def test_each_day_is_searched_by_itself():
    """Two days make two searches, each within its day."""
    calls = plan(
        read("Compare the closes of the Hang Seng Tech Index on 18 and 19 March 2025."),
        [],
        tools=frozenset({"search_news"}),
        names=NAMES,
    )

    assert [(call.args["from_date"], call.args["to_date"]) for call in calls] == [
        ("2025-03-18", "2025-03-18"),
        ("2025-03-19", "2025-03-19"),
    ]


def test_each_day_is_answered_by_its_own_report():
    """The close of each day is told, of the index that is asked about."""
    draft = told(
        "Compare the closes of the Hang Seng Tech Index on 18 and 19 March 2025.",
        [make_document(TUESDAY, at=on(18)), make_document(WEDNESDAY, at=on(19))],
    )

    assert draft.reason is None
    assert [("6,105.50" in line, "6,041.19" in line) for line in draft.lines] == [(True, False), (False, True)]


def test_a_day_that_no_report_tells_of_is_said_to_be_missing():
    """The answer for one day does not pass for that of both."""
    draft = told(
        "What was the Hang Seng Tech Index's close on 18 and 20 March 2025?",
        [make_document(TUESDAY, at=on(18)), make_document("Alibaba opened an office in Lyon.", at=on(20))],
    )

    assert "6,105.50" in draft.lines[0]
    assert draft.lines[1] == "Of another of the days asked about, the reports found do not say it."


def test_the_close_of_an_index_is_found_whatever_leads_up_to_it():
    """Words about what the figure is wanted for keep no sentence from answering."""
    draft = told(
        "For a chart of the tariff crash I need the closing value of the Hang Seng Tech Index on Tuesday 18 March 2025.",
        [make_document(TUESDAY, at=on(18))],
        rarity={"chart": 6.5, "tariff": 2.0, "crash": 4.9, "need": 2.8, "value": 3.4},
    )

    assert "6,105.50" in draft.lines[0]


def test_each_days_row_is_looked_up():
    """ "On the 17th or the 18th" asks for the row of each day, not for the move from one to the other."""
    calls = plan(
        read("Did Baidu rise more on 17 September 2025 or 18 September 2025?"),
        [],
        tools=frozenset({"get_price"}),
        names=NAMES,
    )

    assert [call.args["from_date"] for call in calls] == ["2025-09-17", "2025-09-18"]


def test_the_best_of_the_days_listed_is_computed_over_them():
    """Which of them it rose most on is one measure over all."""
    calls = plan(
        read("On which of the three days 15, 16 and 17 September 2025 did Baidu rise most?"),
        [],
        tools=frozenset({"get_price"}),
        names=NAMES,
    )

    assert [(call.args["from_date"], call.args["to_date"]) for call in calls] == [("2025-09-15", "2025-09-17")]
