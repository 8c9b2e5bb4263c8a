"""Bars out of tables: every vendor's layout, and every hostile row refused with its line and reason."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assistant.market.instruments import Instruments
from ingest.bars import BarsRead, looks_like_bars, read_bars

THREE_ROWS = """Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume
Ticker,0700.HK,9988.HK,0700.HK,9988.HK,0700.HK,9988.HK,0700.HK,9988.HK,0700.HK,9988.HK
Date,,,,,,,,,,
2025-09-16,645.0,,650.5,,640.0,,641.0,,100,
2025-09-17,661.5,161.60000610351562,662.0,162.0,648.0,154.0,650.0,155.0,120,90
"""
LAYOUTS = {
    "yahoo": ("9988.HK.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2025-09-17,155.0,162.0,154.0,161.600006,160.1,90\n"),
    "lowercase": ("x/9988.HK.csv", "date,open,high,low,close,volume\n2025-09-17,155,162,154,161.6,90\n"),
    "other order": ("9988.HK.csv", "Date,Close,High,Low,Open,Volume\n2025-09-17,161.60000610351562,162.0,154.0,155.0,90\n"),
    "zoned": (
        "9988.HK.csv",
        "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n2025-09-17 00:00:00+08:00,155,162,154,161.6,90,0,0\n",
    ),
    "zoned elsewhere": ("9988.HK.csv", "Date,Open,High,Low,Close,Volume\n2025-09-16T16:00:00+00:00,155,162,154,161.6,90\n"),
    "tidy": ("any.csv", "symbol,date,open,high,low,close,volume,currency\n9988.HK,2025-09-17,155,162,154,161.6,90,HKD\n"),
    "bare code": ("any.csv", "Date,Code,Open,High,Low,Close,Volume\n2025-09-17,9988,155,162,154,161.6,90\n"),
    "stooq": (
        "9988.hk.txt",
        "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n9988.HK,D,20250917,000000,155,162,154,161.6,90,0\n",
    ),
    "semicolons": ("9988.HK.csv", "Date;Open;High;Low;Close;Volume\n17/09/2025;155,0;162,0;154,0;161,6;90\n"),
    "tabs": ("9988.HK.tsv", "Date\tOpen\tHigh\tLow\tClose\tVolume\n17 Sep 2025\t155\t162\t154\t161.6\t90\n"),
    "chinese": ("any.csv", "日期,股票代码,开盘,收盘,最高,最低,成交量\n2025-09-17,09988,155,161.6,162,154,90\n"),
    "no date header": ("9988.HK.csv", ",Open,High,Low,Close,Volume\n2025-09-17,155,162,154,161.6,90\n"),
    "flattened": (
        "any.csv",
        "Date,Open_9988.HK,High_9988.HK,Low_9988.HK,Close_9988.HK,Volume_9988.HK\n2025-09-17,155,162,154,161.6,90\n",
    ),
    "tuples": (
        "any.csv",
        """Date,"('Close', '9988.HK')","('High', '9988.HK')","('Low', '9988.HK')","('Open', '9988.HK')","('Volume', '9988.HK')"
2025-09-17,161.6,162,154,155,90
""",
    ),
    "tickers above": (
        "any.csv",
        "Ticker,9988.HK,9988.HK,9988.HK,9988.HK,9988.HK\nPrice,Open,High,Low,Close,Volume\nDate,,,,,\n2025-09-17,155,162,154,161.6,90\n",
    ),
    "byte order mark": ("9988.HK.csv", "\ufeffDate,Open,High,Low,Close,Volume\r\n2025-09-17,155,162,154,161.6,90\r\n"),
    "investing": (
        "9988.HK Historical Data.csv",
        '"Date","Price","Open","High","Low","Vol.","Change %"\n"Sep 17, 2025","161.6","155","162","154","0.09K","1%"\n',
    ),
    "epoch": ("9988.HK.csv", "timestamp,open,high,low,close,volume\n1758038400,155,162,154,161.6,90\n"),
}
US_LAYOUTS = {
    "nasdaq": (
        "BABA.csv",
        "Date,Close/Last,Volume,Open,High,Low\n09/17/2025,$166.17,90,$164.00,$167.50,$163.25\n09/16/2025,$162.21,80,$160,$163,$159\n",
    ),
    "alpha vantage": (
        "daily_BABA.csv",
        "timestamp,open,high,low,close,volume\n2025-09-17,164.0000,167.5000,163.2500,166.1700,90\n",
    ),
    "tiingo": (
        "BABA.csv",
        """date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,divCash,splitFactor
