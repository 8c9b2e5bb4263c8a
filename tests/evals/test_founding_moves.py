"""The founding story's moves set beside the tape, one by one, over our own reports and over the real ones."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.shared import SHARED
from tests.support.story import SAMPLE, Ask, asking, make_store

AS_OF = datetime(2025, 9, 18, 12, tzinfo=UTC)
NEWS, PRICES = SHARED / "data" / "news", SHARED / "data" / "prices" / "tidy_aug_oct_2025.csv"
REPORT = """---
title: Baidu leads Hong Kong's technology shares
date: {stamp}
publisher: Our Paper
---
Hong Kong technology shares rallied. Baidu soared 15.7% to HK$131 after a broker raised its rating.

Chip maker SMIC closed more than 7 percent higher. Alibaba added 5.3%, JD.com advanced 5.2%,
and Tencent rose 2.6% after it sold a bond.

In New York, Baidu's American depositary receipts ended the day 11.3 percent higher.
"""
MOVES = [
    ("By how much did the reports say Baidu's shares soared?", "Baidu (9888.HK) closed at 131 HKD, +15.72 %", "15.7%"),
    ("By how much did SMIC shares rise according to the reports?", "(0981.HK) closed at 67.7 HKD, +7.12 %", "over 7 percent"),
    ("What happened to Alibaba shares?", "(9988.HK) closed at 161.6 HKD, +5.28 %", "5.3%"),
    ("What happened to JD.com shares?", "(9618.HK) closed at 136.7 HKD, +5.15 %", "5.2%"),
    ("What happened to Baidu's depositary receipts?", "Baidu (BIDU) closed at 137.83 USD, +11.34 %", "11.3 percent"),
]  # fmt: skip


def tape(told: dict) -> str:
    return "\n".join(line for line in told["answer"].splitlines() if line.startswith("The tape"))


@pytest.fixture(scope="module", params=["2025-09-18T08:00:00+08:00", "2025-09-17"])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("story")
    (folder / "report.md").write_text(REPORT.format(stamp=request.param), encoding="utf-8")
    with asking(make_store(folder / "store", folder / "report.md", SAMPLE / "bars.csv")) as ask:
        yield ask


@pytest.mark.parametrize(("question", "closed", "figure"), MOVES)
def test_each_reported_move_agrees_with_the_tape_of_its_listing(ask: Ask, question: str, closed: str, figure: str):
    """By its own close, in its own currency, whether the report is stamped to the minute or to the day."""
    line = tape(ask(question, as_of=AS_OF))

    assert closed.replace(",", " on 17 September 2025,") in line
    assert f"the report's {figure} agrees" in line


@pytest.mark.shared
@pytest.mark.skipif(not PRICES.is_file(), reason="the real material is not beside the repository")
def test_the_real_reports_agree_with_the_tape(tmp_path: Path):
    """Of the founding article and its parallels: none is held against the other listing's bar, none is said to differ."""
    store = make_store(tmp_path, NEWS / "founding_article.txt", NEWS / "parallel_coverage.jsonl", PRICES)
    with asking(store) as ask:
        told = {
            question: tape(ask(question, as_of=AS_OF))
            for question in (
                "Which company led gains in the Hang Seng Tech rally?",
                "By how much did SMIC shares jump and why?",
                "What did reports say of JD.com's gain on Wednesday?",
                "Why did Baidu shares jump?",
            )
        }

    leader, smic, jd, baidu = told.values()
    assert "Baidu (9888.HK) closed at 131 HKD on 17 September 2025, +15.72 %; the report's 16 percent agrees" in leader
    assert "(0981.HK) closed at 67.7 HKD on 17 September 2025, +7.12 %; the report's over 7 percent agrees" in smic
    assert "(9618.HK) closed at 136.7 HKD on 17 September 2025, +5.15 %; the report's 5.2% agrees" in jd
    assert "Baidu (9888.HK)" in baidu
    assert "differs" not in "".join(told.values())
