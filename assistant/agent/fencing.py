"""Fencing: what other people wrote, laid out so that it cannot pass for a mark, a row, a turn or an end of its own. Pure.

Every change keeps the length of the text, so that places in it stay true.
"""

import re
from dataclasses import replace

from assistant.knowledge.documents import Hit

_MARK = re.compile(r"\[(\d{1,4}|/?INST|/?SYS)\]", re.IGNORECASE)
_TAG = re.compile(r"<(?=[/|!?a-z])|(?<=[|/a-z\"'])>", re.IGNORECASE)


def without_marks_of_its_own(hit: Hit) -> Hit:
    """The hit, its text without anything in the form of an answer's mark: [3] becomes (3)."""
    text = _MARK.sub(r"(\1)", hit.chunk.text)
    return hit if text == hit.chunk.text else replace(hit, chunk=replace(hit.chunk, text=text))


def fenced(text: str) -> str:
    """The text without tags: it can close no fence and open no turn."""
    return _TAG.sub(lambda found: "‹" if found.group() == "<" else "›", _MARK.sub(r"(\1)", text))


def attribute(text: str) -> str:
    """The text as the value of an attribute, on one line."""
    return " ".join(fenced(text).split()).replace('"', "'").replace("<", "‹").replace(">", "›")
