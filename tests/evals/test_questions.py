"""Golden questions over the sample story: what must be said, what must be refused, and that every number is in a quote."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from assistant.agent.scoring import is_right, read_expected, unsupported_numbers
from assistant.cli.evaluating import QUESTIONS
from tests.support.story import Ask, asking, make_store

ASKED = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("story"))) as ask:
        yield ask


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked["question"][:60])
def test_the_answer_is_the_one_the_story_gives(ask: Ask, asked: dict[str, Any]):
    """An answerable question is answered with cited figures; any other is refused for its reason."""
    as_of = datetime.fromisoformat(asked["as_of"]) if "as_of" in asked else None
    told = ask(asked["question"], as_of=as_of, history=asked.get("history"))
    line = {**told, "citations": [source.model_dump(mode="json") for source in told["citations"]]}

    assert is_right(read_expected(asked), line), told["answer"]
    assert told["citations"] or told["abstained"]
    assert unsupported_numbers(line) == []
