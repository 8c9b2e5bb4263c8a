"""A written date is an instant, a day or nothing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ingest.dates import Moment, read_moment
from ingest.publication import publication
from ingest.sources import Sources
from ingest.stamps import closing_stamp, read_stamps, stamp_within

HK = "Asia/Hong_Kong"
NOW = datetime(2025, 11, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10:03, September 17, 2025", "2025-09-17T10:03+08:00"),
        ("September 17, 2025 10:03", "2025-09-17T10:03+08:00"),
        ("17 Sep 2025 18:03", "2025-09-17T18:03+08:00"),
        ("Wed, 17 Sep 2025 18:03:00 +0800", "2025-09-17T18:03+08:00"),
        ("Wed, 17 Sep 2025 18:03 HKT", "2025-09-17T18:03+08:00"),
        ("Wed, 17 Sep 2025 18:03 CST", "2025-09-17T18:03+08:00"),
        ("17 Sep 2025 18:03 CET", "2025-09-17T18:03+01:00"),
        ("2025-04-15 HKT 21:53", "2025-04-15T21:53+08:00"),
        ("Sep. 17, 2025, 10:03 p.m. ET", "2025-09-17T22:03-04:00"),
        ("2025-09-17T10:03:00Z", "2025-09-17T10:03+00:00"),
        ("2025-09-17T10:03:00.123+0800", "2025-09-17T10:03+08:00"),
        ("20250917T100300Z", "2025-09-17T10:03+00:00"),
        ("2025-09-17T18:03:00+0530", "2025-09-17T18:03+05:30"),
        ("17/Sep/2025 18:03 +0100", "2025-09-17T18:03+01:00"),
        ("Published 6.03pm on 17 September 2025", "2025-09-17T18:03+08:00"),
        ("2025-09-17 18:03 Asia/Tokyo", "2025-09-17T18:03+09:00"),
        ("17 Sep 2025 18:03 EDT", "2025-09-17T18:03-04:00"),
        ("２０２５年９月１７日 １８：０３", "2025-09-17T18:03+08:00"),
        ("2025/09/17 10:03", "2025-09-17T10:03+08:00"),
        ("2025年9月17日 18:03", "2025-09-17T18:03+08:00"),
        ("民國114年9月17日 18:03", "2025-09-17T18:03+08:00"),
        ("令和7年9月17日 18:03", "2025-09-17T18:03+08:00"),
        ("發佈時間：2025/09/17 18:03", "2025-09-17T18:03+08:00"),
        ("2025年9月17日下午6时03分", "2025-09-17T18:03+08:00"),
        ("17/09/2025 10:03", "2025-09-17T10:03+08:00"),
        ("2025-09-17 10:03:22 (GMT+8)", "2025-09-17T10:03:22+08:00"),
        ("Wed Sep 17 2025 18:03:00 GMT+0800 (China Standard Time)", "2025-09-17T18:03+08:00"),
        ("01:38:07 PM IST Nov 20, 2019", "2019-11-20T13:38:07+05:30"),
        (1758074580, "2025-09-17T02:03+00:00"),
        (1758074580000, "2025-09-17T02:03+00:00"),
        ("1758074580", "2025-09-17T02:03+00:00"),
    ],
)
def test_instants(written, expected):
    """Every usual form gives the instant it names; without a zone it is the source's clock."""
    found = read_moment(written, zone=HK)
    assert (found.instant, found.precision) == (at(expected), "minute")
    assert ZoneInfo(found.zone)


@pytest.mark.parametrize(
    "written",
    ["2025-09-17", "2025/09/17", "17 Sep 2025", "2025年9月17日", "二〇二五年九月十七日", "20250917", "2025-09-17T00:00:00Z"],
)
def test_days(written):
    """A date without a time is that day, from its midnight where it was written."""
    found = read_moment(written, zone=HK)
    assert (found.precision, found.day, found.instant) == ("day", date(2025, 9, 17), at("2025-09-17T00:00+08:00"))


@pytest.mark.parametrize(
    "written",
    ["", "n/a", "yesterday", "2 hours ago", "0000-00-00", "31 Feb 2025", "0001-01-01T00:00:00Z", "9999-12-31",
     "2025-09-17 / 2025-09-18", "Report of 17 Sep 2025 on banks", "12345", True, None],
)  # fmt: skip
def test_no_date_rather_than_a_wrong_one(written):
    """Text that holds more, less or other than one date gives none."""
    assert read_moment(written, zone=HK).precision == "none"


def test_the_source_decides_what_letters_and_figures_mean():
    """CST and 03/04/2025 are read as their writer means them, and an assumed order is flagged."""
    assert read_moment("17 Sep 2025 18:03 CST", zone="America/Chicago").instant == at("2025-09-17T18:03-06:00")
    assert read_moment("03/04/2025", zone=HK).day == date(2025, 4, 3)
    american = read_moment("03/04/2025", zone="America/New_York", order="mdy")
    assert (american.day, american.notes) == (date(2025, 3, 4), ("day_order_assumed",))


