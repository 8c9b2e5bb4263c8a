"""Selection: which sentence answers an ask, and whether any does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.conflicts import INTRADAY, differing
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.fitness import CAUSE, MOST, direction_asked, fits
from assistant.agent.extractive.holding import speaks
from assistant.agent.extractive.naming import ROLE, defines, new_names, new_people
from assistant.agent.extractive.quantities import MOVEMENT_STEMS, fitting_figures
from assistant.agent.extractive.recency import asks_what_stands, done, newest
from assistant.agent.extractive.terms import covered
from assistant.figures.chinese import HAS_HAN

_ENOUGH = 0.42
_TOLD = 0.2  # less of the words is needed where the figure itself fits
_NAMED = 0.1
_SAID = 0.2  # and where it is said by whom the question names
_AS_WELL = 0.1
_ABOUT_AS_WELL = 0.15
_TOO = 0.6  # what a sentence shown for one part of a question must carry of another's words
_ALIKE = 0.3  # how like the question a sentence must be that says few of its words
_CLEARLY = 0.1  # and how much liker than any other of its report
_NEW_NAMES = 4  # names a list may gain by
_ENOUGH_OF: dict[str, float] = {"reason": 0.34, "direction": 0.2}
_REPORTER = re.compile(
    r"\b(?:according to|reported by|reports?|cited by|citing|told)\s+(?:the\s+|a\s+)?(?-i:[A-Z])|"
    r"(?-i:[A-Z])[\w’']+ (?:has |have )?(?:reported|reports|said|says)\b",
    re.I,
)
_FORECAST = re.compile(
    r"\b(?:will|would|forecast\w*|expect\w*|project\w*|predict\w*|target\w*|aim\w*|set|"
    r"plan\w*|need\w*|estimate\w*|could|outlook|guidance)\b",
    re.I,
)
SAYING = re.compile(
    r"\b(?:said|says|say|told|added|noted|according to|wrote|warned|argued|believes?|expects?|commented|called|"
    r"described|stressed|explained|urged)\b|表示|指出|認為|认为|稱",
    re.I,
)
# What somebody did to a rating is told where it was moved to.
_CHANGED = re.compile(
    r"\bwhat (?:did|has|have) [^?]{2,60} (?:do (?:to|with|about)|done (?:to|with|about)|change)\b[^?]*\b(?:rating|"
    r"target|recommendation|stance|view|forecast|rate|estimate|guidance|outlook)s?\b|"
    r"\bwhat (?:is|was|are) [^?]{2,50}\b(?:new|current|latest) (?:rating|recommendation|stance)\b|"
    r"\brating\b[^?]*\bchange from\b",
    re.I,
)
_CHANGED_TO = re.compile(
    r"\bfrom\b.{1,40}\bto\b|\bto .{1,20}\bfrom\b|\bto (?:an? )?(?:buy|sell|hold|neutral|out-?perform|under-?perform|"
    r"(?:over|under)-?weight|\W{0,3}\d)",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOW = re.compile(r"\s*(?:and\s+)?(?:what|how \w+) (?:is|are|does|do)\b", re.I)
_BELONGS = re.compile(r"\bbelongs? to\b|\b(?:does|do|did) .{2,40} (?:own|make)\b|\bis (?:owned|made) by\b", re.I)
_OWNS = re.compile(r"\.?(?:\s(?:Inc|Ltd|Corp|Co|Holdings|Group)\b\.?)*['’]s?\s+(?:[a-z-]+\s+){0,3}[A-Z]")
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


def choose(ask: Ask, pool: Sequence[Candidate], *, scales: Scales, most: int = 1, surely: float = 0.0) -> Choice:
    """The sentences that answer an ask: they carry what it needs and speak of everyone it names.

    Args:
        surely: how much more of the words than usual they must carry.
    """
    rows = rated(pool, ask, scales)
    named = [row for row in rows if speaks(ask, row, row.held)]
    unheard = bool(ask.themes) and not any(covered(ask.themes[0], row.passage_words) for row in rows)
    if unheard or ((ask.keys or ask.proper) and not named):
        return Choice(near=rows[0] if rows else None, missing="name")
    fitting = [row for row in named if fits(ask, row)]
    least = _ENOUGH_OF.get(ask.aim, _ENOUGH) + surely
    enough = [row for row in fitting if row.coverage >= least - _spared(ask, row) or _settled(ask, row)]
    enough = enough or _agreed(ask, rows, fitting)
    if not enough:
        near = fitting or [row for row in named if row.coverage >= 0.3] or named
        return Choice(near=near[0] if near else None, missing="words" if fitting or ask.unit is None else "figure")
    ordered = sorted(enough, key=lambda row: -_final(ask, row, scales))
    if asks_what_stands(ask.text, ask.window, ask.unit, ask.aim):
        ordered = _newest_first(ask, ordered, scales, within=_ABOUT_AS_WELL)
    elif ask.unit is not None and ask.period is not None:
        ordered = _newest_first(ask, ordered, scales, within=_AS_WELL)
    others = () if ask.side else tuple(differing(ask, ordered[0], ordered[1:]))
    return Choice(chosen=tuple(distinct(ordered, most)), others=others)


def _agreed(ask: Ask, rows: Sequence[Candidate], fitting: Sequence[Candidate]) -> list[Candidate]:
    """Of one report, the sentence that stands first both by its words and, clearly, by its likeness: few of the words are
    needed where no other sentence is meant by either."""
    if not rows or rows[0] not in fitting or len({row.passage.hit.document.doc_id for row in rows}) > 1:
        return []
    if ask.aim == "saying" and ask.speaker is None:
        return []
    first = rows[0]
    next_like = max((row.likeness for row in rows[1:]), default=0.0)
    return [first] if first.likeness >= _ALIKE and first.likeness - next_like >= _CLEARLY else []


def says_too(ask: Ask, row: Candidate, scales: Scales) -> bool:
    """Whether a sentence that is shown for one part of a question answers another as well."""
    (weighed,) = rated([row], ask, scales)
    return weighed.coverage >= _TOO and fits(ask, weighed)


def _spared(ask: Ask, row: Candidate) -> float:
    """How much less of the words is needed than usual, where the figure itself or the name fits."""
    named = ask.named_answer and bool(row.held) and min(row.held) == 1.0
    return max(_TOLD * _is_told(ask, row), _NAMED * named, _SAID * (ask.speaker is not None))


def _is_told(ask: Ask, row: Candidate) -> float:
    """How surely a sentence gives a figure of the kind asked for, of whom and when it is asked of."""
    dated = ask.window is not None and ask.window.bounded and not ask.window.topical
    if ask.unit not in {"percent", "level", "price"} or not dated:
        return 0.0
    return float(max(row.held) == 1.0) if row.held else 0.5 * ask.named_answer


def _settled(ask: Ask, row: Candidate) -> bool:
    """Few words but all of them held: a bare "Who is NAME" or "NAME's close". Or an index's level of the very day: whatever
    else the question says leads up to it."""
    if ask.index and ask.unit == "level" and _is_told(ask, row) == 1.0:
        return True
    if ask.aim in {"meaning", "expansion"}:
        return True
    return not ask.terms and bool(ask.keys or ask.proper)


def _final(ask: Ask, row: Candidate, scales: Scales) -> float:
    score, part = row.score, scales.part
    if part is not None:
        told = row.moment
        score += 0.25 if told == part else 0.0 if told is None else -0.25
    if row.held:
        score -= 0.2 * (1 - min(row.held))
    score -= 0.3 * (scales.chinese != bool(HAS_HAN.search(row.text)))
    if ask.unit in {"percent", "level"} or ask.aim == "direction":
        intraday = bool(INTRADAY.search(row.text))
        score += 0.15 * intraday * (1 if ask.intraday else -1 if part not in {"open", "midday"} else 0)
        score += 0.08 * _same_way(ask, row)
    if ask.metrics:
        score += 0.12 * any(covered(term, row.words) for term in ask.metrics)
    if ask.unit is None and ask.keys and not ask.terms:  # "hstech 17 sep": how did it move
        score += 0.15 * bool(MOVEMENT_STEMS & row.words)
    if ask.aim == "source":
        score += 0.15 * bool(_REPORTER.search(row.text))
    if ask.unit is not None and not _FORECAST.search(ask.text):
        score -= 0.12 * all(figure.forecast for figure in fitting_figures(ask, row))
    if ask.themes and HAS_HAN.search(row.text):
        score -= 0.2 * (not covered(ask.themes[0], row.words))
    score += done(ask, row)
    if _CHANGED.search(ask.text):
        score += 0.15 * bool(_CHANGED_TO.search(row.text))
    if ask.unit is not None and _NOW.match(ask.text) and row.published_at is not None and not _YEAR.search(ask.text):
        score -= 0.1 * any(int(year) < row.published_at.year for year in _YEAR.findall(row.text))
    if ask.unit is None and MOST.search(ask.text):
        score += 0.2 * bool(MOST.search(row.text))
    if _BELONGS.search(ask.text):
        score += 0.3 * any(_OWNS.match(row.text, span.end) for span in row.names if span.key in ask.every_key)
    if ask.named_answer:
        score += 0.12 * bool(_MAKER.search(row.text))
    if ask.aim == "list":
        score += 0.05 * min(_NEW_NAMES, len(new_names(ask, row)))
    if ask.aim == "reason":
        score += 0.05 * len(CAUSE.findall(row.text))
    if ask.aim == "definition":
        score += 0.25 * defines(ask, row)
    if ask.aim == "person":
        score += 0.1 * bool(ROLE.search(row.text)) + 0.1 * bool(new_people(ask, row))
    if ask.aim == "saying":
        score += 0.12 * bool(SAYING.search(row.text) or "“" in row.text or '"' in row.text)
        score += 0.35 * sum(covered(term, row.words) for term in ask.topic) / (len(ask.topic) or 1)
    return score


def _same_way(ask: Ask, row: Candidate) -> int:
    """1 where the figure moved as the question supposes ("how much did it rise"), -1 where the other way."""
    asked = direction_asked(ask)
    signs = {figure.sign for figure in fitting_figures(ask, row) if figure.sign}
    return 0 if not asked or len(signs) != 1 else 1 if signs == {asked} else -1


def _newest_first(ask: Ask, rows: Sequence[Candidate], scales: Scales, *, within: float) -> list[Candidate]:
    """For what later reports bring up to date: of the rows that answer about as well, the newest first. One that looks ahead,
    or whose report lacks a word that the best has, does not."""
    best = rows[0]
    least, ahead = _final(ask, best, scales) - within, bool(_FORECAST.search(ask.text) or _FORECAST.search(best.text))
    carried = [term for term in ask.terms if covered(term, best.words | best.around)]
    close = [
        row
        for row in rows
        if _final(ask, row, scales) >= least
        if ahead or not _FORECAST.search(row.text)
        if all(covered(term, row.passage_words) for term in carried)
    ]
    return sorted(close, key=newest, reverse=True) + [row for row in rows if row not in close]


def distinct(rows: Sequence[Candidate], most: int) -> list[Candidate]:
    """The first rows that do not repeat one another's words."""
    kept: list[Candidate] = []
    for row in rows:
        if all(len(row.words & one.words) < 0.6 * min(len(row.words), len(one.words)) for one in kept):
            kept.append(row)
        if len(kept) == most:
            break
    return kept
