"""A hundred generated price questions over the sample bars, with the values computed here from the table alone."""

import csv
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.story import SAMPLE, Ask, asking, make_store

SEED = 20250917
HUNDRED = 100
AFTER = datetime(2025, 11, 15, tzinfo=UTC)  # when every row of the table is known
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


@dataclass(frozen=True)
class Row:
    day: date
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int


def read_table() -> dict[str, list[Row]]:
    """The bars by ticker, oldest first, read without the program's reader."""
    rows: dict[str, list[Row]] = {}
    with (SAMPLE / "bars.csv").open(encoding="utf-8") as table:
        for line in csv.DictReader(table):
            prices = (Decimal(line[name]) for name in ("open", "high", "low", "close"))
            row = Row(date.fromisoformat(line["date"]), *prices, int(line["volume"]))
            rows.setdefault(line["symbol"], []).append(row)
    return {ticker: sorted(days, key=lambda row: row.day) for ticker, days in rows.items()}


@dataclass(frozen=True)
class Asked:
    kind: str
    question: str
    expected: tuple[str, ...]  # patterns that all stand in the answer

    def __str__(self) -> str:
        return f"{self.kind}: {self.question}"


def money(value: Decimal) -> str:
    """A price as a pattern: 131 and 131.00 are one, 1310 is another."""
    whole, _, rest = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".partition(".")
    rest = rest.rstrip("0")
    return rf"(?<![\d.,]){whole}" + (rf"\.{rest}0*(?!\d)" if rest else r"(?:\.0+)?(?![\d.]*\d)")


def pct(value: Decimal) -> str:
    """A percentage to two decimals, whichever way its sign is written."""
    return rf"(?<![\d.]){abs(value).quantize(Decimal('0.01'), ROUND_HALF_UP)} ?%"


def said(day: date) -> str:
    return rf"\b{day.day} {day:%B %Y}"


