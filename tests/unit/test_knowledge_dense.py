"""The dense index is judged by what it holds: only damage counts as damage, not what an approximate search passes over."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from assistant.knowledge.dense import DenseIndex
from assistant.knowledge.feed import Entry

COUNT = 60


def entry(number: int, vector: np.ndarray) -> Entry:
    return Entry(chunk_id=f"c{number}", doc_id=f"d{number}", first_day=0, last_day=0, known=0, ended=0, tickers=(),
                 embedding=vector.astype("<f4").tobytes())  # fmt: skip


@pytest.fixture
def entries() -> list[Entry]:
    """Vectors that are nearly the same."""
    random = np.random.default_rng(7)
    return [entry(number, np.ones(32) + 1e-5 * random.normal(size=32)) for number in range(COUNT)]


@pytest.fixture
def index(tmp_path, entries) -> Iterator[DenseIndex]:
    index = DenseIndex.create(tmp_path / "dense")
    index.apply(entries, ())
    yield index
    index.close()


def test_a_chunk_that_a_search_passes_over_is_there(index, entries, monkeypatch):
    """A search that brings another chunk of the same words, or one far away, is no sign of damage."""
    assert all(map(index.finds, entries))
    answers = iter((("c1", 0.0), ("far", 1.9)) * COUNT)

    def query(**_):
        chunk_id, distance = next(answers)
        return {"ids": [[chunk_id]], "distances": [[distance]]}

    monkeypatch.setattr(index._collection, "query", query)
    assert all(map(index.finds, entries))


def test_a_missing_chunk_and_another_vector_are_damage(index, entries):
    """A chunk that is not there, and one whose vector is not its own, are not found."""
    gone, kept = entries[3], entries[4]
    index.apply((), [gone.chunk_id])
    assert not index.finds(gone)
    assert index.finds(kept)
    assert not index.finds(replace(kept, embedding=np.eye(32)[0].astype("<f4").tobytes()))


def test_an_index_that_answers_no_search_is_damaged(index, entries, monkeypatch):
    """What is kept but cannot be searched is of no use."""
    monkeypatch.setattr(index._collection, "query", lambda **_: {"ids": [[]], "distances": [[]]})
    assert not index.finds(entries[0])
