"""Windows read from words that count from the moment of asking, at moments that are easy to get wrong."""

import re
from datetime import UTC, date, datetime

import pytest

from assistant.knowledge.windows import Window, read_window

# A plain Thursday, a leap day, the year's last evening, a Monday morning, the Monday after New York's clocks went forward,
# and a zone where the year has already turned while it is New Year's Eve in UTC.
MOMENTS = [
    ("2025-09-18T10:00+08:00", "Asia/Hong_Kong"),
    ("2024-02-29T12:00+08:00", "Asia/Hong_Kong"),
    ("2025-12-31T23:30+08:00", "Asia/Hong_Kong"),
    ("2025-09-22T08:00+08:00", "Asia/Hong_Kong"),
    ("2025-03-10T08:00-04:00", "America/New_York"),
    ("2025-12-31T12:00+00:00", "Pacific/Kiritimati"),
]


def span(window: Window | None) -> str:
    """The window's days in a word: one day, "first..last" with open ends empty, or "none"."""
    if window is None or not window.bounded:
        return "none"
    first, last = (day.isoformat() if day else "" for day in (window.first, window.last))
    return first if first == last else f"{first}..{last}"


def compact(window: Window | None) -> str:
    """The same with days as in 250918 and a dash between."""
    return re.sub(r"..(..)-(..)-(..)", r"\1\2\3", span(window)).replace("..", "-")


def thursday(question: str, *, anchor: date | None = None) -> Window:
    """The window of a question asked at ten on Thursday 18 September 2025 in Hong Kong."""
    window = read_window(question, as_of=datetime.fromisoformat(MOMENTS[0][0]), zone="Asia/Hong_Kong", anchor=anchor)
    assert window is not None
    return window