2025-09-17T00:00:00.000Z,166.17,167.5,163.25,164,90,165,166,162,163,90,0.0,1.0
""",
    ),
    "stooq": ("baba.us.csv", "Date,Open,High,Low,Close,Volume\n2025-09-17,164,167.5,163.25,166.17,90\n"),
}
HEADER = "Date,Open,High,Low,Close,Volume\n"


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


@pytest.fixture
def read(instruments):
    def read_table(text: str, origin: str = "9988.HK.csv") -> BarsRead:
        return read_bars(text.encode(), origin=origin, instruments=instruments)

    return read_table


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_the_same_bar(read, layout):
    """However a vendor writes it, 17 September 2025 is one bar."""
    origin, text = LAYOUTS[layout]
    result = read(text, origin)

    assert looks_like_bars(text)
    assert result.rejects == []
    [bar] = result.bars
    assert (bar.ticker, bar.trading_date, bar.currency) == ("9988.HK", date(2025, 9, 17), "HKD")
    assert (bar.open, bar.high, bar.low, bar.close, bar.volume) == (155, 162, 154, Decimal("161.6"), 90)
    assert bar.known_at == datetime(2025, 9, 17, 8, tzinfo=UTC)
    assert (bar.adjusted, bar.flags) == (False, ())


@pytest.mark.parametrize("layout", US_LAYOUTS)
def test_a_new_york_layout_gives_the_same_bar(read, layout):
    """Dollar signs, newest first, months first: the same bar in dollars."""
    result = read(US_LAYOUTS[layout][1], US_LAYOUTS[layout][0])

    bar = result.bars[0]
    assert result.rejects == []
    assert (bar.ticker, bar.trading_date, bar.currency, bar.close) == ("BABA", date(2025, 9, 17), "USD", Decimal("166.17"))
    assert (bar.open, bar.high, bar.low) == (164, Decimal("167.5"), Decimal("163.25"))


def test_tickers_come_from_their_row_not_from_the_file_name(read):
    """Several tickers in one table, each with its own columns; the file name is wrong."""
    result = read(THREE_ROWS, "1810.HK.csv")

    assert [(bar.ticker, bar.trading_date.day, bar.close) for bar in result.bars] == [
        ("0700.HK", 16, 645),
        ("0700.HK", 17, Decimal("661.5")),
        ("9988.HK", 17, Decimal("161.6")),
    ]
    assert result.rejects == []


@pytest.mark.parametrize(
    ("origin", "text"),
    [
        ("HistoricalData_1758.csv", "Date,Close/Last,Volume\n09/17/2025,$1,5\n"),
        ("prices.csv", HEADER + "2025-09-17,1,1,1,1,5\n"),
        ("DATA.csv", HEADER + "2025-09-17,1,1,1,1,5\n"),
        ("BABA_9988.HK.csv", HEADER + "2025-09-17,1,1,1,1,5\n"),
        ("x.csv", "Symbol,Date,Close,Volume\nno such thing,2025-09-17,1,5\n"),
    ],
)
def test_without_one_symbol_nothing_is_read(read, origin, text):
    """No symbol, or two to choose from, refuses every row."""
    result = read(text, origin)

    assert result.bars == []
    assert [line for line, _ in result.rejects] == [2]
    assert "symbol" in result.rejects[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "Stock Code,Stock Name\n0001.HK,CKH HOLDINGS\n",
        "",
        "Date,Title\n2025-09-17,Shares close higher\n",
        "At the close, shares were high.\n",
        "{}",
        "subject,metric,value\nX,close,1\n",
        "Date,Open\n2025-09-17,1\n",
        "\x00\x01\x02,close,high",
        "a,b,c\n1,2,3\n",
    ],
)
def test_other_tables_are_not_bars(read, text):
    """A list of index members, an article or a statistic is not taken for bars."""
    assert not looks_like_bars(text)
    if text.strip() and "\x00" not in text:
        result = read(text)
        assert result.bars == []
        assert "not daily bars" in result.rejects[0][1]


def test_a_listing_outside_the_catalogue_is_read(read):
    """A ticker with its market need not be in the catalogue."""
    [bar] = read(HEADER + "2025-09-17,155,162,154,161.6,90\n", "2513.HK.csv").bars

    assert (bar.ticker, bar.currency) == ("2513.HK", "HKD")


def test_an_index_without_volume_is_read(read):
    """Vendors give no volume for an index, or zero."""
    result = read(HEADER + "2025-09-17,26500,26920,26400,26908.390625,0\n2025-09-18,26900,27000,26500,26544.85,\n", "^HSI.csv")

    assert [(bar.ticker, bar.close) for bar in result.bars] == [("HSI", Decimal("26908.39")), ("HSI", Decimal("26544.85"))]


def test_days_first_is_told_by_the_column(read):
    """One date with a day above twelve settles the order for all; without one, the weekends do."""
    settled = read(HEADER + "02/09/2025,1,1,1,1,5\n17/09/2025,1,1,1,1,5\n")
    assert [bar.trading_date for bar in settled.bars] == [date(2025, 9, 2), date(2025, 9, 17)]

    months_first = read(HEADER + "09/05/2025,1,1,1,1,5\n09/02/2025,1,1,1,1,5\n09/03/2025,1,1,1,1,5\n")
    assert {bar.trading_date.month for bar in months_first.bars} == {9}
