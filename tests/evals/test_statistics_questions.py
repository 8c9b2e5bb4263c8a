"""Statistics asked for in words: by subject, metric and period, with every source, and what changed between two periods."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.story import Ask, asking, make_store

AS_OF = datetime(2025, 9, 20, 12, tzinfo=UTC)
TABLE = """subject,metric,value,unit,period,source,published_at
Ruritania,retail sales growth,3.4,%,August 2025,Statistics Office,2025-09-15T10:00:00+08:00
Ruritania,retail sales growth,3.3,%,August 2025,Central Bank,2025-09-16T10:00:00+08:00
Ruritania,retail sales growth,3.7,%,July 2025,Statistics Office,2025-08-15T10:00:00+08:00
Ruritania,online retail sales growth,9.6,%,August 2025,Statistics Office,2025-09-15T10:00:00+08:00
Ruritania,industrial output growth,5.2,%,August 2025,Statistics Office,2025-09-15T10:00:00+08:00
Ruritania,industrial output growth,5.7,%,July 2025,Statistics Office,2025-08-15T10:00:00+08:00
Hong Kong,GDP growth,3.1,%,Q2 2025,Census Office,2025-08-01T16:30:00+08:00
Hong Kong,GDP growth,3.0,%,Q1 2025,Census Office,2025-05-02T16:30:00+08:00
"""
AUGUST = "What was Ruritania's retail sales growth in August 2025?"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("stats")
    (folder / "stats.csv").write_text(TABLE, encoding="utf-8")
    with asking(make_store(folder / "store", folder / "stats.csv")) as ask:
        yield ask


def test_two_sources_that_differ_are_both_told(ask):
    """Neither is chosen silently, and the answer says that they differ."""
    told = ask(AUGUST, as_of=AS_OF)

    assert "3.4 % (August 2025; Statistics Office" in told["answer"]
    assert "3.3 % (August 2025; Central Bank" in told["answer"]
    assert "The sources differ for August 2025: Statistics Office and Central Bank" in told["answer"]
    assert {source.kind for source in told["citations"]} == {"stat"}


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What was Ruritania's retail sales growth in July 2025?", "3.7 %"),
        ("Ruritania online retail sales growth, August 2025", "9.6 %"),
        ("What was Ruritania's industrial output growth last month?", "5.2 %"),
        ("What was Hong Kong's GDP growth in Q1 2025?", "3 %"),
        ("What was Hong Kong's GDP growth in the second quarter of 2025?", "3.1 %"),
        ("What is the latest GDP growth of Hong Kong?", "3.1 %"),
    ],
)
def test_the_value_is_that_of_the_period_named(ask, question, figure):
    """A month, a quarter in either spelling, a relative month, or the newest where none is named; no other value beside it."""
    told = ask(question, as_of=AS_OF)

    assert [line.split(": ")[1].split(" (")[0] for line in told["answer"].splitlines()] == [figure]


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("How did Ruritania's retail sales growth change from July to August 2025?", "3.4 - 3.7, −0.3 percentage points"),
        ("Did Ruritania's industrial output growth slow in August 2025?", "5.2 - 5.7, −0.5 percentage points"),
        ("By how much did Hong Kong GDP growth change between Q1 and Q2 2025?", "3.1 - 3, +0.1 percentage points"),
    ],
)
def test_a_change_is_calculated_from_values_of_one_source(ask, question, change):
    """Both values are cited, and so is the calculation."""
    told = ask(question, as_of=AS_OF)

    assert change in told["answer"]
    assert {source.kind for source in told["citations"]} == {"stat", "calculation"}


def test_a_question_that_leans_on_the_one_before_takes_its_subject(ask):
    """ "From July" is to the period asked about before."""
    told = ask("How did it change from July?", history=[AUGUST], as_of=AS_OF)

    assert "August 2025 against July 2025 (Statistics Office): 3.4 - 3.7, −0.3 percentage points" in told["answer"]


@pytest.mark.parametrize(("question", "as_of"), [("June 2025", AS_OF), ("August 2025", datetime(2025, 9, 1, tzinfo=UTC))])
def test_a_period_that_is_not_held_is_not_answered_with_another(ask, question, as_of):
    """The nearest is told as such, and nothing that was not yet known."""
    told = ask(f"What was Ruritania's retail sales growth in {question}?", as_of=as_of)

    assert told["abstained"]
    assert told["answer"].startswith("No value is held for the period asked about. Nearest:")


def test_another_subject_is_not_answered(ask):
    """A country of which nothing is held has no figure."""
    assert ask("What was Syldavia's retail sales growth in August 2025?", as_of=AS_OF)["abstained"]
