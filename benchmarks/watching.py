"""Watched questions: how often one is told although nothing that it asks about is new, and what asking again costs.

python -m benchmarks.watching

Our own questions are watched over the sample story. Then made-up reports about other things are taken in, in five lots, and
each time every question is asked again. Nothing that they ask about is new, so each change that is told is a false alarm;
counting every difference in words stands beside it.
"""

import asyncio
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.agent.watching import ask_watched
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from ingest.pipeline import Pipeline
from tests.support.reports import corpus, write
from tests.support.story import SAMPLE

NOW = datetime(2025, 10, 1, tzinfo=UTC)
LOTS = 5
QUESTIONS = Path(__file__).parents[1] / "assistant" / "cli" / "questions.jsonl"
MOST = 50


def take(assistant: Any, *paths: Path) -> None:
    Pipeline(
        knowledge=assistant.knowledge,
        instruments=assistant.instruments,
        prices=assistant.prices,
        stats=assistant.stats,
        now=lambda: NOW,
    ).run([str(path) for path in paths])
    assistant.knowledge.follow()


async def asked(assistant: Any) -> list[Any]:
    return [one async for one in ask_watched(assistant)]


def main() -> None:
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    reports, _ = corpus(seed=7)
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(data_dir=Path(name), model="extractive")
        with build_assistant(settings, now=lambda: NOW) as assistant, asyncio.Runner() as runner:
            take(assistant, SAMPLE)
            for question in questions[:MOST]:
                assistant.sessions.watched.add(question, owner="", now=NOW)
            runner.run(asked(assistant))
            told = words = total = 0
            seconds = []
            for lot in range(LOTS):
                some = reports[lot::LOTS]
                take(assistant, write(some, Path(name) / f"lot-{lot}.jsonl"))
                began = perf_counter()
                again = runner.run(asked(assistant))
                seconds.append((perf_counter() - began) / len(again))
                told += sum(one.changes.changed for one in again)
                words += sum(one.changes.words for one in again)
                total += len(again)
    print(f"{len(reports)} unrelated reports in {LOTS} lots, {total} askings: {told} told as changed, {words} with other words")
    print(f"asking again: {sorted(seconds)[len(seconds) // 2] * 1000:.0f} ms a question")


if __name__ == "__main__":
    main()
