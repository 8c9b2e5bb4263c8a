"""Vectors of texts: float32, a row a text, of unit length."""

from typing import TYPE_CHECKING, TypeAlias

from assistant.errors import StoreError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]


def unit(vectors: "Vectors") -> "Vectors":
    """The vectors at unit length; a zero vector (a text without content) becomes the first axis, never NaN."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    scaled[lengths[:, 0] == 0, 0] = 1.0
    return scaled


def checked(vectors: "Vectors", *, count: int, dimension: int) -> "Vectors":
    """The vectors, if there is one of the right size and finite for every text.

    Raises:
        StoreError: anything else; a store must not be filled with it.
    """
    import numpy as np

    if vectors.shape != (count, dimension):
        raise StoreError(f"The embedder gave {vectors.shape} numbers for {count} texts of {dimension} dimensions.")
    if not np.isfinite(vectors).all():
        raise StoreError("The embedder gave vectors that are not numbers.")
    if count and not vectors.any(axis=1).all():
        raise StoreError("The embedder gave an empty vector.")
    return vectors
