"""Naming: whether a sentence names somebody, somewhere or some time that the question does not have."""

import re
from functools import cache

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.describing import asks_post, is_described
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.names import carries, is_spelled_out, people, proper_names
from assistant.agent.extractive.terms import Term, covered, stem, vocabulary, word_list
from assistant.figures.chinese import HAS_HAN
from assistant.figures.parse import parse

_DATE_WORDS = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|"
    r"today|yesterday|tomorrow|last (?:week|month|year)|next (?:week|month|year)|this (?:week|month|year)|"
    r"later this|(?:19|20)\d\d|(?:first|second|third|fourth|final|next|last|this|current|coming)[- ]quarter)\b|[年月日]|週|周",
    re.I,
)
_CLOCK_ASKED = re.compile(r"\b(?:at )?what (?:time|hour)\b", re.I)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d\b(?! ?(?:%|percent|per cent|billion|million))|\b\d{1,2} ?(?:am|pm|a\.m|p\.m)\b|"
    r"\b(?:noon|midnight|o’clock|o'clock)\b",
    re.I,
)
ROLE = re.compile(
    r"\b(?:chief|chair(?:man|woman|person)?|president|founder|co-founder|ceo|cfo|cto|strategist|analyst|"
    r"economist|head|director|minister|secretary|governor|manager|owner|boss|leader|spokes\w+|official)\b",
    re.I,
)
_ROLES = "president secretary governor official minister treasurer commissioner executive officer spokesman spokeswoman"
_AMONG = re.compile(r"\bwho (?:at|from|in|of)\b|\bnames? of\b", re.I)  # "who at X": somebody, not an institution
_REPORTED_AFTER = re.compile(r"\s+(?:had |has |have )?report(?:ed|s)\b", re.I)
_REPORTED_BEFORE = re.compile(r"\b(?:according to|reported by|citing|cited by|compiled by)\s+(?:the\s+)?$", re.I)
_ROLE_BEFORE = re.compile(
    rf"{ROLE.pattern}(?:\s+(?:officer|and|chief|executive|chair\w*|president|co-founder)){{0,4}}"
    r"\s+(?:of|at|for|with)\s+(?:the\s+)?(?:(?-i:[A-Z])\w+\s+){0,2}$",
    re.I,
)
_LEADS = re.compile(
    r"\b(?:(?:chair|head|lead|run|found|co-found|manage|own)(?:s|ed|ing)?|led)\s+(?:the\s+)?(?:(?-i:[A-Z])\w+\s+){0,3}$", re.I
)
_GROUP = r"(?:group|company|firm|party|agency|union|association|organi[sz]ation|school|bank|fund|team)"
_DEFINED = re.compile(r"\b(?:what|who)(?:'s|’s| is| are| was| were)\s+(?:an?\s+|the\s+)?(?P<name>[^?]{2,60}?)\s*\??\s*$", re.I)
_OF_THE_GROUP = re.compile(
    rf"\b(?:the (?:\w+ )?{_GROUP}(?:’s|'s)|its)\s+(?:[a-z-]+\s+){{0,2}}?{ROLE.pattern}|{ROLE.pattern} of the {_GROUP}\b", re.I
)
_ROLE_AFTER = re.compile(
    rf"(?:’s|'s)?\s*,?\s*(?:Group|Holdings?|Inc|Corp|Ltd)?\.?(?:’s|'s)?\s+"
    rf"(?:[a-z-]+\s+and\s+)?(?:new\s+|former\s+|vice[ -])?{ROLE.pattern}",
    re.I,
)
_SOMEWHERE = re.compile(
    r"\b(?:in|at|near|outside|across|off|from|to|based in)\s+(?:the\s+|north\w*\s+|south\w*\s+|"
    r"east\w*\s+|west\w*\s+)*(?P<place>[A-Z][\w-]+|U\.[SK]|[A-Z]\w+ [A-Z]\w+)|(?<=在)(?P<han>[\u4e00-\u9fff])"
)
_TOLD_BY = re.compile(r"\bwho (?:told|said|says|confirmed|disclosed|revealed)\b", re.I)
_UNNAMED = re.compile(
    r"\b(?:sources?|people|persons?|insiders) (?:with|familiar|close|briefed|who)\b|\baccording to (?:\w+ )?sources\b", re.I
)
# "Under CEO NAME, X has grown": of the one company that the sentence is about.
_UNDER = re.compile(
    rf"Under (?:its |the )?(?:new |current )?(?:[a-z-]+ ){{0,2}}{ROLE.pattern}(?: (?:executive|officer))*,? (?-i:[A-Z])", re.I
)
# "Who is the chief executive of X", "who chairs X": the holder of an office.
_HOLDER = re.compile(r"\bwho(?:'s|’s| is| was| are| were| became| chairs| heads| leads| runs| founded)\b", re.I)