# One column for each of the moments, days as in 250918.
PHRASES = [
    ("today", "250918 240229 251231 250922 250310 260101"),
    ("tonight", "250918 240229 251231 250922 250310 260101"),
    ("this morning", "250918 240229 251231 250922 250310 260101"),
    ("yesterday", "250917 240228 251230 250921 250309 251231"),
    ("the day before yesterday", "250916 240227 251229 250920 250308 251230"),
    ("tomorrow", "250919 240301 260101 250923 250311 260102"),
    ("the day after tomorrow", "250920 240302 260102 250924 250312 260103"),
    ("this week", "250915-250918 240226-240229 251229-251231 250922 250310 251229-260101"),
    ("last week", "250908-250914 240219-240225 251222-251228 250915-250921 250303-250309 251222-251228"),
    ("next week", "250922-250928 240304-240310 260105-260111 250929-251005 250317-250323 260105-260111"),
    ("past week", "250911-250918 240222-240229 251224-251231 250915-250922 250303-250310 251225-260101"),
    ("the past week", "250911-250918 240222-240229 251224-251231 250915-250922 250303-250310 251225-260101"),
    ("in the last week", "250911-250918 240222-240229 251224-251231 250915-250922 250303-250310 251225-260101"),
    ("the week before", "250908-250914 240219-240225 251222-251228 250915-250921 250303-250309 251222-251228"),
    ("this month", "250901-250918 240201-240229 251201-251231 250901-250922 250301-250310 260101"),
    ("last month", "250801-250831 240101-240131 251101-251130 250801-250831 250201-250228 251201-251231"),
    ("next month", "251001-251031 240301-240331 260101-260131 251001-251031 250401-250430 260201-260228"),
    ("in the last month", "250818-250918 240129-240229 251130-251231 250822-250922 250210-250310 251201-260101"),
    ("the past month", "250818-250918 240129-240229 251130-251231 250822-250922 250210-250310 251201-260101"),
    ("this quarter", "250701-250918 240101-240229 251001-251231 250701-250922 250101-250310 260101"),
    ("last quarter", "250401-250630 231001-231231 250701-250930 250401-250630 241001-241231 251001-251231"),
    ("this year", "250101-250918 240101-240229 250101-251231 250101-250922 250101-250310 260101"),
    ("last year", "240101-241231 230101-231231 240101-241231 240101-241231 240101-241231 250101-251231"),
    ("next year", "260101-261231 250101-251231 260101-261231 260101-261231 260101-261231 270101-271231"),
    ("over the past year", "240918-250918 230228-240229 241231-251231 240922-250922 240310-250310 250101-260101"),
    ("on Wednesday", "250917 240228 251231 250917 250305 251231"),
    ("last Wednesday", "250917 240228 251224 250917 250305 251231"),
    ("this Wednesday", "250917 240228 251231 250924 250312 251231"),
    ("next Wednesday", "250924 240306 260107 250924 250312 260107"),
    ("Monday", "250915 240226 251229 250922 250310 251229"),
    ("on Friday", "250912 240223 251226 250919 250307 251226"),
    ("Friday last week", "250912 240223 251226 250919 250307 251226"),
    ("Monday this week", "250915 240226 251229 250922 250310 251229"),
    ("last Monday's", "250915 240226 251229 250915 250303 251229"),
    ("the past 3 days", "250915-250918 240226-240229 251228-251231 250919-250922 250307-250310 251229-260101"),
    ("last two weeks", "250904-250918 240215-240229 251217-251231 250908-250922 250224-250310 251218-260101"),
    ("the past couple of weeks", "250904-250918 240215-240229 251217-251231 250908-250922 250224-250310 251218-260101"),
    ("last five sessions", "250911-250918 240222-240229 251224-251231 250915-250922 250303-250310 251225-260101"),
    ("in the past six months", "250318-250918 230829-240229 250630-251231 250322-250922 240910-250310 250701-260101"),
    ("3 days ago", "250915 240226 251228 250919 250307 251229"),
    ("two weeks ago", "250901-250907 240212-240218 251215-251221 250908-250914 250224-250302 251215-251221"),
    ("a week ago", "250908-250914 240219-240225 251222-251228 250915-250921 250303-250309 251222-251228"),
    ("a month ago", "250801-250831 240101-240131 251101-251130 250801-250831 250201-250228 251201-251231"),
    ("a year ago", "240101-241231 230101-231231 240101-241231 240101-241231 240101-241231 250101-251231"),
    ("two trading days ago", "250916 240227 251229 250918 250306 251230"),
    ("the next two weeks", "250919-251002 240301-240314 260101-260114 250923-251006 250311-250324 260102-260115"),
    ("year to date", "250101-250918 240101-240229 250101-251231 250101-250922 250101-250310 260101"),
    ("so far this year", "250101-250918 240101-240229 250101-251231 250101-250922 250101-250310 260101"),
    ("since the start of the year", "250101-250918 240101-240229 250101-251231 250101-250922 250101-250310 260101"),
    ("month to date", "250901-250918 240201-240229 251201-251231 250901-250922 250301-250310 260101"),
    ("17 Sep", "250917 230917 250917 250917 240917 250917"),
    ("September 17", "250917 230917 250917 250917 240917 250917"),
    ("29 Feb", "240229 240229 240229 240229 240229 240229"),
    ("31 December", "241231 231231 251231 241231 241231 251231"),
    ("1 January", "250101 240101 250101 250101 250101 260101"),
    ("in September", "250901-250930 230901-230930 250901-250930 250901-250930 240901-240930 250901-250930"),
    ("in February", "250201-250228 240201-240229 250201-250228 250201-250228 250201-250228 250201-250228"),
    ("in March", "250301-250331 230301-230331 250301-250331 250301-250331 250301-250331 250301-250331"),
    ("last December", "241201-241231 231201-231231 241201-241231 241201-241231 241201-241231 251201-251231"),
    ("in Q2", "250401-250630 230401-230630 250401-250630 250401-250630 240401-240630 250401-250630"),
    ("the first quarter", "250101-250331 240101-240331 250101-250331 250101-250331 250101-250331 260101-260331"),
    ("in the second half", "250701-251231 230701-231231 250701-251231 250701-251231 240701-241231 250701-251231"),
    ("on the 17th", "250917 240217 251217 250917 250217 251217"),
    ("on the 31st", "250831 240131 251231 250831 250131 251231"),
    ("since Monday", "250915- 240226- 251229- 250922- 250310- 251229-"),
    ("since yesterday", "250917- 240228- 251230- 250921- 250309- 251231-"),
    ("before Friday", "-250911 -240222 -251225 -250918 -250306 -251225"),
    ("until last Friday", "-250912 -240223 -251226 -250919 -250307 -251226"),
    ("since 1 September", "250901- 230901- 250901- 250901- 240901- 250901-"),
    ("over the weekend", "250913-250914 240224-240225 251227-251228 250920-250921 250308-250309 251227-251228"),
    ("last weekend", "250913-250914 240224-240225 251227-251228 250920-250921 250308-250309 251227-251228"),
    ("end of last month", "250825-250831 240125-240131 251124-251130 250825-250831 250222-250228 251225-251231"),
    ("early this month", "250901-250918 240201-240229 251201-251231 250901-250922 250301-250310 260101"),
    ("the end of August", "250825-250831 230825-230831 250825-250831 250825-250831 240825-240831 250825-250831"),
    ("the previous session", "250917 240228 251230 250919 250307 251231"),
    ("昨日", "250917 240228 251230 250921 250309 251231"),
    ("昨天", "250917 240228 251230 250921 250309 251231"),
    ("前日", "250916 240227 251229 250920 250308 251230"),
    ("今日", "250918 240229 251231 250922 250310 260101"),
    ("明天", "250919 240301 260101 250923 250311 260102"),
    ("上週三", "250910 240221 251224 250917 250305 251224"),
    ("上星期五", "250912 240223 251226 250919 250307 251226"),
    ("星期三", "250917 240228 251231 250917 250305 251231"),
    ("本周", "250915-250918 240226-240229 251229-251231 250922 250310 251229-260101"),
    ("上周", "250908-250914 240219-240225 251222-251228 250915-250921 250303-250309 251222-251228"),
    ("上上週", "250901-250907 240212-240218 251215-251221 250908-250914 250224-250302 251215-251221"),
    ("下週", "250922-250928 240304-240310 260105-260111 250929-251005 250317-250323 260105-260111"),
    ("上月", "250801-250831 240101-240131 251101-251130 250801-250831 250201-250228 251201-251231"),
    ("本月", "250901-250918 240201-240229 251201-251231 250901-250922 250301-250310 260101"),
    ("今年", "250101-250918 240101-240229 250101-251231 250101-250922 250101-250310 260101"),
    ("去年", "240101-241231 230101-231231 240101-241231 240101-241231 240101-241231 250101-251231"),
    ("前年", "230101-231231 220101-221231 230101-231231 230101-231231 230101-231231 240101-241231"),
    ("今年以來", "250101-250918 240101-240229 250101-251231 250101-250922 250101-250310 260101"),
    ("年初至今", "250101-250918 240101-240229 250101-251231 250101-250922 250101-250310 260101"),
    ("過去三日", "250915-250918 240226-240229 251228-251231 250919-250922 250307-250310 251229-260101"),
    ("过去两周", "250904-250918 240215-240229 251217-251231 250908-250922 250224-250310 251218-260101"),
    ("最近5天", "250913-250918 240224-240229 251226-251231 250917-250922 250305-250310 251227-260101"),
    ("三天前", "250915 240226 251228 250919 250307 251229"),
    ("兩週前", "250901-250907 240212-240218 251215-251221 250908-250914 250224-250302 251215-251221"),
    ("9月17日", "250917 230917 250917 250917 240917 250917"),
    ("九月十七日", "250917 230917 250917 250917 240917 250917"),
    ("17日", "250917 240217 251217 250917 250217 251217"),
    ("三月", "250301-250331 230301-230331 250301-250331 250301-250331 250301-250331 250301-250331"),
    ("第三季", "250701-250930 230701-230930 250701-250930 250701-250930 240701-240930 250701-250930"),
    ("上季", "250401-250630 231001-231231 250701-250930 250401-250630 241001-241231 251001-251231"),
    ("去年第四季", "241001-241231 231001-231231 241001-241231 241001-241231 241001-241231 251001-251231"),
    ("去年9月", "240901-240930 230901-230930 240901-240930 240901-240930 240901-240930 250901-250930"),
    ("自9月1日以來", "250901- 230901- 250901- 250901- 240901- 250901-"),
]


