"""Citation marks: the [n] that tie a sentence to its sources."""

import re
from collections.abc import Iterable

_MARK = re.compile(r"\[(\d{1,4})\]")


def cited_numbers(text: str, *, known: Iterable[int]) -> list[int]:
    """Source numbers the text uses, in order of first use; numbers nobody was given are left out."""
    given = frozenset(known)
    return [n for n in dict.fromkeys(int(digits) for digits in _MARK.findall(text)) if n in given]


def unknown_marks(text: str, *, known: Iterable[int]) -> list[int]:
    """Numbers the text cites that are no source of this answer."""
    given = frozenset(known)
    return [n for n in dict.fromkeys(int(digits) for digits in _MARK.findall(text)) if n not in given]


def without_marks(text: str) -> str:
    """The text as a reader hears it."""
    return re.sub(r"\s*\[\d{1,4}\]", "", text)
