"""Conflicts: how two reports of one thing stand to each other."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from assistant.figures.conflicts import Relation, Statement, compare_pair, read_statement
from assistant.figures.parse import parse
from assistant.figures.subjects import proper_names

PAIRS = Path(__file__).parents[1] / "data" / "figure_pairs.jsonl"
HAN_NAMES = "恒生指數 恒指 科技指數 騰訊 小米 美團 滙豐".split()


def entities(text: str) -> frozenset[str]:
    return proper_names(text) | {"恒生指數" if name == "恒指" else name for name in HAN_NAMES if name in text}


def read(marked: str, moment: str) -> Statement:
    """The statement of the figure in braces."""
    before, _, rest = marked.partition("{")
    text = before + rest.replace("}", "", 1)
    figures = parse(text)
    figure = next(one for one in figures if one.end > len(before))
    return read_statement(text, figure, figures, entities=entities, moment=datetime.fromisoformat(moment))


def classified(half: int) -> list[tuple[str, Relation, dict[str, str]]]:
    rows = [row for row in map(json.loads, PAIRS.read_text(encoding="utf-8").splitlines()) if row["half"] == half]
    return [
        (row["kind"], compare_pair(read(row["first"], row["first_at"]), read(row["second"], row["second_at"])), row)
        for row in rows
    ]


@pytest.mark.parametrize("half", [1, 2])
def test_pairs_of_figures_are_told_apart(half: int) -> None:
    """At least 95 % of the labelled pairs are classified right, of those labelled before the rules were run on them too."""
    found = classified(half)
    wrong = [(kind, said, row["first"], row["second"]) for kind, said, row in found if said != kind]

    assert min(Counter(kind for kind, _, _ in found).values()) >= 10
    assert len(wrong) <= 0.05 * len(found), wrong


def test_the_order_of_two_reports_does_not_matter() -> None:
    """A pair is of the same kind from either side."""
    for row in map(json.loads, PAIRS.read_text(encoding="utf-8").splitlines()):
        first, second = read(row["first"], row["first_at"]), read(row["second"], row["second_at"])
        assert compare_pair(first, second) == compare_pair(second, first), row
