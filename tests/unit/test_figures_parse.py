"""Parsing: what is read from the ways in which numbers are written."""

import time
from decimal import Decimal

import pytest

from assistant.figures.figure import Figure
from assistant.figures.parse import parse


def only(text: str) -> Figure:
    figures = parse(text)
    assert len(figures) == 1, [figure.text for figure in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("text", "value", "unit", "currency"),
    [
        ("4.2 percent", "4.2", "%", None),
        ("4.2 per cent", "4.2", "%", None),
        ("4.2pc", "4.2", "%", None),
        ("16%", "16", "%", None),
        ("５.３％", "5.3", "%", None),
        ("5,3%", "5.3", "%", None),
        ("one percent", "1", "%", None),
        ("half a percent", "0.5", "%", None),
        ("a quarter of a percentage point", "0.25", "pp", None),
        ("25 basis points", "0.25", "pp", None),
        ("5bp", "0.05", "pp", None),
        ("1.5 percentage points", "1.5", "pp", None),
        ("HK$1.2bn", "1200000000", "money", "HKD"),
        ("US$380 million", "380000000", "money", "USD"),
        ("$3.2B", "3200000000", "money", "USD"),
        ("Rmb5 billion", "5000000000", "money", "CNY"),
        ("HKD 413.314 billion", "413314000000", "money", "HKD"),
        ("131.00 HKD", "131", "money", "HKD"),
        ("€2m", "2000000", "money", "EUR"),
        ("S$180 million", "180000000", "money", "SGD"),
        ("9 billion yuan", "9000000000", "money", "CNY"),
        ("21 times", "21", "times", None),
        ("20.5x", "20.5", "times", None),
        ("doubled", "2", "times", None),
        ("tripled", "3", "times", None),
        ("302 points", "302", "points", None),
        ("171 million shares", "171000000", "shares", None),
        ("seven weeks straight", "7", "weeks", None),
        ("10-year notes", "10", "years", None),
        ("five-year average", "5", "years", None),
        ("3-1/2-year peak", "3.5", "years", None),
        ("twenty-five companies", "25", "", None),
        ("seventh consecutive week", "7", "rank", None),
        ("third-largest maker", "3", "rank", None),
        ("No. 2 carrier", "2", "rank", None),
        ("nearly one-third of the value", "33.33", "%", None),
        ("19,823.45", "19823.45", "", None),
        ("百分之四點二", "4.2", "%", None),
        ("兩成半", "25", "%", None),
        ("4.5厘", "4.5", "%", None),
        ("2.7個基點", "0.027", "pp", None),
        ("11.2個百分點", "11.2", "pp", None),
        ("9億元人民幣", "900000000", "money", "CNY"),
        ("21美元", "21", "money", "USD"),
        ("32亿", "3200000000", "", None),
        ("7.8萬", "78000", "", None),
        ("1.2万亿", "1200000000000", "", None),
        ("千萬戶", "10000000", "", None),
        ("七百", "700", "", None),
        ("302點", "302", "points", None),
        ("1.5倍", "1.5", "times", None),
        ("連續5日", "5", "days", None),
        ("10年期債息", "10", "years", None),
        ("連續第8個月", "8", "rank", None),
    ],
)
def test_values_come_in_base_units(text: str, value: str, unit: str, currency: str | None) -> None:
    """Value, unit and currency of one figure, whatever its spelling."""
    figure = only(text)

    assert (figure.value, figure.unit, figure.currency) == (Decimal(value), unit, currency)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("17 September 2025", 20250917, "date"),
        ("September 17", 917, "date"),
        ("Sept. 17, 2025", 20250917, "date"),
        ("2025-09-17", 20250917, "date"),
        ("November 2021", 20211100, "date"),
        ("in May", 500, "date"),
        ("in 2025", 20250000, "date"),
        ("2025年9月17日", 20250917, "date"),
        ("4月", 400, "date"),
        ("10:03", 1003, "time"),
        ("3.30pm", 1530, "time"),
        ("the third quarter", 3, "quarter"),
        ("首季", 1, "quarter"),
        ("the second half", 2, "half"),
    ],
)
def test_dates_are_figures_with_what_they_leave_open(text: str, value: int, unit: str) -> None:
    """A date is one number; a part that is not said is 0."""
    figure = only(text)

    assert (figure.value, figure.unit, figure.kind) == (value, unit, "date")


@pytest.mark.parametrize(
    "text",
    [
        "SMIC (00981.HK) gained",
        "BYD is 1211.HK there",
        "the S&P 500 and the CSI 300",
        "the CSI300 index",
        "Covid-19",
        "H20 chips",
        "they may march on",
        "HK:0981",
        "富時100指數",
        "one of the banks",
        "9" * 60,
    ],
)
def test_numbers_that_are_part_of_a_name_are_no_figures(text: str) -> None:
    """Tickers, index names and codes are not read as figures."""
    assert parse(text) == []


