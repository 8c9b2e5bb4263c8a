"""The dense index: chunks as vectors in Chroma. No other module imports chromadb.

It keeps vectors and ids only: what a chunk says and when it may be used is the database's to know.
"""

import logging
import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import BadSetting
from assistant.knowledge.feed import Entry
from assistant.knowledge.torn import Torn, refusals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAYOUT = "dense-1"
# Built with 200 in place of 100, it takes over half as long again and finds 599 in place of 597 of 600 that are nearest.
_SPACE = {"hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 100, "ef_search": 200}}
_SAME = 1e-3  # cosine distance under which two vectors are one, float32 kept in mind
_MAX_BATCH = 2_000


class DenseIndex:
    """Vectors to chunks, in a folder that one process at a time may open, or on a Chroma server."""

    layout = LAYOUT
    name = "dense"
    batch = 32  # an add holds the interpreter's lock for the whole call: other threads wait

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    def create(cls, path: Path, *, url: str | None = None) -> "DenseIndex":
        """An empty index there, or the collection of the path's name on the server."""
        if url is None and path.exists():
            shutil.rmtree(path)
        return cls._at(path, url)

    @classmethod
    def open(cls, path: Path, *, url: str | None = None) -> "DenseIndex":
        """The index that lies there.

        Raises:
            Torn: there is none, or it is damaged.
        """
        if url is None and not path.is_dir():
            raise Torn("The dense index is missing.")
        return cls._at(path, url)

    @classmethod
    def _at(cls, path: Path, url: str | None) -> "DenseIndex":
        with _refusals():
            client = _client(path, url)
            try:
                name = path.name if url else "chunks"
                collection = client.get_or_create_collection(name, configuration=_SPACE, embedding_function=None)
            except BaseException:
                client.close()
                raise
            return cls(client, collection)

    def apply(self, puts: Sequence[Entry], deletes: Sequence[str]) -> None:
        """Takes the changes over; doing it again changes nothing. A chunk's vector never changes under its id."""
        import numpy as np

        with _refusals():
            there = self._there([*deletes, *(entry.chunk_id for entry in puts)])
            if gone := [chunk_id for chunk_id in deletes if chunk_id in there]:
                self._collection.delete(ids=gone)
            new = [entry for entry in puts if entry.chunk_id not in there]
            for start in range(0, len(new), _MAX_BATCH):
                part = new[start : start + _MAX_BATCH]
                vectors = np.stack([np.frombuffer(entry.embedding, dtype="<f4") for entry in part])
                self._collection.add(ids=[entry.chunk_id for entry in part], embeddings=vectors)

    def count(self) -> int:
        with _refusals():
            return int(self._collection.count())

    def finds(self, sample: Entry) -> bool:
        """Whether the index holds that chunk with its vector and answers searches.

        A search is approximate, and may miss a chunk of a sound index: among others nearly the same, it misses many.
        """
        import numpy as np

        vector = np.frombuffer(sample.embedding, dtype="<f4")
        with _refusals():
            kept = self._collection.get(ids=[sample.chunk_id], include=["embeddings"])["embeddings"]
        if not len(kept) or _cosine(kept[0], vector) <= 1 - _SAME:
            return False
        return bool(self._query(vector, 1))

    def nearest(self, vector: "NDArray[np.float32]", *, limit: int) -> list[tuple[str, float]]:
        """The chunks whose vectors are near, best first, with their cosines; whatever their time."""
        return self._query(vector, limit)

    def close(self) -> None:
        with _refusals():
            self._client.close()

    def _query(self, vector: "NDArray[np.float32]", limit: int) -> list[tuple[str, float]]:
        with _refusals():  # fewer than asked for is no fault to it, and counting first takes longer than the query
            found = self._collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])
        return [(name, 1.0 - distance) for name, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def _there(self, chunk_ids: Sequence[str]) -> set[str]:
        there: set[str] = set()
        for start in range(0, len(chunk_ids), _MAX_BATCH):
            there.update(self._collection.get(ids=list(chunk_ids[start : start + _MAX_BATCH]), include=[])["ids"])
        return there


def _cosine(one: "NDArray[np.float32]", other: "NDArray[np.float32]") -> float:
    return float(one @ other) / (math.sqrt(float(one @ one) * float(other @ other)) or 1.0)


def _client(path: Path, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    if url is None:
        path.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSetting(f"RALLY_CHROMA_URL is {url!r}; it has to look like http://127.0.0.1:8000.")
    port = parts.port or (443 if parts.scheme == "https" else 8000)
    return chromadb.HttpClient(parts.hostname, port, ssl=parts.scheme == "https", settings=Settings(anonymized_telemetry=False))


def _refusals() -> Any:
    """Whatever Chroma raises about its files; its errors have no common parent."""
    return refusals("dense", Exception)
