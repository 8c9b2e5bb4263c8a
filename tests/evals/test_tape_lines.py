"""The tape in answers: a reported move is followed by what the bar of its day says, where there is one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.agent.scoring import unsupported_numbers
from tests.support.story import SAMPLE, Ask, asking, make_store

LEADER = "Which company led the gains on 17 September 2025 and by how much?"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("story"))) as ask:
        yield ask


def tape_lines(told: dict) -> list[str]:
    return [line for line in told["answer"].splitlines() if line.startswith("The tape")]


def test_a_reported_move_is_set_beside_the_tape(ask: Ask):
    """The close, the move and the verdict stand after the sentence, with the bars as price sources."""
    told = ask(LEADER)
    (line,) = tape_lines(told)

    assert "Baidu (9888.HK) closed at 131 HKD on 17 September 2025, +15.72 %" in line
    assert "the report's 16 percent agrees" in line
    assert ["9888.HK, 2025-09-17", "9888.HK, 2025-09-16"] == [one.title for one in told["citations"] if one.kind == "price"]
    assert not told["withheld"]
    assert unsupported_numbers({**told, "citations": [one.model_dump(mode="json") for one in told["citations"]]}) == []


def test_without_bars_no_line_appears(tmp_path: Path):
    """News alone is answered from news alone."""
    paths = [path for path in SAMPLE.iterdir() if path.is_dir()]
    with asking(make_store(tmp_path, *paths)) as ask:
        told = ask(LEADER)

    assert "16 percent" in told["answer"]
    assert tape_lines(told) == []
