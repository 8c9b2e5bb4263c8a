"""Selection: which sentence answers an ask, and whether any does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate, Similarity, owner, rated, speaks_of
from assistant.agent.extractive.names import carries
from assistant.agent.extractive.periods import tells
from assistant.agent.extractive.terms import covered, stem, stems
from assistant.agent.kinds import Unit
from assistant.figures.figure import Figure
from assistant.knowledge.windows import DayPart

_ENOUGH = 0.42
_AS_WELL = 0.1
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_ENOUGH_OF: dict[str, float] = {"reason": 0.34, "summary": 0.0, "direction": 0.2}
# Aims without a figure or a person, for which the sentence beside the name will do.
_LOOSE = frozenset({"fact", "list", "reason", "saying", "source", "place"})
_MOVEMENT_STEMS = frozenset(
    reduced
    for word in "rise rose gain jump climb advance surge soar add rally increase up higher leap zoom rebound grow fall drop "
    "lose loss decline slip slide sink tumble plunge shed ease dip retreat down lower slump dive plummet stumble "
    "flat unchanged edge move change gave swing".split()
    for reduced in stems(word)
)
_UP = frozenset(stem(word) for word in "rise gain jump climb advance surge soar rally up increase grow".split())
_DOWN = frozenset(stem(word) for word in "fall drop lose loss decline slip slide sink tumble plunge down decrease".split())
_INTRADAY = re.compile(
    r"\bas much as\b|\bintraday\b|\bat one point\b|\bearlier\b|\bmorning\b|\bby (?:the )?lunch|\bmidday\b|"
    r"\bpremarket\b|\bafternoon\b|一度|午間|早市",
    re.I,
)
_CAUSE = re.compile(
    r"\b(?:because|after|as (?=[a-z])(?!much|many|well|of|a\b|an\b|early|late|low|high|far|long|part)|amid|following|"
    r"on (?:the )?(?:back|news|hopes?|expectations?|bets?|optimism|report|"
    r"reports|growth|speculation|concerns?|worries|fears)|due to|owing to|thanks to|"
    r"citing|driven|fuell?ed|fueling|lifted|boosted|buoyed|helped|spurred|sparked|prompted|led by|in response|"
    r"reflecting|supported|weighed|dragged|hurt|hit by|worr(?:y|ies|ied)|hop(?:es?|ing))\b|因|由於|由于|"
    r"受.{1,20}(?:影響|帶動|刺激)",
    re.I,
)
_MARKET = re.compile(r"\b(?:stocks|shares|equities|market)\b|[股市]", re.I)
_SOURCED = re.compile(
    r"\b(?:according to|report(?:s|ed)?|data|compiled|survey|study|filing|statement|cit(?:ed|ing)|said|told|"
    r"showed?)\b|據|根據|报道|報道",
    re.I,
)
_DATE_WORDS = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|"
    r"today|yesterday|tomorrow|last (?:week|month|year)|next (?:week|month|year)|this (?:week|month|year)|"
    r"later this|(?:19|20)\d\d|quarter)\b|[年月日]|週|周",
    re.I,
)
SAYING = re.compile(
    r"\b(?:said|says|say|told|added|noted|according to|wrote|warned|argued|believes?|expects?|commented|called|"
    r"described|stressed|explained|urged)\b|表示|指出|認為|认为|稱",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:chief|chair(?:man|woman|person)?|president|founder|co-founder|ceo|cfo|cto|strategist|analyst|"
    r"economist|head|director|minister|secretary|governor|manager|owner|boss|leader|spokes\w+|official)\b",
    re.I,
)
_ROLE_BEFORE = re.compile(
    rf"{_ROLE.pattern}(?:\s+(?:officer|and|chief|executive|chair\w*|president|co-founder)){{0,4}}"
    r"\s+(?:of|at|for|with)\s+(?:the\s+)?$",
    re.I,
)
_ROLE_AFTER = re.compile(
    rf"(?:’s|'s)?\s*,?\s*(?:Group|Holdings?|Inc|Corp|Ltd)?\.?(?:’s|'s)?\s+"
    rf"(?:[a-z-]+\s+and\s+)?(?:new\s+|former\s+|vice[ -])?{_ROLE.pattern}",
    re.I,
)
_MAKER = re.compile(
    r"\b(?:by|from|called|named|at)\s+(?:the\s+|a\s+)?(?:[\w-]+[- ]based\s+)?(?:start-up\s+|company\s+|"
    r"firm\s+)?(?-i:[A-Z])\w+"
)
_SOMEWHERE = re.compile(
    r"\b(?:in|at|near|outside|across|off|based in)\s+(?:the\s+|north\w*\s+|south\w*\s+|"
    r"east\w*\s+|west\w*\s+)*[A-Z]\w+|在[\u4e00-\u9fff]"
)
_PERSON = re.compile(r"\b[A-Z][a-z]+(?:[- ][A-Z][\w’'-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The sentences for an ask, best first, and how it failed where there are none."""

    chosen: tuple[Candidate, ...] = ()
    near: Candidate | None = None  # the closest sentence that does not answer
    missing: str = ""  # "name", "figure" or "words"


