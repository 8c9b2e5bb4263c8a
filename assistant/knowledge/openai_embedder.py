"""Embeddings from OpenAI or a compatible server. Nothing else in the stores speaks to the network."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.errors import BadSetting, StoreError
from assistant.knowledge.vectors import checked, unit

if TYPE_CHECKING:
    from assistant.knowledge.vectors import Vectors

_DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
_BATCH = 96
_MAX_CHARS = 24_000  # below the models' 8,191 tokens for any script's usual text
_TIMEOUT_S = 30.0
_ATTEMPTS = 4
_RETRY_STATUSES = frozenset({408, 409, 429, 500, 502, 503, 504})


class OpenAIEmbedder:
    """A model's vectors by name; its size is asked for once where it is not known."""

    def __init__(
        self,
        name: str,
        *,
        key: str,
        base_url: str | None = None,
        client: Any = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name = name
        self._pause = pause
        self._client = client or _client(key, base_url)
        self._dimension = _DIMENSIONS.get(name)

    @property
    def fingerprint(self) -> str:
        return f"openai:{self._name}:{self.dimension}"

    @property
    def dimension(self) -> int:
        if self._dimension is None:
            self._dimension = self._ask(["dimension"]).shape[1]
        return self._dimension

    def embed(self, texts: Sequence[str]) -> "Vectors":
        import numpy as np

        written = [text.encode("utf-8", "replace").decode("utf-8")[:_MAX_CHARS] for text in texts]
        places = [place for place, text in enumerate(written) if text.strip()]  # the provider refuses empty texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(places), _BATCH):
            batch = places[start : start + _BATCH]
            found = checked(self._ask([written[place] for place in batch]), count=len(batch), dimension=self.dimension)
            vectors[batch] = found
        return unit(vectors)

    def _ask(self, texts: list[str]) -> "Vectors":
        """One batch, asked for again while the provider is only busy."""
        import openai

        for attempt in range(1, _ATTEMPTS + 1):
            try:
                answer = self._client.embeddings.create(model=self._name, input=texts, encoding_format="float")
                return _vectors(answer, count=len(texts))
            except openai.APIStatusError as exc:
                if exc.status_code not in _RETRY_STATUSES or _quota_is_used_up(exc):
                    raise BadSetting(f"The embedding model {self._name!r} was refused (HTTP {exc.status_code}).") from exc
                failure: Exception = exc
            except openai.APIConnectionError as exc:  # time-outs are a kind of it
                failure = exc
            if attempt < _ATTEMPTS:
                self._pause(min(8.0, 0.5 * 2**attempt))
        raise StoreError(f"The embedding model {self._name!r} did not answer after {_ATTEMPTS} attempts.") from failure


def _client(key: str, base_url: str | None) -> Any:
    import openai

    # No retries of its own: the loop above is the only one.
    return openai.OpenAI(api_key=key or "none", base_url=base_url, timeout=_TIMEOUT_S, max_retries=0)


def _quota_is_used_up(error: Any) -> bool:
    return getattr(error, "code", None) == "insufficient_quota"


def _vectors(answer: Any, *, count: int) -> "Vectors":
    import numpy as np

    rows = sorted(getattr(answer, "data", None) or [], key=lambda row: row.index)
    if [row.index for row in rows] != list(range(count)):
        raise StoreError(f"The embedding model gave {len(rows)} vectors for {count} texts.")
    try:
        return np.array([row.embedding for row in rows], dtype=np.float32).reshape(count, -1)
    except (TypeError, ValueError) as exc:
        raise StoreError("The embedding model gave vectors of unequal sizes, or none at all.") from exc
