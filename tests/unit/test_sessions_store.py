"""Sessions belong to one owner and run one turn at a time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import Busy, NotFound
from assistant.sessions.store import SessionStore
from tests.support.databases import open_store_database

NOW = datetime(2025, 9, 18, 1, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path):
    database = open_store_database(tmp_path)
    yield SessionStore(database)
    database.close()


def asked(store: SessionStore, question: str = "How did Baidu close?", *, owner: str = "ann", now: datetime = NOW):
    session = store.open(None, owner=owner, now=now)
    return session, store.begin(session.session_id, question, as_of=now, now=now)


def test_a_turn_keeps_what_was_asked_and_answered(store):
    """A finished turn reads back with its question, answer, events and moments."""
    session, turn = asked(store)
    store.finish(turn.turn_id, answer="131.00 HKD [1]", events=[{"type": "text", "text": "x"}], state="done", now=NOW)

    [kept] = store.turns(session.session_id)

    assert ("How did Baidu close?", "131.00 HKD [1]", "done", NOW) == (kept.question, kept.answer, kept.state, kept.as_of)
    assert ({"type": "text", "text": "x"},) == kept.events


def test_one_turn_at_a_time(store):
    """A second question waits until the first is finished; both are kept in order."""
    session, first = asked(store)
    with pytest.raises(Busy):
        store.begin(session.session_id, "And Alibaba?", as_of=NOW, now=NOW)
    store.finish(first.turn_id, answer="", events=[], state="stopped", now=NOW)

    second = store.begin(session.session_id, "And Alibaba?", as_of=NOW, now=NOW)

    assert [first.turn_id, second.turn_id] == [turn.turn_id for turn in store.turns(session.session_id)]
    assert second.turn_id == store.newest_turn(session.session_id)


def test_another_owner_finds_nothing(store):
    """Opening, renaming and deleting somebody else's session is like asking for one that is not there."""
    session, _ = asked(store, owner="ann")
    for verb in (
        lambda: store.open(session.session_id, owner="ben", now=NOW),
        lambda: store.rename(session.session_id, "mine", owner="ben"),
        lambda: store.delete(session.session_id, owner="ben"),
        lambda: store.open("no-such-session", owner="ben", now=NOW),
    ):
        with pytest.raises(NotFound) as refused:
            verb()
        assert "no such session" in refused.value.public_message
    assert [] == store.list("ben")
    assert ["How did Baidu close?"] == [kept.title for kept in store.list("ann")]


def test_a_restart_frees_what_a_crash_left_running(store):
    """Turns left running become failed, and the session takes the next question."""
    session, turn = asked(store)

    assert 1 == store.recover(NOW + timedelta(seconds=1))

    assert ["failed"] == [kept.state for kept in store.turns(session.session_id)]
    store.finish(turn.turn_id, answer="late", events=[], state="done", now=NOW)
    assert [""] == [kept.answer for kept in store.turns(session.session_id)]
    store.begin(session.session_id, "Again?", as_of=NOW, now=NOW)


def test_recovery_can_spare_what_another_process_may_still_answer(store):
    """Only turns older than the given age are taken back."""
    session, _ = asked(store)
    assert 0 == store.recover(NOW + timedelta(minutes=1), older_than=timedelta(minutes=15))
    with pytest.raises(Busy):
        store.begin(session.session_id, "Again?", as_of=NOW, now=NOW + timedelta(minutes=1))


def test_a_turn_older_than_any_deadline_does_not_block(store):
    """Without a restart too, a turn that has run for a quarter of an hour gives way."""
    session, _ = asked(store)
    later = NOW + timedelta(minutes=16)
    store.begin(session.session_id, "Again?", as_of=later, now=later)
    assert ["failed", "running"] == [turn.state for turn in store.turns(session.session_id)]


def test_deleting_removes_the_turns(store):
    """A deleted session leaves no text, also when its last turn finishes afterwards."""
    session, turn = asked(store)
    store.delete(session.session_id, owner="ann")
    store.finish(turn.turn_id, answer="late", events=[], state="done", now=NOW)
    assert ([], []) == (store.turns(session.session_id), store.list("ann"))
    with pytest.raises(NotFound):
        store.begin(session.session_id, "Again?", as_of=NOW, now=NOW)


def test_sessions_are_listed_by_last_use_and_only_once_asked(store):
    """The session used last comes first; one that was opened but never asked is not listed."""
    older, _ = asked(store, "First")
    newer, _ = asked(store, "Second", now=NOW + timedelta(hours=1))
    store.open(None, owner="ann", now=NOW)
    assert [newer.session_id, older.session_id] == [session.session_id for session in store.list("ann")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Wednesday's\nrally ", "Wednesday's rally"),
        ("a\u202eb\x00c", "a b c"),
        ("word " * 40, "word " * 14 + "word" + "…"),
        ("字" * 100, "字" * 79 + "…"),
    ],
)
def test_titles_are_one_short_line(store, given, kept):
    """A title has no control characters and at most 80 characters."""
    session, _ = asked(store)
    title = store.rename(session.session_id, given, owner="ann").title
    assert kept == title
    assert len(title) <= 80


def test_ids_cannot_be_guessed(store):
    """Ids are 128 random bits: all different and in no order."""
    ids = [store.open(None, owner="ann", now=NOW).session_id for _ in range(200)]
    assert 200 == len(set(ids))
    assert ids != sorted(ids)
    assert {22} == {len(session_id) for session_id in ids}
