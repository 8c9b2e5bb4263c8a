"""Comparing: a question that sets two against each other, taken apart into its sides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.extractive.han_asks import han, sides
from assistant.agent.extractive.names import Names
from assistant.agent.extractive.nouns import MARKET_WORDS, place_names
from assistant.agent.extractive.terms import content_terms
from assistant.knowledge.windows import DayPart

_WORDS = r"(?:with|to|and|against|versus|vs\.?)"
_COMPARED = re.compile(
    rf"\bcompare\s+(?P<a>.+?)\s+{_WORDS}\s+(?P<b>.+?)[.?]*$|"
    rf"\bdifference between\s+(?P<c>.+?)\s+and\s+(?P<d>.+?)[.?]*$|"
    rf"\bhow (?:did|does|do|has|have)\s+(?P<e>.+?)\s+compare(?:d)?\s+(?:with|to|against)\s+(?P<f>.+?)[.?]*$|"
    r"^(?!\s*(?:how|what|why|when|where|who|which|did|does|do|is|was|were|are|has|have|by)\b)"
    r"(?P<g>[^?]+?)[,\s]+(?:against|versus|vs\.?|compared (?:with|to))\s+(?P<h>[^?]+?)[.?]*$",
    re.I,
)
_SET_APART = re.compile(r"\b(?:compar\w+|versus|vs\.?|against|difference|differ\w*|then and)\b", re.I)
_MOMENTS: tuple[tuple[DayPart, re.Pattern[str]], ...] = (
    ("open", re.compile(r"\b(?:at )?(?:the )?open(?:ing)?\b", re.I)),
    ("midday", re.compile(r"\b(?:at |by |in )?(?:the )?(?:mid-?day|noon|lunch(?:time)?(?: break)?|morning session)\b", re.I)),
    ("close", re.compile(r"\b(?:at |by )?(?:the )?clos(?:e|ing)\b", re.I)),
)
_PLACES = re.compile(r",\s*(?P<place>[^,?]+?)\s*[?.]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: what it is about, and its own moment of the day."""

    text: str
    part: DayPart | None = None


def sets_apart(question: str) -> bool:
    """Whether a question has words that set things against each other."""
    return bool(_SET_APART.search(question))


def sides_of(query: str, *, names: Names) -> Sequence[Side]:
    """The sides that a question sets against each other: two names, or two moments; none where it compares nothing."""
    if han(query):
        return [Side(text=side) for side in sides(query)]
    if not _SET_APART.search(query):
        return ()
    match = _COMPARED.search(query)
    one, two = [part.strip() for part in match.groups() if part] if match else ("", "")
    named = bool(one and two and names(one) and names(two))
    moments = [(part, words) for part, words in _MOMENTS if words.search(query)]
    if len(moments) == 2 and not named:
        bare = query
        for _, words in moments:
            bare = words.sub(" ", bare)
        bare = " ".join(_SET_APART.sub(" ", bare).split())
        return [Side(text=bare, part=part) for part, _ in moments]
    if not match:
        return ()
    if not match["a"] and not match["c"] and not _only_named(one, names):
        return ()
    place = _PLACES.search(two)
    return [Side(text=f"{one}, {place['place']}" if place else one), Side(text=two)]


def _only_named(side: str, names: Names) -> bool:
    """Whether a side says nobody's figure, only whom: then how they moved is compared, of which each report tells for one."""
    for span in sorted(names(side), key=lambda one: -one.start):
        side = f"{side[: span.start]} {side[span.end :]}"
    known = MARKET_WORDS | place_names()
    return all(term.stem in known or term.synonyms & known for term in content_terms(side) if not term.stem.isdigit())
