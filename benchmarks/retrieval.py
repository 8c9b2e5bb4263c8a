"""Retrieval beside plain Chroma: over the same chunks and vectors, what is found first and how long a search takes.

python benchmarks/retrieval.py NEWS.jsonl QUESTIONS.jsonl [--more MORE.jsonl]

Plain means what LangChain's Chroma retriever does by default: the question's vector, the nearest chunks with their texts, no
filter. Chroma is asked directly, so LangChain's own time is not in it.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from assistant.bootstrap import build_assistant, open_stores
from assistant.settings import Settings
from ingest.pipeline import Pipeline

NOW = datetime(2025, 5, 1, tzinfo=UTC)
SIZES = (4_000, 16_000)
Search = Callable[[str, datetime | None], Sequence[str]]  # the addresses found, best first


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("news", type=Path)
    arguments.add_argument("questions", type=Path)
    arguments.add_argument("--more", type=Path, help="articles that only make the store larger")
    given = arguments.parse_args()
    questions = list(read_questions(given.questions))
    print("| chunks | search | hit@1 | hit@4 | p50 ms | p95 ms |\n| ---: | --- | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), corpus(given.news, given.more, Path(folder), size), questions, size)


def read_questions(path: Path) -> Iterator[dict[str, Any]]:
    """Those that one article answers."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row.get("gold_article") and not row.get("abstain"):
            yield row


def corpus(news: Path, more: Path | None, folder: Path, size: int) -> Path:
    """The articles, and as many others as bring the store near that many chunks (about 1.6 an article)."""
    lines = news.read_text(encoding="utf-8").splitlines()
    others = more.read_text(encoding="utf-8").splitlines() if more else lines
    pool = [json.loads(line) for line in others]
    n = 0
    while len(lines) < size / CHUNKS_AN_ARTICLE:
        row, turn = pool[n % len(pool)], n // len(pool)
        body = f"{row['body']}\n\nEdition {n}." if turn or not more else row["body"]
        lines.append(json.dumps(row | {"id": f"more-{n}", "url": f"https://more.example/{n}", "body": body}))
        n += 1
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


CHUNKS_AN_ARTICLE = 1.6


def measure(folder: Path, articles: Path, questions: Sequence[dict[str, Any]], size: int) -> None:
    """Two rows of the table."""
    settings = Settings(data_dir=folder / "data", model="extractive")
    with open_stores(settings) as stores:
        pipeline = Pipeline(
            knowledge=stores.knowledge,
            instruments=stores.instruments,
            prices=stores.prices,
            stats=stores.stats,
            now=lambda: NOW,
        )
        pipeline.run([articles])
        chunks = stores.knowledge.documents.counts()["chunks"]
        plain = chroma_over(stores.database, stores.knowledge.embedder)
    with build_assistant(settings, now=lambda: NOW) as assistant:

        def ours(question: str, as_of: datetime | None) -> list[str]:
            return [hit.document.url for hit in assistant.search(question, k=4, as_of=as_of)]

        for name, search in (("plain Chroma", plain), ("rally", ours)):
            print(f"| {chunks:,} | {name} | {row(search, questions)} |", flush=True)


def chroma_over(database: Any, embedder: Any) -> Search:
    """A collection of every chunk's text, address and vector, as the store holds them, and a search of it."""
    import chromadb
    import numpy as np

    from assistant.schema import chunks, documents

    collection = chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False)).create_collection(
        f"plain-{time.monotonic_ns()}", embedding_function=None, metadata={"hnsw:space": "cosine"}
    )
    query = sa.select(chunks.c.chunk_id, chunks.c.text, chunks.c.embedding, documents.c.url).join(
        documents, chunks.c.doc_id == documents.c.doc_id
    )
    with database.read() as connection:
        held = connection.execute(query).all()
    for start in range(0, len(held), 2_000):
        batch = held[start : start + 2_000]
        collection.add(
            ids=[one.chunk_id for one in batch],
            documents=[one.text for one in batch],
            embeddings=np.stack([np.frombuffer(one.embedding, dtype="<f4") for one in batch]),
            metadatas=[{"url": one.url} for one in batch],
        )

    def search(question: str, as_of: datetime | None) -> list[str]:
        found = collection.query(query_embeddings=embedder.embed([question]), n_results=4, include=["documents", "metadatas"])
        return [str(metadata["url"]) for metadata in (found["metadatas"] or [[]])[0]]

    return search


def row(search: Search, questions: Sequence[dict[str, Any]]) -> str:
    """Hit rates and latencies; the first search only warms."""
    search(questions[0]["question"], None)
    ranks, took = [], []
    for asked in questions:
        as_of = datetime.fromisoformat(asked["as_of"]) if asked.get("as_of") else None
        began = time.perf_counter()
        urls = search(asked["question"], as_of)
        took.append((time.perf_counter() - began) * 1000)
        ranks.append(next((n for n, url in enumerate(urls, start=1) if asked["gold_article"] in url), 99))
    hits = [sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 4)]
    cuts = statistics.quantiles(took, n=20)
    return f"{hits[0]:.3f} | {hits[1]:.3f} | {statistics.median(took):.1f} | {cuts[18]:.1f}"


if __name__ == "__main__":
    main()
