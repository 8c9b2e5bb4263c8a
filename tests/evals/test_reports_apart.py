"""Questions about what several outlets reported: a document that holds part of the answer is among the first found."""

import json
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.shared import SHARED
from tests.support.story import make_store

FOLDER = SHARED / "data" / "multihop"


@pytest.mark.shared
@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real material is not beside the repository")
def test_a_report_that_answers_is_among_the_first(tmp_path: Path):
    """Asked as a person would, with the window and the names that are read from the words."""
    asked = [json.loads(line) for line in (FOLDER / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [one for one in asked if one["gold_doc_ids"]]
    with build_assistant(Settings(data_dir=make_store(tmp_path, FOLDER / "corpus.jsonl"), model="extractive")) as assistant:
        found = [[hit.document.doc_id for hit in assistant.search(one["query"], k=20)] for one in asked]

    def share(first: int) -> float:
        hit = [bool(set(ids) & {*one["gold_doc_ids"]}) for ids, one in zip(distinct(found, first), asked, strict=True)]
        return sum(hit) / len(hit)

    assert share(4) >= 0.89
    assert share(10) >= 0.96


def distinct(found: list[list[str]], first: int) -> list[list[str]]:
    """The first so many documents of each search."""
    return [list(dict.fromkeys(ids))[:first] for ids in found]
