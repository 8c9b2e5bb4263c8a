"""Embedders: texts as unit vectors. The default one needs no network and no key."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.errors import BadSetting
from assistant.knowledge.subwords import Subwords
from assistant.knowledge.vectors import unit

if TYPE_CHECKING:
    from assistant.knowledge.vectors import Vectors
    from assistant.settings import Settings

WORDLLAMA_DIMENSION = 256


class Embedder(Protocol):
    """Texts to vectors; two embedders of one fingerprint give the same vectors."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """A row a text, float32, of unit length; a text without content gives a fixed vector."""
        ...


class WordLlamaEmbedder:
    """Token vectors averaged: small, deterministic, and inside the wheel."""

    fingerprint = f"wordllama:l2_supercat:{WORDLLAMA_DIMENSION}"
    dimension = WORDLLAMA_DIMENSION

    def __init__(self) -> None:
        import numpy as np
        from safetensors import safe_open
        from tokenizers import Tokenizer

        # Importing the package itself takes several times as long as reading its two files, and sets the root logger up.
        found = find_spec("wordllama")
        folder = Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else Path()
        with safe_open(folder / "weights" / f"l2_supercat_{WORDLLAMA_DIMENSION}.safetensors", framework="np") as weights:
            self._table = weights.get_tensor("embedding.weight").astype(np.float32)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._subwords = Subwords(tokenizer)

    def __reduce__(self) -> "tuple[Callable[[], WordLlamaEmbedder], tuple[()]]":
        """Another process reads the tables itself: they are large, and lie in the wheel."""
        return wordllama, ()

    def embed(self, texts: Sequence[str]) -> "Vectors":
        import numpy as np

        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]  # its tokenizer refuses lone surrogates
        # Its own `embed` pads the texts to one length and takes twice the time for the same vectors.
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, tokens in enumerate(self._subwords.of(readable)):
            if tokens:
                vectors[row] = np.add.reduce(self._table.take(tokens, axis=0), axis=0) / len(tokens)
        return unit(vectors)


@lru_cache(maxsize=1)
def wordllama() -> WordLlamaEmbedder:
    """The one of this process, read once."""
    return WordLlamaEmbedder()


def build_embedder(settings: "Settings") -> Embedder:
    """The embedder that the settings name: `wordllama`, or `openai:<model>`."""
    kind, _, name = settings.embedder.partition(":")
    if kind == "wordllama" and not name:
        return wordllama()
    if kind == "openai" and name:
        from assistant.knowledge.openai_embedder import OpenAIEmbedder

        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
        if not key and not settings.openai_base_url:
            raise BadSetting("RALLY_EMBEDDER asks for OpenAI embeddings: set OPENAI_API_KEY, or RALLY_EMBEDDER=wordllama.")
        return OpenAIEmbedder(name, key=key, base_url=settings.openai_base_url)
    raise BadSetting(f"RALLY_EMBEDDER is {settings.embedder!r}; it can be `wordllama` or `openai:<model>`.")
