"""Kinds of price questions: festivals, two moves apart, the best of many days, days beyond a threshold, the newest row."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tests.support.price_table import change, money, pct, read_table, said, signed_pct
from tests.support.story import SAMPLE, Ask, asking, make_store

AFTER = datetime(2025, 11, 1, tzinfo=UTC)
TABLE = read_table(SAMPLE / "bars.csv")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("bars"), SAMPLE / "bars.csv")) as ask:
        yield ask


def on(ticker, day):
    return next(row for row in TABLE[ticker] if row.day.isoformat() == day)


def moves(ticker, month):
    """The days of a month with their change in percent."""
    return [(row.day, change(before, row)) for before, row in pairwise(TABLE[ticker]) if row.day.isoformat().startswith(month)]


def points(value):
    return rf"(?<![\d.]){abs(value):.2f}(?!\d)"


@pytest.mark.parametrize(
    ("question", "ticker", "last_session"),
    [
        ("What did Tencent close at on National Day 2025?", "0700.HK", "2025-09-30"),
        ("2025年國慶日騰訊收市價是多少?", "0700.HK", "2025-09-30"),
        ("国庆节2025年腾讯收盘价？", "0700.HK", "2025-09-30"),
        ("小米去年重陽節收市價", "1810.HK", "2025-10-28"),
        ("Xiaomi close on Chung Yeung Festival 2025", "1810.HK", "2025-10-28"),
        ("中秋節翌日（2025年10月7日）小米收市價?", "1810.HK", "2025-10-06"),
        ("Xiaomi's close on the day after the Mid-Autumn Festival 2025", "1810.HK", "2025-10-06"),
        ("BIDU close on Labor Day 2025", "BIDU", "2025-08-29"),
    ],
)
def test_a_festival_is_told_as_a_day_without_a_session(ask, question, ticker, last_session):
    """Named in either language, with its year before or behind it: no price of then, and the last close before it."""
    told = ask(question, as_of=datetime(2026, 3, 2, tzinfo=UTC))

    assert told["abstained"], told["answer"]
    assert told["reason"] == "no_session"
    assert re.search(money(on(ticker, last_session).close), told["answer"]), told["answer"]
    assert re.search(said(on(ticker, last_session).day), told["answer"]), told["answer"]


@pytest.mark.parametrize(
    "question", ["Xiaomi Sep 2025 31st close", "What did Xiaomi close at on 31 September 2025?", "小米2025年9月31日收盤價?"]
)
def test_a_day_that_does_not_exist_is_told_as_such(ask, question):
    """No other day's price stands in for it."""
    told = ask(question, as_of=AFTER)

    assert told["abstained"], told["answer"]
    assert re.search("no such day|沒有「", told["answer"]), told["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "Baidu HK minus SMIC move on 17 Sept 2025 in percentage points?",
        "How many percentage points apart were the moves of 9888.HK and 0981.HK on 17 September 2025?",
        "百度（9888.HK）與中芯2025年9月17日升幅相差多少個百分點?",
    ],
)
def test_two_moves_are_set_apart_in_points(ask, question):
    """Both moves and their difference are told, and the difference is a calculation of its own."""
    baidu, smic = (change(on(ticker, "2025-09-16"), on(ticker, "2025-09-17")) for ticker in ("9888.HK", "0981.HK"))
    told = ask(question, as_of=AFTER)

    assert re.search(pct(baidu).replace(" ?", r"\s*"), told["answer"]), told["answer"]
    assert re.search(points(baidu - smic), told["answer"]), told["answer"]
    assert "Comparison" in {source.title for source in told["citations"]}


def test_a_difference_keeps_the_order_of_the_words(ask):
    """The smaller less the greater is negative."""
    smic, baidu = (change(on(ticker, "2025-09-16"), on(ticker, "2025-09-17")) for ticker in ("0981.HK", "9888.HK"))
    told = ask("SMIC minus 9888.HK, moves on 17 September 2025, in percentage points", as_of=AFTER)

    assert re.search(signed_pct(smic - baidu).removesuffix(" ?%"), told["answer"]), told["answer"]


@pytest.mark.parametrize(
    ("question", "choose"),
    [
        ("小米2025年9月表現最好是哪一天?", max),
        ("小米2025年9月表现最差的是哪一天？", min),
        ("小米2025年9月哪天跌得最慘?", min),
        ("小米2025年9月最好的一个交易日是哪天", max),
        ("What was Xiaomi's best day in September 2025?", max),
        ("Which session of September 2025 was the strongest for Xiaomi?", max),
        ("小米2025年9月哪一天升幅最大?", max),
    ],
)
def test_the_best_day_is_told_with_its_move(ask, question, choose):
    """In either script a day is asked for, not the change of the month."""
    day, move = choose(moves("1810.HK", "2025-09"), key=lambda pair: pair[1])
    told = ask(question, as_of=AFTER)

    assert re.search(said(day), told["answer"]), told["answer"]
    assert re.search(signed_pct(move), told["answer"]), told["answer"]


