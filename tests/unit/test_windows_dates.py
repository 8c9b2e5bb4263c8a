"""Windows read from full dates: the same whatever moment they are asked at."""

from datetime import datetime

import pytest

from assistant.knowledge.windows import Window, read_window

MOMENTS = ["2025-09-18T10:00+08:00", "2024-02-29T12:00+08:00", "2025-12-31T23:30+08:00", "2025-03-10T08:00-04:00"]


def span(window: Window | None) -> str:
    """The window's days in a word: one day, "first..last" with open ends empty, or "none"."""
    if window is None or not window.bounded:
        return "none"
    first, last = (day.isoformat() if day else "" for day in (window.first, window.last))
    return first if first == last else f"{first}..{last}"


DATES = [
    ("on 17 September 2025", "2025-09-17"),
    ("24年9月17日", "2024-09-17"),
    ("24年9月", "2024-09-01..2024-09-30"),
    ("the first Monday of September 2025", "2025-09-01"),
    ("除夕", "none"),
    ("國慶黃金週", "none"),
    ("17 Sep 2025", "2025-09-17"),
    ("Sept 17, 2025", "2025-09-17"),
    ("September 17th 2025", "2025-09-17"),
    ("the 17th of September 2025", "2025-09-17"),
    ("Wednesday 17 September 2025", "2025-09-17"),
    ("Wed, 17 Sep 2025", "2025-09-17"),
    ("2025-09-17", "2025-09-17"),
    ("2025-09-17T08:00+08:00", "2025-09-17"),
    ("2025/9/17", "2025-09-17"),
    ("17/09/2025", "2025-09-17"),
    ("09/17/2025", "2025-09-17"),
    ("17.09.2025", "2025-09-17"),
    ("17/9/25", "2025-09-17"),
    ("17.9.25", "2025-09-17"),
    ("20250917", "2025-09-17"),
    ("17-Sep-2025", "2025-09-17"),
    ("１７ September ２０２５", "2025-09-17"),
    ("September 2025", "2025-09-01..2025-09-30"),
    ("in Sept. 2025", "2025-09-01..2025-09-30"),
    ("2025-09", "2025-09-01..2025-09-30"),
    ("Sep '25", "2025-09-01..2025-09-30"),
    ("in 2024", "2024-01-01..2024-12-31"),
    ("during 2024", "2024-01-01..2024-12-31"),
    ("Q3 2025", "2025-07-01..2025-09-30"),
    ("2025Q3", "2025-07-01..2025-09-30"),
    ("3Q25", "2025-07-01..2025-09-30"),
    ("third quarter of 2025", "2025-07-01..2025-09-30"),
    ("the September quarter 2025", "2025-07-01..2025-09-30"),
    ("H1 2025", "2025-01-01..2025-06-30"),
    ("1H25", "2025-01-01..2025-06-30"),
    ("first half of 2024", "2024-01-01..2024-06-30"),
    ("mid-September 2025", "2025-09-11..2025-09-20"),
    ("early October 2024", "2024-10-01..2024-10-10"),
    ("late October 2024", "2024-10-21..2024-10-31"),
    ("the end of March 2025", "2025-03-25..2025-03-31"),
    ("end of 2024", "2024-12-01..2024-12-31"),
    ("first week of September 2025", "2025-09-01..2025-09-07"),
    ("last trading day of August 2025", "2025-08-29"),
    ("week of 15 September 2025", "2025-09-15..2025-09-21"),
    ("the week of 17 September 2025", "2025-09-15..2025-09-21"),
    ("the week ending 19 September 2025", "2025-09-15..2025-09-19"),
    ("the week to 19 September 2025", "2025-09-15..2025-09-19"),
    ("between 2025-09-24 and 2025-10-10", "2025-09-24..2025-10-10"),
    ("between the closes of 2025-09-24 and 2025-10-10", "2025-09-24..2025-10-10"),
    ("from 1 to 5 September 2025", "2025-09-01..2025-09-05"),
    ("1-5 Sep 2025", "2025-09-01..2025-09-05"),
    ("1–5 Sep 2025", "2025-09-01..2025-09-05"),
    ("September 15-19, 2025", "2025-09-15..2025-09-19"),
    ("Aug 6 to Aug 19, 2025", "2025-08-06..2025-08-19"),
    ("28 December 2024 to 3 January", "2024-12-28..2025-01-03"),
    ("28 December to 3 January 2025", "2024-12-28..2025-01-03"),
    ("from August to October 2025", "2025-08-01..2025-10-31"),
    ("from November to February 2025", "2024-11-01..2025-02-28"),
    ("16, 17 and 18 September 2025", "2025-09-16..2025-09-18"),
    ("compare 16 Sep with 17 Sep 2025", "2025-09-16..2025-09-17"),
    ("17 Sep 2025 versus 16 Sep", "2025-09-16..2025-09-17"),
    ("since 17 September 2025", "2025-09-17.."),
    ("17 September 2025 onwards", "2025-09-17.."),
    ("after 17 September 2025", "2025-09-18.."),
    ("before 17 September 2025", "..2025-09-16"),
    ("until 17 September 2025", "..2025-09-17"),
    ("up to 17 September 2025", "..2025-09-17"),
    ("through 17 September 2025", "..2025-09-17"),
    ("by 17 September 2025", "..2025-09-17"),
    ("since 1 September until 5 September 2025", "2025-09-01..2025-09-05"),
    ("after 1 September 2025 and before 5 September 2025", "2025-09-02..2025-09-04"),
    ("the day after 17 September 2025", "2025-09-18"),
    ("the day after the rally, 18 September 2025", "2025-09-18"),
    ("on the day after the rally (18 September 2025)", "2025-09-18"),
    ("the day after the jump on 17 September 2025", "2025-09-18"),
    ("two days before the bond sale of 16 September 2025", "2025-09-14"),
    ("the day before 1 March 2024", "2024-02-29"),
    ("two days after 17 September 2025", "2025-09-19"),
    ("the week before 17 September 2025", "2025-09-10..2025-09-16"),
    ("the session before 22 September 2025", "2025-09-19"),
    ("17 September 2025 and the previous session", "2025-09-16..2025-09-17"),
    ("yesterday (16 September 2025)", "2025-09-16"),
    ("29 February 2024", "2024-02-29"),
    ("in the 3 days to 17 September 2025", "2025-09-15..2025-09-17"),
    ("over the three months to September 2025", "2025-07-01..2025-09-30"),
    ("2025年9月初", "2025-09-01..2025-09-10"),
    ("2025年9月中", "2025-09-11..2025-09-20"),
    ("2025年9月底", "2025-09-24..2025-09-30"),
    ("2024年底", "2024-12-01..2024-12-31"),
    ("2025年9月17日", "2025-09-17"),
    ("2025年9月17", "2025-09-17"),
    ("2025年9月17號", "2025-09-17"),
    ("二零二五年九月十七日", "2025-09-17"),
    ("２０２５年９月１７日", "2025-09-17"),
    ("2025年9月", "2025-09-01..2025-09-30"),
    ("2025年第三季度", "2025-07-01..2025-09-30"),
    ("2025年上半年", "2025-01-01..2025-06-30"),
    ("2024年", "2024-01-01..2024-12-31"),
    ("2025年9月17日至19日", "2025-09-17..2025-09-19"),
    ("2025年9月17日至10月3日", "2025-09-17..2025-10-03"),
    ("2025年9月至10月", "2025-09-01..2025-10-31"),
    ("截至2025年9月17日", "..2025-09-17"),
    ("2025年9月17日之前", "..2025-09-16"),
    ("自2025年9月17日以來", "2025-09-17.."),
]


