"""The question files over real material, through a scripted language model and real HTTP."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.loopback import drop_proxies
from tests.support.openai_scripts import honest
from tests.support.openai_server import MODEL, openai_server
from tests.support.shared import SHARED
from tests.support.story import asking, make_store

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real material is not beside the repository"),
]
LATER = datetime(2026, 1, 5, tzinfo=UTC)  # when all of it was known
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


@pytest.fixture
def base_url() -> Iterator[str]:
    """A server of its own for each test: LangChain keeps one HTTP client an address, bound to the first event loop."""
    with pytest.MonkeyPatch.context() as patch, openai_server(honest) as server:
        drop_proxies(patch)
        yield server.base_url


def answers(folder: Path, base_url: str, questions: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each question with its answer."""
    with asking(folder, model=f"openai:{MODEL}", openai_base_url=base_url, fallback=False) as ask:
        return [
            (asked, ask(asked["question"], as_of=datetime.fromisoformat(asked["as_of"]) if asked.get("as_of") else LATER))
            for asked in questions
        ]


def questions(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHARED / "eval" / name).read_text(encoding="utf-8").splitlines()]


def right(asked: dict[str, Any], told: dict[str, Any]) -> bool:
    if asked.get("abstain"):
        return bool(told["abstained"])
    return any(all(re.search(pattern, told["answer"], re.I) for pattern in group) for group in asked["accept"])


def loose(told: dict[str, Any]) -> list[str]:
    """Numbers of an answer that stand in no quote."""
    evidence = " ".join(f"{source.quote} {source.published_at or ''}" for source in told["citations"])
    known = {number.replace(",", "").lstrip("0") for number in re.findall(r"\d[\d,]*(?:\.\d+)?|\d+", evidence)}
    bare = re.sub(r"\[\d+\]", " ", told["answer"])
    return [number for number in NUMBER.findall(bare) if number.replace(",", "").lstrip("0") not in known]


def test_every_price_question_is_answered_from_rows(tmp_path: Path, base_url: str):
    """Closes, moves and ranges are those of the table; what has no price is refused."""
    store = make_store(tmp_path, SHARED / "data/prices/tidy_aug_oct_2025.csv")
    told = answers(store, base_url, [one for one in questions("prices.jsonl") if "next month" not in one["question"]])

    assert [asked["question"] for asked, answer in told if not right(asked, answer)] == []
    assert [number for _, answer in told for number in loose(answer)] == []


def test_one_article_is_told_in_its_own_figures(tmp_path: Path, base_url: str):
    """Whatever a plain script writes from one article, no number of it stands outside a quote."""
    told = answers(
        make_store(tmp_path, SHARED / "data/news/founding_article.txt"), base_url, questions("founding_article.jsonl")
    )

    assert [number for _, answer in told for number in loose(answer)] == []
    assert sum(right(asked, answer) for asked, answer in told if not asked.get("abstain")) >= 15


def test_dated_closes_come_from_the_day_asked_about(tmp_path: Path, base_url: str):
    """Of reports that are alike but for their day, the one of the day asked about is cited."""
    rows = (SHARED / "data/news/rthk_en.jsonl").read_text(encoding="utf-8").splitlines()[:500]
    held = {json.loads(row)["id"] for row in rows}
    part = tmp_path / "part.jsonl"
    part.write_text("\n".join(rows), encoding="utf-8")
    asked = [one for one in questions("dated_closes.jsonl") if one.get("gold_article") in held and "as_of" not in one][:20]
    told = answers(make_store(tmp_path / "store", part), base_url, asked)

    cited = [one for one, answer in told if any(one["gold_article"] in str(source.doc_id) for source in answer["citations"])]
    assert len(cited) >= 0.9 * len(asked) > 9
