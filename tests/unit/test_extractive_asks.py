"""What a question is taken apart into: its names, its report, its figure, its sides."""

from datetime import UTC, datetime

import pytest

from assistant.agent.extractive.comparing import Side, sides_of
from assistant.agent.extractive.names import proper_names
from assistant.agent.extractive.setting import told_apart
from assistant.agent.units import read_unit
from tests.support.passages import NAMES, make_document, told


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Where did Ada Wong and Ben Lee meet?", ["Ada Wong", "Ben Lee"]),
        ("What did Reuters' Morning Call say?", ["Reuters", "Morning Call"]),
        ("Below what value are goods free of duty?", []),
        ("Analysts at which bank were right?", []),
        ("What do Lenovo-made machines cost?", ["Lenovo"]),
    ],
)
def test_names_of_a_question_stand_apart(question: str, names: list[str]):
    """Two people are two names, an owner is not what it owns, and an ordinary first word is none."""
    assert proper_names(question, []) == names


@pytest.mark.parametrize(
    ("question", "bare", "told_by"),
    [
        ("Who leads it, according to the e-commerce report?", "Who leads it?", "e-commerce report"),
        ("What is her role, in the ad tech story?", "What is her role?", "ad tech story"),
        ("How much did it gain, per Investing.com?", "How much did it gain?", "Investing.com"),
        ("Which three brokers are named in the article?", "Which three brokers?", "article"),
        ("How much did it gain in the week?", "How much did it gain in the week?", ""),
    ],
)
def test_what_is_said_of_the_report_is_no_part_of_what_is_asked(question: str, bare: str, told_by: str):
    """Words that say which report tells it need not stand in the sentence that answers."""
    found, said = told_apart(question, names=lambda text: [])

    assert " ".join(found.split()).replace(" ?", "?") == bare
    assert said.removeprefix("the ") == told_by


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("How long was the meeting?", "duration"),
        ("How old was the driver?", "age"),
        ("What tariff rate applies?", "percent"),
        ("What was the starting price of the phone?", "price"),
        ("How many engineers work there?", "number"),
        ("Who works there?", None),
    ],
)
def test_the_unit_of_the_answer_is_read_from_the_question(question: str, unit: str | None):
    """A length of time, an age, a rate, a price and a count are told apart."""
    assert read_unit(question) == unit


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Baidu against SMIC, Hong Kong?", [Side(text="Baidu, Hong Kong"), Side(text="SMIC, Hong Kong")]),
        ("How did Baidu compare with SMIC?", [Side(text="Baidu"), Side(text="SMIC")]),
        ("Baidu at midday vs close?", [Side(text="Baidu ?", part="midday"), Side(text="Baidu ?", part="close")]),
        ("How does the valuation of Baidu compare with SMIC?", []),
        ("Why did Baidu rise?", []),
    ],
)
def test_a_comparison_has_two_sides(question: str, sides: list[Side]):
    """Names or moments of the day that are set against each other are asked about one by one."""
    assert list(sides_of(question, names=NAMES)) == sides


def test_each_day_of_a_comparison_is_answered_from_its_own_reports():
    """The figure of the one day is not shown for the other."""
    first = make_document(
        "Stocks ended lower. The Hang Seng Index fell 1.5 percent to close at 26,000.", title="Stocks end lower"
    )
    second = make_document(
        "Stocks ended higher. The Hang Seng Index rose 2.5 percent to close at 26,650.",
        title="Stocks end higher",
        at=datetime(2025, 9, 18, 9, 0, tzinfo=UTC),
    )

    lines = told("Hang Seng Index on 17 September 2025 against 18 September 2025?", [first, second]).lines

    assert ["1.5 percent" in lines[0], "2.5 percent" in lines[1]] == [True, True]
    assert len(lines) == 2


def test_two_sentences_that_go_together_answer_where_neither_does_alone():
    """The name stands in the one, what is asked for in the other; a mark stands behind each."""
    report = "A director of the port office praised young engineers of Harbour City. Ada Wong said their work was valued."

    text = told("Who is the port office director who praised young engineers?", [report]).text

    assert "praised young engineers of Harbour City. [1] Ada Wong said" in text
