"""Conflicts: how two reports of one thing stand to each other."""

from datetime import UTC, datetime

import pytest

from assistant.figures.conflicts import Statement, compare_pair
from assistant.figures.parse import parse


def statement(text: str, **fields: object) -> Statement:
    return Statement(figure=parse(text)[0], entity=str(fields.pop("entity", "baidu")), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (statement("rose 15.7 %"), statement("rose 15.7 percent"), "agree"),
        (statement("rose 16 %"), statement("rose 15.7 %"), "rounding"),
        (statement("rose 19 %", part="midday"), statement("rose 16 %", part="close"), "earlier_later"),
        (
            statement("rose 3.9 %", moment=datetime(2025, 9, 17, 3, tzinfo=UTC)),
            statement("rose 4.2 %", moment=datetime(2025, 9, 17, 8, tzinfo=UTC)),
            "earlier_later",
        ),
        (statement("rose 16 %", period="2025-09-17"), statement("rose 25 %", period="week"), "different_base"),
        (statement("US$380 billion"), statement("380 billion yuan"), "different_base"),
        (statement("rose 5 %", entity="jd"), statement("rose 6 %"), "different_base"),
        (statement("rose 16 %"), statement("rose 11 %"), "conflict"),
        (statement("rose 16 %"), statement("fell 16 %"), "conflict"),
    ],
)
def test_relation(first: Statement, second: Statement, relation: str) -> None:
    """The five ways, the same from either side."""
    assert compare_pair(first, second) == relation
    assert compare_pair(second, first) == relation
