"""The sample story as a store, and an assistant over it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.agent import events as ev
from assistant.agent.assistant import Assistant
from assistant.bootstrap import build_assistant, open_stores
from assistant.settings import Settings
from ingest.pipeline import Pipeline

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
NOW = datetime(2025, 10, 1, tzinfo=UTC)

Ask = Callable[..., dict[str, Any]]


def make_store(folder: Path, *paths: Path) -> Path:
    """A data folder that holds the sample story, or the files given."""
    with open_stores(Settings(data_dir=folder)) as stores:
        Pipeline(
            knowledge=stores.knowledge,
            instruments=stores.instruments,
            prices=stores.prices,
            stats=stores.stats,
            now=lambda: NOW,
        ).run([str(path) for path in paths or (SAMPLE,)])
    return folder


@contextmanager
def asking(folder: Path, *, now: Callable[[], datetime] = lambda: NOW, **settings: Any) -> Iterator[Ask]:
    """Asks the assistant of a data folder; an answer is gathered as a dict."""
    chosen = Settings(data_dir=folder, **{"model": "extractive", **settings})
    with build_assistant(chosen, now=now) as assistant, asyncio.Runner() as runner:
        yield lambda question, **asked: runner.run(gather(assistant, question, **asked))


async def gather(assistant: Assistant, question: str, **asked: Any) -> dict[str, Any]:
    """The whole answer to a question, nothing kept."""
    told = [event async for event in assistant.answer(question, **{"keep": False, **asked})]
    last = told[-1]
    return {
        "events": told,
        "answer": "".join(event.text for event in told if isinstance(event, ev.Text)),
        "abstained": isinstance(last, ev.Done) and last.abstained,
        "reason": last.reason if isinstance(last, ev.Done) else last.code if isinstance(last, ev.Failed) else None,
        "citations": [source for event in told if isinstance(event, ev.Citations) for source in event.sources],
        "withheld": [event for event in told if isinstance(event, ev.Withheld)],
    }