def choose(
    ask: Ask,
    pool: Sequence[Candidate],
    *,
    part: DayPart | None = None,
    similarity: Similarity | None = None,
    most: int = 1,
    nearby: bool = False,
) -> Choice:
    """The sentences that answer an ask: they carry what it needs and speak of everyone it names (with `nearby`, or their
    neighbours do)."""
    nearby = nearby or ask.named_answer
    rows = rated(pool, ask.terms, question=ask.text, names=len(ask.keys) + len(ask.proper), similarity=similarity)
    named = [row for row in rows if names_hold(ask, row, nearby=nearby)]
    if (ask.keys or ask.proper) and not named:
        if not nearby and ask.unit is None and ask.keys and ask.aim in _LOOSE:
            return choose(ask, pool, part=part, similarity=similarity, most=most, nearby=True)
        return Choice(near=rows[0] if rows else None, missing="name")
    fitting = [row for row in named if _fits(ask, row)]
    least = _ENOUGH_OF.get(ask.aim, _ENOUGH)
    enough = [row for row in fitting if row.coverage >= least or _settled(ask, row)]
    if not enough and not nearby and ask.unit is None and ask.keys and ask.aim in _LOOSE:
        return choose(ask, pool, part=part, similarity=similarity, most=most, nearby=True)
    if not enough:
        near = fitting or [row for row in named if row.coverage >= 0.3] or named
        return Choice(near=near[0] if near else None, missing="words" if fitting or ask.unit is None else "figure")
    ordered = sorted(enough, key=lambda row: -_final(ask, row, part))
    if ask.unit is not None and ask.period is not None:
        ordered = _newest_first(ask, ordered, part)
    return Choice(chosen=tuple(_distinct(ordered, most)), near=None)


def names_hold(ask: Ask, row: Candidate, *, nearby: bool = False) -> bool:
    """Whether the sentence speaks of everyone the ask names."""
    for group in ask.keys:
        if speaks_of(row, group) or (nearby and group & row.nearby):
            continue
        if not (ask.index and ask.aim == "reason" and not row.keys and _MARKET.search(row.text)):
            return False
    passage = row.passage.hit.chunk.text
    return all(carries(row.text, name) or _near_name(row, passage, name) for name in ask.proper)


def _near_name(row: Candidate, passage: str, name: str) -> bool:
    """Whether a proper name stands in the sentence's neighbours, so that a quote keeps its speaker."""
    lo = max(0, row.sentence.start - 400)
    around = passage[lo : row.sentence.end + 250]
    paragraph = [piece for piece in around.split("\n\n") if row.text[:40] in piece]
    return any(carries(piece, name) for piece in paragraph)


def _fits(ask: Ask, row: Candidate) -> bool:
    if ask.focus is not None and not covered(ask.focus, row.words):
        return False
    if ask.subject and not any(covered(term, row.words) for term in ask.subject):
        return False
    if ask.unit is not None and not fitting_figures(ask, row):
        return False
    if ask.unit == "percent" and ask.moves and ask.period and ask.window and not tells(ask.period, row.text, ask.window):
        return False
    if ask.moves and ask.unit == "percent" and not _MOVEMENT_STEMS & row.words:
        return False
    if ask.aim == "reason":
        return bool(_CAUSE.search(row.text))
    if ask.aim == "time":
        return bool(_DATE_WORDS.search(row.text))
    if ask.aim == "person":
        return _is_person(ask, row)
    if ask.aim == "place":
        return bool(_SOMEWHERE.search(row.text))
    if ask.aim == "definition":
        return all(carries(row.text, name) for name in ask.proper)
    if ask.aim == "direction":
        return bool(_MOVEMENT_STEMS & row.words)
    if ask.aim == "source":
        return bool(_SOURCED.search(row.text))
    return True