def test_an_offset_no_place_keeps_is_replaced_by_the_source_zone():
    """+07:34 is a town's solar time from before zones: the clock time is read in the source's zone."""
    found = read_moment("2024-10-19T06:20:00+07:34", zone="Asia/Macau", own=True)
    assert (found.instant, found.notes) == (at("2024-10-19T06:20+08:00"), ("zone_broken",))


def test_the_zone_is_kept():
    """A foreign offset is kept as its zone unless the source's own is known."""
    assert read_moment("2025-09-17T10:03:00-05:00", zone=HK).zone == "Etc/GMT+5"
    assert read_moment("2025-09-17T10:03:00Z", zone="America/New_York", own=True).zone == "America/New_York"


def moment(written: str) -> Moment:
    return read_moment(written, zone=HK)


@pytest.mark.parametrize(
    ("published", "updated", "known"),
    [
        ("2025-09-17 10:03", "2025-09-17 18:03", "2025-09-17T18:03+08:00"),
        ("2025-09-17 10:03", "", "2025-09-17T10:03+08:00"),
        ("2025-09-17", "", "2025-09-18T00:00+08:00"),
        ("2025-09-17", "2025-09-17", "2025-09-18T00:00+08:00"),
        ("2025-09-17 10:03", "2025-09-16 09:00", "2025-09-17T10:03+08:00"),
        ("", "2025-09-17 18:03", "2025-09-17T18:03+08:00"),
    ],
)
def test_known_at_is_never_too_early(published, updated, known):
    """A text may be used from its update on, a bare day's text only once the day is over."""
    assert publication(moment(published), moment(updated), now=NOW).known_at == at(known)


def test_undated_and_future_texts_are_known_from_now():
    """Without a date, or with one that cannot be, the text is known from its ingestion."""
    assert publication(moment(""), moment(""), now=NOW).known_at == NOW
    future = publication(moment("2205-01-01"), moment(""), now=NOW)
    assert (future.known_at, future.notes) == (NOW, ("future",))


@pytest.mark.parametrize(("ahead", "notes"), [(timedelta(hours=23), ()), (timedelta(hours=25), ("future",))])
def test_a_stamp_more_than_a_day_ahead_is_flagged(ahead, notes):
    """Clocks differ by hours between zones, not by days."""
    found = publication(moment((NOW + ahead).isoformat()), moment(""), now=NOW)
    assert found.notes == notes


def test_stamp_lines():
    """A line of stamps is read in either order; a sentence with a date in it is none."""
    line = "Updated: 18:03, September 17, 2025 | Published: 10:03, September 17, 2025"
    assert read_stamps(line) == {"updated": "18:03, September 17, 2025", "published": "10:03, September 17, 2025"}
    assert read_stamps("Updated rules took effect on September 17, 2025") == {}


def test_a_stamp_at_the_end_is_taken_out():
    """ "Last updated: ..." below a drawn line is a stamp, not the article's last words."""
    assert closing_stamp("Shares rose.\n_______\nLast updated: 2025-04-15 HKT 21:53") == (
        "Shares rose.",
        "2025-04-15 HKT 21:53",
    )


def test_sources_are_found_by_host_and_name():
    """A publisher's clock is found by its address, else by its name, also in a longer one."""
    sources = Sources.load()
    assert sources.find(url="https://www.scmp.com/business/1").zone == HK
    assert sources.find(publisher="Business Recorder (Reuters)").zone == "Asia/Karachi"
    assert sources.find(url="https://unheard.example/1", publisher="Unheard").known is False


@pytest.mark.parametrize(
    ("written", "day"),
    [("30. Juli 2018", date(2018, 7, 30)), ("5 de outubro de 2018", date(2018, 10, 5)), ("12 août 2025", date(2025, 8, 12)),
     ("3 января 2025", date(2025, 1, 3)), ("2018년 8월 25일", date(2018, 8, 25)), ("9 settembre 2025", date(2025, 9, 9))],
)  # fmt: skip
def test_months_in_other_languages(written, day):
    """A month is read in the languages that pages of Europe and East Asia are written in."""
    assert read_moment(written, zone=HK).day == day


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("By Jeff Miles on Monday, November 18th, 2019 at 11:04 a.m.", "on Monday, November 18th, 2019 at 11:04 a.m."),
        ("05/10/2018 - Publicado por: Clara B - Saúde", "05/10/2018 -"),
        ("November 20, 2019 - 11:28 AMT", "November 20, 2019"),
        ("On 3 May 2019 it began.", ""),
        ("From 3 May 2019 to 5 May 2019", ""),
        ("Photographed by a reader of this paper on 3 May 2019 at the harbour in the early evening", ""),
    ],
)
def test_the_date_within_a_byline(line, stamp):
    """A short line's only date is taken; a zone that nobody knows leaves the day; a sentence and a span give nothing."""
    assert stamp_within(line, beside=60).rstrip(" -") == stamp.rstrip(" -")


def test_a_host_of_a_country_with_one_clock():
    """A page of an unknown publisher is on the clock of the country that its address names."""
    sources = Sources.load()
    assert sources.find(url="http://paper.example.co.kr/1").zone == "Asia/Seoul"
    assert sources.find(url="http://paper.example.com/1", publisher="Paper").zone == "Asia/Hong_Kong"
