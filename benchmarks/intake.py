"""Ingest beside LangChain and LlamaIndex: the same articles and embedder into Chroma, until they can be searched.

python benchmarks/intake.py NEWS.jsonl [MORE.jsonl ...] [--generated 100000]

The peers are measured where they can be imported, in an environment of your own that has rally and
`pip install langchain-chroma langchain-text-splitters llama-index-core llama-index-vector-stores-chroma`.
Each reader runs in a process of its own on an empty folder. The clock starts when its libraries and the embedder are loaded, in
rally's helper as in itself, and its empty store is made, and stops when the first and the last article are found by their own
words. Rally then reads on, for days and stories: the second time is until they are kept too. Processes that a reader starts
count, with all they take.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

LENGTH = 900  # characters of a passage, as rally cuts them
TOKENS = 220  # the same in tokens
BATCH = 2_000  # passages a call; Chroma takes 5,461 at most
WORDS = 180  # of a generated article
A_FILE = 5_000  # generated articles

Row = dict[str, Any]
Found = Callable[[str], Sequence[str]]  # the addresses of what is found for a text
Ready = Callable[[Found], None]  # told once everything can be found
Work = Callable[[Ready], int]  # how many passages there are


def rally(paths: Sequence[Path], folder: Path) -> Work:
    from ingest.helper import Helpers

    helpers = Helpers()
    helpers.start()  # as the command does, before it loads anything else
    import chromadb  # noqa: F401  (loaded by the index when it is first written)

    from assistant.bootstrap import open_stores, utc_now
    from assistant.cli.ingesting import pipeline
    from assistant.settings import Settings
    from ingest.memory import keep_little

    keep_little()
    stores = open_stores(Settings(data_dir=folder)).__enter__()
    stores.knowledge.follow()  # makes both indexes, as the others make their collection before they are asked to work
    into = pipeline(stores, helpers=helpers)

    def search(text: str) -> list[str]:
        return [hit.document.url for hit in stores.knowledge.search(text, as_of=utc_now(), stories=False)]

    return lambda ready: into.run(paths, searchable=lambda _: ready(search)).embedded


def langchain(paths: Sequence[Path], folder: Path) -> Work:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from assistant.knowledge.embedders import WordLlamaEmbedder

    class Embedder(Embeddings):
        def __init__(self) -> None:
            self.model = WordLlamaEmbedder()

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return self.model.embed(texts).tolist()  # type: ignore[no-any-return]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    store = Chroma(collection_name="news", embedding_function=Embedder(), persist_directory=str(folder))
    splitter = RecursiveCharacterTextSplitter(chunk_size=LENGTH, chunk_overlap=0)

    def work(ready: Ready) -> int:
        count = 0
        for rows in batches(read(paths), BATCH // 2):
            documents = [Document(page_content=f"{row['title']}\n\n{row['body']}", metadata=metadata(row)) for row in rows]
            passages = splitter.split_documents(documents)
            for start in range(0, len(passages), BATCH):
                store.add_documents(passages[start : start + BATCH])
            count += len(passages)
        ready(lambda text: [hit.metadata["url"] for hit in store.similarity_search(text, k=8)])
        return count

    return work


def llamaindex(paths: Sequence[Path], folder: Path) -> Work:
    import chromadb
    from llama_index.core import Document
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.vector_stores import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from assistant.knowledge.embedders import WordLlamaEmbedder

    model = WordLlamaEmbedder()

    class Embedder(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return model.embed(texts).tolist()  # type: ignore[no-any-return]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    collection = chromadb.PersistentClient(str(folder)).get_or_create_collection("news")
    store = ChromaVectorStore(chroma_collection=collection)
    embedder = Embedder(embed_batch_size=BATCH)
    pipeline = IngestionPipeline(
        transformations=[SentenceSplitter(chunk_size=TOKENS, chunk_overlap=0), embedder],
        vector_store=store,
        disable_cache=True,
    )

    def search(text: str) -> list[str]:
        found = store.query(VectorStoreQuery(query_embedding=embedder.get_query_embedding(text), similarity_top_k=8))
        return [node.metadata["url"] for node in found.nodes or []]

    def work(ready: Ready) -> int:
        count = 0
        for rows in batches(read(paths), BATCH // 2):
            documents = [
                Document(
                    text=f"{row['title']}\n\n{row['body']}",
                    metadata=metadata(row),
                    excluded_embed_metadata_keys=list(metadata(row)),
                    excluded_llm_metadata_keys=list(metadata(row)),  # else they count towards a passage's length
                )
                for row in rows
            ]
            count += len(pipeline.run(documents=documents))
        ready(search)
        return count

    return work


READERS = {"rally": rally, "langchain": langchain, "llamaindex": llamaindex}


def read(paths: Sequence[Path]) -> Iterator[Row]:
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def metadata(row: Row) -> Row:
    return {name: row[name] for name in ("url", "title", "published_at")}


def batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def measure(name: str, paths: Sequence[Path], folder: Path) -> Row:
    """One reader's work in this process, which has done nothing else."""
    from assistant.knowledge.embedders import WordLlamaEmbedder

    WordLlamaEmbedder().embed(["warm"])
    work = READERS[name](paths, folder)
    first, last, count = ends(paths)
    begun, spent = time.perf_counter(), processor_seconds()
    searchable = 0.0

    def ready(found: Found) -> None:
        nonlocal searchable
        missing = [row["url"] for row in (first, last) if row["url"] not in found(f"{row['title']}\n\n{row['body']}")]
        if missing:
            raise SystemExit(f"{name} does not find {missing}")
        searchable = time.perf_counter() - begun

    passages = work(ready)
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return {
        "name": name,
        "articles": count,
        "passages": passages,
        "searchable": searchable,
        "seconds": time.perf_counter() - begun,
        "cpu": processor_seconds() - spent,
        "peak_mb": peak,
    }


