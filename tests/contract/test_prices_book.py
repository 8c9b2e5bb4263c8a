"""The price book keeps what it is given, answers from before as_of only, and never mixes up symbols or series."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from assistant.market.prices import PriceBook
from tests.support.databases import open_store_database
from tests.support.market import LATER, make_bar, make_run


@pytest.fixture
def book(tmp_path):
    database = open_store_database(tmp_path)
    yield PriceBook(database)
    database.close()


def test_a_bar_comes_back_as_it_was_put(book):
    """Prices are exact, and so is everything else."""
    bar = make_bar(close="94.43284606933594", adj_close=Decimal("90.1"), flags=("jump",), adjusted=True)

    assert book.put_bars([bar]) == {"new": 1, "updated": 0, "unchanged": 0}
    assert book.bar_on("9988.HK", bar.trading_date, as_of=LATER) == bar
    assert book.put_bars([bar]) == {"new": 0, "updated": 0, "unchanged": 1}
    assert (book.tickers(), book.span("9988.HK"), book.count()) == (["9988.HK"], (bar.trading_date, bar.trading_date), 1)


def test_nothing_after_as_of_is_returned(book):
    """A bar is known from its session's close on."""
    book.put_bars(make_run("1", "2", "3", first=date(2025, 9, 15)))
    just_before = datetime(2025, 9, 17, 7, 59, 59, tzinfo=UTC)

    assert book.bar_on("9988.HK", date(2025, 9, 17), as_of=just_before) is None
    assert book.newest("9988.HK", as_of=just_before).close == 2
    assert book.bar_before("9988.HK", date(2030, 1, 1), as_of=just_before).close == 2
    assert [bar.close for bar in book.bars("9988.HK", None, None, as_of=just_before)] == [1, 2]
    assert book.move_on("9988.HK", date(2025, 9, 17), just_before) is None
    assert book.newest("9988.HK", as_of=just_before + timedelta(seconds=1)).close == 3


def test_a_correction_replaces_the_bar(book):
    """The value of the newest file counts."""
    book.put_bars([make_bar(close="161.6")])

    assert book.put_bars([make_bar(close="161.7")])["updated"] == 1
    assert book.bar_on("9988.HK", date(2025, 9, 17), as_of=LATER).close == Decimal("161.7")


def test_as_traded_is_preferred_to_adjusted(book):
    """Both are kept; the unadjusted one answers."""
    book.put_bars([make_bar(close="50"), make_bar(close="45", adjusted=True)])

    assert book.count() == 2
    assert not book.bar_on("9988.HK", date(2025, 9, 17), as_of=LATER).adjusted


def test_files_that_agree_are_all_named(book):
    """A second file with the same values changes nothing but the sources."""
    book.put_bars([make_bar(source="a.csv")])

    assert book.put_bars([make_bar(source="b.csv")])["unchanged"] == 1
    assert book.newest("9988.HK", as_of=LATER).source == "a.csv | b.csv"


def test_of_two_adjusted_series_the_one_nearer_to_the_trade_is_kept(book):
    """A file adjusted for more dividends does not overwrite one adjusted for fewer."""
    book.put_bars([make_bar(close="576.73", adjusted=True, source="autumn.csv")])
    book.put_bars([make_bar(close="570.11", adjusted=True, source="spring.csv")])

    assert book.newest("9988.HK", as_of=LATER).close == Decimal("576.73")


def test_a_move_needs_two_bars_of_one_basis(book):
    """An adjusted bar of one file and a raw one of another do not make a move; those of one file do."""
    book.put_bars(
        [make_bar(day=date(2025, 9, 16), close="90", adjusted=True, source="old.csv"), make_bar(close="100", source="new.csv")]
    )
    assert book.move_on("9988.HK", date(2025, 9, 17), LATER) is None

    book.put_bars([make_bar(day=date(2025, 9, 16), close="96", adjusted=True, source="new.csv")])
    assert book.move_on("9988.HK", date(2025, 9, 17), LATER).previous.close == 96

    book.put_bars([make_bar(day=date(2025, 9, 16), close="98", source="third.csv")])
    assert book.move_on("9988.HK", date(2025, 9, 17), LATER).previous.close == 98


def test_a_range_keeps_to_one_series(book):
    """Where raw bars have gaps, the series that has every day is used throughout."""
    whole = make_run("90", "91", "100", adjusted=True, source="whole.csv")
    book.put_bars([*whole, make_bar(day=date(2025, 9, 1), close="95", source="other.csv")])

    assert [bar.close for bar in book.bars("9988.HK", None, None, as_of=LATER)] == [90, 91, 100]


def test_a_day_without_a_bar_has_none(book):
    """Neither a neighbour's bar nor another ticker's answers."""
    book.put_bars([make_bar()])

    assert book.bar_on("9988.HK", date(2025, 9, 18), as_of=LATER) is None
    assert book.bar_on("0700.HK", date(2025, 9, 17), as_of=LATER) is None
    assert book.bar_before("9988.HK", date(2025, 9, 17), as_of=LATER) is None
    assert book.span("0700.HK") is None


def test_many_readers_never_get_each_others_bars(book):
    """Ten thousand lookups of different symbols, twenty at a time."""
    book.put_bars([make_bar(f"{number:04d}.HK", close=str(number)) for number in range(1, 101)])

    def look_up(number: int) -> bool:
        bar = book.bar_on(f"{number:04d}.HK", date(2025, 9, 17), as_of=LATER)
        return bar.ticker == f"{number:04d}.HK" and bar.close == number

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(look_up, (1 + at % 100 for at in range(10_000)), chunksize=100))


def test_readers_and_a_writer_do_not_disturb_each_other(book):
    """While bars are corrected a reader sees the old or the new value of its own symbol, nothing else."""
    book.put_bars([make_bar("0700.HK", close="1"), make_bar("9988.HK", close="5")])

    def correct(at: int) -> None:
        book.put_bars([make_bar("0700.HK", close=str(1 + at % 2))])

    with ThreadPoolExecutor(8) as pool:
        writes = [pool.submit(correct, at) for at in range(20)]
        seen = {book.newest("0700.HK", as_of=LATER).close for _ in range(100)}
        for write in writes:
            write.result()

    assert seen <= {Decimal(1), Decimal(2)}
    assert book.newest("9988.HK", as_of=LATER).close == 5