@pytest.mark.parametrize(("phrase", "days"), DATES)
def test_a_full_date_is_read_the_same_at_any_moment(phrase, days):
    """A date that states its year does not depend on when it is asked about."""
    for as_of in MOMENTS:
        assert days == span(
            read_window(f"What happened to Alibaba {phrase}?", as_of=datetime.fromisoformat(as_of), zone="Asia/Hong_Kong")
        )


NOT_WINDOWS = [
    "May I ask how Baidu may rise?",
    "Will shares march higher?",
    "an august institution",
    "What was the second largest gain?",
    "What is the five-year average multiple?",
    "What is the 10-year Treasury yield?",
    "What is the 200-day moving average?",
    "How does it compare with the Nasdaq 100 and the CSI 300?",
    "Where is the Russell 2000?",
    "What does 700 trade at?",
    "What does 2015 trade at?",
    "What does 2020.HK trade at?",
    "It trades at 21 times earnings",
    "What is the 52-week high?",
    "The index fell to 2025 from 2030",
    "It gained 2025 points",
    "Is Sun Hung Kai up?",
    "What did analysts say on Sun Hung Kai?",
    "the top 5 may rise",
    "Was there a Black Friday sale?",
    "on the 5th anniversary",
    "up for seven straight weeks",
    "How many weeks in a row has it gained?",
    "the one-day rise",
    "the 15th five-year plan",
    "a three-month bill",
    "24/7 support",
    "the overnight repo rate",
    "USA Today",
    "the Sunday Times",
    "June Wong",
    "T+2",
    "$20250917",
    "99999999",
    "12345678",
    "1-800",
    "50/50 odds",
    "5.9.2",
    "v2.1.3",
    "Is the first half of the session weaker?",
    "year on year",
    "month-on-month",
    "sooner or later",
    "連升3日",
    "10日線",
    "50日移動平均線",
    "五年期國債",
    "十年期美债收益率",
    "四季酒店",
    "3号线",
    "日本市場",
    "上海",
    "上市",
    "以前",
    "五年來最高",
]


