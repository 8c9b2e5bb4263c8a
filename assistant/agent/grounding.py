"""Grounding: whether a language model's sentence speaks of its sources, or recites what it was told in private. Pure."""

import re
from collections.abc import Iterable

from assistant.agent.citations import without_marks
from assistant.agent.extractive.terms import stems
from assistant.figures.chinese import HAS_HAN

_WORD = re.compile(r"\w+")
_LEAST_SHARE = 0.25  # of a sentence's content words that stand in what it cites
_RECITED = 6  # words in a row


def speaks_of(sentence: str, evidence: Iterable[str]) -> bool:
    """Whether a fair part of a sentence's words is its sources'; between two scripts nothing can be compared."""
    bare, text = without_marks(sentence), " ".join(evidence)
    if bool(HAS_HAN.search(bare)) != bool(HAS_HAN.search(text)):
        return True
    said = set(stems(bare))
    return not said or len(said & set(stems(text))) >= _LEAST_SHARE * len(said)


def recites(sentence: str, private: str) -> bool:
    """Whether a sentence holds a run of words of a text that is not for the reader."""
    told = f" {' '.join(_words(private))} "
    said = _words(without_marks(sentence))
    return any(f" {' '.join(said[at : at + _RECITED])} " in told for at in range(len(said) - _RECITED + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
