"""Relative dates of an article are pinned to calendar days when it is stored, and its text stays as it is."""

from datetime import UTC, datetime

import pytest

from ingest.pinning import pinned
from tests.support.knowledge import make_document

WEDNESDAY = datetime(2025, 9, 17, 10, 3, tzinfo=UTC)  # 18:03 in Hong Kong


def dates(text: str, *, at: datetime | None = WEDNESDAY, zone: str = "Asia/Hong_Kong") -> list[tuple[str, str, str]]:
    document = pinned(make_document(text=text, published_at=at, zone=zone))
    assert document.text == text
    return [(text[one["start"] : one["end"]], one["first"], one["last"]) for one in document.details.get("dates", [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stocks rose on Tuesday.", [("Tuesday", "2025-09-16", "2025-09-16")]),
        ("Stocks rose on Wednesday.", [("Wednesday", "2025-09-17", "2025-09-17")]),
        ("The bank will report on Friday.", [("Friday", "2025-09-19", "2025-09-19")]),
        ("Exports fell last month.", [("last month", "2025-08-01", "2025-08-31")]),
        ("Details come next week, he said.", [("next week", "2025-09-22", "2025-09-28")]),
        ("First line.\nIt rose on Monday.", [("Monday", "2025-09-15", "2025-09-15")]),
        ("It fell yesterday, the bank said.", [("yesterday", "2025-09-16", "2025-09-16")]),
        ("恒指昨日上升，上月回落。", [("昨日", "2025-09-16", "2025-09-16"), ("上月", "2025-08-01", "2025-08-31")]),
        ("It was founded on 3 May 2019 and grew.", []),
    ],
)  # fmt: skip
def test_relative_dates_are_pinned(text, expected):
    """Each is read from the day of the article, backwards unless something is to come."""
    assert dates(text) == expected


def test_the_day_is_that_of_the_source():
    """Yesterday in New York is another day than yesterday in Hong Kong."""
    late = datetime(2025, 9, 17, 1, 0, tzinfo=UTC)
    assert dates("It fell yesterday.", at=late) == [("yesterday", "2025-09-16", "2025-09-16")]
    assert dates("It fell yesterday.", at=late, zone="America/New_York") == [("yesterday", "2025-09-15", "2025-09-15")]


def test_without_a_day_of_its_own_an_article_pins_nothing():
    """From nowhere there is no yesterday; and of very many dates only so many are kept."""
    assert dates("It fell yesterday.", at=None) == []
    assert len(dates("It fell yesterday. " * 200)) == 60
