"""What a figure of a sentence is of: a metric, a quarter, a year; and whom a sentence is about."""

import pytest

from tests.support.passages import told

RESULTS = """Lenovo said its second-quarter net profit fell 38 percent from a year earlier to $107 million.

Revenue rose 31 percent to $2.2 billion. The gross margin was 22.6 percent, up from 16.4 percent a year earlier.

Prices rose 0.4 percent in March, with low unemployment and growth still above the bank's 2 percent target.

One of its suppliers is Harbour Glass, which makes screens. Another supplier is Quayside Optics, which
had a valuation of $1.2 billion.

Quayside advanced 4.7 percent after it beat the revenue it had promised for the second quarter. Its shares are up this year."""


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("What was Lenovo's gross margin in the second quarter?", "22.6 percent"),
        ("What was Lenovo's gross margin a year earlier?", "16.4 percent a year earlier"),
        ("How much did Lenovo's net profit fall from a year earlier?", "38 percent"),
        ("What is the growth target?", "2 percent target"),
        ("What is the valuation of Quayside Optics?", "$1.2 billion"),
    ],
)
def test_the_figure_of_what_was_asked_answers(question: str, right: str):
    """The metric, the quarter and the year stand beside it."""
    draft = told(question, [RESULTS])

    assert draft.reason is None
    assert right in draft.text


@pytest.mark.parametrize(
    "question",
    [
        "What was Lenovo's gross margin in the first quarter?",
        "What was Lenovo's revenue a year earlier?",
        "What is the unemployment rate?",
        "What is the valuation of Harbour Glass?",
        "How much did Lenovo's revenue fall in the first quarter?",
    ],
)
def test_a_figure_of_another_metric_time_or_company_is_no_answer(question: str):
    """A target is no rate, this quarter's margin not the last one's, a neighbour's worth not its own."""
    assert told(question, [RESULTS]).reason in {"not_stated", "no_evidence", "out_of_window"}


def test_the_second_of_two_sentences_on_somebody_else_gives_no_figure():
    """Two sentences go together for a figure only where the second does not open with a name of its own."""
    text = "Lenovo sells screens in the second quarter. Coppermill advanced 4.7 percent after it beat revenue hopes."

    assert told("How much did Lenovo's revenue advance in the second quarter?", [text]).reason == "not_stated"


def test_two_figures_of_something_else_make_no_gap():
    """A difference is reckoned from the sentence that carries the question, not from another that has two figures."""
    text = (
        "Lenovo's tablets brought $69 billion, about $500 million less than it took for tablets a year earlier.\n\n"
        "Its services brought $26 billion, compared with $23 billion a year earlier."
    )
    shown = told("How much less did Lenovo take for tablets than a year earlier?", [text]).text

    assert "$500 million less" in shown
    assert "Calculated" not in shown


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When will Lenovo's Osaka plant open?", "Lenovo's Osaka plant was praised in the fourth quarter of 2024."),
        ("Why did Lenovo decline to comment?", "Lenovo declined to comment. Cheap loans may ease its burden, given low rates."),
        ("Why did Ben Lee bid for Lenovo?", "Lenovo has an unsolicited bid led by Ben Lee, raising new questions."),
    ],
)
def test_the_time_or_the_cause_of_something_else_is_no_answer(question: str, text: str):
    """What is asked to have happened must be told with its time, or with a cause."""
    assert told(question, [text]).reason in {"not_stated", "future"}


def test_what_something_is_is_told_by_the_sentence_that_says_what_it_is():
    """ "X is a ..." and "X, the ..." come before sentences that only name it."""
    text = (
        "Buyers eye new tablets with Harbour Sense after a slow spring for Harbour Sense in shops.\n\n"
        "Harbour Sense is a suite of tools for drawing that was shown in June."
    )
    shown = told("What is Harbour Sense?", [text]).text

    assert shown.index("suite of tools") < shown.index("slow spring") if "slow spring" in shown else "suite of tools" in shown
