"""A file of one day of many instruments: its short series are read and written together, and are what each is alone."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.database import open_database
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from ingest.bars import read_bars

HEADER = "symbol,date,open,high,low,close,volume,currency"
SYMBOLS = [f"{number:04d}.HK" for number in range(9900, 9960)] + ["BABA", "BIDU", "JD"]
MANY = [f"{symbol},2025-09-17,{n + 10}.5,{n + 11}.5,{n + 9}.5,{n + 10}.8,{n + 900}," for n, symbol in enumerate(SYMBOLS)]
ODD = [
    "0700.HK,2025-09-17,640,650,630,645,100,USD",
    "0981.HK,2025-09-17,67,68,62,20,100,HKD",
    "1024.HK,2025-09-16,10,11,9,10,100,HKD",
    "1024.HK,2025-09-17,16,17,15,16,100,HKD",
    "1810.HK,17 Nonsense,50,51,49,50,100,HKD",
    "3690.HK,2025-09-17,100,101,99,100,0,HKD",
    "9618.HK,2025-09-18,136.7,137,130,136.7,100,HKD",
    "9618.HK,2025-09-17,136.7,137,130,136.70000457763672,100,HKD",
    "9999.HK,2025-09-17,200,201,199,200,100,HKD",
    "9999.HK,2025-09-17,200,201,199,200.5,100,HKD",
]


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


@pytest.fixture
def book(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/x.db")
    yield PriceBook(database)
    database.close()


def read(rows, instruments):
    return read_bars("\n".join([HEADER, *rows]).encode(), origin="day.csv", instruments=instruments)


def test_together_as_alone(instruments):
    """Odd rows and usual ones of many instruments give the bars, flags and refusals that each instrument gives by itself."""
    rows = [row for pair in zip(MANY[:10], ODD, strict=True) for row in pair] + MANY[10:]
    together = read(rows, instruments)
    symbols = list(dict.fromkeys(row.partition(",")[0] for row in rows))
    alone = [read([row for row in rows if row.startswith(f"{symbol},")], instruments) for symbol in symbols]
    expected = {(bar.ticker, bar.trading_date): bar for one in alone for bar in one.bars}
    assert {(bar.ticker, bar.trading_date): bar for bar in together.bars} == expected
    assert [reason for _, reason in together.rejects] == [
        "0700.HK: prices in USD, but it trades in HKD",
        "1810.HK: date unreadable ('17 Nonsense')",
        "3690.HK: nothing traded (volume 0)",
        "9999.HK: contradicts line 19",
    ]
    flags = {(bar.ticker, bar.trading_date): bar.flags for bar in together.bars}
    assert flags["1024.HK", date(2025, 9, 17)] == ("jump",)
    assert flags["0981.HK", date(2025, 9, 17)] == ("close_outside_range",)


def test_a_second_day_and_the_same_again(instruments, book):
    """What is there is found for many instruments at once: another day is new, the same is unchanged, another price updated."""
    first = read(MANY, instruments)
    assert book.put_columns(first.series) == {"new": 63, "updated": 0, "unchanged": 0}
    assert book.put_columns(first.series) == {"new": 0, "updated": 0, "unchanged": 63}
    altered = [MANY[0].replace("10.8", "10.9"), *MANY[1:40], *(row.replace("09-17", "09-18") for row in MANY[40:])]
    assert book.put_columns(read(altered, instruments).series) == {"new": 23, "updated": 1, "unchanged": 39}
    as_of = max(bar.known_at for bar in read(altered, instruments).bars)
    assert book.bar_on("9900.HK", date(2025, 9, 17), as_of=as_of).close == Decimal("10.9")
    assert book.bar_on("BABA", date(2025, 9, 18), as_of=as_of).close == Decimal("70.8")
    assert book.count() == 63 + 23


def test_series_of_different_stretches(instruments, book):
    """Series of other years in one file are looked up by themselves, and none is taken for another's."""
    rows = [f"{symbol},{year}-09-17,10,11,9,10.5,100," for year in (2003, 2014, 2025) for symbol in SYMBOLS]
    series = read(rows, instruments).series
    assert book.put_columns(series)["new"] == 3 * len(SYMBOLS)
    assert book.put_columns(series)["unchanged"] == 3 * len(SYMBOLS)
