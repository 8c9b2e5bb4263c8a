"""Fitness: whether a sentence can answer an ask at all: it names whom it must and carries the figure, role or time."""

import re

from assistant.agent.extractive.asks import Ask, markets_named
from assistant.agent.extractive.evidence import Candidate, owner
from assistant.agent.extractive.names import carries, people, proper_names
from assistant.agent.extractive.periods import quarter_of, tells, told_over
from assistant.agent.extractive.terms import covered, stem, stems, vocabulary, word_list
from assistant.agent.kinds import Unit
from assistant.figures.compare import agrees
from assistant.figures.figure import Figure
from assistant.figures.parse import parse

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
    r"reflecting|supported|weighed|dragged|hurt|hit by|worr(?:y|ies|ied)|hop(?:es?|ing)|saying|arguing|pointing to|given|"
    r"in (?:the wake|anticipation|view|light) of|ahead of|tracking|attribut\w+|blam\w+|thanks)\b|因|由於|由于|"
    r"受.{1,20}(?:影響|帶動|刺激)",
    re.I,
)
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
_HAN = re.compile(r"[\u4e00-\u9fff]")  # in Chinese, nothing marks a name
_SHARE_ASKED = re.compile(r"\b(?:what|which) (?:share|proportion|fraction|portion) of\b", re.I)
_SHARE_SAID = re.compile(
    r"(?:%|\bper ?cent\w*|\bthirds?|\bquarters?|\bhalf|\bfifths?) of\b|\b(?:share|proportion|portion)\b", re.I
)
_SINCE = re.compile(r"\bsince (?:its|the|their|a|\d)\b", re.I)
_FROM_THEN = re.compile(
    r"\b(?:since|from (?:its|the|their|a)|so far|rebound\w*|recover\w*|this (?:week|month|quarter|year))\b", re.I
)
_AMONG = re.compile(r"\bwho (?:at|from|in|of)\b", re.I)  # "who at X": somebody, not an institution
_TURNED = re.compile(r"\b(?:g[ai]v(?:e|es|en|ing) (?:back|up)|par(?:ed|ing)|trimm\w+|eras\w+|recoup\w+|revers\w+)\b", re.I)
_REPORTED_AFTER = re.compile(r"\s+(?:had |has |have )?report(?:ed|s)\b", re.I)
_REPORTED_BEFORE = re.compile(r"\b(?:according to|reported by|citing|cited by|compiled by)\s+(?:the\s+)?$", re.I)
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
    r"\b(?:in|at|near|outside|across|off|from|to|based in)\s+(?:the\s+|north\w*\s+|south\w*\s+|"
    r"east\w*\s+|west\w*\s+)*(?P<place>[A-Z][\w-]+|[A-Z]\w+ [A-Z]\w+)|(?<=在)(?P<han>[\u4e00-\u9fff])"
)
_OPENING = 120  # characters in which a report says over what it tells
_FULL = 0.75  # the coverage with which a sentence need not carry the very noun asked for
_SETTLED_BY_FIGURES = frozenset({"time", "reason", "place", "source", "person"})
_UP = frozenset(stem(word) for word in "rise gain jump climb advance surge soar rally up increase grow leap rebound".split())
_DOWN = frozenset(
    stem(word) for word in "fall drop lose loss decline slip slide sink tumble plunge down decrease slump shed retreat".split()
)
# "Who is the chief executive of X", "who chairs X": the holder of an office.
_HOLDER = re.compile(r"\bwho(?:'s|’s| is| was| are| were| became| chairs| heads| leads| runs| founded)\b", re.I)


