"""Subwords: a text as the numbers of its tokens, cut word by word: texts are made of few words, again and again.

The tokenizer of WordLlama has no token that reaches from one word into the next, so that the words' tokens are the text's.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

_WORD = re.compile(r"[ ▁]*[^ ▁\n]+|[ ▁]+|\n")  # with the spaces before it: they are of its first token
_MARK = re.compile(r"</?s>|<unk>")  # tokens of their own, wherever they stand
_LONGEST = 40  # characters of a word that is remembered
_MOST = 100_000  # words
_LINES = 40  # of a text that the tokenizer is given


class Subwords:
    """Cuts texts as the tokenizer does."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._break: int = self._encoded("\n")[-1]
        self._known: dict[str, list[int]] = {}
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text."""
        cut = [() if _MARK.search(text) else _WORD.findall(f" {text}" if text else "") for text in texts]
        with self._lock:
            long = self._learn(set(chain.from_iterable(cut)))
            tokens = self._known.__getitem__
            found = [list(chain.from_iterable(map(tokens, words))) for words in cut]
            for word in long:
                del self._known[word]
        return [
            numbers if words or not text else self._encoded(text)
            for text, words, numbers in zip(texts, cut, found, strict=True)
        ]

    def _learn(self, words: set[str]) -> list[str]:
        """Cuts the words that are not known; those too long to be kept."""
        if len(self._known) > _MOST:
            self._known.clear()
        new = list(words.difference(self._known, "\n"))
        self._known |= zip(new, self._cut(new), strict=True)
        self._known["\n"] = [self._break]
        return [word for word in new if len(word) > _LONGEST]

    def _cut(self, words: Sequence[str]) -> Iterator[list[int]]:
        """The tokens of each word. A text of some lines, a word in each, takes far less than a text for each word."""
        texts = ["".join(f"\n{word}" for word in words[at : at + _LINES]) for at in range(0, len(words), _LINES)]
        for encoded in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False):
            numbers = encoded.ids
            places = [place for place, number in enumerate(numbers) if number == self._break]
            yield from (numbers[start + 1 : end] for start, end in pairwise([*places, len(numbers)]))

    def _encoded(self, text: str) -> list[int]:
        numbers: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return numbers