def written(day: date, rng: random.Random) -> str:
    return rng.choice([f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}", day.isoformat()])


def change(start: Row, end: Row) -> Decimal:
    return (end.close - start.close) / start.close * 100


def one_day(field: str, words: str) -> Callable[..., Asked]:
    def make(name: str, rows: list[Row], rng: random.Random) -> Asked:
        row = rng.choice(rows[1:])
        value = getattr(row, field)
        pattern = f"{value:,}" if field == "volume" else money(value)
        return Asked(field, words.format(name=name, day=written(row.day, rng)), (pattern, said(row.day)))

    return make


def move(name: str, rows: list[Row], rng: random.Random) -> Asked:
    before, row = rng.choice(list(pairwise(rows)))
    return Asked(
        "move", f"By how many percent did {name} move on {written(row.day, rng)}?", (pct(change(before, row)), money(row.close))
    )


def stretch(rows: list[Row], rng: random.Random) -> list[Row]:
    start = rng.randrange(1, len(rows) - 20)
    return rows[start : start + rng.randrange(8, 19)]


def range_change(name: str, rows: list[Row], rng: random.Random) -> Asked:
    run = stretch(rows, rng)
    days = f"{written(run[0].day, rng)} and {written(run[-1].day, rng)}"
    return Asked("range", f"How much did {name} gain or lose between {days}?", (pct(change(run[0], run[-1])),))


def over(
    kind: str, words: str, answer: Callable[[Row, list[Row]], tuple[str, ...]]
) -> Callable[[str, list[Row], random.Random], Asked]:
    """A question about a run of sessions; the answer is computed from the row before it and its rows."""

    def make(name: str, rows: list[Row], rng: random.Random) -> Asked:
        run = stretch(rows, rng)
        before = rows[rows.index(run[0]) - 1]
        span = f"between {written(run[0].day, rng)} and {written(run[-1].day, rng)}"
        return Asked(kind, words.format(name=name, span=span), answer(before, run))

    return make


def extreme(field: str, choose: Callable[..., Row]) -> Callable[[Row, list[Row]], tuple[str, ...]]:
    def answer(_: Row, run: list[Row]) -> tuple[str, ...]:
        best = choose(run, key=lambda row: getattr(row, field))
        return money(getattr(best, field)), said(best.day)

    return answer


def day_of(choose: Callable[..., tuple[Row, Row]]) -> Callable[[Row, list[Row]], tuple[str, ...]]:
    def answer(before: Row, run: list[Row]) -> tuple[str, ...]:
        pair = choose(pairwise([before, *run]), key=lambda pair: change(*pair))
        return pct(change(*pair)), said(pair[1].day)

    return answer


def drawdown(_: Row, run: list[Row]) -> tuple[str, ...]:
    return (pct(min(change(high, low) for at, high in enumerate(run) for low in run[at:])),)


def gap(_: Row, run: list[Row]) -> tuple[str, ...]:
    return (pct(change(max(run, key=lambda row: row.close), run[-1])),)


def streak(before: Row, run: list[Row]) -> tuple[str, ...]:
    signs = [(after.close > prior.close) - (after.close < prior.close) for prior, after in pairwise([before, *run])]
    count = next((at for at, sign in enumerate(reversed(signs)) if sign != signs[-1] or sign == 0), len(signs))
    return (rf"\b{count} session" if count else "unchanged",)


def total(_: Row, run: list[Row]) -> tuple[str, ...]:
    return (f"{sum(row.volume for row in run):,}",)


def average(_: Row, run: list[Row]) -> tuple[str, ...]:
    return (money(sum((row.close for row in run), Decimal(0)) / len(run)),)


def mean_volume(_: Row, run: list[Row]) -> tuple[str, ...]:
    return (f"{Decimal(sum(row.volume for row in run)) / len(run):,.0f}",)


KINDS: list[Callable[[str, list[Row], random.Random], Asked]] = [
    one_day("close", "What did {name} close at on {day}?"),
    one_day("open", "Where did {name} open on {day}?"),
    one_day("open", "What was the opening price of {name} on {day}?"),
    one_day("high", "What was the intraday high of {name} on {day}?"),
    one_day("high", "How high did {name} trade on {day}?"),
    one_day("low", "What was the low of {name} on {day}?"),
    one_day("low", "What was the lowest price of {name} on {day}?"),
    one_day("volume", "What was the trading volume of {name} on {day}?"),
    one_day("volume", "How many shares of {name} changed hands on {day}?"),
    move,
    range_change,
    over("highest close", "What was the highest close of {name} {span}?", extreme("close", max)),
    over("lowest close", "What was the lowest closing price of {name} {span}?", extreme("close", min)),
    over("highest price", "What was the highest price of {name} {span}?", extreme("high", max)),
    over("lowest price", "What was the lowest price of {name} {span}?", extreme("low", min)),
    over("best day", "What was the best day of {name} {span}?", day_of(max)),
    over("worst day", "Which was the worst session for {name} {span}?", day_of(min)),
    over("biggest rise", "What was the biggest one-day gain of {name} {span}?", day_of(max)),
    over("drawdown", "What was the largest drawdown of {name} {span}?", drawdown),
    over("gap", "How far below its peak was {name} at the end, {span}?", gap),
    over("streak", "How long was the streak of {name} {span}?", streak),
    over("total volume", "What was the total volume of {name} {span}?", total),
    over("average volume", "What was the average daily volume of {name} {span}?", mean_volume),
    over("average close", "What was the average close of {name} {span}?", average),
]


def generated() -> list[Asked]:
    """Questions of every kind in turn, about shares and days drawn with a fixed seed."""
    rng, table = random.Random(SEED), read_table()
    tickers = list(NAMES)
    return [
        KINDS[at % len(KINDS)](NAMES[ticker], table[ticker], rng) for at in range(HUNDRED) if (ticker := rng.choice(tickers))
    ]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("bars"), SAMPLE / "bars.csv")) as ask:
        yield ask


@pytest.mark.parametrize("asked", generated(), ids=str)
def test_the_answer_is_what_the_table_gives(ask: Ask, asked: Asked):
    """The value and its day are those of the table, cited, with every number checked."""
    told: dict[str, Any] = ask(asked.question, as_of=AFTER)

    missing = [pattern for pattern in asked.expected if not re.search(pattern, told["answer"])]
    assert not missing, told["answer"]
    assert told["citations"]
    assert not told["abstained"]
    assert not told["withheld"]


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