_HELD_BY = re.compile(
    r"\b(?:run|operated|owned|led|headed|managed|chaired|founded|controlled|overseen)\s+by\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)"
)
_ITS = r"(?:the|a|an|its|their|his|her)"
_NAME_ASKED = re.compile(
    rf"\bname of {_ITS} (?:[a-z][\w-]* )*?(?P<of>[a-z][\w-]*)\s*\??\s*$|"
    rf"\bwhat (?:is|was) {_ITS} (?:[a-z][\w-]* )*?(?P<called>[a-z][\w-]*) (?:called|named)\b",
    re.I,
)
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_NAME_BEHIND = re.compile(r"\s*,?\s*(?:which is |is |was )?(?:called|named|known as|dubbed|,)?\s*[“\"‘']?(?:the )?[A-Z][\w-]+")
_NAME_BEFORE = re.compile(r"(?<=\w )(?:[A-Z][\w-]+ )+(?:[a-z-]+ )?$")


def is_role(term: Term) -> bool:
    """Whether a term of a question is a role, or a word for holding one, whatever its stem cuts off: "president"."""
    words = {word for phrase in (term.stem, *term.synonyms) for word in phrase.split()}
    return bool(words & _role_stems()) or any(ROLE.search(word) for word in words)


@cache
def _role_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _ROLES.split())


