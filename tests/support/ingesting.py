"""A pipeline on a folder of its own, in this process or as a process that a test can kill.

As a command: `python -m tests.support.ingesting FOLDER PATH...` prints the report as JSON.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assistant.database import open_database
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.embedders import Embedder
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore
from ingest.helper import Helpers
from ingest.limits import Limits
from ingest.pipeline import Pipeline

NOW = datetime(2025, 11, 1, tzinfo=UTC)


class CountingEmbedder:
    """Vectors from the letters of a text, and a count of how many were asked for."""

    fingerprint = "letters-16"
    dimension = 16

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> "np.ndarray":
        self.embedded += len(texts)
        vectors = np.ones((len(texts), self.dimension), dtype="<f4")
        for row, text in enumerate(texts):
            for char in text[:200]:
                vectors[row, ord(char) % self.dimension] += 1
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("<f4")


class Bench:
    """A store in a folder and the pipeline into it; close it when done."""

    def __init__(
        self,
        folder: Path,
        *,
        limits: Limits | None = None,
        embedder: Embedder | None = None,
        helpers: Helpers | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.database = open_database(f"sqlite:///{folder / 'rally.sqlite'}")
        self.embedder = embedder or CountingEmbedder()
        self.knowledge = KnowledgeBase(self.database, folder, self.embedder)
        self.prices = PriceBook(self.database)
        self.stats = StatStore(self.database)
        self.clock = NOW
        self.pipeline = Pipeline(
            knowledge=self.knowledge,
            instruments=Instruments.load(),
            prices=self.prices,
            stats=self.stats,
            now=lambda: self.clock,
            limits=limits,
            helpers=helpers,
        )

    def close(self) -> None:
        self.knowledge.close()
        self.database.close()


def main(folder: str, *paths: str) -> None:
    """Takes the paths into the folder, as the command does."""
    bench = Bench(Path(folder))
    report = bench.pipeline.run(paths)
    bench.close()
    sys.stdout.write(report.to_json() + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
