"""Honest paraphrases pass the check; a small word that turns the source's sense does not."""

from datetime import date

import pytest

from assistant.figures.parse import parse
from assistant.figures.verify import Evidence, verify

DAY = date(2025, 9, 17)  # a Wednesday


def passes(source: str, claim: str, *, day: date = DAY) -> bool:
    return verify(f"{claim} [1]", [Evidence(n=1, text=source, day=day)]).ok


RAISED = "The fund raised its 2025 growth forecast for the region to 4.8 percent from 4.5 percent."
TUMBLED = "Shares of Orbit Chips closed down 2.1 percent ahead of its quarterly results."
SHY = "The Harbour Index ended at 26,200, just shy of a record set in May."
YEAR = "The Harbour Index has jumped 42 percent this year."
BASES = "Filings grew 83 percent from a year earlier, and by 14 percent on a monthly basis."
TOGETHER = "Over the first two months of the year taken together, petitions came to 1,606."
LATE = "Shares in Orbit Chips rose 6 percent in after-hours trading."
AMOUNT = "Orbit Chips raised almost $3.1 billion in its share sale."
EARNED = "Orbit Chips earned $6.12 a share, well above the $5.60 that analysts had expected."
BOND = (
    "Lantern Group turned to the bond market for 9 billion yuan ($1.27 billion), after Orbit raised $3.2 billion from shares."
)
COURSE = "The Harbour Index is set for its seventh consecutive week of gains."
COUNTED = "The number of petitions stood at 787 in February, up 21.5 percent year on year but down 3.9 percent from January."
LEVELS = "The Harbour Index was up 0.27 percent to 3,355 points, and the Summit Index 0.39 percent to 10,791 points."


@pytest.mark.parametrize(
    ("source", "true", "false"),
    [
        (RAISED, "The fund lifted its 2025 growth forecast to 4.8%.", "The fund cut its 2025 growth forecast to 4.8%."),
        (TUMBLED, "Orbit Chips fell 2.1% before its results.", "Orbit Chips fell 2.1% after its results."),
        (SHY, "The Harbour Index closed at 26,200, close to a record.", "The Harbour Index closed at a record 26,200."),
        (YEAR, "The Harbour Index has gained 42% this year.", "The Harbour Index gained 42% on Wednesday."),
        (BASES, "Filings rose 14 percent on a monthly basis.", "Filings rose 14 percent from a year earlier."),
        (TOGETHER, "Petitions reached 1,606 in the first two months.", "Petitions reached 1,606 in February."),
        (LATE, "Orbit Chips gained 6% in after-hours trading.", "Orbit Chips gained 6% in the regular session."),
        (AMOUNT, "Orbit Chips raised nearly $3.1bn.", "Orbit Chips raised over $3.1bn."),
        (EARNED, "Orbit Chips earned $6.12 a share; analysts had expected $5.60.", "Orbit Chips earned over $5.60 a share."),
        (BOND, "Lantern Group raised about $1.3 billion in the bond market.", "Lantern Group raised $3.2 billion from shares."),
        (
            COURSE,
            "The Harbour Index is on course for a seventh straight weekly gain.",
            "The Harbour Index rose a seventh straight week.",
        ),
        (COUNTED, "Petitions rose 21.5 percent year on year in February to 787.", "Petitions rose 3.9 percent from January."),
        (
            LEVELS,
            "The Harbour Index rose 0.27% to 3,355 and the Summit Index 0.39% to 10,791.",
            "The Summit Index rose 0.27% to 3,355.",
        ),
    ],
    ids=lambda text: text[:40],
)
def test_a_paraphrase_holds_and_its_turned_twin_does_not(source: str, true: str, false: str):
    """The same source carries the plain retelling, and not the sentence that differs by one small word."""
    assert passes(source, true)
    assert not passes(source, false)


def test_a_weekday_may_come_from_the_opening_of_a_report_of_another_zone():
    """The report is of Saturday where it was published, and says "on Friday" as it opens."""
    source = "Wall Street stocks rose on Friday. The Harbour Index finished up 0.6 percent at 40,000."
    saturday = date(2024, 7, 13)

    assert passes(source, "The Harbour Index closed up 0.6% at 40,000 on Friday.", day=saturday)
    assert not passes(source, "The Harbour Index closed up 0.6% at 40,000 on Thursday.", day=saturday)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rose by a fifth", "20.00"),
        ("about a tenth of its shares", "10.00"),
        ("fell two-fifths this year", "40.00"),
        ("nearly a third.", "33.33"),
        ("up an eighth on the day", "12.50"),
    ],
)
def test_shares_in_words_are_figures(text: str, value: str):
    """A fraction is a percentage, so that it has to be in a source like any other."""
    [figure] = [one for one in parse(text) if one.unit == "%"]
    assert str(figure.value) == value


@pytest.mark.parametrize(
    "text", ["a third straight week", "the fifth session", "a fourth-quarter profit", "a tenth anniversary"]
)
def test_ranks_are_no_shares(text: str):
    """ "A third week" counts weeks."""
    assert not [one for one in parse(text) if one.unit == "%"]


def test_a_share_in_words_is_held_to_the_percentage():
    """A tenth is 10 percent; a fifth is not 16, nearly or not."""
    source = "Orbit Chips sold 10 percent of its shares and rose 16 percent."

    assert passes(source, "Orbit Chips sold about a tenth of its shares.")
    assert not passes(source, "Orbit Chips rose nearly a fifth.")


@pytest.mark.parametrize("written", ["09.999", "0999", "x999", "A999", "０９.９９"])
def test_digits_that_are_read_as_no_figure_must_stand_in_the_source(written: str):
    """What looks like a code is no way around the check: it is in the source as written, or the sentence fails."""
    source = "Orbit Chips closed at HK$131.00 under its code A998, after the COVID-19 years."

    assert not passes(source, f"Orbit Chips closed at {written} HKD.")
    assert passes(source, "Orbit Chips, code A998, closed at HK$131 after the COVID-19 years.")
