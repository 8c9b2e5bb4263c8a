"""Word tables: what is read off single words, remembered, for texts are made of few words, again and again."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LONGEST = 40  # characters of a word that is remembered


class WordTable(dict[str, T]):
    """What a function gives for each word; a look-up of a known one costs no call."""

    def __init__(self, read: Callable[[str], T], *, most: int = 30_000) -> None:
        """`most` words are remembered; then it begins anew."""
        super().__init__()
        self._read = read
        self._most = most

    def __missing__(self, word: str) -> T:
        value = self._read(word)
        if len(word) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[word] = value
        return value
