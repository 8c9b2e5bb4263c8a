"""Selection: which sentence answers an ask, and whether any does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.conflicts import INTRADAY, differing
from assistant.agent.extractive.evidence import Candidate, Similarity, rated
from assistant.agent.extractive.fitness import CAUSE, ROLE, Nearby, fits, fitting_figures, names_hold
from assistant.agent.extractive.names import carries
from assistant.agent.extractive.terms import covered, stem
from assistant.knowledge.windows import DayPart

_ENOUGH = 0.42
_AS_WELL = 0.1
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_ENOUGH_OF: dict[str, float] = {"reason": 0.34, "summary": 0.0, "direction": 0.2}
_LOOSE = frozenset({"fact", "list", "reason", "saying", "source", "place"})
_UP = frozenset(stem(word) for word in "rise gain jump climb advance surge soar rally up increase grow".split())
_DOWN = frozenset(stem(word) for word in "fall drop lose loss decline slip slide sink tumble plunge down decrease".split())
_FORECAST = re.compile(
    r"\b(?:will|would|forecast\w*|expect\w*|project\w*|predict\w*|target\w*|aim\w*|set|"
    r"plan\w*|need\w*|estimate\w*|could|outlook|guidance)\b",
    re.I,
)
_AHEAD = re.compile(r"\b(?:will|to be|plans?|set to|due|expected|scheduled|next)\b", re.I)
SAYING = re.compile(
    r"\b(?:said|says|say|told|added|noted|according to|wrote|warned|argued|believes?|expects?|commented|called|"
    r"described|stressed|explained|urged)\b|表示|指出|認為|认为|稱",
    re.I,
)
_MAKER = re.compile(
    r"\b(?:by|from|called|named|at)\s+(?:the\s+|a\s+)?(?:[\w-]+[- ]based\s+)?(?:start-up\s+|company\s+|"
    r"firm\s+)?(?-i:[A-Z])\w+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The sentences for an ask, best first, and how it failed where there are none."""

    chosen: tuple[Candidate, ...] = ()
    others: tuple[tuple[str, Candidate], ...] = ()  # reports that put the figure differently, each with the likely reason
    near: Candidate | None = None  # the closest sentence that does not answer
    missing: str = ""  # "name", "figure" or "words"


def choose(
    ask: Ask,
    pool: Sequence[Candidate],
    *,
    part: DayPart | None = None,
    similarity: Similarity | None = None,
    most: int = 1,
    nearby: Nearby = "no",
) -> Choice:
    """The sentences that answer an ask: they carry what it needs and speak of everyone it names (with `nearby`, or their
    neighbours do)."""
    if ask.named_answer:
        nearby = "any"
    rows = rated(pool, ask.terms, question=ask.text, names=len(ask.keys) + len(ask.proper), similarity=similarity)
    named = [row for row in rows if names_hold(ask, row, nearby=nearby)]
    if (ask.keys or ask.proper) and not named:
        if nearby == "no" and ask.unit is None and ask.keys and ask.aim in _LOOSE:
            return choose(ask, pool, part=part, similarity=similarity, most=most, nearby="unnamed")
        return Choice(near=rows[0] if rows else None, missing="name")
    fitting = [row for row in named if fits(ask, row)]
    least = _ENOUGH_OF.get(ask.aim, _ENOUGH)
    enough = [row for row in fitting if row.coverage >= least or _settled(ask, row)]
    if not enough and nearby == "no" and ask.unit is None and ask.keys and ask.aim in _LOOSE:
        return choose(ask, pool, part=part, similarity=similarity, most=most, nearby="unnamed")
    if not enough:
        near = fitting or [row for row in named if row.coverage >= 0.3] or named
        return Choice(near=near[0] if near else None, missing="words" if fitting or ask.unit is None else "figure")
    ordered = sorted(enough, key=lambda row: -_final(ask, row, part))
    if ask.unit is not None and ask.period is not None:
        ordered = _newest_first(ask, ordered, part)
    return Choice(chosen=tuple(_distinct(ordered, most)), others=tuple(differing(ask, ordered[0], ordered[1:])))


def _settled(ask: Ask, row: Candidate) -> bool:
    """Few words but all of them held: a bare "Who is NAME" or "NAME's close"."""
    return not ask.terms and bool(ask.keys or ask.proper)


def _final(ask: Ask, row: Candidate, part: DayPart | None) -> float:
    score = row.score
    if part is not None:
        told = row.moment
        score += 0.25 if told == part else 0.0 if told is None else -0.25
    score += 0.03 * (all(group & row.keys for group in ask.keys) if ask.keys else 0)
    score += 0.10 * all(carries(row.text, name) for name in ask.proper) if ask.proper else 0
    if ask.unit in {"percent", "level"} or ask.aim == "direction":
        intraday = bool(INTRADAY.search(row.text))
        score -= 0.15 * (intraday and part != "open" and part != "midday")
        score += 0.04 * bool(ask.unit and fitting_figures(ask, row))
        score += 0.08 * _same_way(ask, row)
    if ask.unit is not None and not _FORECAST.search(ask.text):
        score -= 0.12 * all(figure.forecast for figure in fitting_figures(ask, row))
    if ask.aim == "time" and _AHEAD.search(ask.text):
        score += 0.1 * bool(_AHEAD.search(row.text) or any(figure.forecast for figure in row.figures))
    if ask.aim == "summary":
        score += 0.2 * (row.passage.hit.chunk.ordinal == 0 and row.sentence.start < 3)
    if ask.named_answer:
        score += 0.12 * bool(_MAKER.search(row.text))
    if ask.aim == "reason":
        score += 0.08 * (row.passage.hit.chunk.ordinal == 0 and row.sentence.paragraph == 0)
        score += 0.05 * len(CAUSE.findall(row.text))
    if ask.aim in {"person", "definition"}:
        score += 0.15 * bool(ROLE.search(row.text)) if ask.aim == "person" else 0.0
    if ask.aim == "saying":
        score += 0.12 * bool(SAYING.search(row.text) or "“" in row.text or '"' in row.text)
        score += 0.35 * sum(covered(term, row.words) for term in ask.topic) / (len(ask.topic) or 1)
    return score


def _same_way(ask: Ask, row: Candidate) -> int:
    """1 where the figure moved as the question supposes ("how much did it rise"), -1 where the other way."""
    asked = {1 if _UP & {term.stem} else -1 for term in ask.terms if term.stem in _UP | _DOWN}
    if len(asked) != 1:
        return 0
    signs = {figure.sign for figure in fitting_figures(ask, row) if figure.sign}
    return 0 if len(signs) != 1 else 1 if signs == asked else -1


def _newest_first(ask: Ask, rows: Sequence[Candidate], part: DayPart | None) -> list[Candidate]:
    """For a figure that later reports bring up to date: of the rows that answer about as well, the newest first."""
    best = _final(ask, rows[0], part)
    close = [row for row in rows if _final(ask, row, part) >= best - _AS_WELL]
    return sorted(close, key=lambda row: row.published_at or _LONG_AGO, reverse=True) + [
        row for row in rows if row not in close
    ]


def _distinct(rows: Sequence[Candidate], most: int) -> list[Candidate]:
    """The first rows that do not repeat one another's words."""
    kept: list[Candidate] = []
    for row in rows:
        if all(len(row.words & one.words) < 0.6 * min(len(row.words), len(one.words)) for one in kept):
            kept.append(row)
        if len(kept) == most:
            break
    return kept
