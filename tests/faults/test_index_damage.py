"""Indexes that are missing, torn, old or of another store: made anew from the database, never a silent empty answer."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.knowledge import NOW, WordEmbedder, doc_ids, knowledge_in, make_document, put, utc


def filled(folder: Path, count: int = 12) -> None:
    knowledge = knowledge_in(folder)
    for number in range(count):
        put(knowledge.documents, make_document(f"d{number:02}", text=f"Baidu report number{number}."))
    knowledge.follow()
    knowledge.close()


def truncate_largest(folder: Path) -> None:
    largest = max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[: largest.stat().st_size // 3])


def empty_files(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")


def old_state(folder: Path) -> None:
    path = folder / "state.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"store": "another"}))


def ahead(folder: Path) -> None:
    path = folder / "state.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seq": 10_000}))


def missed_changes(folder: Path) -> None:
    """The state file claims what the index never got."""
    shutil.rmtree(folder)
    (folder / "x-0").mkdir(parents=True)


@pytest.mark.parametrize("damage", [shutil.rmtree, truncate_largest, empty_files, old_state, ahead, missed_changes])
@pytest.mark.parametrize("index", ["lexical", "dense"])
def test_a_damaged_index_is_made_anew(tmp_path, index, damage):
    """Everything is found again, and nothing is embedded again."""
    filled(tmp_path)
    damage(tmp_path / "index" / index)

    embedder = WordEmbedder()
    knowledge = knowledge_in(tmp_path, embedder)
    knowledge.follow()
    assert knowledge.ready() == (True, "")
    assert embedder.embedded == 0
    explained = knowledge.explain("number7", as_of=NOW)
    knowledge.close()

    assert doc_ids(explained.hits)[0] == "d07"
    assert explained.way == "chroma"
    assert len(explained.dense) == 12


def test_an_index_with_too_few_chunks_is_made_anew(tmp_path):
    """An old copy of the folder put back beside a newer database is noticed by its count."""
    filled(tmp_path, 3)
    shutil.copytree(tmp_path / "index", tmp_path / "copy")
    filled(tmp_path, 12)
    for index in ("lexical", "dense"):
        state = (tmp_path / "index" / index / "state.json").read_text()
        shutil.rmtree(tmp_path / "index" / index)
        shutil.copytree(tmp_path / "copy" / index, tmp_path / "index" / index)
        copied = json.loads((tmp_path / "copy" / index / "state.json").read_text())
        claimed = json.loads(state) | {"generation": copied["generation"]}
        (tmp_path / "index" / index / "state.json").write_text(json.dumps(claimed))

    knowledge = knowledge_in(tmp_path)
    knowledge.follow()
    assert len(knowledge.explain("report", as_of=NOW).dense) == 12
    assert len(knowledge.explain("report", as_of=NOW).lexical) == 12
    knowledge.close()


def test_one_missing_vector_is_noticed(tmp_path):
    """The count tells, where no sample does."""
    filled(tmp_path)
    knowledge = knowledge_in(tmp_path)
    knowledge.follow()
    knowledge._keeper.dense.index._collection.delete(ids=["d03#1#0"])
    knowledge.close()

    knowledge = knowledge_in(tmp_path)
    knowledge.follow()
    assert len(knowledge.explain("report", as_of=NOW).dense) == 12
    assert knowledge.explain("report", as_of=NOW).way == "chroma"
    knowledge.close()


def test_a_folder_that_may_not_be_written_is_still_searched(tmp_path, monkeypatch):
    """Without its folder the store answers from the database alone."""
    knowledge = knowledge_in(tmp_path)
    put(knowledge.documents, make_document())
    (tmp_path / "index").write_text("a file where the folder should be")

    assert doc_ids(knowledge.search("Baidu", as_of=NOW)) == ["d1"]
    assert knowledge.ready()[0] is False
    knowledge.close()


def test_an_index_torn_while_in_use_does_not_stop_searches(tmp_path, monkeypatch):
    """The vectors in memory answer, and the index is made anew by the next follow."""
    filled(tmp_path)
    knowledge = knowledge_in(tmp_path)
    knowledge.follow()
    kept = knowledge._keeper.dense.index
    monkeypatch.setattr(kept._collection, "query", _raise)

    explained = knowledge.explain("number7", as_of=NOW)
    assert (doc_ids(explained.hits)[0], explained.way) == ("d07", "exact")
    knowledge.follow()
    assert knowledge.explain("number7", as_of=NOW).way == "chroma"
    knowledge.close()


def test_an_index_that_fails_again_and_again_is_left_alone(tmp_path, monkeypatch):
    """Making it anew is tried a few times, not for ever; searches go on."""
    from assistant.knowledge.dense import DenseIndex

    filled(tmp_path)
    made = []
    monkeypatch.setattr(DenseIndex, "finds", lambda self, sample: False)
    create = DenseIndex.create

    def counted(path, url=None):
        made.append(path)
        return create(path, url=url)

    monkeypatch.setattr(DenseIndex, "create", counted)
    knowledge = knowledge_in(tmp_path)
    for _ in range(8):
        knowledge.follow()

    assert 1 <= len(made) <= 3
    assert knowledge.ready()[0] is False
    assert doc_ids(knowledge.search("number7", as_of=NOW))[0] == "d07"
    knowledge.close()


def test_replaying_changes_adds_nothing(tmp_path):
    """A crash after the index's commit and before the state file only repeats work."""
    filled(tmp_path)
    for index in ("lexical", "dense"):
        path = tmp_path / "index" / index / "state.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"seq": 2}))

    knowledge = knowledge_in(tmp_path)
    knowledge.follow()
    assert len(knowledge.explain("report", as_of=NOW).lexical) == 12
    assert {path.name for path in (tmp_path / "index" / "dense").iterdir() if path.is_dir()} == {
        json.loads((tmp_path / "index" / "dense" / "state.json").read_text())["generation"]
    }
    knowledge.close()


def test_withdrawing_reaches_the_indexes(tmp_path):
    """The chunk leaves both."""
    filled(tmp_path, 3)
    knowledge = knowledge_in(tmp_path)
    knowledge.documents.withdraw("d01", at=utc(2025, 12, 1))
    assert knowledge.follow() == 1
    explained = knowledge.explain("report", as_of=NOW)
    knowledge.close()
    assert {chunk_id for chunk_id, _ in (*explained.lexical, *explained.dense)} == {"d00#1#0", "d02#1#0"}


def _raise(*_args, **_kwargs):
    raise RuntimeError("Error executing plan: Internal error: Error finding id")
