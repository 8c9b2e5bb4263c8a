"""Windows as people at a desk say them: numbered weeks, weekdays counted from a date, events, festivals."""

from datetime import datetime

import pytest

from assistant.knowledge.windows import read_window
from tests.unit.test_windows_relative import compact, thursday


def read(question: str) -> str:
    """The window's days, asked at ten on Thursday 18 September 2025 in Hong Kong."""
    return compact(read_window(question, as_of=datetime.fromisoformat("2025-09-18T10:00+08:00"), zone="Asia/Hong_Kong"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("What was the news in 2025-W38?", "250915-250921"),
        ("news of week 38 of 2025", "250915-250921"),
        ("news of CW1 2026", "251229-260104"),
        ("2025年第38周的新聞", "250915-250921"),
        ("news w/c 15 September 2025", "250915-250921"),
        ("news w/e 12 September", "250908-250912"),
        ("What happened on the Monday after 17 September 2025?", "250922"),
        ("What happened on the Friday before 17 September?", "250912"),
        ("What happened on the Wednesday before 17 September?", "250910"),
        ("the Monday after National Day 2024", "241007"),
        ("What happened at the start of the week?", "250915-250916"),
        ("What was said at the beginning of the month?", "250901-250907"),
        ("What did Baidu say earlier in the week?", "250915-250918"),
        ("What happened midweek?", "250916-250918"),
        ("How did it fare from August through mid-September?", "250801-250920"),
        ("What was said in the last hour of trading on Wednesday?", "250917"),
        ("alibaba move tues?", "250916"),
        ("baidu wed close", "250917"),
        ("what did sun art sell", "none"),
        ("周末有什么新闻", "250913-250914"),
        ("What happened on 9/17?", "250917"),
        ("What has happened since 17/9?", "250917-"),
        ("Did 17/30 funds gain?", "none"),
        ("What happened on 9/11?", "none"),
        ("What happened on the first trading day of the year?", "250101"),
        ("What happened in the last week of the month?", "250924-250930"),
        ("What happened in the three days after National Day 2024?", "241002-241004"),
        ("What happened in the two weeks before the Lunar New Year?", "250115-250128"),
        ("What happened two weeks before 17 September 2025?", "250903"),
        ("What happened around 17 September 2025?", "250914-250920"),
        ("九月十七日前後有什麼消息", "250914-250920"),
        ("What was said in the run-up to Golden Week?", "-250930"),
        ("What happened during Golden Week 2024?", "241001-241007"),
        ("What was said before the Lunar New Year holiday?", "-250128"),
        ("春节以来有什么消息", "250129-"),
        ("中秋節後有什麼消息", "240918-"),
    ],
)
def test_the_days_meant(words: str, expected: str):
    """Each is the calendar's, whatever the words around it."""
    assert read(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("What moved markets between the stimulus package and Friday?", "-250912"),
        ("What was said from the rate cut to yesterday?", "-250917"),
        ("What was said between Monday and Wednesday?", "250915-250917"),
        ("What did UBS say to clients on Friday about the deal between Baidu and Li Auto?", "250912"),
        ("What happened on the Tuesday following the Fed meeting?", "none"),
        ("What did the shares do on Monday after earnings?", "250915"),
        ("How have stocks fared since Liberation Day?", "none"),
        ("What happened the day after the Fed decision?", "none"),
    ],
)
def test_an_event_is_no_day(words: str, expected: str):
    """A stretch that begins with one is open there, and a weekday counted from one is not that of this week."""
    assert read(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Which app is used by children overnight?",
        "Who became an overnight success?",
        "Is the Friday effect real?",
        "What is Monday.com worth?",
        "How is Golden Week travel spending doing?",
        "春節檔票房如何",
        "What are the picks for NFL week 12?",
    ],
)
def test_words_of_time_that_name_no_time(words: str):
    """A habit, a name or a subject bounds no search."""
    assert read(words) == "none"


@pytest.mark.parametrize(
    "words", ["上週三收市後有什麼消息", "自從上週三收市以來有什麼消息", "news since last week's Wednesday's close"]
)
def test_after_the_close_begins_at_the_close(words: str):
    """Not on the day after."""
    since = thursday(words).since
    assert since is not None
    assert since.isoformat() == "2025-09-10T08:00:00+00:00"
