"""Generated price questions over the sample bars and over real ones, with the values computed from the tables alone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.price_generator import generated
from tests.support.price_table import loose, pct, read_table
from tests.support.price_wordings import Asked
from tests.support.shared import SHARED
from tests.support.story import SAMPLE, Ask, asking, make_store

SEED = 20250917
AFTER = datetime(2025, 11, 5, tzinfo=UTC)  # when every row of the tables is known
NAMES = {
    "9988.HK": "Alibaba's Hong Kong shares",
    "9888.HK": "Baidu (9888.HK)",
    "0700.HK": "Tencent",
    "1810.HK": "Xiaomi",
    "3690.HK": "Meituan",
    "0992.HK": "Lenovo",
    "BABA": "BABA",
    "BIDU": "Baidu's ADRs",
    "QQQ": "QQQ",
}
REAL = SHARED / "data" / "prices" / "tidy_aug_oct_2025.csv"
REAL_NAMES = {
    "0005.HK": "HSBC",
    "0020.HK": "SenseTime",
    "0241.HK": "Alibaba Health",
    "0268.HK": "Kingdee",
    "0285.HK": "BYD Electronic",
    "0388.HK": "0388.HK",
    "0522.HK": "ASMPT",
    "0700.HK": "700",
    "0762.HK": "China Unicom",
    "0981.HK": "SMIC",
    "0992.HK": "Lenovo",
    "1024.HK": "Kuaishou",
    "1211.HK": "BYD",
    "1299.HK": "AIA",
    "1347.HK": "Hua Hong Semiconductor",
    "1810.HK": "Xiaomi",
    "2015.HK": "Li Auto",
    "2382.HK": "Sunny Optical",
    "3690.HK": "Meituan",
    "3750.HK": "CATL in Hong Kong",
    "3888.HK": "Kingsoft",
    "6618.HK": "JD Health",
    "6690.HK": "Haier Smart Home",
    "9618.HK": "9618.HK",
    "9626.HK": "Bilibili",
    "9866.HK": "NIO",
    "9868.HK": "XPeng",
    "9888.HK": "9888",
    "9961.HK": "Trip.com",
    "9988.HK": "09988",
    "9999.HK": "NetEase",
    "BABA": "BABA",
    "BIDU": "Baidu ADRs",
    "JD": "JD ADRs",
    "QQQ": "QQQ",
}


def wrong(asked: Asked, told: dict[str, Any]) -> list[str]:
    """What an answer lacks: a value, its day, a citation, or the reason for which it must abstain."""
    quotes = " ".join(f"{source.quote} {source.published_at or ''}" for source in told["citations"])
    faults = [f"{number} stands in no quote" for number in loose(told["answer"], quotes)]
    if asked.reason:
        return faults if told["abstained"] and told["reason"] == asked.reason else [*faults, f"no {asked.reason}"]
    faults += [pattern for pattern in asked.expected if not re.search(pattern, told["answer"], re.DOTALL)]
    if told["abstained"] or told["withheld"] or not told["citations"]:
        faults.append("abstained, withheld or not cited")
    return faults


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("bars"), SAMPLE / "bars.csv")) as ask:
        yield ask


@pytest.mark.parametrize("asked", generated(NAMES, read_table(SAMPLE / "bars.csv"), seed=SEED), ids=str)
def test_the_answer_is_what_the_table_gives(ask: Ask, asked: Asked):
    """The value and its day are those of the table, cited, with every number checked; what has no price is refused."""
    told = ask(asked.question, as_of=AFTER)

    assert wrong(asked, told) == [], told["answer"]


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_file(), reason="the real material is not beside the repository")
def test_real_bars_answer_every_kind_of_question(tmp_path: Path):
    """Three hundred questions about thirty-five instruments, named by company, ticker and number."""
    questions = generated(REAL_NAMES, read_table(REAL), seed=SEED, rounds=3)
    with asking(make_store(tmp_path, REAL)) as ask:
        told = [(asked, ask(asked.question, as_of=AFTER)) for asked in questions]

    assert len(questions) >= 300
    assert [(str(asked), wrong(asked, answer), answer["answer"]) for asked, answer in told if wrong(asked, answer)] == []


def test_the_year_to_date_counts_from_the_last_close_of_the_year_before(tmp_path: Path):
    """With a row of December the change is computed to the day named; without one, no other price passes for it."""
    rows = ["9988.HK,2024-12-31,82,83,81,82.40,1000,HKD", "9988.HK,2025-09-16,150,154,149,153.50,1000,HKD"]
    rows.append("9988.HK,2025-09-17,155,162,154,161.60,1000,HKD")
    table = tmp_path / "bars.csv"
    table.write_text("\n".join(["symbol,date,open,high,low,close,volume,currency", *rows]) + "\n", encoding="utf-8")
    with asking(make_store(tmp_path / "store", table)) as ask:
        told = ask("What was the year-to-date gain of Alibaba's Hong Kong shares on 16 September 2025?", as_of=AFTER)

    assert re.search(pct(Decimal("7110") / Decimal("82.40")), told["answer"]), told["answer"]
    assert not told["withheld"]


def test_without_the_year_before_the_year_to_date_is_refused(ask: Ask):
    """The sample's bars begin in August: a question for the year to date says what is missing."""
    told = ask("What was the year-to-date gain of Tencent on 30 September 2025?", as_of=AFTER)

    assert told["abstained"]
    assert "No price row of Tencent Holdings (0700.HK) is held for 31 December 2024" in told["answer"]
    assert "The newest row held is of 30 October 2025" in told["answer"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much did Tencent gain between 1 July 2025 and 30 September 2025?", "begin on 1 August 2025"),
        ("What was Tencent's highest close between 1 July and 30 September 2025?", "begin on 1 August 2025"),
        ("How much has Tencent gained since 1 September 2025?", "end on 30 October 2025"),
        ("騰訊由2025年7月至9月升幾多？", "現存股價由2025年8月1日開始"),
        ("How much did Tencent gain between 1 August 2025 and 30 September 2025?", ""),
        ("How did Tencent do in September 2025?", ""),
    ],
)
def test_rows_that_do_not_reach_as_far_as_the_days_asked_about(ask: Ask, question: str, said: str):
    """What a change or a peak was counted from or to in their place is said; where they reach, nothing is."""
    told = ask(question, as_of=AFTER)

    assert not told["abstained"]
    assert not told["withheld"]
    assert said in told["answer"] if said else not re.search("The rows held|現存股價由", told["answer"])


@pytest.mark.parametrize(
    ("question", "from_", "to"),
    [
        ("How has Tencent done in the last month, as of 10 October 2025?", "9 September 2025", "10 October 2025"),
        ("As of the close on 3 October 2025, how much has Tencent gained this month?", "30 September 2025", "3 October 2025"),
        ("截至2025年10月10日，騰訊過去一個月升幾多？", "2025年9月9日", "2025年10月10日"),
    ],
)
def test_a_question_that_says_from_when_it_is_asked(ask: Ask, question: str, from_: str, to: str):
    """Words such as "the last month" count from the day that the question names, not from the moment it is read."""
    answer = ask(question, as_of=AFTER)["answer"]

    assert from_ in answer
    assert to in answer
