"""A share's price is asked for and no row is held: only a report that states it answers."""

import pytest

from tests.support.passages import told

PROFIT = "Tencent's net profit rose 90 percent to 51.3 billion yuan in the quarter."
CLOSED = "Tencent closed at HK$642 on Wednesday."
SHARES = "Tencent's shares gained 2.2 percent on Wednesday."


@pytest.mark.parametrize(
    "question",
    ["What was Tencent's close on 17 September 2025?", "How much did Tencent's shares change?", "騰訊收市價是多少？"],
)
def test_business_figures_are_no_price(question: str):
    """What a company earned tells nobody where its share stood."""
    assert told(question, [PROFIT]).reason is not None


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("What was Tencent's close on 17 September 2025?", CLOSED),
        ("How much did Tencent's shares gain?", SHARES),
        ("How much did Tencent's profit rise?", PROFIT),
        ("What was the Hang Seng Index's close?", "The Hang Seng Index was up 1.8 percent at 26,908."),
    ],
)
def test_a_report_that_states_it_answers(question: str, report: str):
    """A level as a price, a move as one of the shares, an index without a word of prices; business asked for is told."""
    assert told(question, [report]).reason is None
