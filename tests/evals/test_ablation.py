"""Each part of retrieval earns its place: searching without it finds less, on made-up reports and on real ones.

`RALLY_FAULTS=full pytest tests/evals/test_ablation.py -s` prints the tables that the README shows.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from assistant.bootstrap import Stores, open_stores
from assistant.settings import Settings
from tests.support.ablation import PARTS, finder
from tests.support.reports import Asked, corpus, write
from tests.support.shared import SHARED
from tests.support.story import make_store

Find = Callable[..., list[str]]
LOSES = {  # the questions that a part is there for
    "window": "dated",
    "lexical": "coded",
    "dense": "reworded",
    "stories": "all of them",
    "recency": "latest",
    "moments": "dated",
}
MISSED = ("window", "moments")  # on real reports


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stores, list[Asked]]]:
    folder = tmp_path_factory.mktemp("reports")
    reports, asked = corpus(seed=7)
    with open_stores(Settings(data_dir=make_store(folder / "data", write(reports, folder / "reports.jsonl")))) as stores:
        yield stores, asked


def shares(find: Find, questions: Sequence[Asked]) -> dict[str, float]:
    """By kind, what part of the wanted is among the hits."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    known: dict[tuple[str, datetime, int], list[str]] = {}  # one search tells how a question stands at 1 and at 4
    for asked in questions:
        look = (asked.question, asked.as_of, max(asked.k, 4))
        if look not in known:
            known[look] = find(asked.question, as_of=asked.as_of, k=look[2])
        urls = known[look][: asked.k]
        share = sum(any(url in group for url in urls) for group in asked.wanted) / len(asked.wanted)
        found[asked.kind].append(share)
    return {kind: sum(values) / len(values) for kind, values in found.items()}


def table(rows: dict[str, dict[str, float]]) -> str:
    """As the README shows it."""
    kinds = list(rows[""])
    lines = [f"| without | {' | '.join(kinds)} |", f"| --- {'| ---: ' * len(kinds)}|"]
    lines += [f"| {part or 'nothing'} | {' | '.join(f'{row[kind]:.3f}' for kind in kinds)} |" for part, row in rows.items()]
    return "\n".join(lines)


def test_nothing_left_out_is_the_program(made: tuple[Stores, list[Asked]]) -> None:
    """What the parts are taken out of finds what the program finds."""
    stores, questions = made
    whole = finder(stores.knowledge, stores.instruments)
    real = finder(stores.knowledge, stores.instruments, part=None)
    for asked in questions[::5]:
        assert whole(asked.question, as_of=asked.as_of, k=8) == real(asked.question, as_of=asked.as_of, k=8)


def test_every_part_is_missed(made: tuple[Stores, list[Asked]]) -> None:
    """Without a part, the questions that it is there for lose a tenth of their answers or more."""
    stores, questions = made
    rows = {part: shares(finder(stores.knowledge, stores.instruments, part=part), questions) for part in ("", *PARTS)}
    sys.stdout.write(f"\n{table(rows)}\n")

    for part, kind in LOSES.items():
        assert rows[part][kind] <= rows[""][kind] - 0.1, (part, kind)


def real_questions() -> list[Asked]:
    """Those with one right article; without a moment of their own they are asked from after the last article."""
    lines = (SHARED / "eval/dated_closes.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("gold_article") and not row.get("abstain")]
    return [
        Asked(
            kind=f"hit@{k}",
            question=row["question"],
            as_of=datetime.fromisoformat(row.get("as_of", "2025-05-01T00:00:00+08:00")),
            wanted=(frozenset({f"https://news.rthk.hk/rthk/en/component/k2/{row['gold_article']}.htm"}),),
            k=k,
        )
        for k in (1, 4)
        for row in rows
    ]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "eval/dated_closes.jsonl").exists(), reason="the real material is not here")
def test_the_window_and_the_moments_are_missed_on_real_reports(tmp_path: Path) -> None:
    """Over a year of real reports, closes asked for by their day are lost without the window or the moments."""
    questions = real_questions()
    parts = PARTS if os.environ.get("RALLY_FAULTS") == "full" else MISSED
    with open_stores(Settings(data_dir=make_store(tmp_path, SHARED / "data/news/rthk_en.jsonl"))) as stores:
        rows = {part: shares(finder(stores.knowledge, stores.instruments, part=part), questions) for part in ("", *parts)}
    sys.stdout.write(f"\n{table(rows)}\n")

    for part in MISSED:
        assert rows[part]["hit@1"] < rows[""]["hit@1"], part