def fits(ask: Ask, row: Candidate) -> bool:
    if ask.focus is not None and not covered(ask.focus, row.words) and (ask.unit is not None or row.coverage < _FULL):
        return False
    if ask.focus is not None and not covered(ask.focus, row.passage_words):
        return False
    if ask.stated and ask.aim in _SETTLED_BY_FIGURES and not _states(ask, row):
        return False
    if ask.aim in {"list", "reason"} and _other_way(ask, row):
        return False
    if ask.keys and ask.markets and (told := markets_named(row.text)) and not told & ask.markets:
        return False
    if ask.subject and not any(covered(term, row.words) for term in ask.subject):
        return False
    if ask.unit is not None and not fitting_figures(ask, row):
        return False
    if ask.unit is not None and ask.metrics and not any(covered(term, row.words | row.around) for term in ask.metrics):
        return False
    if (
        ask.unit in _PERIODIC
        and ask.period
        and (ask.moves or (ask.flow and ask.window is not None and ask.window.topical))
        and not _tells_period(ask, row)
    ):
        return False
    if ask.unit is not None and not ask.keys and ask.places and not any(covered(place, row.words) for place in ask.places):
        return False
    if ask.unit == "percent" and ask.moves and _SINCE.search(ask.text) and not _FROM_THEN.search(row.text):
        return False
    if _SHARE_ASKED.search(ask.text) and not _SHARE_SAID.search(row.text):
        return False
    if ask.moves and ask.unit == "percent" and not _MOVEMENT_STEMS & row.words:
        return False
    if ask.aim == "reason":
        return bool(CAUSE.search(row.text))
    if ask.aim == "time":
        return _says_when(ask, row)
    if ask.aim == "person":
        return _is_person(ask, row)
    if ask.aim == "saying" and ask.keys and any(ROLE.search(term.stem) for term in ask.terms):
        return any(_holds_role(row, group) for group in ask.keys)
    if ask.aim == "place":
        return any((match["place"] or match["han"]) not in ask.text for match in _SOMEWHERE.finditer(row.text))
    if ask.named_answer:
        named = any(not _only_reports(row.text, name) for name in new_names(ask, row))
        return named or bool(row.inherited - _asked_keys(ask)) or bool(_HAN.search(row.text))
    if ask.aim == "definition":
        return all(carries(row.text, name) for name in ask.proper)
    if ask.aim == "direction":
        return bool(_MOVEMENT_STEMS & row.words)
    if ask.aim == "source":
        return bool(_SOURCED.search(row.text)) and bool(new_names(ask, row))
    return True


