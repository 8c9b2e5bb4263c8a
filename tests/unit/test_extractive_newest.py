"""Questions in few words: the newest report first, and what moved before what merely stands in a table."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.agent.extractive.plan import plan
from tests.support.passages import NAMES, make_document, read, told


def test_the_latest_on_somebody_is_told_newest_first():
    """The report of the day after stands before that of the day."""
    draft = told(
        "What's the latest on SMIC?",
        [
            make_document("SMIC ended 7.1 percent up at HK$67.70.", at=datetime(2025, 9, 17, 9, tzinfo=UTC)),
            make_document("SMIC closed 2.7 percent higher at HK$69.50.", at=datetime(2025, 9, 18, 9, tzinfo=UTC)),
        ],
    )

    assert ["HK$69.50" in line for line in draft.lines[:2]] == [True, False]


def test_a_name_and_a_day_ask_how_it_moved():
    """A multiple of that day is no answer before the day's move."""
    draft = told(
        "hstech 17 september 2025",
        [
            "The Hang Seng Tech Index trades at a forward price-earnings multiple of 21 times.",
            "The Hang Seng Tech Index added 4.2 percent.",
        ],
    )

    assert "added 4.2 percent" in draft.lines[0]


HELD = ("The Federal Reserve held interest rates steady on Wednesday.", datetime(2025, 6, 19, tzinfo=UTC))
CUT = ("The Federal Reserve cut interest rates by a quarter point on Wednesday.", datetime(2025, 9, 18, tzinfo=UTC))
HOPED = ("Traders now expect that the Fed will cut interest rates again.", datetime(2025, 9, 25, tzinfo=UTC))
TOLLS = [
    ("The death toll of the Pingyuan flood has passed 160, officials said.", datetime(2025, 9, 3, tzinfo=UTC)),
    ("The death toll of the Pingyuan flood has risen to 212, officials said.", datetime(2025, 9, 8, tzinfo=UTC)),
]


def test_whether_something_was_done_is_told_by_the_newest_report_that_it_was():
    """By whatever name its doer goes, and not by those who only speak of its being done again."""
    draft = told("Did the Fed cut rates?", [make_document(text, at=at) for text, at in (HELD, CUT, HOPED)])

    assert "cut interest rates by a quarter point" in draft.lines[0]


@pytest.mark.parametrize("rows", [TOLLS, TOLLS[::-1]])
def test_a_figure_that_changes_is_told_as_it_stands(rows):
    """A toll asked for in the present is that of the newest report, wherever it was found."""
    draft = told("What is the death toll of the Pingyuan flood?", [make_document(text, at=at) for text, at in rows])

    assert "212" in draft.lines[0]
    assert "2025" in draft.lines[0]


@pytest.mark.parametrize(
    ("question", "searches"),
    [
        ("What is the unemployment rate in Hong Kong?", 2),
        ("Did the Fed cut rates?", 2),
        ("Did the Fed cut rates in December 2024?", 1),
        ("Who is the Pingyuan mayor?", 1),
    ],
)
def test_what_stands_now_is_looked_for_among_the_newest_reports_too(question, searches):
    """Beside all that is held, where the question names no time of its own."""
    calls = plan(read(question), [], tools=frozenset({"search_news"}), names=NAMES)

    assert len([call for call in calls if call.name == "search_news"]) == searches
    assert ("from_date" in calls[0].args) == (searches == 2 or "2024" in question)


@pytest.mark.parametrize(("days", "said"), [(30, False), (90, True)])
def test_what_stood_long_ago_is_said_to_be_old(days, said):
    """A report of months before the moment asked about may have been overtaken, and nothing newer tells."""
    (text, at) = TOLLS[1]
    draft = told("What is the death toll of the Pingyuan flood?", [make_document(text, at=at)], as_of=at + timedelta(days=days))

    assert ("No newer report held tells this; it may have changed since." in draft.lines) == said


@pytest.mark.parametrize(("level", "told_by"), [("HK$80", "passed HK$80"), ("HK$90", "")])
def test_when_a_level_was_passed_is_told_by_a_report_of_that_level(level, told_by):
    """A first time of another level is none of this one, even if that lies beyond it."""
    draft = told(
        f"When did Baidu's shares first pass {level}?",
        [
            make_document("Baidu's shares passed HK$80 for the first time this year shortly after 12:00 pm on Monday."),
            make_document("Baidu's shares surpassed HK$70 for the first time in early August, having lost ground before."),
        ],
    )

    assert (told_by in draft.lines[0]) if told_by else draft.reason
