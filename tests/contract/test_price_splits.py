"""A split is never told as a crash: changes over one are computed from comparable prices, and say so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.story import Ask, asking, make_store

AFTER = datetime(2025, 10, 10, tzinfo=UTC)
HEADER = "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits"
ROWS = [
    "2025-09-12,396,404,390,400,1000,0.0,0.0",
    "2025-09-15,404,424,400,420,1000,0.0,0.0",
    "2025-09-16,420,428,412,416,1000,0.0,0.0",
    "2025-09-17,104,111,103,110.24,4000,0.0,4.0",
    "2025-09-18,109,109,100,102,4000,0.0,0.0",
]


def store(folder: Path, rows: list[str], header: str = HEADER) -> Path:
    table = folder / "BABA.csv"
    table.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return make_store(folder / "store", table)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(store(tmp_path_factory.mktemp("split"), ROWS)) as ask:
        yield ask


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("By how many percent did BABA move on 17 September 2025?", "up 6.24 USD (+6.00 %) from 104 on 16 September"),
        ("How much did BABA gain between 15 and 18 September 2025?", "lost 2.86 % between the closes of 15 September 2025"),
        ("What was the best day of BABA between 15 and 18 September 2025?", "best day: 17 September 2025, +6.00 %"),
        ("What was the worst day of BABA between 15 and 18 September 2025?", "worst day: 18 September 2025, −7.47 %"),
        ("What was the largest drawdown of BABA between 12 and 18 September 2025?", "−7.47 %, from 110.24 USD"),
        ("How many days in a row did BABA rise up to 17 September 2025?", "rose 1 session in a row"),
    ],
)  # fmt: skip
def test_a_split_is_no_crash(ask: Ask, question: str, told: str):
    """Four shares for one: prices before it are divided by four wherever one is set against a later one."""
    answer = ask(question, as_of=AFTER)

    assert told in answer["answer"]
    assert not answer["withheld"]


def test_what_was_done_to_the_prices_is_said(ask: Ask):
    """The answer and the quoted row both tell of the division; a day of its own is told as it traded."""
    moved = ask("By how many percent did BABA move on 17 September 2025?", as_of=AFTER)
    before = ask("What did BABA close at on 16 September 2025?", as_of=AFTER)

    assert "Prices from before a split are divided by 4" in moved["answer"]
    assert any("divided by 4 for a later split" in source.quote for source in moved["citations"])
    assert "closed at 416 USD on 16 September 2025" in before["answer"]
    assert "divided" not in before["answer"]


def test_a_jump_without_a_split_on_record_is_flagged(tmp_path: Path):
    """The same rows without the column: the fall is told with the warning that it may be none."""
    rows = [row.rsplit(",", 2)[0] for row in ROWS]
    with asking(store(tmp_path, rows, HEADER.rsplit(",", 2)[0])) as ask:
        day = ask("By how many percent did BABA move on 17 September 2025?", as_of=AFTER)
        span = ask("What was the largest drawdown of BABA between 12 and 18 September 2025?", as_of=AFTER)

    assert "jumped from the one before with no split on record" in day["answer"]
    assert "no split on record" in span["answer"]
