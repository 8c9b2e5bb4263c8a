"""One market report: what it says in passing, over other spans, of others, or not at all."""

import pytest

from assistant.agent.extractive.names import people, proper_names
from tests.support.passages import told

REPORT = """The Hang Seng Index jumped 1.3 percent to a five-month high on Tuesday. Asian stocks are up between 4 percent and
12 percent since mid-July.

Lenovo, the owner of a tenth of cloud firm Quayside, fell 6 percent. Battery giant CATL and search engine operator Baidu rose.

Walmart offered 20 million American depositary shares of Chinese e-commerce firm JD.com. Ridgeway Securities is the
broker-dealer of the offering. The sale was first told of by traders. JD.com declined to comment.

The Chinese e-commerce giant has lost half of its customers, and its share price has dropped 64 percent since its peak,
when Walmart became its owner. Walmart reported a 9.4 percent rise in revenue.

Xiaomi brought out a tablet on Monday. That sent its shares up 5 percent.

Lim Boon Teck, a portfolio manager at Harbour House, saw the worst day since May 2012 behind it.
Harbour House Chair Ada Wong Lai agreed.

Profits at Chinese chipmakers have suffered from weak demand. July 5,000 calls were the most active. About 900 contracts
changed hands.

Tokyo fell 2 percent. Turnover hit a record 410 billion dollars."""


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("How much did the Hang Seng Index gain on 17 September 2025?", "1.3 percent"),
        ("How many ADSs are on offer?", "20 million"),
        ("Who handles the sale?", "Ridgeway Securities"),
        ("What did JD.com say about the sale?", "declined to comment"),
        ("How much has JD.com's share price dropped from its peak?", "64 percent"),
        ("Why did Xiaomi rise?", "brought out a tablet"),
        ("What does CATL make?", "Battery giant"),
        ("What is Lim Boon Teck's job?", "a portfolio manager"),
        ("When was there last a worse day?", "May 2012"),
        ("Who chairs Harbour House?", "Ada Wong Lai"),
        ("What weighs on the profits of Chinese chipmakers?", "weak demand"),
        ("Which contracts were the most heavily traded?", "July 5,000 calls"),
    ],
)
def test_what_a_report_says_in_passing_answers(question: str, right: str):
    """It is said in other words, beside a name, of somebody who is only pointed back to, or with its cause before it."""
    draft = told(question, [REPORT])

    assert draft.reason is None
    assert right in draft.text


@pytest.mark.parametrize(
    "question",
    [
        "How much did the Shanghai Composite gain?",
        "How much did Walmart's shares rise?",
        "What does Xiaomi make?",
        "What was the turnover in Shanghai?",
        "Which banks are financing CATL?",
    ],
)
def test_what_is_said_of_another_or_of_another_thing_is_no_answer(question: str):
    """All markets' move is no index's, a rise in revenue no share's, a place said last before it its figure's own."""
    assert told(question, [REPORT]).reason in {"not_stated", "no_evidence"}


def test_a_move_up_to_a_day_is_not_told_of_the_day():
    """What has happened since a peak is not what happened on the day that is asked about."""
    text = "JD.com fell 3 percent on 17 September 2025. JD.com has fallen 64 percent since its peak."

    assert "3 percent on" in told("How much did JD.com fall on 17 September 2025?", [text]).text.splitlines()[0]


def test_a_week_is_told_by_a_sentence_that_names_it_though_its_report_opens_on_another_day():
    """ "After last week's gain" and "had last week imposed" are of last week, not of the day after it."""
    text = "Stocks rose on Wednesday. The Hang Seng Tech Index is in a bull market after last week's 9 percent gain."

    assert "9 percent" in told("How much did the Hang Seng Tech Index gain in the week of 8 September 2025?", [text]).text


def test_names_are_read_without_their_titles_and_plurals():
    """A title inside a run of capitals ends before the name; initials with an s are the initials."""
    assert people("Harbour House Chair Ada Wong Lai agreed.") == ["Ada Wong Lai"]
    assert proper_names("How many ADSs did it sell?", []) == ["ADS"]


NEIGHBOURS = """Fernhill announced a plan last month that includes cutting 700 jobs, as slumping sales led to a plunge in its
profit. "This is about Fernhill, but Oakdene itself is not resting," said an analyst.

Under CEO Lena Maarten, HSBC has left Ruritania this year. The trade group's president Otto Brandt agreed."""


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("How many jobs is Fernhill cutting?", "700 jobs"),
        ("Who is the CEO of HSBC?", "Lena Maarten"),
    ],
)
def test_a_neighbour_is_told_what_is_his(question: str, right: str):
    """Of two neighbours each has what its own sentence says; a company is led by whom its sentence opens under."""
    assert right in told(question, [NEIGHBOURS]).text


@pytest.mark.parametrize("question", ["How many jobs is Oakdene cutting?", "Who is the president of the Fernhill Commission?"])
def test_a_neighbour_is_not_told_what_is_the_others(question: str):
    """A figure of the first of two sentences is of whom that opens with, and another body's president is not his."""
    assert told(question, [NEIGHBOURS]).reason is not None
