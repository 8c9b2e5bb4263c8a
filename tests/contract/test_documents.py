"""What any document store keeps: versions with their times, once each, whole or not at all."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa

from assistant import schema
from assistant.database import open_database
from assistant.errors import BadInput, Busy, EmbedderChanged
from assistant.knowledge.store import DocumentStore
from assistant.knowledge.story_marks import StoryMarks, Told
from assistant.knowledge.unsettled import Unsettled, is_unsettled
from tests.support.knowledge import NOW, WordEmbedder, make_chunks, make_document, put, utc


@pytest.fixture
def store(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'rally.sqlite'}")
    yield DocumentStore(database)
    database.close()


def changes(store):
    with store.database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(schema.changes)).scalar()


def test_putting_the_same_version_again_changes_nothing(store):
    """The second time, not even a change is recorded."""
    document = make_document()
    put(store, document)
    before = changes(store), store.counts()

    put(store, document)

    assert (changes(store), store.counts()) == before


def test_get_gives_back_what_was_put(store):
    """A document comes back with every field it went in with."""
    document = make_document(tickers=("9888.HK",), details={"origin": "a.html"}, byline="By A", story_id="s1")
    put(store, document)

    assert store.get("d1") == document


def test_a_version_ends_where_the_next_known_begins(store):
    """as_of chooses the text that was in force then."""
    first = make_document(text="Up 3 %.", published_at=utc(2025, 9, 17, 2))
    second = replace(first, version=2, text="Up 4 %.", content_hash="h2", known_at=utc(2025, 9, 17, 10))
    put(store, first)
    put(store, second)

    assert store.get("d1", as_of=utc(2025, 9, 17, 1)) is None
    assert store.get("d1", as_of=utc(2025, 9, 17, 9, 59)).text == "Up 3 %."
    assert store.get("d1", as_of=utc(2025, 9, 17, 10)).text == "Up 4 %."
    assert store.get("d1", version=1).superseded_at == utc(2025, 9, 17, 10)
    assert store.head("d1") == (2, "h2")


def test_an_older_copy_that_arrives_late_does_not_replace_the_newer(store):
    """Order of arrival is not order of knowledge."""
    newer = make_document(text="Corrected.", published_at=utc(2025, 9, 17, 10))
    older = replace(newer, version=2, text="First.", content_hash="h0", known_at=utc(2025, 9, 17, 2))
    put(store, newer)
    put(store, older)

    assert store.get("d1", as_of=NOW).text == "Corrected."
    assert store.get("d1", as_of=utc(2025, 9, 17, 3)).text == "First."


def test_two_writers_of_one_version_number(store):
    """The slower one is told to look again, and leaves nothing behind."""
    put(store, make_document())
    with pytest.raises(Busy):
        put(store, make_document(text="Something else."))
    assert store.counts()["versions"] == 1


def test_a_chunk_that_is_no_passage_is_refused(store):
    """A citation must be found in its version's text."""
    document = make_document()
    wrong = [replace(make_chunks(document)[0], text="Invented words, not in the text.")]
    with pytest.raises(BadInput):
        store.put(document, wrong, WordEmbedder().embed(["x"]), fingerprint="words:32")
    assert store.counts()["documents"] == 0


def test_vectors_that_are_not_numbers_are_refused(store):
    """NaN would poison every comparison."""
    document = make_document()
    with pytest.raises(Exception, match="not numbers"):
        store.put(document, make_chunks(document), np.full((1, 32), np.nan, dtype=np.float32), fingerprint="words:32")


def test_half_a_character_is_refused(store):
    """A lone surrogate cannot be kept; the message names the document."""
    with pytest.raises(BadInput, match="d1"):
        put(store, make_document(text="broken \ud800 text"))


def test_another_embedder_cannot_write(store):
    """Vectors of two embedders are never mixed; both are named."""
    put(store, make_document())
    with pytest.raises(EmbedderChanged, match=r"'words:32'.*'other:32'.*rally reindex"):
        put(store, make_document("d2"), WordEmbedder("other:32"))


def test_withdrawn_for_good(store):
    """A withdrawn document counts no more, and a new version does not bring it back."""
    put(store, make_document())
    assert store.withdraw("d1", at=NOW)
    assert not store.withdraw("d1", at=NOW)
    put(store, replace(make_document(), version=2, text="Again.", content_hash="h2", known_at=utc(2025, 9, 18)))

    assert store.counts()["documents"] == 0
    assert store.get("d1").withdrawn_at == NOW
    assert store.newest_known_at(NOW) is None


