"""A moment is read as people and programs of many countries write it, with the zone they name or live in."""

from datetime import UTC

import pytest

from ingest.dates import read_moment
from ingest.sources import Sources
from ingest.stamps import read_stamps, stamp_within, stamps_beside, without_stamps

EVENING = "2025-09-17T10:03"  # in UTC: 18:03 in Hong Kong


def at(written: object, zone: str = "Asia/Hong_Kong") -> str:
    found = read_moment(written, zone=zone)
    if found.instant is None:
        return "none"
    return f"{found.instant.astimezone(UTC):%Y-%m-%dT%H:%M}" if found.precision == "minute" else str(found.day)


@pytest.mark.parametrize(
    "written",
    [
        "Wed Sep 17 18:03:00 2025",
        "Wed Sep 17 10:03:00 GMT 2025",
        "17 Sep 2025 1803 HKT",
        "1803 HKT, 17 September 2025",
        "Sep-17-25 06:03PM",
        "20250917180300",
        202509171803,
        "2025年9月17日(水) 午後6時03分",
        "2025年9月17日 傍晚6時03分",
        "於2025年9月17日 18:03發佈",
        "上架時間：2025-09-17 18:03",
        "17 septembre 2025 à 18h03",
        "17. September 2025, 18:03 Uhr",
        "17.set.2025 às 18h03",
        "17 września 2025, 18:03",
        "17 Eylül 2025 18:03",
        "17 tháng 9, 2025 18:03",
        "Sep 17 2025 18:03 China Standard Time",
        "September 17, 2025 6:03 AM Eastern Daylight Time",
        "17 Sep 2025 11:03 British Summer Time",
        "September 17, 2025 / 18:03",
        "/Date(1758103380000+0800)/",
    ],
)
def test_instants_in_other_words(written):
    """The order of the parts, the language and the name of the zone do not matter."""
    assert at(written) == EVENING


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2025. 9. 17. 오후 6:03", "Asia/Seoul", "2025-09-17T09:03"),
        ("2025년 9월 17일 18시 03분", "Asia/Seoul", "2025-09-17T09:03"),
        ("12:00 noon, 17 Sep 2025", "Asia/Hong_Kong", "2025-09-17T04:00"),
        ("17-Sep-25", "Asia/Hong_Kong", "2025-09-17"),
        ("中華民國114年9月17日", "Asia/Taipei", "2025-09-17"),
        ("二○二五年九月十七日", "Asia/Hong_Kong", "2025-09-17"),
        (20250917, "Asia/Hong_Kong", "2025-09-17"),
        ("17/09/25 18:03", "Asia/Hong_Kong", "none"),
        ("9月17日 18:03", "Asia/Hong_Kong", "none"),
        ("2025-09-17 18:03 XYZT", "UTC", "none"),
        ("12345678", "UTC", "none"),
    ],
)
def test_days_halves_of_the_day_and_what_stays_unread(written, zone, expected):
    """A year of two figures between figures, a day without a year and an unknown zone are no date."""
    assert at(written, zone) == expected


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Published: 10:03, September 17, 2025 | Updated: 18:03", "10:03, September 17, 2025", "18:03, September 17, 2025"),
        ("17 Sep 2025 05:42PM (Updated: 17 Sep 2025 06:03PM)", "17 Sep 2025 05:42PM", "17 Sep 2025 06:03PM)"),
        (
            "Posted at 5:42 PM, Sep 17, 2025 and last updated 6:03 PM, Sep 17, 2025",
            "5:42 PM, Sep 17, 2025",
            "6:03 PM, Sep 17, 2025",
        ),
        (
            "Updated May 18, 2025 6:03 am ET / Original May 17, 2025 5:12 am ET",
            "May 17, 2025 5:12 am ET",
            "May 18, 2025 6:03 am ET",
        ),
        ("입력 2025.09.17. 19:03 업데이트 2025.09.17. 20:10", "2025.09.17. 19:03", "2025.09.17. 20:10"),
        ("Publié le 17 mai 2025 à 11h25, modifié le 18 mai 2025 à 9h02", "17 mai 2025 à 11h25", "18 mai 2025 à 9h02"),
    ],
)
def test_two_stamps_on_one_line(line, published, updated):
    """A line may hold both stamps in any wording; an update told by its time alone is of the same day."""
    assert read_stamps(line) == {"published": published, "updated": updated}


def test_a_stamp_beside_a_name():
    """A name may stand beside labelled stamps; a sentence may not, and a date with another label is another date."""
    assert stamps_beside("撰文：記者 發布時間: 2025/09/17 16:33 最後更新: 2025/09/17 18:02", beside=60) == {
        "published": "2025/09/17 16:33",
        "updated": "2025/09/17 18:02",
    }
    assert stamps_beside("Updated rules took effect on September 17, 2025", beside=60) == {}
    assert stamps_beside("Date of birth: 17 Sep 2025", beside=60) == {}


def test_a_zone_that_had_to_be_assumed():
    """A time without a zone, of a source whose clock nobody knows, is read on the default one and flagged."""
    assert "zone_assumed" in read_moment("17 Sep 2025 18:03", zone="Asia/Hong_Kong").notes
    for written, own in (("17 Sep 2025 18:03", True), ("17 Sep 2025 18:03 HKT", False), ("17 Sep 2025", False)):
        assert "zone_assumed" not in read_moment(written, zone="Asia/Hong_Kong", own=own).notes


def test_what_follows_a_zone_is_no_zone():
    """Capitals behind a stamp are a ticker where a zone stands before them, else a zone that nobody knows."""
    assert stamp_within("Sep. 17, 2025 5:42 AM ET BABA", beside=60) == "Sep. 17, 2025 5:42 AM ET"
    assert stamp_within("Sep. 17, 2025 5:42 AM BABA", beside=60) == "Sep. 17, 2025"


def test_stamps_are_no_paragraphs():
    """A line of stamps above or within a text is not of it; a day as a heading within it is."""
    text = "17 Sep 2025 18:03\n\nShares rose.\n\nLast modified on Wed 17 Sep 2025 16.12 BST\n\n18 September 2025\n\nThey fell."
    assert without_stamps(text) == "Shares rose.\n\n18 September 2025\n\nThey fell."


def test_a_language_of_one_country_tells_the_clock():
    """A page in Japanese or Korean at a host that says nothing is on its country's clock; the host goes first."""
    sources = Sources.load()
    assert sources.find(url="https://paper.example.com/1", language="ja").zone == "Asia/Tokyo"
    assert sources.find(url="https://paper.example.com/1", language="ko_KR").zone == "Asia/Seoul"
    assert sources.find(url="https://paper.example.hk/1", language="ja").zone == "Asia/Hong_Kong"
    assert sources.find(url="https://paper.example.com/1", language="en").known is False
