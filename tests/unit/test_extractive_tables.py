"""Cells of tables inside reports."""

import pytest

from assistant.agent.gate import supporting_span
from tests.support.passages import make_document, told

TABLE = make_document(
    "Quayside Optics reported better results on Wednesday, helped by screens.\n\n"
    "| in $M | Q4'23 | Q1'24 | Q2'24 | Growth Y/Y |\n"
    "| Orders | $75,125 | $60,855 | $67,245 | 26% |\n"
    "| Free Cash Flow | $446 | $232 | $333 | 37% |\n"
    "| FCF Margin | 21% | 12% | 16% | 4% |\n\n"
    "Elsewhere markets were calm.\n\n"
    "| Index | Close | Change |\n\n"
    "| Harbour 50 | 6,068.50 | +0.03% |\n"
    "| Quay Composite | 19,643.86 | -0.36% |",
    title="Quayside Optics: a good quarter",
)


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What was the free cash flow of Quayside Optics in Q1'24?", "Free Cash Flow, Q1'24 (in $M): $232"),
        ("What was Quayside's FCF margin in the second quarter of 2024?", "FCF Margin, Q2'24: 16%"),
        ("What were orders in Q4'23?", "Orders, Q4'23 (in $M): $75,125"),
        ("How much did orders grow?", "Orders, Growth Y/Y: 26%"),
        ("At what level did the Quay Composite close?", "Quay Composite, Close: 19,643.86"),
        ("How much did the Harbour 50 change?", "Harbour 50, Change: +0.03%"),
    ],
)
def test_a_cell_is_told_by_its_row_and_its_column(question: str, cell: str):
    """A quarter by its number and year, a row by all of its words or their initials, a column by its words."""
    draft = told(question, [TABLE])

    assert draft.reason is None
    assert cell in draft.text


@pytest.mark.parametrize(
    "question",
    [
        "What was the free cash flow in Q3'24?",
        "What was Lenovo's free cash flow in Q1'24?",
        "What was Quayside's gross margin in Q1'24?",
        "What was the orders backlog in Q2'24?",
    ],
)
def test_a_cell_of_another_row_column_or_company_is_no_answer(question: str):
    """A quarter that the table lacks, somebody the report is not about, and a row that is called otherwise."""
    assert told(question, [TABLE]).reason in {"not_stated", "no_evidence", "out_of_window"}


def test_a_cell_is_quoted_with_the_head_of_its_table():
    """A reader sees which column the figure stands in; the table before it is not quoted."""
    start, end = supporting_span(TABLE.text, "Quay Composite, Close: 19,643.86 [1].") or (0, 0)

    assert TABLE.text[start:end].startswith("| Index | Close")
    assert TABLE.text[start:end].endswith("-0.36% |")
