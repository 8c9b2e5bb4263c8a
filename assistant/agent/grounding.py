"""Grounding: whether a language model's sentence speaks of its sources, or recites what it was told in private. Pure."""

import re
from collections.abc import Iterable

from assistant.agent.citations import without_marks
from assistant.agent.extractive.terms import stems
from assistant.figures.chinese import HAS_HAN

_WORD = re.compile(r"\w+")
_ABSENT = re.compile(
    r"\b(?:could not|couldn[’']t|cannot|can[’']t|did not|didn[’']t|unable to) (?:find|locate|identify|answer|determine)\b|"
    r"\b(?:do|does|did)(?: not|n[’']t) (?:mention|contain|say|state|provide|include|specify|report|cover)\b|"
    r"\bno (?:information|mention|report|source|data|evidence|passage)s?\b|"
    r"\b(?:is|are) not (?:mentioned|stated|provided|available)\b|"
    r"(?:未|没有|沒有)(?:提及|提到|找到|說明|说明)",
    re.I,
)
_LEAST_SHARE = 0.25  # of a sentence's content words that stand in what it cites
_RECITED = 6  # words in a row


def speaks_of(sentence: str, evidence: Iterable[str]) -> bool:
    """Whether a fair part of a sentence's words is its sources'; between two scripts nothing can be compared."""
    bare, text = without_marks(sentence), " ".join(evidence)
    if bool(HAS_HAN.search(bare)) != bool(HAS_HAN.search(text)):
        return True
    said = set(stems(bare))
    return not said or len(said & set(stems(text))) >= _LEAST_SHARE * len(said)


def says_nothing_is_told(sentence: str) -> bool:
    """Whether a model's sentence says that it found nothing of what was asked."""
    return _ABSENT.search(sentence) is not None


def recites(sentence: str, private: str) -> bool:
    """Whether a sentence holds a run of words of a text that is not for the reader."""
    told = f" {' '.join(_words(private))} "
    said = _words(without_marks(sentence))
    return any(f" {' '.join(said[at : at + _RECITED])} " in told for at in range(len(said) - _RECITED + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