def _tells_period(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence tells of the period asked about: itself, in its title, or where its report opens."""
    assert ask.period is not None
    quarter = quarter_of(ask.text)
    if tells(ask.period, f"{row.passage.hit.document.title}. {row.text}", ask.window, quarter=quarter):
        return True
    lead = row.passage.hit.document.text[:_OPENING]
    silent = all(told_over(row.text, figure.start, figure.end) is None for figure in row.figures)
    return silent and ask.period != "day" and tells(ask.period, lead, ask.window, quarter=quarter)


def _states(ask: Ask, row: Candidate) -> bool:
    """Whether the sentence states a figure that the question states."""
    return any(agrees(said, figure) or agrees(figure, said) for said in ask.stated for figure in row.figures)


def direction_asked(ask: Ask) -> int:
    """1 where the question supposes a rise, -1 a fall, 0 neither or both."""
    said = {term.stem for term in ask.terms}
    return bool(_UP & said) - bool(_DOWN & said)


def _other_way(ask: Ask, row: Candidate) -> bool:
    """Whether the sentence tells only of movement against the one asked about."""
    asked = direction_asked(ask)
    same, other = (_UP, _DOWN) if asked > 0 else (_DOWN, _UP)
    return bool(asked) and not same & row.words and bool(other & row.words) and not _TURNED.search(row.text)


def _asked_keys(ask: Ask) -> frozenset[str]:
    return frozenset(key for group in ask.keys for key in group)


def new_names(ask: Ask, row: Candidate) -> list[str]:
    """The names of the sentence that the question does not have."""
    asked = _asked_keys(ask)
    known = [row.text[span.start : span.end] for span in row.names if span.key not in asked]
    return [*known, *(name for name in proper_names(row.text, list(row.names)) if not carries(ask.text, name))]


def _new_institutions(ask: Ask, row: Candidate) -> list[str]:
    """The companies and institutions of the sentence that the question does not have."""
    asked = _asked_keys(ask)
    known = [row.text[span.start : span.end] for span in row.names if span.key not in asked and not span.index]
    named = [name for name in new_names(ask, row) if word_list("institutions") & set(name.lower().split())]
    return [*known, *(name for name in named if name not in known)]


def _only_reports(text: str, name: str) -> bool:
    """Whether a name stands in a text only as that of whoever reported it: "the Financial Times reported"."""
    place = text.find(name)
    return bool(_REPORTED_AFTER.match(text[place + len(name) :]) or _REPORTED_BEFORE.search(text[:place]))


def new_people(ask: Ask, row: Candidate) -> list[str]:
    """The full names of people in the sentence that the question does not have."""
    return [name for name in people(row.text) if not carries(ask.text, name)]


def _says_when(ask: Ask, row: Candidate) -> bool:
    """Whether the sentence gives a time that the question does not have."""
    words = {match.group().lower() for match in _DATE_WORDS.finditer(row.text)}
    if words - {match.group().lower() for match in _DATE_WORDS.finditer(ask.text)}:
        return True
    asked = {figure.value for figure in parse(ask.text) if figure.unit == "date"}
    return any(figure.unit == "date" and figure.value not in asked for figure in row.figures)


def _is_person(ask: Ask, row: Candidate) -> bool:
    """ "Who is NAME": the name with a role beside it. "Who is the ROLE of X": the role right beside X, and a person.
    Else somebody, or an institution, that the question does not name."""
    if ask.proper and not ask.terms:
        return all(carries(row.text, name) for name in ask.proper)
    roles = [term for term in ask.terms if ROLE.search(term.stem) or any(ROLE.search(word) for word in term.synonyms)]
    if _HOLDER.search(ask.text) and roles:
        own = all(group & row.keys for group in ask.keys) and all(carries(row.text, name) for name in ask.proper)
        if not own or not new_people(ask, row) or not all(covered(term, row.words) for term in roles):
            return False
        return not ask.keys or any(_holds_role(row, group) for group in ask.keys)
    if new_people(ask, row) or _HAN.search(row.text):
        return True
    return not roles and not _AMONG.search(ask.text) and bool(_new_institutions(ask, row))


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
    wanted = _asked_keys(ask)
    return [
        figure
        for figure in row.figures
        if _is_unit(figure, ask.unit) and not _passed(ask, row, figure) and not _of_another_span(ask, row, figure)
        if not ask.counted or _is_counted(ask, row, figure)
        if ask.either or not any(figure.value == said.value for said in ask.stated)
        if (not wanted or not (own := owner(row, figure)) or own & wanted or _is_beside(ask, row, wanted))
    ]


def _is_beside(ask: Ask, row: Candidate, wanted: frozenset[str]) -> bool:
    """Whether a sentence without names goes on about one of those wanted: "The site is costing about $390 million"."""
    return ask.unit in {"money", "number"} and not row.keys and bool(wanted & row.nearby)


def _of_another_span(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a move is told over another span than the one asked about: "42 percent this year" is no day's."""
    if ask.unit != "percent" or not ask.moves:
        return False
    window = ask.window
    one_day = window is not None and window.first is not None and window.first == window.last
    asked = ask.period or ("day" if one_day else None)
    told = told_over(row.text, figure.start, figure.end)
    return asked is not None and told is not None and told != asked


def _passed(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a level is one that was left behind: a peak, a record, the "from" of a movement."""
    if ask.unit != "level":
        return False
    return figure.role == "from" or bool(_LEFT.search(row.text[max(0, figure.start - 30) : figure.start]))


def _is_counted(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a figure counts one of the things asked for."""
    behind = vocabulary(_counts(row, figure))
    return any(covered(term, behind) for term in ask.counted)


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
