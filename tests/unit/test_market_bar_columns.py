"""Bars by columns: thousands of rows are read and kept as one row is."""

import struct
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.market.bar_columns import columns_of, price_text
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from ingest.bars import read_bars
from ingest.price_columns import PrintedPrices
from ingest.price_text import as_traded
from tests.support.databases import open_store_database
from tests.support.market import LATER, make_bar

TICKS = st.decimals(min_value="0.0001", max_value="90000", places=4)


def single(value: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


@st.composite
def printed(draw) -> str:
    """A price as vendors print it: a tick, a float next to one, that cut short, or a product of an adjustment."""
    tick = draw(TICKS)
    form = draw(st.sampled_from(["tick", "float", "cut", "product", "double"]))
    if form == "tick":
        return str(tick)
    if form == "cut":
        return f"{single(float(tick)):.{draw(st.integers(5, 9))}f}"
    value = {"float": single(float(tick)), "product": float(tick) * 0.987654321, "double": float(tick) * 3 / 3}[form]
    return format(Decimal(repr(value)), "f")


@given(st.lists(printed(), max_size=30))
def test_prices_read_together_are_what_each_is_alone(texts):
    """A float's noise is taken off a column exactly where it is taken off a price."""
    prices = PrintedPrices()
    numbers = dict(zip(texts, prices.numbers(texts), strict=True))
    values = prices.values(list(numbers.values())).tolist()
    known = [text for text, value in zip(numbers, values, strict=True) if value == float(text)]

    assert all(len(text.partition(".")[2]) > 17 for text in set(texts) - set(known))  # those are read one by one
    assert prices.traded([numbers[text] for text in known]) == [price_text(as_traded(Decimal(text))) for text in known]


def test_a_price_of_any_length_is_read():
    """Thirty decimals are no price anybody traded at, and no error."""
    assert as_traded(Decimal("100.123456789012345678901234567890")) is None


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


ROWS = [f"2025-09-{day},155,162,154,{158 + day / 100:.2f},90" for day in (15, 16, 17, 18, 19)]


@pytest.mark.parametrize(
    "alter",
    [
        lambda row: row.replace(",", " , "),
        lambda row: ",".join(f'"{cell}"' for cell in row.split(",")),
        lambda row: row.replace("155", "155.00"),
        lambda row: row.replace(",155,", ",0155,"),
        lambda row: row.replace(",90", ",90.0"),
        lambda row: row + ",and,more",
        lambda row: f"\n{row}",
    ],
)
@pytest.mark.parametrize("altered", [{2}, {0, 4}, {0, 1, 2, 3, 4}])
def test_a_row_of_another_shape_gives_the_same_bar(instruments, alter, altered):
    """Spaces, quotes, zeros and cells too many change no bar, in one row or in all."""
    rows = [alter(row) if at in altered else row for at, row in enumerate(ROWS)]
    tables = ["\n".join(["Date,Open,High,Low,Close,Volume", *some]) for some in (ROWS, rows)]
    plain, read = (read_bars(text.encode(), origin="9988.HK.csv", instruments=instruments) for text in tables)

    assert read.bars == plain.bars
    assert len(read.bars) == 5
    assert read.rejects == []


def test_rows_by_the_day_are_the_series_that_rows_by_the_name_are(instruments):
    """A table of many instruments may be sorted by day: each series is put together of its rows."""
    rows = [
        f"{symbol},2025-09-{day},{day},{day + 2},{day - 1},{day + 1},5"
        for symbol in ("9988.HK", "9888.HK")
        for day in (16, 17, 18)
    ]
    header = "symbol,date,open,high,low,close,volume"
    by_name, by_day = (
        read_bars("\n".join([header, *order]).encode(), origin="x.csv", instruments=instruments)
        for order in (rows, sorted(rows, key=lambda row: row.split(",")[1]))
    )

    assert [(bar.ticker, bar.trading_date.day) for bar in by_day.bars] == [
        (ticker, day) for ticker in ("9988.HK", "9888.HK") for day in (16, 17, 18)
    ]
    assert by_day.bars == by_name.bars


def test_a_quote_left_open_costs_its_own_row_alone(instruments):
    """A quote that nothing closes does not take the rows behind it along."""
    rows = ['"2025-09-16","10","11","9","10","5"', '"2025-09-17","10","11","9",10,"5', '"2025-09-18","10","11","9","10","5"']
    text = "\n".join(["Date,Open,High,Low,Close,Volume", *rows])
    read = read_bars(text.encode(), origin="9988.HK.csv", instruments=instruments)

    assert [bar.trading_date.day for bar in read.bars] == [16, 17, 18]


def test_newest_first_is_the_same_series(instruments):
    """A jump is told against the session before, whichever way the rows run."""
    rows = ["2025-09-16,10,11,9,10,5", "2025-09-17,20,21,19,20,5", "2025-09-18,20,22,19,25,5"]
    for order in (rows, rows[::-1]):
        text = "\n".join(["Date,Open,High,Low,Close,Volume", *order])
        bars = read_bars(text.encode(), origin="9988.HK.csv", instruments=instruments).bars
        assert {bar.trading_date.day: bar.flags for bar in bars} == {16: (), 17: ("jump",), 18: ("close_outside_range",)}


def test_two_spellings_in_one_table_are_one_series(instruments, tmp_path):
    """Of two rows of one day, the later spelling's counts, and nothing is written twice."""
    text = "symbol,date,open,high,low,close\n700.HK,2025-09-17,1,2,1,1.5\n0700.HK,2025-09-17,1,2,1,1.6\n"
    database = open_store_database(tmp_path)
    book = PriceBook(database)
    counts = book.put_columns(read_bars(text.encode(), origin="x.csv", instruments=instruments).series)

    assert counts == {"new": 1, "updated": 0, "unchanged": 0}
    assert book.newest("0700.HK", as_of=LATER).close == Decimal("1.6")
    database.close()


def test_columns_hold_what_records_hold():
    """Through columns and back, a bar is the same."""
    bars = [make_bar(day=date(2025, 9, day), close=f"{day}.50", volume=None, flags=("jump",)) for day in (17, 18)]
    [columns] = columns_of(bars)

    assert list(columns.bars()) == bars


@pytest.mark.parametrize("alike", [True, False])
@pytest.mark.parametrize("number", [1, 9, 10, 11, 25])
def test_bars_come_out_as_they_went_in(tmp_path, number, alike):
    """Whether few bars or many are written at once, and whether or not they have values in common, each keeps its own."""
    bars = [
        make_bar(
            day=date(2025, 9, 1 + at),
            close=f"{at + 1}.50",
            volume=None if alike or at % 3 else at,
            flags=() if alike or at % 4 else ("jump",),
            source="a.csv" if alike or at % 2 else "b.csv",
        )
        for at in range(number)
    ]
    database = open_store_database(tmp_path)
    book = PriceBook(database)
    book.put_bars(bars)

    assert book.bars(bars[0].ticker, None, None, as_of=LATER) == bars
    database.close()
