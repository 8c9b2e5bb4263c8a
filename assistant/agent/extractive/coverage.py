"""Coverage: how much of a question a sentence carries, rare words counting for more."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate, Similarity
from assistant.agent.extractive.holding import held
from assistant.agent.extractive.terms import Term, covered, vocabulary
from assistant.knowledge.windows import DayPart

_LEAST = 0.25  # what the commonest word weighs
_RAREST = 4.0  # a rarer word says no more
_NAME = 1.5  # what a name weighs, beside words of about 1 (common) to 8 (rare)
_CONTEXT = 0.35  # what a word counts for that only the title or a neighbour carries
_ABSENT = 0.15  # what is taken off for one that the passage never says
_SEAM = 0.2
_CATEGORY = 0.5  # what the noun of which an instance is asked for weighs where it is not said: a name answers "which company"
_SETTING = 0.15  # what a passage gains that is of the report the question speaks of
_FAR = 0.15  # what it counts for where only the rest of the passage does


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """What sentences are weighed with besides the question's own words."""

    part: DayPart | None = None  # the moment of the day that is asked about
    similarity: Similarity | None = None
    rarity: Mapping[str, float] = field(default_factory=dict)  # by stem, over the whole store
    chinese: bool = False  # the question is in Chinese


def rated(pool: Sequence[Candidate], ask: Ask, scales: Scales) -> list[Candidate]:
    """The candidates with what they hold of the ask's names, coverage and score, best first."""
    weights = [_weight(term, pool, scales.rarity) * _sure(term, pool) for term in ask.terms]
    lighter = [weight * (_CATEGORY if term == ask.category else 1.0) for term, weight in zip(ask.terms, weights, strict=True)]
    alike = scales.similarity(ask.text, [one.text for one in pool]) if scales.similarity and pool else [0.0] * len(pool)
    rows = []
    for one, near in zip(pool, alike, strict=True):
        marks = held(ask, one)
        named = ask.category is None or covered(ask.category, one.words)
        coverage = _coverage(one, ask.terms, weights if named else lighter, marks)
        prior = 1 / (1 + 0.12 * one.rank)
        score = 0.66 * coverage + 0.16 * max(near, 0.0) + 0.18 * prior + _SETTING * _told_there(ask, one)
        rows.append(replace(one, held=marks, coverage=coverage, likeness=max(near, 0.0), score=score))
    return sorted(rows, key=lambda row: (-row.score, row.rank, row.sentence.start))


def _coverage(one: Candidate, terms: Sequence[Term], weights: Sequence[float], marks: Sequence[float]) -> float:
    if not terms and not marks:
        return 0.5
    carried = 0.0
    for term, weight in zip(terms, weights, strict=True):
        share = max(covered(term, one.words), _CONTEXT * covered(term, one.around), _FAR * covered(term, one.passage_words))
        carried += weight * (share or -_ABSENT)
    return (carried + _NAME * sum(marks)) / (sum(weights) + _NAME * len(marks))


def _told_there(ask: Ask, one: Candidate) -> float:
    """How far a passage is of the report that the question says tells it."""
    if not ask.setting:
        return 0.0
    words = one.passage_words | vocabulary(f"{one.passage.hit.document.publisher} {one.passage.hit.document.byline}")
    return sum(covered(term, words) > 0 for term in ask.setting) / len(ask.setting)


def _sure(term: Term, pool: Sequence[Candidate]) -> float:
    """How surely a term is a word: a pair of Chinese characters that nothing found holds may be the seam of two words."""
    if term.stem.isascii() or any(covered(term, one.passage_words) for one in pool):
        return 1.0
    return _SEAM


def _weight(term: Term, pool: Sequence[Candidate], rarity: Mapping[str, float]) -> float:
    known = [rarity[part] for part in term.stem.split() if part in rarity]
    if known:
        return min(max(known), _RAREST) + _LEAST
    total = len(pool) or 1
    return math.log(1 + total / (1 + sum(1 for one in pool if covered(term, one.words)))) + _LEAST
