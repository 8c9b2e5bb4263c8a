"""The columns: the same from the database as from a snapshot, whatever has happened since it was taken."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.database import Database
from assistant.knowledge.blocks import MANY, Block, Growing, within
from assistant.knowledge.columns import Columns, nearest
from assistant.knowledge.feed import ALWAYS, Entry
from assistant.knowledge.scope import Scope, scope_of
from assistant.knowledge.snapshot import read_snapshot, write_snapshot
from assistant.knowledge.store import DocumentStore
from assistant.knowledge.story_marks import Told
from assistant.knowledge.unsettled import Unsettled
from assistant.knowledge.vectors import unit
from assistant.knowledge.windows import Window
from tests.support.knowledge import NOW, WordEmbedder, database_in, make_document, put, utc

EMBEDDER = WordEmbedder()
ASKED = EMBEDDER.embed(["Baidu report number seven"])[0]
SEPTEMBER = Window(first=date(2025, 9, 3), last=date(2025, 9, 9))
SCOPES = (
    scope_of(NOW, None, ()),
    scope_of(utc(2025, 9, 8), None, ()),
    scope_of(NOW, SEPTEMBER, ()),
    scope_of(NOW, SEPTEMBER, ("9888.HK",)),
    scope_of(NOW, None, ("9888.HK", "0700.HK")),
    scope_of(NOW, Window(since=utc(2025, 9, 5, 9), until=utc(2025, 9, 7)), ()),
    scope_of(NOW, Window(first=date(2025, 9, 20)), ()),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DocumentStore]:
    """Twenty-five reports of as many days, some of companies, the last one undated, one told late."""
    database = database_in(tmp_path)
    store = DocumentStore(database)
    for n in range(1, 25):
        named = ("9888.HK",) if n % 3 == 0 else ("0700.HK", "9988.HK") if n % 5 == 0 else ()
        text = f"Baidu report number{n}.\nA second passage of report {n}."
        late = {"updated_at": utc(2025, 9, n + 2, 10), "known_at": utc(2025, 9, n + 2, 10)} if n == 4 else {}
        put(store, make_document(f"d{n * 7 % 25:02}", text=text, published_at=utc(2025, 9, n, 10), tickers=named, **late))
    put(store, make_document("undated", text="Baidu, some day.", published_at=None))
    yield store
    database.close()


def columns(database: Database, folder: Path, *, many: int) -> Columns:
    return Columns(database, EMBEDDER.dimension, folder / "columns", store="s1", fingerprint=EMBEDDER.fingerprint, many=many)


def kept(store: DocumentStore, folder: Path) -> None:
    columns(store.database, folder, many=5).keep()


def told(held: Columns) -> object:
    """Everything that can be asked of them."""
    held.refresh()
    names = sorted(name for name, _ in nearest(ASKED, held.select(SCOPES[0]), limit=100))
    return len(held), held.publishers(), [_told(held, scope, names) for scope in SCOPES]


def _told(held: Columns, scope: Scope, names: list[str]) -> object:
    near = {name: round(score, 5) for name, score in nearest(ASKED, held.select(scope), limit=100)}
    return near, held.visible([*names, "nobody#1#0", names[0] + "#longer than any"], scope), held.removed(scope)


def from_snapshot(store: DocumentStore, folder: Path) -> object:
    return told(columns(store.database, folder, many=5))


def from_database(store: DocumentStore, folder: Path) -> object:
    return told(columns(store.database, folder / "none", many=10_000))


def test_a_snapshot_holds_what_the_database_does(store, tmp_path):
    """Vectors, days, instants, tickers and publishers come back from disk as they were."""
    kept(store, tmp_path)

    assert (tmp_path / "columns/state.json").exists()
    assert from_snapshot(store, tmp_path) == from_database(store, tmp_path)


def test_what_came_later_lies_over_the_snapshot(store, tmp_path):
    """A new version, a withdrawal, a story and a new document count at once, where the snapshot was open and where it is
    opened now."""
    kept(store, tmp_path)
    opened = columns(store.database, tmp_path, many=5)
    opened.refresh()
    old = store.get("d07")
    assert old is not None
    put(store, replace(old, version=2, text="Baidu report changed.", content_hash="h2", known_at=utc(2025, 9, 12)))
    store.withdraw("d14", at=NOW)
    Unsettled(store.database).settle([], Told(unions=[("origin_id", "d21", "d03")]))
    put(
        store, make_document("new", text="Baidu is new.", published_at=utc(2025, 9, 5), publisher="Later", tickers=("9888.HK",))
    )

    assert told(opened) == from_snapshot(store, tmp_path) == from_database(store, tmp_path)


def test_a_snapshot_is_taken_again_when_enough_has_come(store, tmp_path):
    """The new one holds everything, and the old one is gone."""
    kept(store, tmp_path)
    store.withdraw("d14", at=NOW)
    for n in range(40):
        put(store, make_document(f"more{n}", text=f"Baidu again, {n}.", published_at=utc(2025, 10, 1)))
    held = columns(store.database, tmp_path, many=5)
    held.keep()

    assert told(held) == from_snapshot(store, tmp_path) == from_database(store, tmp_path)
    assert len([path for path in (tmp_path / "columns").iterdir() if path.is_dir()]) == 1


def test_the_nearest_come_first(store, tmp_path):
    """Of disk and memory together, as many as are asked for."""
    kept(store, tmp_path)
    put(store, make_document("new", text="Baidu report number seven", title="", published_at=utc(2025, 9, 30)))
    held = columns(store.database, tmp_path, many=5)
    held.refresh()
    found = nearest(ASKED, held.select(SCOPES[0]), limit=3)

    assert found[0] == ("new#1#0", pytest.approx(1.0))
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len(found) == 3


def test_how_near_some_are(store, tmp_path):
    """Chunks on disk and in memory are compared alike; one that is not held is left out."""
    kept(store, tmp_path)
    put(store, make_document("new", text="Baidu report number seven", title="", published_at=utc(2025, 9, 30)))
    held = columns(store.database, tmp_path, many=5)
    held.refresh()

    found = held.near(ASKED, ["d07#1#0", "gone#1#0", "new#1#0"])
    assert [name for name, _ in found] == ["new#1#0", "d07#1#0"]
    assert found[0][1] == pytest.approx(1.0)
    assert found[1][1] < 1.0


def test_of_very_many_the_nearest_are_found_through_an_outline(tmp_path):
    """More than can all be compared are compared in outline first; hardly any of the nearest is missed."""
    rng = np.random.default_rng(7)
    few = rng.normal(size=(24, 96)).astype(np.float32)
    mixed = rng.normal(size=(MANY + 5_000, 24)) @ few + 0.1 * rng.normal(size=(MANY + 5_000, 96))
    vectors = unit(mixed.astype(np.float32))
    rows = Growing(96)
    rows.take([entry(f"c{n}", vector) for n, vector in enumerate(vectors)])
    state = write_snapshot(tmp_path, [rows], layout="l", store="s", seq=1, publishers=())
    held = read_snapshot(tmp_path, state)
    assert held is not None

    def found(block: Block) -> set[str]:
        return {name for name, _ in nearest(vectors[3], ((block, within(block, SCOPES[0])),), limit=60)}

    exact = found(rows)
    assert "c3" in exact
    assert len(found(held) & exact) >= 57


def entry(chunk_id: str, vector: NDArray[np.float32]) -> Entry:
    return Entry(
        chunk_id=chunk_id,
        doc_id=chunk_id,
        first_day=739_000,
        last_day=739_000,
        known=0,
        ended=ALWAYS,
        tickers=(),
        embedding=vector.astype("<f4").tobytes(),
    )


def test_few_changes_are_worth_no_snapshot(store, tmp_path):
    """Nothing is written where reading the database takes no time."""
    columns(store.database, tmp_path, many=10_000).keep()

    assert not (tmp_path / "columns").exists()


def lose_a_file(folder: Path) -> None:
    next(folder.rglob("known.npy")).unlink()


def cut_a_file(folder: Path) -> None:
    path = next(folder.rglob("vectors.npy"))
    path.write_bytes(path.read_bytes()[:500])


def shorten_a_file(folder: Path) -> None:
    path = next(folder.rglob("names.json"))
    path.write_text("{")


def of_other_vectors(folder: Path) -> None:
    path = next(folder.rglob("vectors.npy"))
    data = path.read_bytes()
    path.write_bytes(data[:128] + bytes(len(data) - 128))


def of_another_store(folder: Path) -> None:
    path = folder / "state.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"store": "another"}))


def from_the_future(folder: Path) -> None:
    path = folder / "state.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seq": 10_000}))


@pytest.mark.parametrize(
    "damage",
    [shutil.rmtree, lose_a_file, cut_a_file, shorten_a_file, of_other_vectors, of_another_store, from_the_future],
)
def test_a_damaged_snapshot_is_passed_over(store, tmp_path, damage):
    """What cannot be trusted is read from the database, and searches give the same."""
    kept(store, tmp_path)
    damage(tmp_path / "columns")

    assert from_snapshot(store, tmp_path) == from_database(store, tmp_path)


def test_a_folder_that_takes_nothing_is_no_trouble(store, tmp_path, caplog):
    """Where the snapshot cannot be written, the log says so once and searches go on."""
    (tmp_path / "columns").write_text("a file where the folder should be")
    held = columns(store.database, tmp_path, many=5)
    held.keep()
    held.keep()

    assert told(held) == from_database(store, tmp_path)
    assert len(caplog.records) == 1