@pytest.mark.parametrize(("phrase", "columns"), PHRASES)
def test_words_count_from_the_moment_of_asking(phrase, columns):
    """Each phrase gives the days it means at each of the moments, in the zone's own calendar."""
    read = [compact(read_window(phrase, as_of=datetime.fromisoformat(as_of), zone=zone)) for as_of, zone in MOMENTS]

    assert columns.split() == read


@pytest.mark.parametrize(("phrase", "columns"), PHRASES)
def test_counted_windows_say_so(phrase, columns):
    """A window that depends on the moment of asking is marked relative."""
    assert thursday(phrase).relative


@pytest.mark.parametrize(
    ("phrase", "moment", "since", "until"),
    [
        ("since the close", 0, "2025-09-17T08:00", ""),
        ("since yesterday's close", 0, "2025-09-17T08:00", ""),
        ("since Friday's close", 3, "2025-09-19T08:00", ""),
        ("since the close", 2, "2025-12-31T08:00", ""),
        ("since the close", 3, "2025-09-19T08:00", ""),
        ("since the close", 4, "2025-03-07T21:00", ""),
        ("before the open", 4, "2025-03-07T21:00", "2025-03-10T13:30"),
        ("overnight", 0, "2025-09-17T08:00", "2025-09-18T01:30"),
        ("last night", 0, "2025-09-17T08:00", "2025-09-18T01:30"),
        ("after hours", 0, "2025-09-17T08:00", ""),
        ("after the close on 17 September 2025", 2, "2025-09-17T08:00", ""),
        ("before the open on 17 September 2025", 2, "2025-09-16T08:00", "2025-09-17T01:30"),
        ("in the last 24 hours", 0, "2025-09-17T02:00", ""),
        ("隔夜", 0, "2025-09-17T08:00", "2025-09-18T01:30"),
    ],
)
def test_the_bell_gives_instants(phrase, moment, since, until):
    """The close is 16:00 and the open 09:30 of the zone's clock, weekends skipped, whatever its offset that day."""
    as_of, zone = MOMENTS[moment]
    window = read_window(phrase, as_of=datetime.fromisoformat(as_of), zone=zone)

    assert window is not None
    instants = [instant.astimezone(UTC).isoformat()[:16] if instant else "" for instant in (window.since, window.until)]
    assert [since, until] == instants


