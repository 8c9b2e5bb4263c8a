"""Fitness: whether a sentence can answer an ask at all: it is of the subject and carries the figure, name or time."""

import re
from collections.abc import Set
from functools import lru_cache

from assistant.agent.extractive.asks import Ask, markets_named
from assistant.agent.extractive.attribution import is_said
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.han_asks import numbered
from assistant.agent.extractive.holding import BESIDE
from assistant.agent.extractive.names import carries
from assistant.agent.extractive.naming import (
    describes,
    gives_name,
    is_person,
    new_names,
    of_that_role,
    says_when,
    says_where,
    says_who,
    spells_out,
)
from assistant.agent.extractive.nouns import MOVEMENT, stems_of
from assistant.agent.extractive.quantities import MOVEMENT_STEMS, quantity_fits, states
from assistant.agent.extractive.sentences import split
from assistant.agent.extractive.terms import Term, content_terms, covered, stem, vocabulary
from assistant.agent.measures import read_measure
from assistant.agent.outlets import asks_for_outlet
from assistant.figures.chinese import HAS_HAN

CAUSE = re.compile(
    r"\b(?:because|after(?! (?:an? |its |the )?(?:\w+ )?(?:high|low|peak|gain|rise|fall|start|open|close|break)\b|"
    r" ?[A-Z]{0,3}[$€£¥]?\d)|"
    r"as (?=[a-z])(?!much|many|well|of|a\b|an\b|early|late|low|high|far|long|part)|as a (?:result|consequence)|amid|following|"
    r"(?:on|over) (?:the |such |growing |rising |renewed )?(?:back|news|hopes?|expectations?|bets?|optimism|report|"
    r"reports|growth|speculation|concerns?|worries|fears|hype)|drove|driving|sent|pushed|"
    r"due to(?! (?:be|land|take|start|begin|open|close|end|arrive|leave|meet|go|come|hold|release|report|expire|speak|"
    r"appear|face|run|make|give|visit|attend|return|publish|vote|launch|sign)\b)|"
    r"suffer(?:ed|ing|s)? from|owing to|thanks to|citing|"
    r"driven|fuell?ed|fueling|lifted|boosted|buoyed|helped|spurred|sparked|prompted|led by|in response|"
    r"reflecting|supported|weighed|dragged|hurt|hit by|worr(?:y|ies|ied)|hop(?:es?|ing)|saying|arguing|pointing to|given|"
    r"in (?:the wake|anticipation|view|light) of|ahead of|"
    r"tracking (?!websites?|services?|sites?|firms?|apps?|data)|caus(?:ed|ing)|trigger(?:ed|ing)|"
    r"forc(?:ed|ing)|that (?:shut|closed|halted|knocked)|attribut\w+|blam\w+|thanks)\b|因|由於|由于|"
    r"[受获獲].{1,24}?(?:影響|影响|帶動|带动|刺激|支持|拖累|提振)|受惠|鑑於|鉴于|引發|引发|拖累|帶動|带动|刺激|憂慮|忧虑|擔心|担心|歸因|归因|"
    r"反映|原因|導致|导致|令(?!吉)|推動|推动|基於|基于|消化|等候|觀望|观望|消息",
    re.I,
)
# Which names who heads it, and no cause.
_HEADED = re.compile(
    r"\b(?:bid|offer|consortium|group|team|effort|push|venture|programme?|delegation|investors|committee|inquiry)\s+led by\b",
    re.I,
)
_GOES_ON = re.compile(
    r"(?:That|This|These|Those|It|They|He|She|The (?:company|firm|move|decision|step|plan|gains?|falls?|rise|drop|shares))\b"
)
# Of what is asked whether it is a record, a sentence tells that says how it stands to its highs or lows.
_RECORD = re.compile(
    r"\brecord\b|\ball-time\b|\bpeaks?\b|\b(?:high|low|strong|weak|bright|bleak)est\b|\b(?:best|worst)\b|最[高低]|新[高低]|[纪紀][录錄]",
    re.I,
)
_SOURCED = re.compile(
    r"\b(?:according to|report(?:s|ed)?|data|compiled|survey|study|filing|statement|cit(?:ed|ing)|said|told|"
    r"showed?)\b|據|根據|报道|報道",
    re.I,
)
_ONLY_AHEAD = re.compile(
    r"\b(?:whether to|may|might|could|plans? to|threaten(?:s|ed) to|vow(?:s|ed) to)\s+(?:also\s+|be\s+|have\s+)?[a-z]+", re.I
)
_DONE_ALREADY = re.compile(
    r"\s*(?:and\s+)?who\s+(?:also\s+)?(?:[a-z]+ed|won|beat|built|bought|left|led|wrote|sold|made|lost|took)\b", re.I
)
_DONE_WITH = re.compile(
    r"\bwhat (?:did|does|do|has|have|will|would) [^?]{2,60}? (?:do|done) (?:with|to|about) (?P<object>[^?,]{2,50})", re.I
)
_RISK_TAKING = re.compile(
    r"\b(?:appetite|demand|hunger|taste) for (?:\w+ )?risk\w*(?: assets?)?"
    r"|\brisk(?:ier|y)?[ -](?:appetite|assets?|on|off|taking|sentiment)\b",
    re.I,
)
_TURNED = re.compile(r"\b(?:g[ai]v(?:e|es|en|ing) (?:back|up)|par(?:ed|ing)|trimm\w+|eras\w+|recoup\w+|revers\w+)\b", re.I)
_OF_MANY_DAYS = frozenset({"highest_close", "lowest_close", "best_day", "worst_day"})
# What is the furthest of its kind; no "interest", "harvest", "request" or "forest".
MOST = re.compile(
    r"\b(?:most|least|best|worst|(?!\w*(?:inter|har?v|requ|for|prot|cont|arr|inv|sugg|dig|man|mod|hon)est\b)[a-z]{3,}est)\b",
    re.I,
)
# Which is a record of weeks, and need be none of the time asked about.
_OF_LATE = re.compile(r"\bin (?:[\w-]+ ){1,3}(?:days?|sessions?|weeks?)\b|\bsince (?:last )?(?:week|[A-Z][a-z]+day)\b", re.I)
_OPENING = 120  # characters in which a report says what it is about
_FULL = 0.75  # the coverage with which a sentence need not carry the very noun asked for
_SETTLED_BY_FIGURES = frozenset({"time", "reason", "place", "source", "person"})
_UP = frozenset(stem(word) for word in "rise gain jump climb advance surge soar rally up increase grow leap rebound".split())
_DOWN = frozenset(
    stem(word) for word in "fall drop lose loss decline slip slide sink tumble plunge down decrease slump shed retreat".split()
)


