"""A pattern that is skipped for want of its cues would not have matched: cues save time and change no reading."""

from itertools import chain

import pytest

from assistant.knowledge import (
    time_bare_words,
    time_bounds,
    time_chinese,
    time_counted,
    time_dates,
    time_holidays,
    time_lunar,
    time_portions,
    time_relative,
    time_weeks,
)
from assistant.knowledge.time_cues import Cued, Table

MODULES = (
    *(time_bare_words, time_bounds, time_chinese, time_counted, time_dates, time_holidays, time_lunar, time_portions),
    *(time_relative, time_weeks),
)
NAMED = "January FEB march Apr may June jul Aug Sept oct November dec".split()
DAYS = "Monday tue Wednesday THU friday Sat sunday".split()
COUNTED = ("two", "a few", "12", "a dozen")
UNITS = ("hours", "trading days", "sessions", "week", "fortnight", "months", "Quarters", "years")
TEXTS = [
    "the day before yesterday, TODAY, tonight, this morning, the day after tomorrow, overnight, last night",
    "year to date, ytd, mtd, so far this year, this quarter so far, since the start of the year, over the weekend, year-end",
    "since the close, before the market open, after-hours, pre-market, post market, until the closing bell, end of the week",
    "the previous session, next trading day, three days later, the week before, two weeks earlier, the session prior",
    "week before last, the Friday before last, two Fridays ago, 3 Mondays ago, the trading day before last",
    "2025-09-17, 17/9/2025, 9/17/25, 20250917, 2025-09, 2024/25, 1999 to 2001, between 2019 and 2100, in 2024",
    "fy25, fiscal year 2025",
    "Q3 2025, 3q25, third quarter of 2025, h1 2024, 2H25, first half of last year, the September quarter, June last year",
    "since the 17th, on the 3rd of last month, 4th of this month, the 17th day of next month",
    "Christmas Eve, christmas day 2025, XMAS, Boxing Day, New Year's Eve, New Years Day, National Day, Labour Day, labor day",
    "Independence Day, the Fourth of July, Thanksgiving, Black Friday, Memorial Day, Presidents' Day, MLK Day, Juneteenth",
    "Martin Luther King Jr. Day, Good Friday, Easter Monday, the Hong Kong SAR Establishment Day, mid-May, late-June",
    "平安夜、聖誕節、圣诞、大除夕、元旦、國慶日、国庆节、勞動節、劳动节、感恩節、感恩节、回歸日、回归日",
    "2025年9月17日、九月三日至五日、去年十二月、今年第三季度、首季、二季度、上半年、去年下半年、2024年度、二〇二四年、17號收市、三十日",
    "上週三、下星期五、本禮拜一、礼拜二、周日、過去三天、过去两周、最近五個交易日、近十年、這三個月、前兩天、三天前、两周之前",
    "上一個交易日、前交易日、上月5日、本月 17 號、下个月3号、昨日、今天、明早、隔夜",
    "前天、大前天、上個月、本季、去年、今年以來、前年",
    "2025-W38, week 38 of 2025, W38 2025, w/c , w/e , the start of the week, earlier in the month, midweek",
    "on 17/9, the first trading day of the year, the last week of this month",
    "2025年第38周、春節、农历新年、中秋節、國慶黃金周",
    "the Lunar New Year 2025, Chinese New Year, Mid-Autumn Festival, Golden Week, Chinese New Year's Eve, Lunar New Year's Day",
    "Buddha's birthday, the Birthday of the Buddha, Tuen Ng, Dragon Boat Festival, Chung Yeung, Double Ninth, Qingming",
    "年三十、除夕、大年初一、年初二、正月初三、春節當日、佛誕、佛诞日、端午節、重陽節、重阳节、清明节",
    "2025 Sep 12, 2025-sept-12, Sep 2025 31st, August 2024, the 5th, Ching Ming, Tomb-Sweeping Day",
    *(f"{day} {number}th of {month}, {month} {number} and {number + 1}, {number}-{number + 2} {month} {1999 + number}"
      for number, month in enumerate(NAMED, 1) for day in DAYS[:2]),
    *(f"last {day} morning, {day} next week, the first {day} of March 2025, the last {day} in this month" for day in DAYS),
    *(f"the past {count} {unit}, {count} {unit} ago, next {count} {unit}, {count} {unit} from now, {count} {unit} to the "
      for count in COUNTED for unit in UNITS),
    *(f"{count} {unit} {way} the " for count in COUNTED for unit in UNITS for way in ("ended", "BEFORE", "prior to", "from")),
    *(f"{count}-{unit} change of Baidu to the " for count in COUNTED for unit in UNITS),
    *(f"the {unit} {way} " for unit in UNITS for way in ("of", "ending", "to", "starting", "following", "through")),
    *(f"{which} {unit}, the past {unit}" for unit in UNITS for which in ("This", "current", "previous", "prior", "coming")),
]  # fmt: skip


def cued() -> list[tuple[str, Cued]]:
    found = []
    for module in MODULES:
        for name, value in vars(module).items():
            values = [pattern for pattern, _ in value.rows] if isinstance(value, Table) else [value]
            found += [(f"{module.__name__}.{name}", one) for one in values if isinstance(one, Cued)]
    return found


@pytest.mark.parametrize(("name", "pattern"), cued())
def test_cues_hide_nothing(name, pattern):
    """What the pattern alone finds in texts of all kinds, it finds with its cues, and it finds something."""
    parts = [
        *TEXTS,
        *chain.from_iterable(text.split(", ") for text in TEXTS),
        *chain.from_iterable(t.split("、") for t in TEXTS),
    ]
    alone = [[one.span() for one in pattern.pattern.finditer(part)] for part in parts]
    assert [[one.span() for one in pattern.finditer(part)] for part in parts] == alone
    assert any(alone)
