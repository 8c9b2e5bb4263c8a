"""Superlatives: of which figure a sentence says that it is the biggest, the lowest or the best, and since when."""

import re
from collections.abc import Iterable

from assistant.figures.compare import SPANS, agrees
from assistant.figures.figure import Figure, Told

_KINDS = (
    ("great", r"\b(?:biggest|largest|greatest)\b|最[大多](?![升跌])"),
    ("small", r"\b(?:smallest|least)\b|最[小少](?![升跌])"),
    ("high", r"\bhighest\b|最高(?![見见報报])"),
    ("low", r"\blowest\b|最低(?![見见報报])"),
    ("good", r"\b(?:best|strongest)\b|最[好佳強强]"),
    ("bad", r"\b(?:worst|weakest|poorest)\b|最[差弱]"),
    ("fast", r"\b(?:fastest|sharpest|steepest)\b|最[快急]"),
    ("slow", r"\bslowest\b|最慢"),
)
_WORDS = [(kind, re.compile(words, re.I)) for kind, words in _KINDS]
_ANY = re.compile(r"\bmost\b", re.I)
_SINCE = re.compile(r"[^.;]{0,60}\bsince\s(?:[a-z-]+\s){0,2}$", re.I)
_END = re.compile(r"[;；。]|\bwhile\b|\bwhereas\b")


def said_of_another(claim: Told, held: Told, rest: Iterable[str]) -> bool:
    """Whether a claim calls its figure the biggest (or another of these), and the source another one, not this."""
    said = _kinds(_behind(claim))
    if not said or claim.figure.role == "from":  # "to 50.5 from 51.1, the lowest since December"
        return False
    own = _before(held) + _behind(held)
    if said & _kinds(own) or _ANY.search(own):
        return False
    return any(said & _kinds(text) for text in (held.text, *rest))


def _kinds(text: str) -> frozenset[str]:
    return frozenset(kind for kind, words in _WORDS if words.search(text))


def _behind(told: Told) -> str:
    end = min((one.start for one in _counted(told) if one.start >= told.figure.end), default=len(told.text))
    return _END.split(told.text[told.figure.end : end])[0]


def _before(told: Told) -> str:
    start = max((one.end for one in _counted(told) if one.end <= told.figure.start), default=0)
    return told.text[start : told.figure.start]


def _counted(told: Told) -> list[Figure]:
    """The figures that something may be said of: "the lowest in six months" goes on behind its months."""
    return [one for one in told.figures if one.kind not in ("date", "rank") and one.unit not in SPANS]


def same_since(claim: Told, held: Told) -> bool:
    """Whether "the most since 2001" goes as far back in a claim as in its source."""
    said, known = _since(claim), _since(held)
    return said is None or known is None or agrees(said, known) or agrees(known, said)


def _since(told: Told) -> Figure | None:
    following = next((one for one in told.figures if one.start >= told.figure.end), None)
    if following is None or following.unit != "date":
        return None
    return following if _SINCE.search(told.text, told.figure.end, following.start) else None
