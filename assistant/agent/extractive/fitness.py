"""Fitness: whether a sentence can answer an ask at all: it names whom it must and carries the figure, role or time."""

import re
from typing import Literal

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate, owner, speaks_of
from assistant.agent.extractive.names import carries
from assistant.agent.extractive.periods import quarter_of, tells
from assistant.agent.extractive.terms import covered, stems, vocabulary
from assistant.agent.kinds import Unit
from assistant.figures.figure import Figure

Nearby = Literal["no", "unnamed", "any"]
_PERIODIC = frozenset({"percent", "money", "number"})
_MOVEMENT_STEMS = frozenset(
    reduced
    for word in "rise rose gain jump climb advance surge soar add rally increase up higher leap zoom rebound grow fall drop "
    "lose loss decline slip slide sink tumble plunge shed ease dip retreat down lower slump dive plummet stumble "
    "flat unchanged edge move change gave swing".split()
    for reduced in stems(word)
)
CAUSE = re.compile(
    r"\b(?:because|after|as (?=[a-z])(?!much|many|well|of|a\b|an\b|early|late|low|high|far|long|part)|amid|following|"
    r"on (?:the )?(?:back|news|hopes?|expectations?|bets?|optimism|report|"
    r"reports|growth|speculation|concerns?|worries|fears)|due to|owing to|thanks to|"
    r"citing|driven|fuell?ed|fueling|lifted|boosted|buoyed|helped|spurred|sparked|prompted|led by|in response|"
    r"reflecting|supported|weighed|dragged|hurt|hit by|worr(?:y|ies|ied)|hop(?:es?|ing))\b|因|由於|由于|"
    r"受.{1,20}(?:影響|帶動|刺激)",
    re.I,
)
_MARKET = re.compile(r"\b(?:stocks|shares|equities|market)\b|[股市]", re.I)
_LEFT = re.compile(r"\b(?:peak|record|high|low|from)\s+(?:\w+\s+){0,2}(?:of\s+)?$", re.I)
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
ROLE = re.compile(
    r"\b(?:chief|chair(?:man|woman|person)?|president|founder|co-founder|ceo|cfo|cto|strategist|analyst|"
    r"economist|head|director|minister|secretary|governor|manager|owner|boss|leader|spokes\w+|official)\b",
    re.I,
)
_ROLE_BEFORE = re.compile(
    rf"{ROLE.pattern}(?:\s+(?:officer|and|chief|executive|chair\w*|president|co-founder)){{0,4}}"
    r"\s+(?:of|at|for|with)\s+(?:the\s+)?$",
    re.I,
)
_ROLE_AFTER = re.compile(
    rf"(?:’s|'s)?\s*,?\s*(?:Group|Holdings?|Inc|Corp|Ltd)?\.?(?:’s|'s)?\s+"
    rf"(?:[a-z-]+\s+and\s+)?(?:new\s+|former\s+|vice[ -])?{ROLE.pattern}",
    re.I,
)
_SOMEWHERE = re.compile(
    r"\b(?:in|at|near|outside|across|off|based in)\s+(?:the\s+|north\w*\s+|south\w*\s+|"
    r"east\w*\s+|west\w*\s+)*[A-Z]\w+|在[\u4e00-\u9fff]"
)
_PERSON = re.compile(r"\b[A-Z][a-z]+(?:[- ][A-Z][\w’'-]+)+")


def names_hold(ask: Ask, row: Candidate, *, nearby: Nearby = "no") -> bool:
    """Whether the sentence speaks of everyone the ask names; with `nearby`, its neighbours may name them instead: of a
    sentence that names nobody itself ("unnamed"), or of any."""
    for group in ask.keys:
        if speaks_of(row, group) or (_may_lean(row, nearby) and group & row.nearby):
            continue
        if not (ask.index and ask.aim == "reason" and not row.keys and _MARKET.search(row.text)):
            return False
    passage = row.passage.hit.chunk.text
    return all(carries(row.text, name) or _near_name(row, passage, name) for name in ask.proper)


def _may_lean(row: Candidate, nearby: Nearby) -> bool:
    return nearby == "any" or (nearby == "unnamed" and not row.keys)


def _near_name(row: Candidate, passage: str, name: str) -> bool:
    """Whether a proper name stands in the sentence's neighbours, so that a quote keeps its speaker."""
    lo = max(0, row.sentence.start - 400)
    around = passage[lo : row.sentence.end + 250]
    paragraph = [piece for piece in around.split("\n\n") if row.text[:40] in piece]
    return any(carries(piece, name) for piece in paragraph)


def fits(ask: Ask, row: Candidate) -> bool:
    if ask.focus is not None and not covered(ask.focus, row.words):
        return False
    if ask.subject and not any(covered(term, row.words) for term in ask.subject):
        return False
    if ask.unit is not None and not fitting_figures(ask, row):
        return False
    if (
        ask.unit in _PERIODIC
        and ask.period
        and not tells(ask.period, f"{row.passage.hit.document.title}. {row.text}", ask.window, quarter=quarter_of(ask.text))
    ):
        return False
    if ask.counted and not any(covered(ask.counted, vocabulary(_counts(row, figure))) for figure in row.figures):
        return False
    if ask.moves and ask.unit == "percent" and not _MOVEMENT_STEMS & row.words:
        return False
    if ask.aim == "reason":
        return bool(CAUSE.search(row.text))
    if ask.aim == "time":
        return bool(_DATE_WORDS.search(row.text))
    if ask.aim == "person":
        return _is_person(ask, row)
    if ask.aim == "saying" and ask.keys and any(ROLE.search(term.stem) for term in ask.terms):
        return any(_holds_role(row, group) for group in ask.keys)
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
    roles = [term for term in ask.terms if ROLE.search(term.stem) or any(ROLE.search(word) for word in term.synonyms)]
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
        if _is_unit(figure, ask.unit) and not _passed(ask, row, figure)
        if (not wanted or not (own := owner(row, figure)) or own & wanted)
    ]


def _passed(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a level is one that was left behind: a peak, a record, the "from" of a movement."""
    if ask.unit != "level":
        return False
    return figure.role == "from" or bool(_LEFT.search(row.text[max(0, figure.start - 30) : figure.start]))


def _counts(row: Candidate, figure: Figure) -> str:
    """What a figure counts: the words right behind it."""
    return f"{figure.text} {figure.noun} {row.text[figure.end : figure.end + 40]}"


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
        return figure.unit in {"", "points", "money"} and figure.kind != "change" and figure.value >= 20
    return True
