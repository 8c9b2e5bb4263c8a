"""Alternatives: two answers that a question offers to choose between."""

import re

from assistant.agent.extractive.names import trimmed
from assistant.agent.extractive.terms import word_list

_ALTERNATIVE = r"(?-i:[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)+)|(?:[A-Z]{0,3}\$\s?)?\d[\d.,]*(?:\s?%|\s+[a-z]+){0,2}|[\w’'.-]+"
_EITHER = re.compile(
    rf"(?<![\w$])(?P<a>{_ALTERNATIVE})\s+or\s+(?:(?:for|by|at)\s+)?(?:the\s+)?(?P<b>{_ALTERNATIVE})(?!\w)", re.I
)
_COUNTS = re.compile(r"\s*(?:and )?how (?:many|often)\b", re.I)  # of both together


def alternatives(text: str) -> tuple[str, str] | None:
    """The two, where one of them is to be chosen: "the second or third largest"; None for what only joins two."""
    match = _EITHER.search(text)
    if match is None or _COUNTS.match(text) or {match["a"].lower(), match["b"].lower()} <= word_list("stop"):
        return None
    if {match["a"].lower(), match["b"].lower()} & {"more", "less", "so", "not", "and"}:
        return None
    return trimmed(match["a"]), trimmed(match["b"])
