"""Comparing: a question that sets two against each other, taken apart into its sides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.extractive.han_asks import han, sides
from assistant.agent.extractive.names import Names, proper_names
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
_OWNED = re.compile(r"(?<!\w)['’]s?(?!\w)")
_THAT_OF = re.compile(r"^(?:that|those) of\s+", re.I)
_PERIOD = re.compile(
    r"\s+(?:in|for|over|during)\s+(?:the\s+)?[^?]*\b(?:quarter|half|year|month|week|(?:19|20)\d\d|q[1-4]|h[12])\b[^?]*$", re.I
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
    rest = _without_names(one, names)
    period = _PERIOD.search(two)
    owner = two[: period.start()] if period else two
    other = _THAT_OF.sub("", owner)
    owns = other != owner or _OWNED.search(owner)
    if (match["e"] or match["g"]) and names(one) and rest and owns and _is_owner(other, names):  # "A's revenue against B's"
        when = period.group() if period else ""
        return [Side(text=f"{one}{when}"), Side(text=f"{other} {rest}{when}")]
    if not match["a"] and not match["c"] and not _only_named(one, names):
        return ()
    place = _PLACES.search(two)
    return [Side(text=f"{one}, {place['place']}" if place else one), Side(text=two)]


def _only_named(side: str, names: Names) -> bool:
    """Whether a side says nobody's figure, only whom: then how they moved is compared, of which each report tells for one."""
    known = MARKET_WORDS | place_names()
    left = content_terms(_without_names(side, names))
    return all(term.stem in known or term.synonyms & known for term in left if not term.stem.isdigit())


def _is_owner(side: str, names: Names) -> bool:
    """Whether a side is nothing but a name, whose figure stands for the other side's: "Tesla's"."""
    known = names(side)
    proper = proper_names(side, known)
    left = _without_names(side, names)
    for name in proper:
        left = left.replace(name, " ")
    return bool(known or proper) and not [term for term in content_terms(_OWNED.sub(" ", left)) if not term.stem.isdigit()]


def _without_names(side: str, names: Names) -> str:
    for span in sorted(names(side), key=lambda one: -one.start):
        side = f"{side[: span.start]} {side[span.end :]}"
    return " ".join(_OWNED.sub(" ", side).split())
