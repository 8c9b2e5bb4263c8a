"""Questions in few words: the newest report first, and what moved before what merely stands in a table."""

from datetime import UTC, datetime

from tests.support.passages import make_document, told


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