def fits(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence can answer: it is of the subject, and has the figure and whatever else the ask aims at."""
    if ask.aim in {"meaning", "expansion"}:
        return _meets_aim(ask, row)
    if ask.counted and _other_way(ask, row):
        return False
    if ask.index and _is_extreme(ask) and not (_RECORD.search(row.text) and ask.every_key & (row.keys | row.inherited)):
        return False
    if ask.index and _is_extreme(ask) and _OF_LATE.search(row.text):
        return False
    return _of_the_subject(ask, row) and (ask.unit is None or quantity_fits(ask, row)) and _meets_aim(ask, row)


def _is_extreme(ask: Ask) -> bool:
    """Whether the one of many days is asked for on which an index stood or moved furthest."""
    window, measure = ask.window, read_measure(ask.whole)
    several = window is not None and window.bounded and window.first != window.last
    return several and measure is not None and measure.kind in _OF_MANY_DAYS


def _of_the_subject(ask: Ask, row: Candidate) -> bool:
    strict = ask.unit is not None or HAS_HAN.search(ask.text)
    of_the_most = MOST.search(ask.text) and MOST.search(row.text) and ask.focus and covered(ask.focus, row.around)
    if ask.focus is not None and not covered(ask.focus, row.words) and (strict or row.coverage < _FULL) and not of_the_most:
        return False
    if ask.focus is not None and not covered(ask.focus, row.passage_words):
        return False
    if ask.deed is not None and not covered(ask.deed, _where_told(ask, row)) and _can_say(row, ask.deed):
        return False
    if not all(_of_the_theme(theme, ask, row) for theme in ask.themes):
        return False
    if ask.deed is not None and _ONLY_AHEAD.search(row.text) and _DONE_ALREADY.match(ask.text) and not _is_done(ask.deed, row):
        return False
    if not _of_what_is_done(ask, row) or _likes_risk(ask, row):
        return False
    if ask.numbered and HAS_HAN.search(row.text) and not _of_that_number(ask, row):
        return False
    if ask.stated and ask.aim in _SETTLED_BY_FIGURES and not states(ask, row) and not _stated_beside(ask, row):
        return False
    if ask.keys and ask.markets and (markets := markets_named(row.text)) and not markets & ask.markets:
        return False
    if not gives_name(ask, row) or (_asks_amount(ask) and not _tells_amount(ask, row)):
        return False
    return not ask.subject or any(covered(term, row.words) for term in ask.subject)


def _asks_amount(ask: Ask) -> bool:
    """Whether what is asked for is told by a sum or a share, though it does not say which: "what discount did it get"."""
    return ask.unit is None and ask.aim == "fact" and ask.focus is not None and ask.focus.stem in stems_of("amounts")


def _tells_amount(ask: Ask, row: Candidate) -> bool:
    said = ask.focus is not None and ask.focus.stem in row.words
    return said and any(figure.currency or figure.unit in {"%", "pp", "money", "times"} for figure in row.figures)


def _of_what_is_done(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence says with what something was done, where that is asked: "what did he do with the money"."""
    match = _DONE_WITH.search(ask.text)
    objects = content_terms(match["object"]) if match and match["object"].split()[-1].islower() else []
    return not objects or covered(objects[-1], row.words) > 0


def _likes_risk(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence has the risk that is asked about only as something that investors have an appetite for."""
    if not _RISK_TAKING.search(row.text):
        return False
    other = vocabulary(_RISK_TAKING.sub(" ", row.text))
    return any(covered(term, row.words) > covered(term, other) for term in ask.terms)


def _is_done(deed: Term, row: Candidate) -> bool:
    """Whether a sentence tells a deed otherwise than as one that is still to be decided on: "whether to appeal"."""
    return covered(deed, vocabulary(_ONLY_AHEAD.sub(" ", row.text))) > 0


def _where_told(ask: Ask, row: Candidate) -> frozenset[str]:
    """The words among which a deed must be told: those of the sentence that has its time, or its cause if it is no move."""
    counted = bool(ask.counted) and ask.deed is not None and stem(ask.text.rstrip(" ?").split()[-1].lower()) == ask.deed.stem
    itself = counted or ask.aim == "time" or (ask.aim == "reason" and not _of_a_move(ask))
    return row.words if itself else row.words | row.around


def _of_a_move(ask: Ask) -> bool:
    """Whether it asks about a movement of price, and not why somebody declined to speak."""
    return ask.moves and (ask.deed is None or ask.deed.stem in MOVEMENT)


def _of_the_theme(theme: Term, ask: Ask, row: Candidate) -> bool:
    """Whether a passage says the word that the question opens with; for a figure, near it or where its report opens."""
    if ask.unit is None or theme != ask.themes[0]:
        return covered(theme, row.passage_words) > 0 or not _can_say(row, theme)
    return covered(theme, row.words | row.around) > 0 or covered(theme, _opening(row.passage.hit.document.text[:_OPENING])) > 0


@lru_cache(maxsize=512)
def _opening(text: str) -> frozenset[str]:
    return vocabulary(text)


def _can_say(row: Candidate, term: Term) -> bool:
    """Whether a sentence would say that word in its own language: one in English says none that has no English."""
    return bool(HAS_HAN.search(row.text)) or term.stem.isascii()


def _of_that_number(ask: Ask, row: Candidate) -> bool:
    """Whether the sentence, or else the text before it, speaks last of the one of several that is asked about."""
    own, before = numbered(row.text), numbered(row.passage.hit.chunk.text[: row.sentence.start])
    for kind, asked in ask.numbered:
        said = own.get(kind) or before.get(kind, ())[-1:]
        if not set(asked) & set(said) or (row.joined and set(said) - set(asked)):
            return False
    return True


def _stated_beside(ask: Ask, row: Candidate) -> bool:
    """For a cause: whether its report states elsewhere every figure that the question states."""
    text = row.passage.hit.chunk.text
    said = [re.escape(f"{figure.value.normalize():f}") for figure in ask.stated]
    return ask.aim == "reason" and all(re.search(rf"(?<![\d.]){value}(?!\.?\d)", text) for value in said)


def _meets_aim(ask: Ask, row: Candidate) -> bool:
    if ask.described:
        return describes(ask, row)
    match ask.aim:
        case "meaning":
            return states(ask, row)
        case "expansion":
            return spells_out(ask, row)
        case "reason":
            told = not (ask.moves and ask.themes) or MOVEMENT_STEMS & (row.words | row.around)
            return _tells_cause(ask, row) and bool(told) and not _other_way(ask, row)
        case "time":
            return says_when(ask, row)
        case "person":
            return is_person(ask, row)
        case "list" if ask.wanted > len(new_names(ask, row)):
            return False
        case "place":
            return says_where(ask, row)
        case "list" if _other_way(ask, row):
            return False
        case "saying" if not (is_said(ask.speaker, row) if ask.speaker else of_that_role(ask, row)):
            return False
    if ask.named_answer:
        return says_who(ask, row) and _says_a_word(ask, row)
    match ask.aim:
        case "definition":
            return all(carries(row.text, name) for name in ask.proper)
        case "direction":
            return bool(MOVEMENT_STEMS & row.words)
        case "yesno" if _RECORD.search(ask.text) and not _RECORD.search(row.text):
            return False
        case "yesno" if ask.moves:
            return bool(MOVEMENT_STEMS & row.words) and all(mark >= BESIDE for mark in row.held)
        case "source":
            return asks_for_outlet(ask.text) or (bool(_SOURCED.search(row.text)) and bool(new_names(ask, row)))
    return True


def _tells_cause(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence has a word of cause; of two, the second, which goes on about the first, must have it."""
    if _of_a_move(ask):
        return bool(CAUSE.search(split(row.text)[-1].text if row.joined else row.text))
    first, *rest = split(row.text) if row.joined else (row.sentence,)
    if rest and not _GOES_ON.match(rest[-1].text):
        return False
    return bool(CAUSE.search(_HEADED.sub(" ", rest[-1].text if rest else first.text)))


def _says_a_word(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence itself says something of what is asked, beyond the noun that a name answers."""
    said = [term for term in ask.terms if term != ask.category]
    return not said or any(covered(term, row.words) for term in said)


def direction_asked(ask: Ask) -> int:
    """1 where the question supposes a rise, -1 a fall, 0 neither or both."""
    return direction_of({term.stem for term in ask.terms})


def direction_of(stems: Set[str]) -> int:
    """1 where words say a rise, -1 a fall, 0 neither or both."""
    return bool(_UP & stems) - bool(_DOWN & stems)


def turns(text: str) -> bool:
    """Whether a text tells of movement by the one it undid: "gave up nine percent", "pared its losses"."""
    return _TURNED.search(text) is not None


def _other_way(ask: Ask, row: Candidate) -> bool:
    """Whether the sentence tells only of movement against the one asked about."""
    asked = direction_asked(ask)
    same, other = (_UP, _DOWN) if asked > 0 else (_DOWN, _UP)
    return bool(asked) and not same & row.words and bool(other & row.words) and not turns(row.text)