def test_articles_held_and_newest(store):
    """What there is, seen from an instant."""
    assert store.articles_held(as_of=NOW) == (0, None)
    put(store, make_document("a", publisher="Our Paper", published_at=utc(2025, 1, 2)))
    put(store, make_document("b", text="Later.", published_at=utc(2025, 3, 4)))

    assert store.articles_held(as_of=NOW) == (2, (date(2025, 1, 2), date(2025, 3, 4)))
    assert store.articles_held(as_of=utc(2025, 2, 1)) == (1, (date(2025, 1, 2), date(2025, 1, 2)))
    assert store.publishers(as_of=utc(2025, 2, 1)) == [("Our Paper", 1)]
    assert store.articles_held(["9988.HK"], as_of=NOW) == (0, None)
    assert store.newest_known_at(utc(2025, 2, 1)) == utc(2025, 1, 2)


def test_the_newest_day_told_is_of_a_dated_text(store):
    """A text without a day, taken in later, does not make the evidence newer."""
    assert store.newest_dated_at(NOW) is None
    put(store, make_document("a", published_at=utc(2025, 1, 2)))
    put(store, make_document("b", text="Later.", published_at=utc(2025, 3, 4)))
    put(store, make_document("c", text="Undated.", published_at=None, known_at=utc(2025, 9, 1)))

    assert store.newest_dated_at(NOW) == utc(2025, 3, 4)
    assert store.newest_dated_at(utc(2025, 2, 1)) == utc(2025, 1, 2)


def test_rejects_are_kept_once(store):
    """The same reject again changes nothing, whatever characters it holds."""
    for _ in range(2):
        store.put_rejects([("a\x00\ud800.html", "empty", "nothing in it")], NOW)
    assert [reject.reason for reject in store.rejects()] == ["empty"]


def test_the_same_words_are_found_by_their_hash(store):
    """A copy under another address can be recognised."""
    document = make_document()
    put(store, document)
    assert store.with_hashes([document.content_hash, "no such"]) == {document.content_hash: "d1"}


def test_many_are_kept_as_if_each_came_alone(store):
    """New documents, later versions of them, and what is known already, all in one transaction."""
    first, other = make_document("a", tickers=("9888.HK",)), make_document("b", text="Banks fell.")
    second = replace(first, version=2, text="Up 4 %.", content_hash="h2", known_at=utc(2025, 9, 18), tickers=("0981.HK",))
    put(store, other)
    before = changes(store)
    items = [(one, make_chunks(one), WordEmbedder().embed([one.text])) for one in (first, second, other)]
    store.put_all(items, fingerprint="words:32", settled=False)

    assert store.get("a", version=1).superseded_at == utc(2025, 9, 18)
    assert store.get("a").tickers == ("0981.HK",)
    assert store.counts()["versions"] == 3
    assert changes(store) == before + 3  # two new chunks and the ended one
    assert [(seq, one.doc_id, one.version) for seq, one in Unsettled(store.database).after(0, limit=9)] == [
        (1, "a", 1),
        (2, "a", 2),
    ]


def test_what_is_refused_leaves_nothing(store):
    """Where one of the documents cannot be kept, nothing of the transaction stays, and nothing is to be read once more."""
    put(store, make_document("a"))
    late = make_document("a", text="Something else.")
    with pytest.raises(Busy):
        store.put_all([(late, [], np.empty((0, 32)))], fingerprint="words:32", settled=False)
    assert (store.counts()["versions"], Unsettled(store.database).count()) == (1, 0)


def test_a_second_reading_is_kept_whole(store):
    """Days in the version they were read in, stories and groups that became one; what was read is not read again."""
    first = make_document("a")
    second = replace(first, version=2, text="Up 4 %.", content_hash="h2", known_at=utc(2025, 9, 18))
    items = [(one, make_chunks(one), WordEmbedder().embed([one.text])) for one in (first, second, make_document("b"))]
    store.put_all(items, fingerprint="words:32", settled=False)
    unsettled, dates = Unsettled(store.database), [{"start": 0, "end": 5, "first": "2025-09-17", "last": "2025-09-17"}]
    (one, _), (two, other) = unsettled.after(0, limit=2)
    before = changes(store)

    unsettled.settle(
        [(one, replace(first, details={"dates": dates})), (two, replace(other, story_id="b", origin_id="b"))],
        Told(marks=[(7, 1, "b")], unions=[("story_id", "b", "a")]),
    )

    assert (store.get("a", version=1).details["dates"], "dates" in store.get("a", version=2).details) == (dates, False)
    assert (store.get("b").story_id, store.get("b").origin_id) == ("a", "b")
    assert StoryMarks(store.database).marked([7], first=1, last=1) == [(7, 1, "b")]
    assert [seq for seq, _ in unsettled.after(0, limit=9)] == [3]
    assert (is_unsettled(store.database, "a"), is_unsettled(store.database, "b")) == (True, False)
    assert changes(store) == before  # no index knows of days or stories
