"""What a window says beside its days: the moment of the day, the topic, the label, and what is left to search for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.knowledge.windows import Window, label, read_window, strip_window

AS_OF = datetime.fromisoformat("2025-09-18T10:00+08:00")
ZONE = "Asia/Hong_Kong"


def read(question: str) -> Window:
    window = read_window(question, as_of=AS_OF, zone=ZONE)
    assert window is not None
    return window


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Where did the index close on 17 Sep 2025?", "close"),
        ("What did it close at on 17 Sep 2025?", "close"),
        ("the gain at the close on 17 Sep 2025", "close"),
        ("between the closes of 2025-09-16 and 2025-09-17", "close"),
        ("Where did it end on 17 Sep 2025?", "close"),
        ("Where did it finish on Tuesday?", "close"),
        ("Where did it settle on Tuesday?", "close"),
        ("At what level was it in early trading on 17 Sep 2025?", "open"),
        ("Where did it open on 17 Sep 2025?", "open"),
        ("How was it at the open on Tuesday?", "open"),
        ("How did it do this morning?", "open"),
        ("How was it on Wednesday morning?", "open"),
        ("Where was it at midday on 17 Sep 2025?", "midday"),
        ("How much was it up by lunch on Tuesday?", "midday"),
        ("at the lunch break today", "midday"),
        ("恒指昨日收市報多少", "close"),
        ("恒指昨日收盘", "close"),
        ("9月17日開市", "open"),
        ("9月17日早盤", "open"),
        ("9月17日午間", "midday"),
        ("9月17日半日收市", "midday"),
        ("By what percentage did it move on 17 Sep 2025?", None),
        ("Did it rise or fall on 17 Sep 2025?", None),
        ("from the open to the close on 17 Sep 2025", None),
        ("What has happened since the close?", None),
        ("at the end of March 2025", None),
        ("How close was it to its peak on 17 Sep 2025?", None),
        ("Which open-source model came out on 17 Sep 2025?", None),
        ("Which store opened its doors on 17 Sep 2025?", None),
        ("Did it open a plant on 17 Sep 2025?", None),
    ],
)
def test_the_moment_of_the_day_is_read(question, part):
    """The open, midday or the close where one of them is asked for."""
    assert part == read(question).part


@pytest.mark.parametrize(
    "question",
    [
        "What will capital expenditure be in 2025?",
        "How much capex did those firms have in 2023?",
        "Will capex grow from 2023 to 2025?",
        "capex forecast for 2026",
        "What is the 2025 target price?",
        "How far is it from its 2021 peak?",
        "the highest since November 2021",
        "How much has it gained since November 2021?",
        "the best day since 8 October 2024",
        "How much has it gained so far this year?",
        "Compare this year's gain with the one-day rise",
        "What was Tencent's Q2 revenue?",
        "last quarter's profit",
        "revenue last year",
        "What did Alibaba report for the June quarter?",
        "FY25 results",
        "2024/25 earnings",
        "By how much did it rise in 2024?",
        "What were retail sales in August 2025?",
        "the September 2021 high",
        "profit for the year ended 31 March 2025",
        "options expiring on 17 October 2025",
        "去年資本開支",
        "2025年资本开支预计多少",
        "2021年高位",
        "自2021年11月以來最高",
        "今年以來升幅",
        "第三季收入",
    ],
)
def test_a_figures_period_is_topical(question):
    """The time a figure is about is not the time it was published, so it must not filter."""
    assert read(question).topical


@pytest.mark.parametrize(
    "question",
    [
        "Where did it close on 17 September 2025?",
        "Why did CATL shares soar this week?",
        "How much did it rise on Wednesday?",
        "What happened to Alibaba in 2024?",
        "What did Alibaba announce in Q2 2025?",
        "What did Baidu launch this year?",
        "News on capex on 17 September 2025",
        "By how much did it rise in September 2025?",
        "Which stocks hit record highs in September 2025?",
        "What news on dividends was there in March 2025?",
        "What has happened since September?",
        "Will it rise in 2026?",
        "What did the article of 17 September 2025 say about capex in 2025?",
        "9月17日有什麼消息",
        "上月發生什麼事",
    ],
)
def test_a_time_of_publication_is_not_topical(question):
    """Days, weeks and months of news and prices are real windows, and so is a price in time to come."""
    assert not read(question).topical


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("17 September 2025", "17 Sep 2025, Hong Kong time"),
        ("15 to 19 September 2025", "15 Sep to 19 Sep 2025"),
        ("28 December 2024 to 3 January", "28 Dec 2024 to 3 Jan 2025"),
        ("in September 2025", "Sep 2025"),
        ("in 2024", "2024"),
        ("since 1 September 2025", "since 1 Sep 2025"),
        ("before 17 September 2025", "up to 16 Sep 2025"),
        ("overnight", "since 16:00 on 17 Sep 2025 until 09:30 on 18 Sep 2025, Hong Kong time"),
        ("the latest", "the latest"),
        ("31 June 2025", "31 June 2025 (no such day)"),
        ("at the close", "any time"),
    ],
)
def test_a_window_reads_as_people_write_it(question, text):
    """The label is short, unambiguous and names the zone where a single day or a moment is meant."""
    assert text == label(read(question), zone=ZONE)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Where did the index close on Friday 18 October 2024?", "Where did the index close?"),
        ("How much did Tencent rise on Wednesday?", "How much did Tencent rise?"),
        ("On 17 September 2025, what did Baidu do?", "what did Baidu do?"),
        ("What was Friday's close of BABA?", "What was close of BABA?"),
        ("Xiaomi between the closes of 2025-09-24 and 2025-10-10?", "Xiaomi between the closes?"),
        ("How did BIDU do yesterday (17 September 2025)?", "How did BIDU do?"),
        ("騰訊在9月17日至19日升了多少", "騰訊 升了多少"),
        ("How much capex did those firms have in 2023?", "How much capex did those firms have in 2023?"),
        ("What was it on 17 September 2025?", "What was it on 17 September 2025?"),
        ("17 September 2025", "17 September 2025"),
        ("Where is the latest close?", "Where is the latest close?"),
    ],
)
def test_the_search_is_for_what_is_left(question, left):
    """The window's words leave the query, unless nothing else is asked for or they are about a figure."""
    assert left == strip_window(question, read(question))


