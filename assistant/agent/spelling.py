"""Spelling: the names that a question misspells, read as those they are nearest to and said openly."""

from collections.abc import Callable
from functools import cache

from assistant.agent.extractive.terms import is_known, stem, word_list
from assistant.market.instruments import Instruments

_LISTS = ("stop", "not_names", "named_nouns", "named_by", "metrics", "institutions", "titles", "no_deeds", "asks_for_course")


def respelled(question: str, *, instruments: Instruments, is_heard: Callable[[str], bool]) -> tuple[str, str]:
    """The question with its misspelt names as they are spelled, and the sentences that say so.

    Args:
        is_heard: whether the news held has a word: what is spoken of there is no slip.
    """
    found = instruments.misspelt(question, is_word=lambda word: _is_ordinary(word) or is_heard(word))
    for one in reversed(found):
        question = f"{question[: one.start]}{one.name}{question[one.end :]}"
    return question, " ".join(f"“{one.typed}” is no name known here; it is read as “{one.name}”." for one in found)


def _is_ordinary(word: str) -> bool:
    """Whether the lexicon has a word, in whatever form."""
    folded = word.lower()
    return is_known(folded) or stem(folded) in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(stem(word) for name in _LISTS for word in word_list(name))
