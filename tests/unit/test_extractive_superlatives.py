"""Which stock moved furthest, of those that one report tells."""

from tests.support.passages import told

STORY = """Lenovo fell 2.1 percent on Monday.

Harbour Glass sank over 11 percent after it forecast first-quarter profit below estimates.

Tesla tumbled 6.3 percent. Quayside Optics jumped almost 7 percent, and is up 40 percent this year.

The Harbour index of shipping stocks fell 14 percent."""


def test_the_furthest_move_of_a_company_is_shown():
    """Of the direction asked for, over the day, and not an index's; the quarter of a cause is no span of the move."""
    assert "Harbour Glass sank over 11 percent" in told("Which stock fell the most?", [STORY]).text
    assert "Tesla" not in told("Which stock fell the most?", [STORY]).text
    assert "Quayside Optics jumped almost 7 percent" in told("Which company had the biggest gain?", [STORY]).text


def test_a_sentence_that_says_it_itself_comes_first():
    """What the report calls the biggest loser is told as that."""
    text = f"{STORY}\n\nTesla led declines with its fall of 6.3 percent at midday."

    assert "Tesla led declines" in told("Which stock fell the most?", [text]).text


def test_a_report_without_a_move_of_that_direction_does_not_say():
    """Nothing is shown in its place."""
    assert (
        told("Which stock fell the most?", ["Declining stocks outnumbered rising ones. Lenovo rose 2 percent."]).reason
        == "not_stated"
    )
