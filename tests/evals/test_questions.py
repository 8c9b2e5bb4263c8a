"""Golden questions over the sample story: what must be said, what must be refused, and that every number is in a quote."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.story import Ask, asking, make_store

QUESTIONS = [json.loads(line) for line in (Path(__file__).parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("story"))) as ask:
        yield ask


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["question"][:60])
def test_the_answer_is_the_one_the_story_gives(ask: Ask, asked: dict[str, Any]):
    """An answerable question is answered with cited figures; any other is refused for its reason."""
    as_of = datetime.fromisoformat(asked["as_of"]) if "as_of" in asked else None
    told = ask(asked["question"], as_of=as_of, history=asked.get("history"))

    if "abstain" in asked:
        assert told["abstained"], told["answer"]
        assert asked["abstain"] in {"*", told["reason"]}
    else:
        assert not told["abstained"], told["answer"]
        assert any(all(re.search(pattern, told["answer"], re.I) for pattern in group) for group in asked["accept"]), told[
            "answer"
        ]
        assert told["citations"]
    assert unsupported(told) == []


def unsupported(told: dict[str, Any]) -> list[str]:
    """Numbers of an answer that stand in no quote and no publication time of its citations."""
    bare = re.sub(r"\[\d+\]", " ", told["answer"])
    evidence = " ".join(f"{source.quote} {source.published_at or ''}" for source in told["citations"])
    known = {number.replace(",", "").lstrip("0") for number in re.findall(r"\d[\d,]*(?:\.\d+)?|\d+", evidence)}
    return [number for number in NUMBER.findall(bare) if number.replace(",", "").lstrip("0") not in known]
