"""Generated articles: real sentences put together anew, written into a store in bulk so that a million chunks take minutes.

A sentence is embedded once; a passage's vector is the mean of its sentences', weighted by their lengths. All other rows are
what ingest would have written, and the program itself builds its indexes from them.
"""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from assistant.knowledge.documents import Chunk, Document
from assistant.knowledge.rows import chunk_rows, header_row, version_row
from assistant.knowledge.vectors import unit
from assistant.schema import changes, chunks, documents, mentions, versions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.database import Database
    from assistant.knowledge.embedders import Embedder

YEARS = 12  # over which the generated articles are spread, back from `until`
PASSAGES = 2  # of an article
SENTENCES = 5  # of a passage
TICKERS = ("9988.HK", "0700.HK", "9888.HK", "9618.HK", "0981.HK", "1810.HK", "3690.HK", "BABA", "BIDU", "JD")
MENTIONING = 0.2  # of the articles
BATCH = 5_000  # articles in one transaction
_END = re.compile(r"(?<=[.!?])\s+")
_ZONE = ZoneInfo("Asia/Hong_Kong")


class Generator:
    """Articles put together from the sentences of real ones."""

    def __init__(self, articles: Sequence[dict[str, Any]], embedder: "Embedder", *, until: datetime, seed: int = 7) -> None:
        self._rng = random.Random(seed)
        self._until = until
        self._fingerprint = embedder.fingerprint
        bodies = (article["body"] for article in articles)
        self._sentences = sorted({one for body in bodies for one in _END.split(" ".join(body.split())) if 40 < len(one) < 300})
        self._titles = sorted({article["title"] for article in articles})
        self._vectors = embedder.embed(self._sentences) if self._sentences else None
        self._title_vectors = embedder.embed(self._titles) if self._titles else None

    def write(self, database: "Database", count: int) -> None:
        """That many chunks, with everything that ingest would have written for them."""
        made = self._articles(count)
        while batch := list(islice(made, BATCH)):
            headers = [document for document, _, _ in batch]
            blobs = [self._blobs(parts) for _, _, parts in batch]
            passages = [
                row
                for (_, held, _), vectors in zip(batch, blobs, strict=True)
                for row in chunk_rows(held, vectors, self._fingerprint)
            ]
            named = [{"doc_id": one.doc_id, "version": 1, "ticker": name} for one in headers for name in one.tickers]
            with database.write() as connection:
                connection.execute(sa.insert(documents), [header_row(one) for one in headers])
                connection.execute(sa.insert(versions), [version_row(one) for one in headers])
                connection.execute(sa.insert(chunks), passages)
                if named:
                    connection.execute(sa.insert(mentions), named)
                connection.execute(sa.insert(changes), [{"chunk_id": row["chunk_id"], "op": "put"} for row in passages])

    def _articles(self, count: int) -> Iterator[tuple[Document, list[Chunk], list[tuple[int, list[int]]]]]:
        made = 0
        while made < count:
            passages = min(PASSAGES, count - made)
            title = self._rng.randrange(len(self._titles))
            picked = [[self._rng.randrange(len(self._sentences)) for _ in range(SENTENCES)] for _ in range(passages)]
            yield self._article(title, picked)
            made += passages

    def _article(self, title: int, picked: list[list[int]]) -> tuple[Document, list[Chunk], list[tuple[int, list[int]]]]:
        doc_id = f"generated-{self._rng.getrandbits(64):016x}"
        published = self._until - timedelta(seconds=self._rng.randrange(YEARS * 365 * 86_400))
        texts = [" ".join(self._sentences[one] for one in numbers) for numbers in picked]
        held, start = [], 0
        for ordinal, text in enumerate(texts):
            chunk_id = f"{doc_id}#1#{ordinal}"
            held.append(
                Chunk(
                    chunk_id=chunk_id, doc_id=doc_id, version=1, ordinal=ordinal, text=text, start=start, end=start + len(text)
                )
            )
            start += len(text) + 2
        document = Document(
            doc_id=doc_id,
            url=f"https://generated.example/{doc_id}",
            title=self._titles[title],
            publisher="Generated",
            text="\n\n".join(texts),
            published_at=published,
            published_date=published.astimezone(_ZONE).date(),
            zone="Asia/Hong_Kong",
            known_at=published,
            ingested_at=published,
            content_hash=doc_id,
            tickers=(self._rng.choice(TICKERS),) if self._rng.random() < MENTIONING else (),
        )
        return document, held, [(title, numbers) for numbers in picked]

    def _blobs(self, parts: Sequence[tuple[int, list[int]]]) -> list[bytes]:
        import numpy as np

        assert self._vectors is not None
        assert self._title_vectors is not None
        rows: list[NDArray[np.float32]] = []
        for title, numbers in parts:
            lengths = np.array([len(self._sentences[one]) for one in numbers], dtype=np.float32)
            rows.append(len(self._titles[title]) * self._title_vectors[title] + lengths @ self._vectors[numbers])
        return [row.astype("<f4").tobytes() for row in unit(np.stack(rows))]


def until_now() -> datetime:
    """The end of the years over which articles are spread."""
    return datetime(2025, 5, 1, tzinfo=UTC)
