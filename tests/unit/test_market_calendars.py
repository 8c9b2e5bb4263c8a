"""Calendars: sessions, half days, lunch, and why a day had none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from assistant.market import calendars

HK, NY, SH, TK = "XHKG", "XNYS", "XSHG", "XTKS"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("exchange", "day", "why", "before"),
    [
        (HK, date(2025, 9, 20), "a Saturday", date(2025, 9, 19)),
        (HK, date(2025, 9, 21), "a Sunday", date(2025, 9, 19)),
        (HK, date(2025, 10, 1), "National Day", date(2025, 9, 30)),
        (HK, date(2025, 10, 7), "the day after Mid-Autumn Festival", date(2025, 10, 6)),
        (HK, date(2025, 10, 29), "Chung Yeung Festival", date(2025, 10, 28)),
        (HK, date(2024, 10, 11), "Chung Yeung Festival", date(2024, 10, 10)),
        (HK, date(2024, 9, 18), "the day after Mid-Autumn Festival", date(2024, 9, 17)),
        (HK, date(2025, 1, 1), "New Year's Day", date(2024, 12, 31)),
        (HK, date(2025, 1, 29), "Lunar New Year", date(2025, 1, 28)),
        (HK, date(2025, 4, 4), "Ching Ming Festival", date(2025, 4, 3)),
        (HK, date(2025, 4, 18), "Good Friday", date(2025, 4, 17)),
        (HK, date(2025, 4, 21), "Easter Monday", date(2025, 4, 17)),
        (HK, date(2025, 5, 1), "Labour Day", date(2025, 4, 30)),
        (HK, date(2025, 5, 5), "the Birthday of the Buddha", date(2025, 5, 2)),
        (HK, date(2025, 7, 1), "Hong Kong SAR Establishment Day", date(2025, 6, 30)),
        (HK, date(2025, 12, 26), "Christmas", date(2025, 12, 24)),
        (HK, date(2023, 9, 1), "typhoon Saola", date(2023, 8, 31)),
        (HK, date(2023, 9, 8), "a black rainstorm", date(2023, 9, 7)),
        (HK, date(2023, 7, 17), "typhoon Talim", date(2023, 7, 14)),
        (HK, date(2021, 10, 13), "typhoon Kompasu", date(2021, 10, 12)),
        (NY, date(2025, 9, 1), "Labor Day", date(2025, 8, 29)),
        (NY, date(2025, 7, 4), "Independence Day", date(2025, 7, 3)),
        (NY, date(2025, 11, 27), "Thanksgiving Day", date(2025, 11, 26)),
        (NY, date(2025, 1, 9), "Jimmy Carter", date(2025, 1, 8)),
        (NY, date(2025, 6, 19), "Juneteenth", date(2025, 6, 18)),
        (SH, date(2025, 10, 3), "National Day", date(2025, 9, 30)),
        (SH, date(2025, 1, 30), "Spring Festival", date(2025, 1, 27)),
        ("XSHE", date(2025, 10, 8), "National Day", date(2025, 9, 30)),
        (TK, date(2025, 9, 15), "an exchange holiday", date(2025, 9, 12)),
    ],
)
def test_a_day_without_a_session_says_why(exchange, day, why, before):
    """A weekend, holiday or storm is no session; the newest one before it is known."""
    assert not calendars.is_session(exchange, day)
    assert why in calendars.why_closed(exchange, day)
    assert calendars.previous_session(exchange, day) == before


@pytest.mark.parametrize("exchange", ["XHKG", "XNYS", "XNAS", "ARCX", "PINX", "XSHG", "XSHE", "XTKS"])
def test_an_ordinary_wednesday_is_a_session(exchange):
    """Every exchange of the catalogue traded on 17 September 2025."""
    assert calendars.is_session(exchange, date(2025, 9, 17))
    assert calendars.previous_session(exchange, date(2025, 9, 17)) == date(2025, 9, 16)


@pytest.mark.parametrize(
    ("exchange", "day", "close"),
    [
        (HK, date(2025, 9, 17), utc(2025, 9, 17, 8)),
        (HK, date(2024, 12, 24), utc(2024, 12, 24, 4)),
        (HK, date(2024, 12, 31), utc(2024, 12, 31, 4)),
        (NY, date(2025, 9, 17), utc(2025, 9, 17, 20)),
        (NY, date(2025, 1, 15), utc(2025, 1, 15, 21)),
        (NY, date(2025, 11, 28), utc(2025, 11, 28, 18)),
        (SH, date(2025, 9, 17), utc(2025, 9, 17, 7)),
    ],
)
def test_the_close_knows_half_days_and_summer_time(exchange, day, close):
    """The close is an instant in UTC."""
    assert calendars.close_at(exchange, day) == close
    assert calendars.is_half_day(exchange, day) == (close.hour in (4, 18))


@pytest.mark.parametrize(
    ("exchange", "instant", "state", "last"),
    [
        (HK, utc(2025, 9, 17, 1, 0), "before_open", date(2025, 9, 16)),
        (HK, utc(2025, 9, 17, 2, 0), "open", date(2025, 9, 16)),
        (HK, utc(2025, 9, 17, 4, 30), "lunch", date(2025, 9, 16)),
        (HK, utc(2025, 9, 17, 6, 0), "open", date(2025, 9, 16)),
        (HK, utc(2025, 9, 17, 8, 0), "after_close", date(2025, 9, 17)),
        (HK, utc(2025, 9, 20, 3, 0), "closed", date(2025, 9, 19)),
        (NY, utc(2025, 9, 17, 15, 0), "open", date(2025, 9, 16)),
        (NY, utc(2025, 9, 18, 1, 0), "after_close", date(2025, 9, 17)),
        (HK, utc(2024, 12, 24, 5, 0), "after_close", date(2024, 12, 24)),
    ],
)
def test_the_state_of_an_exchange_at_a_moment(exchange, instant, state, last):
    """Before the open, open, at lunch, after the close or closed; and the newest session that is over."""
    assert calendars.state(exchange, instant) == state
    assert calendars.last_session(exchange, instant) == last


def test_days_beyond_the_calendar_only_know_weekends():
    """Far ahead a weekday may be a session, a weekend never is."""
    assert calendars.is_session(SH, date(2047, 9, 18))
    assert not calendars.is_session(SH, date(2047, 9, 21))
    assert calendars.close_at(SH, date(2047, 9, 18)) == utc(2047, 9, 18, 7)


def test_threads_that_ask_at_once_wait_for_one_calendar(monkeypatch):
    """A calendar takes a second to build, and is built once."""
    built, build = [], calendars._build
    monkeypatch.setattr(calendars, "_BUILT", {})
    monkeypatch.setattr(calendars, "_build", lambda code: built.append(code) or build(code))
    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(lambda _: calendars.is_session("XHKG", date(2025, 9, 17)), range(40)))

    assert answers == {True}
    assert built == ["XHKG"]