def processor_seconds() -> float:
    """What this process and the ones it has ended have spent."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def ends(paths: Sequence[Path]) -> tuple[Row, Row, int]:
    rows = list(read(paths))
    return rows[0], rows[-1], len(rows)


def generated(folder: Path, count: int) -> list[Path]:
    """Files of made-up articles, none like another."""
    rng = random.Random(11)
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "on")]
    words = ["".join(rng.choices(syllables, k=rng.choice((1, 2, 2, 3)))) for _ in range(20_000)]
    paths = []
    for start in range(0, count, A_FILE):
        path = folder / f"made-{start:06}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for number in range(start, min(count, start + A_FILE)):
                out.write(json.dumps(made(number, words, rng)) + "\n")
        paths.append(path)
    return paths


def made(number: int, words: Sequence[str], rng: random.Random) -> Row:
    sentences = [" ".join(rng.choices(words, k=12)).capitalize() + f" {rng.randint(1, 999)}." for _ in range(WORDS // 12)]
    return {
        "title": f"Report {number}: " + " ".join(rng.choices(words, k=6)),
        "body": "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)),
        "url": f"https://made.example/{number}",
        "published_at": f"20{rng.randint(10, 24)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T10:00:00+08:00",
        "source": "Made Up",
    }


def apart(name: str, paths: Sequence[Path], scratch: Path) -> Row | None:
    """One reader in a process of its own; None where it is not installed."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        # As a module: beside a script of this name, the package `ingest` could not be imported.
        command = [sys.executable, "-m", "benchmarks.intake", "--reader", name, "--folder", folder]
        command += [str(path.resolve()) for path in paths]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    if done.returncode == ABSENT:
        print(f"{name} is not installed here.", file=sys.stderr)
        return None
    done.check_returncode()
    return dict(json.loads(done.stdout.splitlines()[-1]))


ABSENT = 3


def table(results: Sequence[Row]) -> None:
    for row in results:
        speed = row["articles"] / row["searchable"]
        print(
            f"| {row['name']} | {row['articles']:,} | {row['passages']:,} | {row['searchable']:.1f} | {row['seconds']:.1f} "
            f"| {row['cpu']:.1f} | {speed:,.0f} | {row['peak_mb']:,.0f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--generated", type=int, default=0, help="made-up articles that rally takes in at the end")
    parser.add_argument("--rounds", type=int, default=1, help="how often each reader is measured; the fastest counts")
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.reader:
        try:
            print(json.dumps(measure(given.reader, given.news, given.folder)))
        except ModuleNotFoundError as exc:
            print(exc, file=sys.stderr)
            raise SystemExit(ABSENT) from exc
        return
    print("| reader | articles | passages | s until searchable | s in all | CPU s | searchable a second | peak MB |")
    print("| --- |" + " ---: |" * 7)
    with tempfile.TemporaryDirectory() as scratch:
        for name in READERS:
            rounds = [apart(name, given.news[:1], Path(scratch)) for _ in range(given.rounds)]
            table([min((row for row in rounds if row), key=lambda row: float(row["searchable"]))] if all(rounds) else [])
        for name in READERS if given.news[1:] else ():
            if larger := apart(name, given.news, Path(scratch)):
                table([larger])
        if given.generated and (made_up := apart("rally", generated(Path(scratch), given.generated), Path(scratch))):
            table([made_up])


if __name__ == "__main__":
    main()
