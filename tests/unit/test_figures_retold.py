"""Figures retold in other words: days that a report names by weekday, paces, levels, and what is told as one."""

from datetime import date

import pytest

from assistant.figures.verify import Evidence, verify

DAY = date(2025, 9, 18)  # a Thursday


def passes(source: str, claim: str, *, title: str = "Markets") -> bool:
    return verify(f"{claim} [1]", [Evidence(n=1, text=source, day=DAY, title=title)]).ok


SESSION = "The Harbour Index fell 2.1 percent to 5,614 on Wednesday as traders waited for data."
RATE = "The jobless rate ticked up to 5.4 percent in August, up 0.2 percentage points from July."
IMPORTS = "Imports increased 1.8 percent in August, slowing from an 8.4 percent jump in July."
YEAR = "Net profit at Lantern last year came to 36.1 billion yuan, a rise of 27 percent on 2023."
PROFIT = "Lantern posted a full-year profit of HK$15.77 billion, more than twice the HK$7.78 billion of 2023."
TWO = (
    "Lantern's adjusted profit was 24.4 billion yuan in spring, down 11 percent. For the full year it rose 11 percent to "
    "157 billion."
)
PAIR = "Orbit and Kestrel closed up 2.2 percent and 3.8 percent respectively."
BEAT = "Sales rose eight percent to 280 billion yuan, exceeding the 277 billion yuan estimated by analysts."
RANK = "Ada Quay is the third person to defend the title."
BOUND = "At 6.7 percent by now, the rate was the highest since March 2019."
JOBS = "Lantern promised to help create at least a million jobs."
LENDING = "The Harbour bank cut its one-year rate from 3.35 percent to 3.1 percent, a quarter point less than in spring."
CRASH = "The Harbour Index fell 13.2 percent on Thursday, its biggest drop since 1997."
GROWTH = "Output in Norland grew 2.3 percent in the second quarter, slowing from 3.1 percent."
CLOUD = "Cloud revenue grew 9.7 percent at Orbit and 7.6 percent at Kestrel, compared with 31 percent at Lantern."
FIRE = "A fire in Westmere county killed nine people in southern Norland."
DONORS = "There were 54 deceased organ donors who saved 138 patients.\nThere were 56 living organ donors who saved 56 patients."
SLEEPER = "The trip took 19 hours before and takes 11 hours now."
HAN_RANK = "元岸指數報105.09，連續第4個交易日下跌。"


@pytest.mark.parametrize(
    ("source", "true", "false"),
    [
        (
            SESSION,
            "On September 17, 2025 the Harbour Index fell 2.1 percent.",
            "On September 18, 2025 the Harbour Index fell 2.1 percent.",
        ),
        (RATE, "The jobless rate rose to 5.4 percent in August.", "The jobless rate rose by 5.4 percentage points in August."),
        (IMPORTS, "Import growth cooled to 1.8 percent in August.", "Import growth cooled to 8.4 percent in August."),
        (
            YEAR,
            "In 2024 Lantern earned 36.1 billion yuan.",
            "In 2025 Lantern earned 36.1 billion yuan.",
        ),
        (PROFIT, "Lantern's profit came to HK$15.77 billion.", "Lantern's loss came to HK$15.77 billion."),
        (
            TWO,
            "Adjusted profit fell 11 percent to 24.4 billion yuan in spring.",
            "Adjusted profit rose 11 percent to 24.4 billion yuan in spring.",
        ),
        (PAIR, "Orbit rose 2.2 percent.", "Orbit and Kestrel rose 3.8 percent and 2.2 percent."),
        (BEAT, "Sales were 280 billion yuan, above the 277 billion yuan estimated.", "Sales were over 277 billion yuan."),
        (RANK, "Ada Quay is only the third player to defend the title.", "Ada Quay is the fourth player to defend the title."),
        (
            BOUND,
            "The rate is 6.7 percent, the most since March 2019.",
            "The rate is 6.7 percent, the most since March 2018.",
        ),
        (
            JOBS,
            "Lantern promised to help create no fewer than one million jobs.",
            "Lantern promised to help create two million jobs.",
        ),
        (
            LENDING,
            "The Harbour bank cut its one-year rate by 25 basis points to 3.1 percent.",
            "The Harbour bank cut its one-year rate by 35 basis points to 3.1 percent.",
        ),
        (
            CRASH,
            "On September 18, 2025 the Harbour Index had its biggest one-day fall since 1997.",
            "On September 18, 2025 the Harbour Index had its biggest two-day fall since 1997.",
        ),
        (
            GROWTH,
            "Norland's output grew 2.3 percent in the second quarter of 2025.",
            "Norland's output grew 2.3 percent in the second quarter of 2024.",
        ),
        (
            CLOUD,
            "Orbit's cloud revenue grew 9.7 percent, far below Lantern's 31 percent.",
            "Orbit's cloud revenue grew 9.7 percent, far below Kestrel's 31 percent.",
        ),
        (FIRE, "Nine people died in a fire in Westmere.", "Eight people died in a fire in Westmere."),
        (DONORS, "54 deceased donors saved 138 patients.", "56 deceased donors saved 138 patients."),
        (SLEEPER, "The trip was cut from 19 hours to 11.", "The trip was cut from 19 hours to 12."),
        (HAN_RANK, "元岸指數連續第四個交易日回落，報105.09。", "元岸指數連續第五個交易日回落，報105.09。"),
    ],
    ids=lambda text: text[:40],
)
def test_what_is_meant_counts_not_how_it_is_written(source: str, true: str, false: str):
    """Each true retelling passes; the same with another day, direction, year, owner or strength does not."""
    assert passes(source, true)
    assert not passes(source, false)


def test_what_is_quoted_word_for_word_holds_its_figures():
    """A headline in quotation marks needs nobody whom its figure is said of."""
    title = "Lantern jumps to a four-year high as demand grows"

    assert passes("Shares rose.", f"“{title}” was published on September 18, 2025.", title=title)
