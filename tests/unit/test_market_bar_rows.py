"""Rows of tables of bars: hostile ones are refused with their reason, odd ones flagged, noise taken off."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.market.instruments import Instruments
from ingest.bars import BarsRead, read_bars

HEADER = "Date,Open,High,Low,Close,Volume\n"


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


@pytest.fixture
def read(instruments):
    def read_table(text: str, origin: str = "9988.HK.csv") -> BarsRead:
        return read_bars(text.encode(), origin=origin, instruments=instruments)

    return read_table


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2025-09-17,155,162,154,NaN,90", "close missing"),
        ("2025-09-17,155,162,154,None,90", "close missing"),
        ("2025-09-17,155,162,154,,90", "close missing"),
        ("2025-09-17,155,162,154,N/A,90", "close missing"),
        ("2025-09-17,155,162,154,-161.6,90", "close negative"),
        ("2025-09-17,155,162,154,0,90", "close zero"),
        ("2025-09-17,155,162,154,0.000,90", "close zero"),
        ("2025-09-17,155,162,154,1e308,90", "close out of range"),
        ("2025-09-17,155,162,154,1e999,90", "close out of range"),
        ("2025-09-17,155,162,154,inf,90", "close missing"),
        ("2025-09-17,155,162,154,-inf,90", "close missing"),
        ("2025-09-17,155,162,154,abc,90", "close not a number"),
        ("2025-09-17,155,162,154,16l.6,90", "close not a number"),
        ("2025-09-17,155,162,154,161.6.0,90", "close not a number"),
        ("2025-09-17,155,162,154,0x1F,90", "close not a number"),
        ("2025-09-17,155,162,154,=1+1,90", "close not a number"),
        ("2025-09-17,NaN,162,154,161.6,90", "open missing"),
        ("2025-09-17,155,-1,154,161.6,90", "high negative"),
        ("2025-09-17,155,162,0,161.6,90", "low zero"),
        ("2025-09-17,155,150,154,152,90", "high 150 below low 154"),
        ("2025-09-17,155,162,154,161.6,-5", "volume out of range"),
        ("2025-09-17,155,162,154,161.6,many", "volume not a number"),
        ("2025-09-17,155,162,154,161.6,1e40", "volume out of range"),
        ("2025-09-17,155,155,155,155,0", "nothing traded"),
        ("2025-09-20,155,155,155,155,0", "no session (a Saturday)"),
        ("2025-10-01,155,155,155,155,0", "National Day"),
        ("2025-13-17,155,162,154,161.6,90", "date unreadable"),
        ("2025-02-30,155,162,154,161.6,90", "date unreadable"),
        ("yesterday,155,162,154,161.6,90", "date unreadable"),
        (",155,162,154,161.6,90", "date unreadable"),
        ("0000-00-00,155,162,154,161.6,90", "date unreadable"),
        ("05/06/2025,155,162,154,161.6,90", "date unreadable"),
        ("2025-09-17", "no values"),
        ("2025-09-17,155", "high missing"),
        (";;;,,,,,", "no values"),
        ("2025-09-17,155,162,154,161.6,90\n2025-09-17,155,162,154,161.6,90", "repeats line 2"),
        ("2025-09-17,155,162,154,161.6,90\n2025-09-17,155,162,154,160.6,90", "contradicts line 2"),
        ("2025-09-17,155,162,154,\u0661\u0666\u0661,90", "close not a number"),
        ('2025-09-17,155,162,154,"161.6,90', "close not a number"),
    ],
)
def test_a_hostile_row_is_refused_with_its_reason(read, row, reason):
    """A row that is no bar is named by line and reason, and the good row behind it is read."""
    result = read(f"{HEADER}{row}\n2025-09-18,155,162,154,158,90\n")

    assert [bar.trading_date for bar in result.bars if bar.trading_date.day == 18] == [date(2025, 9, 18)]
    [(line, said)] = result.rejects
    assert reason in said
    assert line in (2, 3)


def test_every_row_is_accounted_for(read):
    """Bars and refused rows add up to the rows of the table."""
    rows = [
        "2025-09-15,1,1,1,1,5",
        "2025-09-16,1,1,1,NaN,5",
        "2025-09-17,1,1,1,1,0",
        "junk",
        "2025-09-18,2,1,1,1,5",
        "2025-09-19,1,1,1,1,5",
    ]
    result = read(HEADER + "\n".join(rows))

    assert len(result.bars) + len(result.rejects) == len(rows)
    assert [line for line, _ in result.rejects] == [3, 4, 5]


def test_odd_bars_are_kept_and_flagged(read):
    """A close outside the day's range, a jump without a split, and a day without a session are kept and said."""
    result = read(HEADER + "2025-09-16,10,11,9,12,5\n2025-09-17,18,19,17,18,5\n2025-09-20,18,19,17,18,5\n")

    assert [bar.flags for bar in result.bars] == [("close_outside_range",), ("jump",), ("not_a_session",)]