@pytest.mark.parametrize(
    ("text", "sign", "strength", "forecast", "negated", "role"),
    [
        ("shares fell 1.3 percent", -1, "exact", False, False, ""),
        ("down 0.3 percent", -1, "exact", False, False, ""),
        ("1.2 percent lower", -1, "exact", False, False, ""),
        ("a 16 percent jump", 1, "exact", False, False, ""),
        ("-1.3 %", -1, "exact", False, False, ""),
        ("+15.72 %", 1, "exact", False, False, ""),
        ("跌0.8%", -1, "exact", False, False, ""),
        ("升近2%", 1, "nearly", False, False, ""),
        ("升幅不足0.2%", 1, "under", False, False, ""),
        ("about 21 times", 0, "about", False, False, ""),
        ("rose over 7 percent", 1, "over", False, False, ""),
        ("gained as much as 3.9%", 1, "under", False, False, ""),
        ("up to 5 percent", 0, "under", False, False, ""),
        ("at least 4 percent", 0, "over", False, False, ""),
        ("is set to hit $32 billion", 0, "exact", True, False, ""),
        ("could climb 3 percent", 1, "exact", True, False, ""),
        ("a cut of 25 basis points could follow", -1, "exact", True, False, ""),
        ("rose 3 percent, better than expected", 1, "exact", False, False, ""),
        ("did not rise 3 percent", 1, "exact", False, True, ""),
        ("rose to 26,545", 0, "exact", False, False, "to"),
        ("down from 52.2", 0, "exact", False, False, "from"),
        ("預計增長5%", 1, "exact", True, False, ""),
        ("跌至100點", 0, "exact", False, False, "to"),
    ],
)
def test_the_words_around_a_number_are_read(
    text: str, sign: int, strength: str, forecast: bool, negated: bool, role: str
) -> None:
    """Direction, strength, tense, denial and the end of a movement come from the words that govern the number."""
    figure = only(text)

    assert (figure.sign, figure.strength, figure.forecast, figure.negated, figure.role) == (
        sign,
        strength,
        forecast,
        negated,
        role,
    )


def test_figures_of_one_verb_share_its_direction() -> None:
    """ "fell 162.5 points, or 1 percent, to open at 16,087.5" has two falls and a level."""
    assert [figure.sign for figure in parse("fell 162.5 points, or 1 percent, to open at 16,087.5 points")] == [-1, -1, 0]


def test_a_rise_before_a_level_is_no_upper_bound() -> None:
    """In "up 0.5 % to 16,819" the words "up" and "to" are not "up to"."""
    assert [figure.strength for figure in parse("edged up 0.5 % to 16,819")] == ["exact", "exact"]


@pytest.mark.parametrize(
    ("text", "values", "units"),
    [
        ("2.6/3/3.6%", ["2.6", "3", "3.6"], ["%"] * 3),
        ("27.5% to 32.5%", ["27.5", "32.5"], ["%"] * 2),
        ("2.5 to 3.5 percent", ["2.5", "3.5"], ["%"] * 2),
        ("5 to 10 million yuan", ["5000000", "10000000"], ["money"] * 2),
        ("five-, 10-, and 30-year notes", ["5", "10", "30"], ["years"] * 3),
    ],
)
def test_a_unit_written_once_belongs_to_the_whole_range(text: str, values: list[str], units: list[str]) -> None:
    """Each end of a range is a figure with the unit and scale written behind the last."""
    figures = parse(text)

    assert [figure.value for figure in figures] == [Decimal(value) for value in values]
    assert [figure.unit for figure in figures] == units


def test_positions_are_those_of_the_text() -> None:
    """Every figure stands where it says, also in text with full-width digits."""
    text = "Baidu rose 16 percent to HK$131；騰訊升２.６％"

    assert [text[figure.start : figure.end] for figure in parse(text)] == [figure.text for figure in parse(text)]
    assert [figure.text for figure in parse(text)] == ["16 percent", "HK$131", "２.６％"]


@pytest.mark.parametrize("unit", ["1", "(", "一", "第", "1 ", "up ", "$", "Q1 ", "2025-", "百分之"])
def test_hostile_text_costs_a_bounded_time(unit: str) -> None:
    """A megabyte of one thing is read in time that grows with its length only."""
    small, large = unit * (50_000 // len(unit)), unit * (500_000 // len(unit))
    started = time.process_time()
    parse(small)
    first = time.process_time() - started
    started = time.process_time()
    parse(large)

    assert time.process_time() - started < max(0.5, first * 40)
