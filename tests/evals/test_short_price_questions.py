"""Price questions in few words, as people type them who do it all day."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.support.price_table import change, money, pct, read_table, said
from tests.support.story import SAMPLE, Ask, asking, make_store

AFTER = datetime(2025, 10, 31, tzinfo=UTC)
TABLE = read_table(SAMPLE / "bars.csv")
TENCENT, ALIBABA = TABLE["0700.HK"], TABLE["9988.HK"]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("bars"), SAMPLE / "bars.csv")) as ask:
        yield ask


def on(rows, day):
    return next(row for row in rows if row.day.isoformat() == day)


@pytest.mark.parametrize(
    "question", ["9988.HK 2025-09-17", "9988 2025-09-17?", "9988 HK last price 17 Sep 2025", "HK:9988, 17/9/2025"]
)
def test_a_ticker_and_a_day_ask_for_its_price(ask, question):
    """Nothing else need be said."""
    told = ask(question, as_of=AFTER)

    assert re.search(money(on(ALIBABA, "2025-09-17").close), told["answer"]), told["answer"]
    assert not told["abstained"]


def test_sessions_are_counted_without_a_verb(ask):
    """ "Last five sessions" are prices, whoever's."""
    told = ask("last five sessions for Tencent", as_of=AFTER)

    assert re.search(pct(change(TENCENT[-6], TENCENT[-1])), told["answer"]), told["answer"]


@pytest.mark.parametrize(("words", "field", "choose"), [("52-week high", "high", max), ("12-month low", "low", min)])
def test_the_high_of_a_year_is_not_the_last_close(ask, words, field, choose):
    """The extreme of the rows of the year is told with its day."""
    row = choose(TENCENT, key=lambda row: getattr(row, field))
    told = ask(f"Tencent's {words}?", as_of=AFTER)

    assert re.search(money(getattr(row, field)), told["answer"]), told["answer"]
    assert re.search(said(row.day), told["answer"])


def test_how_far_off_this_years_high(ask):
    """The gap to the highest close of the year, not the change since it began."""
    told = ask("How far is Tencent off this year's high?", as_of=AFTER)

    assert re.search(pct(change(max(TENCENT, key=lambda row: row.close), TENCENT[-1])), told["answer"]), told["answer"]


def test_all_shares_traded_are_a_sum(ask):
    """ "Total shares traded" is volume, not a change of price."""
    rows = [row for row in TENCENT if "2025-09-01" <= row.day.isoformat() <= "2025-09-05"]
    told = ask("total shares of Tencent traded between 1 Sep 2025 and 5 Sep 2025", as_of=AFTER)

    assert f"{sum(row.volume for row in rows):,}" in told["answer"], told["answer"]


def test_a_sum_put_in_on_one_day_and_worth_another_on_a_later_one(ask):
    """The two days are the ends of one change, not two days asked about."""
    told = ask(
        "What would 10,000 put into 9988.HK at the close on 1 September 2025 be worth at the close on 30 September 2025?"
    )
    moved = change(on(ALIBABA, "2025-09-01"), on(ALIBABA, "2025-09-30"))

    assert re.search(pct(moved), told["answer"]), told["answer"]


def test_an_order_by_a_months_performance_is_over_the_month(ask):
    """ "By September 2025" is no deadline where instruments are put in order."""
    told = ask("Rank Tencent, 9988.HK and Xiaomi by September 2025 performance", as_of=AFTER)
    moved = change(on(ALIBABA, "2025-08-29"), on(ALIBABA, "2025-09-30"))

    assert re.search(pct(moved), told["answer"]), told["answer"]


def test_a_day_told_by_what_happened_is_refused(ask):
    """ "The day it closed at 131" names a day that was not read; the newest is not it."""
    told = ask("By how much did 9888.HK jump the day it closed at 131?", as_of=AFTER)

    assert told["abstained"]
    assert Decimal(131) == on(TABLE["9888.HK"], "2025-09-17").close


def test_which_day_had_the_widest_range(ask):
    """Days are set against each other; the range of the whole month is no day's."""
    rows = [row for row in TENCENT if row.day.month == 9]
    row = max(rows, key=lambda row: row.high - row.low)
    told = ask("Which day in September 2025 had Tencent's widest intraday range?", as_of=AFTER)

    assert re.search(said(row.day), told["answer"]), told["answer"]
    assert re.search(money(row.high - row.low), told["answer"])


@pytest.mark.parametrize(("words", "choose"), [("gap up", max), ("gap down", min)])
def test_the_largest_gap_of_a_month(ask, words, choose):
    """The open against the close before, on the day when it was farthest to the side meant."""
    pairs = [pair for pair in pairwise(ALIBABA) if pair[1].day.month == 9]
    before, row = choose(pairs, key=lambda pair: pair[1].open / pair[0].close)
    told = ask(f"What was 9988.HK's largest {words} in September 2025?", as_of=AFTER)

    assert re.search(said(row.day), told["answer"]), told["answer"]
    assert re.search(pct((row.open - before.close) / before.close * 100), told["answer"])


@pytest.mark.parametrize("words", ["Tencent futures", "Tencent's call options", "腾讯窝轮"])
def test_what_is_written_on_a_share_is_not_the_share(ask, words):
    """A future, an option or a warrant has no row, and its share's price does not pass for one."""
    assert ask(f"{words} close on 17 September 2025", as_of=AFTER)["abstained"]


@pytest.mark.parametrize("words", ["52-week low", "52周最低价"])
def test_a_low_of_52_weeks_is_none_of_all_time(tmp_path, words):
    """A lower price of two years ago does not count."""
    table = tmp_path / "bars.csv"
    rows = ["2023-09-18,40,41,39,40,9", "2025-03-17,150,154,49,50,9", "2025-09-17,155,162,154,161.60,9"]
    table.write_text(
        "\n".join(["symbol,date,open,high,low,close,volume", *(f"9988.HK,{row}" for row in rows)]), encoding="utf-8"
    )
    with asking(make_store(tmp_path / "store", table)) as ask:
        told = ask(f"9988.HK {words}", as_of=datetime(2025, 9, 18, tzinfo=UTC))

    assert re.search(money(Decimal(49)), told["answer"]), told["answer"]