@pytest.mark.parametrize(
    "phrase", ["the latest close", "What did analysts say recently?", "Where is it now?", "最新收市價", "最近有什麼消息"]
)
def test_the_latest_is_no_stretch_of_days(phrase):
    """Words for the newest there is bound nothing and say so."""
    window = thursday(phrase)

    assert (True, False, True) == (window.latest, window.bounded, window.relative)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What will it do on Friday?", "2025-09-19"),
        ("Will it rise on 3 October?", "2025-10-03"),
        ("What will happen in December?", "2025-12-01..2025-12-31"),
        ("What will BABA close at next month?", "2025-10-01..2025-10-31"),
        ("What will happen this week?", "2025-09-15..2025-09-21"),
        ("What did they say it will do on Friday?", "2025-09-12"),
    ],
)
def test_a_question_that_looks_ahead_means_the_coming_day(question, days):
    """Without a year, "will" turns a date to the next one; a question about the past does not."""
    assert days == span(thursday(question))


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("And two days later?", "2025-09-12"),
        ("And the day before?", "2025-09-09"),
        ("the next session", "2025-09-11"),
        ("the following week", "2025-09-15..2025-09-21"),
    ],
)
def test_steps_count_from_the_anchor(question, days):
    """A follow-up counts from the day of the turn before."""
    assert days == span(thursday(question, anchor=date(2025, 9, 10)))


def test_a_step_without_anything_to_count_from_is_no_window():
    """ "Two days later" alone names no day."""
    assert read_window("And two days later?", as_of=datetime.fromisoformat(MOMENTS[0][0]), zone="Asia/Hong_Kong") is None


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened on Wednesday this week?", "2025-09-17"),
        ("What happened this month on Wednesday?", "2025-09-17"),
        ("Compare Wednesday with this month", "2025-09-01..2025-09-18"),
        ("on Wednesday (17 September 2025)", "2025-09-17"),
        ("today, 18 September 2025, how did it go", "2025-09-18"),
        ("on 3 September this year", "2025-09-03"),
        ("on 3 October last year", "2024-10-03"),
        ("from 17 September to 3 October", "2025-09-17..2025-10-03"),
        ("Compare Monday with Tuesday", "2025-09-15..2025-09-16"),
    ],
)
def test_words_that_belong_together_give_one_window(question, days):
    """A week that only says where a day lies, and a word the date spells out, do not widen the window."""
    assert days == span(thursday(question))
