"""The searches that the program is measured beside, over the chunks, addresses, days and vectors of a store.

Each is what its documentation begins with: a question's vector against all chunks. A window, where one is given, is a filter
on the day; nothing reads it from the question.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assistant.bootstrap import open_stores
from assistant.knowledge.windows import Window
from assistant.schema import chunks, documents, versions
from assistant.settings import Settings
from benchmarks.searches import Search

if TYPE_CHECKING:
    from assistant.knowledge.embedders import Embedder

K = 4
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk as any vector store takes it."""

    chunk_id: str
    text: str
    url: str
    day: int
    vector: list[float]


def langchain_chroma(folder: Path) -> Search:
    """LangChain's Chroma store, embedded and in memory."""
    import chromadb
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class Same(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, vector)) for vector in embedder.embed(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    client = chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False))
    store = Chroma(
        client=client,
        collection_name="chunks",
        embedding_function=Same(),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    collection = client.get_collection("chunks", embedding_function=None)
    with reading(folder) as (embedder, rows):
        while batch := list(islice(rows, BATCH)):
            collection.add(
                ids=[row.chunk_id for row in batch],
                documents=[row.text for row in batch],
                embeddings=[row.vector for row in batch],
                metadatas=[{"url": row.url, "day": row.day} for row in batch],
            )

    def search(question: str, as_of: datetime | None, window: Window | None) -> list[str]:
        days = _days(window)
        where: Any = {"$and": [{"day": {"$gte": days[0]}}, {"day": {"$lte": days[1]}}]} if days else None
        return [str(one.metadata["url"]) for one in store.similarity_search(question, k=K, filter=where)]

    return search


def llama_index(folder: Path) -> Search:
    """LlamaIndex with its own vector store."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.schema import TextNode
    from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

    class Same(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return list(map(float, embedder.embed([query])[0]))

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_query_embedding(text)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    with reading(folder) as (embedder, rows):
        nodes = [
            TextNode(id_=row.chunk_id, text=row.text, metadata={"url": row.url, "day": row.day}, embedding=row.vector)
            for row in rows
        ]
    index = VectorStoreIndex(nodes, embed_model=Same())

    def search(question: str, as_of: datetime | None, window: Window | None) -> list[str]:
        days = _days(window)
        bounds = zip((FilterOperator.GTE, FilterOperator.LTE), days or (), strict=False)
        filters = MetadataFilters(filters=[MetadataFilter(key="day", value=day, operator=way) for way, day in bounds])
        retriever = index.as_retriever(similarity_top_k=K, filters=filters if days else None)
        return [str(one.node.metadata["url"]) for one in retriever.retrieve(question)]

    return search


def haystack(folder: Path) -> Search:
    """Haystack with the document store it begins with."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    with reading(folder) as (embedder, rows):
        store.write_documents(
            [
                Document(id=row.chunk_id, content=row.text, meta={"url": row.url, "day": row.day}, embedding=row.vector)
                for row in rows
            ]
        )
    retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=K)

    def search(question: str, as_of: datetime | None, window: Window | None) -> list[str]:
        days = _days(window)
        bounds = [
            {"field": "meta.day", "operator": way, "value": day} for way, day in zip((">=", "<="), days or (), strict=False)
        ]
        filters = {"operator": "AND", "conditions": bounds} if days else None
        found = retriever.run(query_embedding=list(map(float, embedder.embed([question])[0])), filters=filters)
        return [str(one.meta["url"]) for one in found["documents"]]

    return search


PEERS: Mapping[str, Callable[[Path], Search]] = {
    "LangChain with Chroma": langchain_chroma,
    "LlamaIndex": llama_index,
    "Haystack": haystack,
}


@contextmanager
def reading(folder: Path) -> "Iterator[tuple[Embedder, Iterator[Row]]]":
    """The embedder of a store and its chunks, read as they are taken: a million of them need not be held twice."""
    import numpy as np

    query = (
        sa.select(chunks.c.chunk_id, chunks.c.text, chunks.c.embedding, documents.c.url, versions.c.published_date)
        .join(documents, chunks.c.doc_id == documents.c.doc_id)
        .join(versions, (chunks.c.doc_id == versions.c.doc_id) & (chunks.c.version == versions.c.version))
    )
    with open_stores(Settings(data_dir=folder)) as stores, stores.database.read() as connection:
        found = connection.execution_options(yield_per=BATCH).execute(query)
        yield (
            stores.knowledge.embedder,
            (
                Row(
                    one.chunk_id,
                    one.text,
                    one.url,
                    one.published_date.toordinal() if one.published_date else 0,
                    np.frombuffer(one.embedding, dtype="<f4").tolist(),
                )
                for one in found
            ),
        )


def _days(window: Window | None) -> tuple[int, int] | None:
    return (window.first.toordinal(), window.last.toordinal()) if window and window.first and window.last else None
