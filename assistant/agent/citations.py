"""Citation marks: the [n] that tie a sentence to its sources."""

import re
from collections.abc import Iterable, Mapping

_MARK = re.compile(r"\[(\d{1,4})\]")


def cited_numbers(text: str, *, known: Iterable[int]) -> list[int]:
    """Source numbers the text uses, in order of first use; numbers nobody was given are left out."""
    given = frozenset(known)
    return [n for n in dict.fromkeys(int(digits) for digits in _MARK.findall(text)) if n in given]


def unknown_marks(text: str, *, known: Iterable[int]) -> list[int]:
    """Numbers the text cites that are no source of this answer."""
    given = frozenset(known)
    return [n for n in dict.fromkeys(int(digits) for digits in _MARK.findall(text)) if n not in given]


def numbered(text: str, places: Mapping[int, int]) -> str:
    """The text with each mark as its source's place in the answer; a mark of no source is left out."""
    return _MARK.sub(lambda mark: f"[{places[int(mark[1])]}]" if int(mark[1]) in places else "", text)


def without_marks(text: str) -> str:
    """The text as a reader hears it."""
    return re.sub(r"\s*\[\d{1,4}\]", "", text)