@pytest.mark.parametrize("question", NOT_WINDOWS)
def test_what_only_looks_like_time_is_no_window(question):
    """Tickers, index names, terms and durations are not windows."""
    for as_of in MOMENTS[:2]:
        assert "none" == span(read_window(question, as_of=datetime.fromisoformat(as_of), zone="Asia/Hong_Kong"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Where did it close on 31 June 2025?", "31 June 2025"),
        ("on 29 February 2025", "29 February 2025"),
        ("on 31 April", "31 April"),
        ("on 2025-13-01", "2025-13-01"),
        ("on 31/06/2025", "31/06/2025"),
        ("on 17 September 2205", "17 September 2205"),
        ("2025年6月31日收市", "2025年6月31日"),
    ],
)
def test_a_day_that_does_not_exist_is_visible(question, words):
    """A date that no calendar has, or beyond the years that are read, gives no days but is named."""
    window = read_window(question, as_of=datetime.fromisoformat(MOMENTS[0]), zone="Asia/Hong_Kong")

    assert window is not None
    assert (words, False) == (window.invalid, window.bounded)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("compare 17 Sep 2025 with 16 Sep", "2025-09-17 2025-09-16"),
        ("between the closes of 2025-09-24 and 2025-10-10", "2025-09-24 2025-10-10"),
        ("on 15, 16 and 18 September 2025", "2025-09-15 2025-09-16 2025-09-18"),
        ("from 1 to 5 September 2025", "2025-09-01 2025-09-05"),
        ("on 17 September 2025 and the day before", "2025-09-17 2025-09-16"),
        ("on 17 September 2025", "2025-09-17"),
        ("since 17 September 2025", "2025-09-17"),
        ("after 17 September 2025", ""),
        ("in September 2025", ""),
        ("比較2025年9月16日和9月17日", "2025-09-16 2025-09-17"),
    ],
)
def test_days_named_one_by_one_keep_their_order(question, days):
    """Each day that is named is listed in the words' order, if it lies in the window."""
    window = read_window(question, as_of=datetime.fromisoformat(MOMENTS[0]), zone="Asia/Hong_Kong")

    assert window is not None
    assert days == " ".join(day.isoformat() for day in window.days)


def test_a_weekday_that_is_not_the_dates_is_noted():
    """The date counts; what its weekday really is stands in the note."""
    window = read_window("on Thursday 17 September 2025", as_of=datetime.fromisoformat(MOMENTS[0]), zone="Asia/Hong_Kong")

    assert window is not None
    assert ("2025-09-17", "17 Sep 2025 is a Wednesday") == (span(window), window.note)
