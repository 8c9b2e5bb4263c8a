"""Ranking: from fused candidates to those that become hits. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.knowledge.moments import moment_of
from assistant.knowledge.rows import Outline
from assistant.knowledge.windows import DayPart, Window

_SAME_MOMENT = 1.25
_OTHER_MOMENT = 0.8
_LEAD = 1.04  # the first passage of an article says what it is about
_RECENT = 0.12  # how much of its score the oldest document loses
_DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A chunk that may become a hit."""

    outline: Outline
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    also: tuple[str, ...] = ()  # its near copies, which it stands for


def rank(candidates: Sequence[Candidate], *, window: Window | None, as_of: datetime, half_life_days: float) -> list[Candidate]:
    """The candidates best first, each with the score that its place, its moment and its age give it."""
    bounded = window is not None and window.bounded
    part = window.part if window else None
    scored = [
        Candidate(
            outline=candidate.outline,
            dense_rank=candidate.dense_rank,
            lexical_rank=candidate.lexical_rank,
            score=candidate.score
            * (_LEAD if candidate.outline.ordinal == 0 else 1.0)
            * _moment_weight(candidate.outline, part)
            * (1.0 if bounded else _age_weight(candidate.outline.published_at, as_of, half_life_days)),
        )
        for candidate in candidates
    ]
    return sorted(scored, key=lambda candidate: (-candidate.score, candidate.outline.chunk_id))


def collapse(ranked: Sequence[Candidate], *, k: int, per_document: int, stories: bool) -> list[Candidate]:
    """The first `k`: at most `per_document` of a document, and one of near copies, which names the others. Places that are
    left over go to further passages of the same documents."""
    chosen: list[Candidate] = []
    further: list[Candidate] = []
    teller: dict[str, str] = {}  # origin -> the document that stands for it
    told: dict[str, dict[str, None]] = {}  # document -> its near copies
    taken: dict[str, int] = {}
    for candidate in ranked:
        doc_id, origin = candidate.outline.doc_id, candidate.outline.origin_id if stories else None
        first = teller.setdefault(origin, doc_id) if origin else doc_id
        if first != doc_id:
            told.setdefault(first, {})[doc_id] = None
        elif len(chosen) < k and taken.get(doc_id, 0) < per_document:
            taken[doc_id] = taken.get(doc_id, 0) + 1
            chosen.append(candidate)
        else:
            further.append(candidate)
    chosen += further[: max(0, k - len(chosen))]
    return [replace(candidate, also=tuple(told.get(candidate.outline.doc_id, ()))) for candidate in chosen]


def _moment_weight(outline: Outline, part: DayPart | None) -> float:
    if part is None:
        return 1.0
    found = moment_of(outline.title, outline.lead)
    return _SAME_MOMENT if found == part else 1.0 if found is None else _OTHER_MOMENT


def _age_weight(published_at: datetime | None, as_of: datetime, half_life_days: float) -> float:
    """Near 1 for what is new, less by up to a fixed share for what is old; an undated document is neither."""
    if published_at is None:
        return 1.0 - _RECENT / 2
    age_days = max(0.0, (as_of - published_at).total_seconds() / _DAY_S)
    return 1.0 - _RECENT * (1.0 - math.pow(0.5, age_days / half_life_days))