@pytest.mark.parametrize(
    ("question", "beyond", "words"),
    [
        ("How many days did 9988.HK rise more than 2 % in September 2025?", lambda move: move > 2, "on {} of"),
        ("阿里巴巴（9988.HK）2025年9月有多少天升逾2%?", lambda move: move > 2, "有{}日升逾"),
        ("9988.HK 2025年9月有几天跌超过1%？", lambda move: move < -1, "有{}日跌逾"),
        ("阿里巴巴（9988.HK）2025年9月升超過3%的日子有幾多日?", lambda move: move > 3, "有{}日升逾"),
        ("How often did 9988.HK drop more than 1% in a day during September 2025?", lambda move: move < -1, "on {} of"),
        ("Count the September 2025 sessions in which 9988.HK gained over 4 percent", lambda move: move > 4, "on {} of"),
        ("On which days of September 2025 did 9988.HK gain more than 4 %?", lambda move: move > 4, "on {} of"),
    ],
)
def test_days_beyond_a_threshold_are_counted(ask, question, beyond, words):
    """The threshold is read in either language; days that only rose do not count."""
    number = sum(beyond(move) for _, move in moves("9988.HK", "2025-09"))
    told = ask(question, as_of=AFTER)

    assert words.format(number) in told["answer"], told["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "Most recent Lenovo close on record?",
        "Latest Lenovo close in the table",
        "表中聯想最新收市價",
        "What is the newest Lenovo price on file?",
    ],
)
def test_the_newest_row_is_told_however_old(ask, question):
    """Asked of the rows themselves, the newest is no stale price: it comes with its day."""
    row = TABLE["0992.HK"][-1]
    told = ask(question, as_of=datetime(2026, 3, 2, tzinfo=UTC))

    assert not told["abstained"], told["answer"]
    assert re.search(money(row.close), told["answer"]), told["answer"]
    assert re.search(said(row.day), told["answer"]), told["answer"]


def test_the_latest_price_may_be_too_old(ask):
    """Not asked of the rows, months old rows are no answer."""
    assert ask("What is Lenovo's latest price?", as_of=datetime(2026, 3, 2, tzinfo=UTC))["reason"] == "stale"


@pytest.mark.parametrize(
    "question",
    [
        "On 17 September 2025, which rose more, Alibaba's ADRs or Baidu's?",
        "阿里巴巴的美股和百度的美股，2025年9月17日哪個升得多?",
    ],
)
def test_a_name_takes_the_market_of_the_one_beside_it(ask, question):
    """ "Alibaba's ADRs or Baidu's" are two New York listings."""
    told = ask(question, as_of=AFTER)

    for ticker in ("BABA", "BIDU"):
        assert f"({ticker})" in told["answer"], told["answer"]
    assert "9888.HK" not in told["answer"]


def test_a_date_behind_a_chinese_comma_keeps_its_year(ask):
    """The comma parts the question, not the date."""
    told = ask("騰訊、小米，2025年9月17日收市價?", as_of=datetime(2026, 3, 2, tzinfo=UTC))

    for ticker in ("0700.HK", "1810.HK"):
        assert re.search(money(on(ticker, "2025-09-17").close), told["answer"]), told["answer"]


def test_next_month_lies_ahead_of_the_newest_report(tmp_path):
    """Where relative days count from the newest report, a forecast is none although later bars are held."""
    with asking(make_store(tmp_path), now=lambda: datetime(2026, 3, 2, tzinfo=UTC)) as ask:
        told = ask("What will BABA close at next month?")

    assert told["abstained"], told["answer"]
    assert told["reason"] == "future"


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("How many Tencent shares traded on 17 September 2025?", "volume"),
        ("Number of Tencent shares that changed hands on 17 September 2025", "volume"),
        ("騰訊2025年9月17日成交了多少股?", "volume"),
        ("At what level did Tencent start trading on 17 September 2025?", "open"),
        ("騰訊2025年9月17日最高見幾多?", "high"),
    ],
)
def test_a_field_of_the_day_is_asked_for_in_other_words(ask, question, field):
    """It is that field's figure, not the close."""
    row = on("0700.HK", "2025-09-17")
    told = ask(question, as_of=AFTER)

    assert re.search(f"{row.volume:,}" if field == "volume" else money(getattr(row, field)), told["answer"]), told["answer"]


def test_the_peak_of_a_month_is_that_months(ask):
    """A month named without a year is that of the day whose close is held against its highest."""
    month = [row for row in TABLE["1810.HK"] if (row.day.year, row.day.month) == (2025, 10)]
    peak = max(month, key=lambda row: row.close)
    told = ask("How far below its October high was Xiaomi on 30 October 2025?", as_of=datetime(2026, 12, 2, tzinfo=UTC))

    assert re.search(signed_pct(change(peak, on("1810.HK", "2025-10-30"))), told["answer"]), told["answer"]


def test_the_biggest_loser_of_a_market(ask):
    """No name is given: all Hong Kong shares are ranked."""
    falls = {ticker: change(on(ticker, "2025-10-09"), on(ticker, "2025-10-10")) for ticker in TABLE if ticker.endswith(".HK")}
    told = ask("Biggest Hong Kong loser on 10 October 2025?", as_of=AFTER)

    assert f"({min(falls, key=falls.__getitem__)})" in told["answer"].splitlines()[0], told["answer"]
