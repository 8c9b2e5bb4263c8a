"""An index of which no prices are held: what its closes came to is told from the reports on its sessions."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.story import Ask, asking, make_store

AFTER = datetime(2025, 9, 30, tzinfo=UTC)
# Levels of sessions in September 2025; of the 16th nobody reports, and the 12th comes without its move.
CLOSES = [
    ("2025-09-12", "Hong Kong stocks closed on Friday with the Hang Seng Index at 24,000."),
    ("2025-09-15", "Hong Kong stocks ended higher on Monday, with the Hang Seng Index up 0.5 percent at 24,120."),
    ("2025-09-17", "Hong Kong stocks ended lower on Wednesday, with the Hang Seng Index down 1 percent at 23,900."),
    ("2025-09-18", "Hong Kong stocks ended higher on Thursday, with the Hang Seng Index up 2 percent at 24,378."),
    ("2025-09-19", "Hong Kong stocks ended higher on Friday. The benchmark Hang Seng Index added 1 percent to end at 24,622."),
    ("2025-09-22", "Hong Kong stocks ended higher on Monday, with the Hang Seng Index up 0.3 percent at 24,696."),
    ("2025-09-23", "Hong Kong stocks ended higher on Tuesday, with the Hang Seng Index up 0.4 percent at 24,795."),
    ("2025-09-24", "Hong Kong stocks ended lower on Wednesday, with the Hang Seng Index down 3 percent at 24,051."),
    ("2025-09-25", "Hong Kong stocks ended higher on Thursday, with the Hang Seng Index up 0.2 percent at 24,099."),
    ("2025-09-26", "Hong Kong stocks ended higher on Friday, with the Hang Seng Index up 0.1 percent at 24,123."),
]
TECH = [
    ("2025-09-19", "Hong Kong technology stocks ended higher, with the Hang Seng Tech Index up 1 percent at 6,200."),
    ("2025-09-26", "Hong Kong technology stocks ended lower, with the Hang Seng Tech Index down 1 percent at 6,076."),
]
OPENING = ("2025-09-25", "Hong Kong shares opened higher on Thursday. The Hang Seng Index rose to 25,900 in early trade.")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("closes")
    with asking(make_store(folder, _write(folder))) as ask:
        yield ask


def _write(folder: Path) -> Path:
    rows = [
        {
            "title": f"Hong Kong stocks {'open higher' if 'opened' in text else 'close'}",
            "source": "Harbour Ledger",
            "published_at": f"{day}T{'09:40' if 'opened' in text else '16:45'}:00+08:00",
            "url": f"https://ledger.example/{day}-{place}",
            "body": text,
        }
        for place, (day, text) in enumerate([*CLOSES, *TECH, OPENING])
    ]
    path = folder / "reports.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What was the Hang Seng's highest close in the week of 22 September 2025?", "24,795 points on 23 September 2025"),
        ("Which day in the week of 22 September 2025 did the Hang Seng fall most?", "worst day: 24 September 2025, −3.00 %"),
        (
            "How much did the Hang Seng lose in the week of 22 September 2025?",
            "−2.03 %, from 24,622 points on 19 September 2025",
        ),
        ("By how many points did the Hang Seng fall between 23 and 26 September 2025?", "difference −672 points"),
        ("How many days in a row had the Hang Seng risen by 23 September 2025?", "rose 4 sessions in a row"),
        ("On how many days did the Hang Seng rise in the week of 22 September 2025?", "rose on 4, fell on 1"),
        ("How did the Hang Seng do in the week of 22 September 2025?", "24 September 2025 24,051"),
        ("Sum up the Hang Seng's week of 22 September 2025.", "−2.03 %, from 24,622 points on 19 September 2025"),
        ("When in the week of 22 September 2025 did the Hang Seng close below 24,100?", "closed below 24,100 points on 2 of 5"),
        ("What was the lowest the Hang Seng closed at in the week of 22 September 2025?", "24,051 points on 24 September 2025"),
    ],
)
def test_what_the_closes_came_to_is_computed_from_reports(ask, question, told):
    """Each close counts on its session, an opening level never."""
    answer = ask(question, as_of=AFTER)

    assert told in answer["answer"], answer["answer"]
    assert not answer["abstained"]
    assert any(one.kind == "news" for one in answer["citations"])


def test_a_session_that_nobody_reports_is_said_to_be_missing(ask):
    """An extreme may lie beyond it."""
    answer = ask("What was the Hang Seng's lowest close in the week of 15 September 2025?", as_of=AFTER)["answer"]

    assert "23,900 points on 17 September 2025" in answer
    assert "1 session has no reported close" in answer


def test_two_indexes_are_told_side_by_side(ask):
    """Which of them moved further is seen from the closes of both."""
    answer = ask("Which lost more in the week of 22 September 2025, the Hang Seng or the Hang Seng Tech Index?", as_of=AFTER)

    assert "Hang Seng Index (HSI): change from close to close: −2.03 %" in answer["answer"]
    assert "Hang Seng Tech Index (HSTECH): change from close to close: −2.00 %" in answer["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "On how many days did the Hang Seng rise in the week of 15 September 2025?",
        "What was the Hang Seng's highest close in August 2025?",
    ],
)
def test_what_takes_every_close_is_not_told_without_one(ask, question):
    """Days that rose are not counted past a hole, and another month's closes are none of this one's."""
    assert ask(question, as_of=AFTER)["abstained"]


def test_a_move_is_told_as_reported_where_the_close_before_is_not(ask):
    """The report's own percentage stands for the session after the hole."""
    answer = ask("Which day in the week of 15 September 2025 did the Hang Seng fall most?", as_of=AFTER)["answer"]

    assert "17 September 2025, −1.00 %, as reported" in answer


def test_it_is_told_in_chinese(ask):
    """The words of the calculation are those of a question about prices."""
    answer = ask("恒生指數2025年9月跌得最多的是哪一天？", as_of=AFTER)

    assert answer["abstained"]  # most of the month is not reported
    answer = ask("恒生指數在2025年9月22日至26日的最高收市價是多少？", as_of=AFTER)
    assert "最高收市價 24,795點" in answer["answer"], answer["answer"]


@pytest.mark.parametrize(
    ("question", "told", "reason"),
    [
        ("Why did the Hang Seng rise on 24 September 2025?", "down 744 points (−3.00 %) from 24,795", "conflict"),
        ("Why did the Hang Seng fall on 24 September 2025?", "closed at 24,051 points on 24 September 2025", "not_stated"),
    ],
)
def test_a_days_move_that_is_taken_for_granted_is_held_against_the_reported_closes(ask, question, told, reason):
    """Nobody is told why an index rose on a day when its closes say that it fell."""
    answer = ask(question, as_of=AFTER)

    assert told in answer["answer"], answer["answer"]
    assert ("The closes that were reported say otherwise:" in answer["answer"]) == (reason == "conflict")
    assert answer["reason"] == reason