def test_a_question_without_a_window_stays_whole():
    """Nothing is taken from a question that names no time."""
    assert "Who is Charu Chanana?" == strip_window("Who is Charu Chanana?", None)


WORDS = st.one_of(
    st.sampled_from(["\x00", "\ud800", "\u202e"]),
    st.sampled_from(
        """17 31 2025 2024-02-30 9月 17日 since before until week of the day after end early last next this past 3 days
    ago Sep May Monday Q3 H1 between and to - 年 至 上週三 今年以來 year close open overnight 1900 2100 31/12/2100 99999
    🎉 ( ) '""".split()
    ),
)
QUESTIONS = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=10).map(" ".join), st.lists(WORDS, max_size=10).map("".join)
)
INSTANTS = st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["Asia/Hong_Kong", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])


@settings(max_examples=300, deadline=None)
@given(question=QUESTIONS, as_of=INSTANTS, zone=ZONES)
def test_any_text_gives_a_sound_window(question, as_of, zone):
    """Nothing raises; a window never ends before it begins, and the days it names lie in it."""
    window = read_window(question, as_of=as_of, zone=zone)
    left = strip_window(question, window)

    assert left.strip() or not question.strip()
    if window:
        assert label(window, zone=zone)
        assert not (window.first and window.last) or window.first <= window.last
        assert not (window.since and window.until) or window.since <= window.until
        assert all((not window.first or window.first <= day) and (not window.last or day <= window.last) for day in window.days)


@settings(max_examples=200, deadline=None)
@given(
    day=st.dates(min_value=datetime(1950, 1, 1, tzinfo=UTC).date(), max_value=datetime(2090, 12, 31, tzinfo=UTC).date()),
    shape=st.sampled_from(
        ["%d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%Y%m%d", "%A %d %B %Y", "%Y年%m月%d日"]
    ),
    as_of=INSTANTS,
)
def test_a_stated_day_is_read_as_stated(day, shape, as_of):
    """A full date in any of its shapes is that day, never one of another year."""
    window = read_window(f"Where did it close on {day.strftime(shape)}?", as_of=as_of, zone=ZONE)

    assert window is not None
    assert (day, day, False) == (window.first, window.last, window.relative)


@pytest.mark.parametrize(
    "piece", ["a", "1, ", " ", "may ", "17 September 2025 ", "三月", "三 月 ", "the week before ", "2025-09-17,", "most "]
)
def test_a_huge_text_is_bounded_work(piece):
    """A text of 100 kB is read for its beginning only: reading ten times more costs no more."""
    window = read_window(piece * (100_000 // len(piece)) + " on 3 May 2001", as_of=AS_OF, zone=ZONE)

    assert window is None or window.first is None or window.first.year != 2001