def test_a_split_explains_a_jump(read):
    """On the day of a split the same jump is flagged as the split; prices adjusted for it carry no flag."""
    text = "Date,Open,High,Low,Close,Volume,Stock Splits\n2025-09-16,10,11,9,10,5,0.0\n2025-09-17,2,2,2,2,5,5.0\n"

    adjusted = text.replace("10,11,9,10,5,0.0", "2,2.2,1.8,2,25,0.0")

    assert [bar.flags for bar in read(text).bars] == [(), ("split 5",)]
    assert [bar.flags for bar in read(adjusted).bars] == [(), ()]


def test_an_adjusted_series_is_told_by_its_decimals(read):
    """Prices nobody could trade at are adjusted for dividends; those after the last dividend are as traded."""
    adjusted = "186.3714141845703,188.2589650263035,185.7753375193602,186.7753375193602"
    days = "\n".join(f"2025-09-{day:02d},{adjusted},5" for day in (1, 2, 3, 4, 5))
    result = read(f"{HEADER}{days}\n2025-09-08,187.0,189.5,186.0,187.60000610351562,5\n")

    assert [bar.adjusted for bar in result.bars] == [True] * 5 + [False]
    assert result.bars[0].open == Decimal("186.3714141845703")
    assert result.bars[-1].close == Decimal("187.6")


def test_one_odd_price_does_not_make_a_series_adjusted(read):
    """A single price with many decimals among traded ones stays an exception."""
    rows = [f"2025-09-{day:02d},187.0,189.5,186.0,187.5,5" for day in (1, 2, 3, 4, 5, 8, 9)]
    result = read(HEADER + "\n".join([*rows, "2025-09-10,187.0,189.5,186.0,187.1234567890123,5"]))

    assert not any(bar.adjusted for bar in result.bars)


@pytest.mark.parametrize(
    ("printed", "close"),
    [
        ("153.60000610351562", "153.6"),
        ("153.600006", "153.6"),
        ("131.0", "131.0"),
        ("22.799999", "22.8"),
        ("0.8149999976158142", "0.815"),
        ("100.30000000000001", "100.3"),
        ("26908.390625", "26908.39"),
        ("166.1700", "166.1700"),
        ("1,234.50", "1234.50"),
        ("HK$155.2", "155.2"),
    ],
)
def test_the_noise_of_floats_is_taken_off(read, printed, close):
    """A float's nearest short decimal is the price; a short decimal stays as printed."""
    result = read(f'Date,Close,Volume\n2025-09-17,"{printed}",5\n')

    assert [bar.close for bar in result.bars] == [Decimal(close)]


def test_only_one_listing_currency_is_taken(read):
    """Prices said to be in another currency than the listing's are refused."""
    text = "symbol,date,open,high,low,close,volume,currency\n9988.HK,2025-09-17,20,21,19,20,5,USD\n"

    assert read(text).rejects == [(2, "9988.HK: prices in USD, but it trades in HKD")]
