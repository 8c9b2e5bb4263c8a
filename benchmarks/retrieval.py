"""Retrieval beside what people use instead: over the same chunks and vectors, what is found first and how long a search takes.

python -m benchmarks.retrieval NEWS.jsonl QUESTIONS.jsonl MORE.jsonl [--sizes 16000,100000] [--stores FOLDER] [--plot FILE.svg]

The sentences of MORE make the stores larger (benchmarks/passages.py). Each search runs in a process of its own, so that its
memory is its own. Others are asked as their documentation begins, a question's vector against all chunks; they need
`pip install langchain-chroma llama-index-core haystack-ai` beside the program, and are left out where they are missing.
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from assistant.bootstrap import build_assistant, open_stores
from assistant.knowledge.windows import Window
from assistant.settings import Settings
from benchmarks.growth import draw
from benchmarks.passages import Generator
from benchmarks.peers import PEERS
from benchmarks.searches import Asked, Measured, measure, read_questions, read_subjects
from ingest.pipeline import Pipeline

T = TypeVar("T")
NOW = datetime(2025, 5, 1, tzinfo=UTC)
SIZES = (10_000, 16_000, 100_000, 300_000, 1_000_000)
OTHERS_UP_TO = 100_000  # chunks: one takes in 500 a second, the others search seconds long and hold 10 KB a chunk
CHROMA_UP_TO = 100_000  # chunks: until its graph is built, the program compares the vectors itself
HEAD = (
    "| chunks | search | hit@1 | hit@4 | as asked p50 | p95 | no window p50 | p95 | a year p50 | p95 | searches | MB |\n"
    f"| ---: | --- |{' ---: |' * 10}"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("news", type=Path)
    arguments.add_argument("questions", type=Path)
    arguments.add_argument("more", type=Path, help="articles whose sentences make the store larger")
    arguments.add_argument("--sizes", default=",".join(map(str, SIZES)))
    arguments.add_argument("--stores", type=Path, help="where the stores are kept for the next run")
    arguments.add_argument("--others", default=",".join(PEERS), help="which of the others, by name")
    arguments.add_argument("--others-up-to", type=int, default=OTHERS_UP_TO, metavar="CHUNKS")
    arguments.add_argument("--plot", type=Path)
    given = arguments.parse_args()
    questions, subjects = list(read_questions(given.questions)), read_subjects(given.more)
    others = [name for name in given.others.split(",") if name in PEERS]
    rows: list[Measured] = []
    print(HEAD)
    with tempfile.TemporaryDirectory() as passing:
        for size in map(int, given.sizes.split(",")):
            folder = (given.stores or Path(passing)) / str(size)
            if not folder.exists():
                apart(build, folder, given.news, given.more, size)
            for name in ("rally", *(others if size <= given.others_up_to else ())):
                found = apart(run, name, folder, size, questions, subjects)
                if found is not None:
                    rows.append(found)
                    print(found.row(), flush=True)
    if given.plot:
        given.plot.write_text(draw([row for row in rows if row.search == "rally"]), encoding="utf-8")


def apart(work: Callable[..., T], *given: object) -> T:
    """What the work gives, done in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def build(folder: Path, news: Path, more: Path, size: int) -> None:
    """A store of that many chunks: the news as ingest reads it, then made-up articles."""
    articles = [json.loads(line) for line in more.read_text(encoding="utf-8").splitlines()]
    with open_stores(Settings(data_dir=folder)) as stores:
        pipeline = Pipeline(
            knowledge=stores.knowledge,
            instruments=stores.instruments,
            prices=stores.prices,
            stats=stores.stats,
            now=lambda: NOW,
        )
        pipeline.run([news])
        held = stores.knowledge.documents.counts()["chunks"]
        Generator(articles, stores.knowledge.embedder, until=NOW).write(stores.database, size - held)
        if size <= CHROMA_UP_TO:
            stores.knowledge.follow()
        else:
            stores.knowledge.search("market", k=1, as_of=NOW)


def run(name: str, folder: Path, size: int, questions: list[Asked], subjects: list[str]) -> Measured | None:
    """One row of the table; None where that one is not installed."""
    if name == "rally":
        return ours(folder, size, questions, subjects)
    try:
        search = PEERS[name](folder)
    except ImportError:
        return None
    return measure(name, size, search, questions, subjects, memory_mb=memory_mb)


def ours(folder: Path, size: int, questions: list[Asked], subjects: list[str]) -> Measured:
    """The program as a server runs it, or as a command does where Chroma has no graph yet."""
    with build_assistant(
        Settings(data_dir=folder, model="extractive"), serving=size <= CHROMA_UP_TO, now=lambda: NOW
    ) as assistant:

        def search(question: str, as_of: datetime | None, window: Window | None) -> list[str]:
            return [hit.document.url for hit in assistant.search(question, k=4, as_of=as_of, window=window)]

        return measure("rally", size, search, questions, subjects, memory_mb=memory_mb)


def memory_mb() -> float:
    """The most that this process has held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