def _is_person(ask: Ask, row: Candidate) -> bool:
    """ "Who is NAME": the name with a role beside it. "Who is the ROLE of X": the role, X and a person in one sentence."""
    if ask.proper and not ask.terms:
        return all(carries(row.text, name) for name in ask.proper)
    roles = [term for term in ask.terms if _ROLE.search(term.stem) or any(_ROLE.search(word) for word in term.synonyms)]
    own = all(group & row.keys for group in ask.keys) and all(carries(row.text, name) for name in ask.proper)
    if not own or not _PERSON.search(row.text) or not all(covered(term, row.words) for term in roles):
        return False
    return not roles or not ask.keys or any(_holds_role(row, group) for group in ask.keys)


def _holds_role(row: Candidate, keys: frozenset[str]) -> bool:
    """Whether a role stands right beside one of the names: "chief executive of X", "X CEO", but not "head of X's unit"."""
    for span in (span for span in row.names if span.key in keys):
        before, after = row.text[: span.start], row.text[span.end :]
        possessed = re.match(r"(?:’s|'s|’|')\s+\w+", after)
        if _ROLE_BEFORE.search(before) and not (possessed and not _ROLE_AFTER.match(after)):
            return True
        if _ROLE_AFTER.match(after):
            return True
    return False


def fitting_figures(ask: Ask, row: Candidate) -> list[Figure]:
    """The figures of the sentence that are of the unit asked for and belong to whom it asks about."""
    wanted = {key for group in ask.keys for key in group}
    return [
        figure
        for figure in row.figures
        if _is_unit(figure, ask.unit) and (not wanted or not (own := owner(row, figure)) or own & wanted)
    ]


def _is_unit(figure: Figure, unit: Unit | None) -> bool:
    if unit is None:
        return True
    if figure.unit == "date" or figure.kind == "date":
        return False
    if unit == "percent":
        return figure.unit == "%"
    if unit == "money":
        return figure.currency is not None or figure.unit == "money"
    if unit == "multiple":
        return figure.unit == "times"
    if unit in {"level", "price"}:
        return figure.unit in {"", "points", "money"} and figure.unit != "%" and figure.value >= 20
    return True


def _settled(ask: Ask, row: Candidate) -> bool:
    """Few words but all of them held: a bare "Who is NAME" or "NAME's close"."""
    return not ask.terms and bool(ask.keys or ask.proper)


def _final(ask: Ask, row: Candidate, part: DayPart | None) -> float:
    score = row.score
    if part is not None:
        told = row.moment
        score += 0.25 if told == part else 0.0 if told is None else -0.25
    score += 0.12 * (all(group & row.keys for group in ask.keys) if ask.keys else 0)
    score += 0.10 * all(carries(row.text, name) for name in ask.proper) if ask.proper else 0
    if ask.unit in {"percent", "level"} or ask.aim == "direction":
        intraday = bool(_INTRADAY.search(row.text))
        score -= 0.15 * (intraday and part != "open" and part != "midday")
        score += 0.04 * bool(ask.unit and fitting_figures(ask, row))
        score += 0.08 * _same_way(ask, row)
    if ask.aim == "summary":
        score += 0.2 * (row.passage.hit.chunk.ordinal == 0 and row.sentence.start < 3)
    if ask.named_answer:
        score += 0.12 * bool(_MAKER.search(row.text))
    if ask.aim == "reason":
        score += 0.08 * (row.passage.hit.chunk.ordinal == 0 and row.sentence.paragraph == 0)
        score += 0.05 * len(_CAUSE.findall(row.text))
    if ask.aim in {"person", "definition"}:
        score += 0.15 * bool(_ROLE.search(row.text)) if ask.aim == "person" else 0.0
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