def says_who(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence names a company or an institution that may be the one asked for."""
    named = any(not _only_reports(row.text, name) for name in new_names(ask, row))
    return named or bool(row.inherited - ask.every_key) or bool(HAS_HAN.search(row.text))


def says_where(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence gives a place that the question does not have."""
    return any((match["place"] or match["han"]) not in ask.text for match in _SOMEWHERE.finditer(row.text))


def of_that_role(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence is of the holder of the role that an ask names beside somebody, where it names one."""
    if not ask.keys or not any(ROLE.search(term.stem) for term in ask.terms):
        return True
    return any(_holds_role(row, group) for group in ask.keys)


_COMING_ASKED = re.compile(
    r"\bwhen will\b|\bwhen\b[^?]*\b(?:next|upcoming|coming|due|scheduled|expected)\b"
    r"|[何幾几什甚][時时麼么]?.{0,12}[將将會会]",
    re.I,
)
_COMING = re.compile(
    r"\b(?:will|would|shall|due|set|scheduled|slated|(?<!than )expect(?:s|ed|ing)?|plans?|planned|planning|to be|upcoming"
    r"|coming|next|later (?:this|on)|by the end|on track|aims?|intends?|meets|opens|starts|begins|convenes|until|ahead of"
    r"|before)\b"
    r"|[將将]|预计|預計|[预預][期定]|[定擬拟]於|定于|拟于|[計计][劃划]|下(?:[個个])?[週周月季]|明年|稍後|稍后",
    re.I,
)


def says_when(ask: Ask, row: Candidate) -> bool:
    """Whether the sentence gives a time that the question does not have; of the day, where that is asked for; one to come
    where that is."""
    if asks_of_coming(ask.text) and not _tells_of_coming(ask, row):
        return False
    if _CLOCK_ASKED.search(ask.text):
        return bool(_CLOCK.search(row.text))
    words = {match.group().lower() for match in _DATE_WORDS.finditer(row.text)}
    if words - {match.group().lower() for match in _DATE_WORDS.finditer(ask.text)}:
        return True
    asked = {figure.value for figure in parse(ask.text) if figure.unit == "date"}
    if ask.stated and _CLOCK.search(row.text):  # the hour of a level that was reached, on the day of its report
        return True
    return any(figure.unit == "date" and figure.value not in asked for figure in row.figures)


def asks_of_coming(question: str) -> bool:
    """Whether it is asked when something is to happen."""
    return _COMING_ASKED.search(question) is not None


def _tells_of_coming(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence looks ahead, and to what the question asks about."""
    about = [term for term in ask.terms if not _COMING.fullmatch(term.stem)]
    said = sum(covered(term, row.words) > 0 for term in about)
    return bool(_COMING.search(row.text)) and 2 * said >= len(about)


def is_person(ask: Ask, row: Candidate) -> bool:
    """ "Who is NAME": the name with a role beside it. "Who is the ROLE of X": the role right beside X, and a person.
    Else somebody, or an institution, that the question does not name."""
    if ask.proper and not ask.terms:
        return all(carries(row.text, name) for name in ask.proper)
    roles = [term for term in ask.terms if is_role(term)]
    if _HOLDER.search(ask.text) and roles:
        if _is_held_by(ask, row):
            return True
        own = all(group & row.keys for group in ask.keys) and all(carries(row.text, name) for name in ask.proper)
        if not own or not new_people(ask, row) or not all(covered(term, row.words) for term in roles):
            return False
        return _has_that_role(ask, row)
    if ask.wanted > 1:
        return len(new_people(ask, row)) >= ask.wanted
    if HAS_HAN.search(row.text):  # where no capital tells a name, the role asked for must be said
        return all(covered(term, row.words) for term in roles)
    if new_people(ask, row):
        return True
    if _TOLD_BY.search(ask.text) and _UNNAMED.search(row.text):
        return True
    return not roles and not _AMONG.search(ask.text) and bool(_new_institutions(ask, row))


def _is_held_by(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence says by whom what is asked about is run: "the canal is operated by the Panama Canal Authority"."""
    held = [match for match in _HELD_BY.finditer(row.text) if not carries(ask.text, match["name"])]
    about = [term for term in ask.terms if not is_role(term)]
    before = vocabulary(row.text[: held[0].start()]) if held else frozenset()
    return bool(held and about) and all(covered(term, before) for term in about)


def gives_name(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence names what the question asks the name of: "the boat, called Alma", "the Alma boat"; true where it
    asks for none."""
    match = _NAME_ASKED.search(ask.text)
    noun = stem((match["of"] or match["called"]).lower()) if match else ""
    if not noun:
        return True
    places = [one for one in _WORD.finditer(row.text) if stem(one.group().lower()) == noun]
    return any(_NAME_BEHIND.match(row.text, one.end()) or _NAME_BEFORE.search(row.text[: one.start()]) for one in places)


def new_names(ask: Ask, row: Candidate) -> list[str]:
    """The names of the sentence that the question does not have."""
    asked = ask.every_key
    known = [row.text[span.start : span.end] for span in row.names if span.key not in asked]
    return [*known, *(name for name in proper_names(row.text, list(row.names)) if not carries(ask.text, name))]


def _new_institutions(ask: Ask, row: Candidate) -> list[str]:
    """The companies and institutions of the sentence that the question does not have."""
    asked = ask.every_key
    known = [row.text[span.start : span.end] for span in row.names if span.key not in asked and not span.index]
    named = [name for name in new_names(ask, row) if word_list("institutions") & set(name.lower().split())]
    return [*known, *(name for name in named if name not in known)]


def new_people(ask: Ask, row: Candidate) -> list[str]:
    """The full names of people in the sentence that the question does not have, be it only by the last of the names."""
    asked = {name.split()[-1] for name in ask.proper}
    return [name for name in people(row.text) if not carries(ask.text, name) and name.split()[-1] not in asked]


def _only_reports(text: str, name: str) -> bool:
    """Whether a name stands in a text only as that of whoever reported it: "the Financial Times reported"."""
    place = text.find(name)
    return bool(_REPORTED_AFTER.match(text[place + len(name) :]) or _REPORTED_BEFORE.search(text[:place]))


def _has_that_role(ask: Ask, row: Candidate) -> bool:
    """Whether a role is told of whom the question names: right beside the name, or of "the group" where that is meant."""
    if ask.keys:
        return any(_holds_role(row, group) for group in ask.keys)
    if not ask.proper:
        return True
    places = [match.span() for name in ask.proper for match in re.finditer(re.escape(name), row.text)]
    return any(_is_beside_role(row.text, *place) for place in places) or (not places and bool(_OF_THE_GROUP.search(row.text)))


def _holds_role(row: Candidate, keys: frozenset[str]) -> bool:
    """Whether a role stands right beside one of the names: "chief executive of X", "X CEO", but not "head of X's unit"."""
    if any(_is_beside_role(row.text, span.start, span.end) for span in row.names if span.key in keys):
        return True
    return bool(_UNDER.match(row.text)) and row.keys == keys & row.keys


def _is_beside_role(text: str, start: int, end: int) -> bool:
    """Whether a role, or a word for leading, stands right beside the name at text[start:end]."""
    before, after = text[:start], text[end:]
    possessed = re.match(r"(?:’s|'s|’|')\s+\w+", after)
    if _LEADS.search(before) or (_ROLE_BEFORE.search(before) and not (possessed and not _ROLE_AFTER.match(after))):
        return True
    return bool(_ROLE_AFTER.match(after))


def spells_out(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence has the full name of what the question names in short."""
    known = [row.text[span.start : span.end] for span in row.names if span.key in ask.every_key]
    if any(" " in name and not name.isupper() for name in known):
        return True
    return any(is_spelled_out(row.text, name) for name in ask.proper)


def defines(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence says what the one it is about is: "X is a ...", "X, which ...", "the chip maker X"."""
    phrase = _DEFINED.search(ask.text)
    places = _named_at(ask, row)
    places += [match.span() for match in re.finditer(re.escape(phrase["name"]), row.text, re.I)] if phrase else []
    return any(is_described(row.text, *place, post=False) for place in places)


def describes(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence says what the one it is about makes or does, or which post he holds, as is asked."""
    post = asks_post(ask.text)
    return any(is_described(row.text, *place, post=post) for place in _named_at(ask, row))


def _named_at(ask: Ask, row: Candidate) -> list[tuple[int, int]]:
    """Where a sentence names those whom the ask is about."""
    places = [(span.start, span.end) for span in row.names if span.key in ask.every_key]
    return places + [match.span() for name in ask.proper for match in re.finditer(re.escape(name), row.text)]
