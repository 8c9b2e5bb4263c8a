"""Embedders: texts as unit vectors. The default one needs no network and no key."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import BadSetting
from assistant.knowledge.subwords import Subwords
from assistant.knowledge.vectors import unit
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.knowledge.vectors import Vectors
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
        wordllama = _import_wordllama()
        # Its loader looks for the tokenizer under `tokenizer/` and then asks the network; the wheel has it under `tokenizers/`.
        model = wordllama.WordLlama.load(
            dim=WORDLLAMA_DIMENSION, cache_dir=Path(wordllama.__file__).parent, disable_download=True
        )
        self._table, self._subwords = model.embedding, Subwords(model.tokenizer)
        model.tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> "Vectors":
        import numpy as np

        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]  # its tokenizer refuses lone surrogates
        # Its own `embed` pads the texts to one length and takes twice the time for the same vectors.
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, tokens in enumerate(self._subwords.of(readable)):
            if tokens:
                vectors[row] = self._table[tokens].mean(axis=0)
        return unit(vectors)


def _import_wordllama() -> Any:
    """The package, without the root logger's set-up that importing it does."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    import wordllama

    root.setLevel(level)
    root.handlers[:] = handlers
    return wordllama


def build_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name: `wordllama`, or `openai:<model>`."""
    kind, _, name = settings.embedder.partition(":")
    if kind == "wordllama" and not name:
        return WordLlamaEmbedder()
    if kind == "openai" and name:
        from assistant.knowledge.openai_embedder import OpenAIEmbedder

        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
        if not key and not settings.openai_base_url:
            raise BadSetting("RALLY_EMBEDDER asks for OpenAI embeddings: set OPENAI_API_KEY, or RALLY_EMBEDDER=wordllama.")
        return OpenAIEmbedder(name, key=key, base_url=settings.openai_base_url)
    raise BadSetting(f"RALLY_EMBEDDER is {settings.embedder!r}; it can be `wordllama` or `openai:<model>`.")
