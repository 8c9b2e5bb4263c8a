"""Holidays by name, halves and ends of months, and dates in a row: each is the days it says."""

from datetime import UTC, date, datetime

import pytest

from assistant.knowledge.windows import read_window

NOW = datetime(2025, 11, 1, 12, tzinfo=UTC)


def days(first: str, last: str | None = None) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on Christmas Day 2025", days("2025-12-25")),
        ("on Christmas Eve 2024", days("2024-12-24")),
        ("in trading on Christmas Eve", days("2024-12-24")),
        ("on Saturday night", days("2025-11-01")),
        ("on Boxing Day", days("2024-12-26")),
        ("on New Year's Day 2025", days("2025-01-01")),
        ("on Good Friday 2025", days("2025-04-18")),
        ("on Easter Monday 2024", days("2024-04-01")),
        ("on National Day 2025", days("2025-10-01")),
        ("on Labor Day 2025", days("2025-09-01")),
        ("on Labour Day 2025", days("2025-05-01")),
        ("on Thanksgiving 2024", days("2024-11-28")),
        ("on Black Friday 2024", days("2024-11-29")),
        ("on Memorial Day 2025", days("2025-05-26")),
        ("the day after Independence Day 2025", days("2025-07-05")),
        ("on the last day before the Lunar New Year holiday of 2025", days("2025-01-28")),
        ("on the second trading day after the Lunar New Year break in 2025", days("2025-02-04")),
        ("on the final session before Good Friday 2025", days("2025-04-17")),
        ("on the Friday of the week of 17 June 2024", days("2024-06-21")),
        ("on Wednesday of the week ending 21 June 2024", days("2024-06-19")),
        ("on the last trading day of the year 2024", days("2024-12-31")),
        ("on its final close of June 2024", days("2024-06-28")),
        ("over a two-week change to 19 September 2025", days("2025-09-06", "2025-09-19")),
        ("on the first trading day after Christmas, 27 December 2024", days("2024-12-27")),
        ("2024年國慶日收市", days("2024-10-01")),
        ("國慶日2024年收市", days("2024-10-01")),
        ("去年国庆节收盘", days("2024-10-01")),
        ("端午节2024收盘价", days("2024-06-10")),
        ("2024年春节当天的收盘价", days("2024-02-10")),
        ("中秋節翌日（2024年9月18日）收市", days("2024-09-18")),
        ("2024年9月17日的前一天收市", days("2024-09-16")),
        ("2024年年初二收市", days("2024-02-11")),
        ("2024年春節收市", days("2024-02-10", "2024-02-12")),
        ("佛誕2024年收市價", days("2024-05-15")),
        ("重陽節2024年收市價", days("2024-10-11")),
        ("on Chung Yeung Festival 2024", days("2024-10-11")),
        ("on Buddha's birthday 2024", days("2024-05-15")),
        ("on Lunar New Year's Eve 2024", days("2024-02-09")),
        ("at its Christmas 2023 close", days("2023-12-25")),
        ("：小米和美團，2024年9月17日收市", days("2024-09-17")),
        ("9月12日（2024年）收市", days("2024-09-12")),
        ("2024 Sep 12", days("2024-09-12")),
        ("Sep 2024 12th", days("2024-09-12")),
        ("in the first half of August 2025", days("2025-08-01", "2025-08-15")),
        ("in the second half of September 2025", days("2025-09-16", "2025-09-30")),
        ("from mid-August to the end of September 2025", days("2025-08-11", "2025-09-30")),
        ("Sep 1 - Sep 12, 2025", days("2025-09-01", "2025-09-12")),
        ("between the 1st and the 12th of September 2025", days("2025-09-01", "2025-09-12")),
        ("in the final week of September 2025", days("2025-09-24", "2025-09-30")),
        ("did it peak from 1 September 2025 to 12 September 2025", days("2025-09-01", "2025-09-12")),
        ("at what price did BYD open on 6 October 2025", days("2025-10-06")),
    ],
)
def test_the_days_are_those_said(words: str, expected: tuple[date, date]):
    """Whether the year is said or the newest one is meant."""
    window = read_window(f"What did Tencent do {words}?", as_of=NOW, zone="Asia/Hong_Kong")

    assert window is not None
    assert (window.first, window.last) == expected


@pytest.mark.parametrize(
    "words",
    [
        "How were Christmas sales?",
        "Did the Black Friday shopping season help JD.com?",
        "Who is spending Christmas with her brother?",
        "Are readers looking for post-Black Friday prices?",
        "Which headphones did it name in its piece on Black Friday deals?",
        "What is Thanksgiving about?",
        "Who sang on Saturday Night Live?",
    ],
)
def test_a_subject_is_no_day(words: str):
    """What is only called after a holiday or a weekday, or speaks of the holiday itself, names no day."""
    window = read_window(words, as_of=NOW, zone="Asia/Hong_Kong")

    assert window is None or not window.bounded


@pytest.mark.parametrize("words", ["Sep 2025 31st", "30 February 2025", "the 31st of September 2025", "2025年9月31日"])
def test_a_day_that_no_month_has_is_none(words: str):
    """A day beyond its month's end is told as such; the month does not stand in for it."""
    window = read_window(f"Xiaomi close {words}", as_of=NOW, zone="Asia/Hong_Kong")

    assert window is not None
    assert window.invalid
    assert not window.bounded


def test_the_end_of_a_month_names_its_last_day():
    """A price at the end of a month is that of its last day; news may be of the week before."""
    window = read_window("the end of September 2025", as_of=NOW, zone="Asia/Hong_Kong")

    assert window is not None
    assert window.days == (date(2025, 9, 30),)
