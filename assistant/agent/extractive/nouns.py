"""Nouns: what a question asks for, counts, or says to have moved, and what its words are of."""

import re
from functools import cache

from assistant.agent.extractive.terms import Term, content_terms, stem, word_list

_ASKED_NOUN = re.compile(
    r"\b(?:what|which)\s+(?P<phrase>(?:[a-z][\w-]*\s+){1,3}?)(?P<end>did|do|does|is|are|was|were|has|have|had|will|"
    r"would|can|could|should|for|of|on|in)\b"
)
_DONE = re.compile(
    r"\b(?:[a-z]{3,}ed|took|made|bought|sold|won|led|held|gave|cut|put|hit|paid|lost|built|drove|sent|brought|spent|rose|fell|went|"
    r"came|met|fought|broke|ran|left)\b"
)
_WEIGHS = re.compile(r"\s*what (?:\w+ ){0,2}(?:weigh|drag|bear)\w* (?:on|down)\b", re.I)
# "What is Alibaba's revenue", "what was the capacity of the plant"
_OWNED_NOUN = re.compile(
    r"\bwhat(?:'s|’s| is| are| was| were)\s+(?:the\s+)?(?:[\w.&-]+\s+){0,3}?[\w.&-]+(?:'s|’s|s'|"
    r"s’)\s+(?P<phrase>(?:[a-z][\w-]*\s*){1,3})\??\s*(?:$|(?=\bat\b|\bin\b|\bon\b))",
    re.I,
)
_NOUN_OF = re.compile(
    r"\bwhat(?:'s|’s| is| are| was| were)\s+the\s+(?P<phrase>(?:[a-z][\w/-]*\s+){1,4}?)(?:for|"
    r"of|on|in|at|to)\b",
    re.I,
)
# What a level is asked for with; the moment of the day is matched by the report, not by its words.
MEASURE_WORDS = re.compile(
    r"\b(?:at what level|where|level|point|stand|stood|early|trading|trade[ds]?|session|open(?:ed|ing)?|"
    r"clos(?:e|es|ed|ing)|end(?:ed)?|finish(?:ed)?|settle[d]?|latest|last|newest|midday|noon|lunch(?:time)?|"
    r"intraday|morning|afternoon|most recent|worth)\b",
    re.I,
)
_CATEGORY = re.compile(r"\b(?:which|what|name|list)\s+(?P<phrase>(?:[\w’'&-]+\s+){1,4})", re.I)
_ABOUT = re.compile(r"\b(?:about|regarding|concerning|on|of)\s+(?P<topic>[^?]+)", re.I)
MARKET_WORDS = frozenset({"stock", "share", "market", "equiti", "tech", "technolog"})
_DOES = re.compile(
    r"^\s*(?:and\s+)?who (?:(?:will|would|has|have|had|also)\s+)?(?P<who>[a-z]+)\b|"
    r"\bhow many (?:[\w’'-]+ ){1,5}?(?:were|was|are|is|been|be|got) (?P<done>[a-z]+(?:ed|en|wn|ught|urt|lled))\b|"
    r"\bhow many (?:[\w’'-]+ ){1,4}?(?:did|does|will|would|has|have|had)\s[^?]{2,80}?\b(?P<will>cut|axe|lay off|hire|add|"
    r"create|build|sell|buy|cancel|evacuate|arrest|deliver|order|ship|send)\s*\??$|"
    r"\bhow many (?:people|persons|migrants|soldiers|workers|children|civilians|residents|students) (?P<did>[a-z]+ed)\b|"
    r"^\s*which (?:[\w-]+ ){1,3}?(?:is|are|was|were) (?P<doing>[a-z]+ing)\b",
    re.I,
)
_HAPPENED = re.compile(
    r"^\s*(?:and\s+)?(?:when|why)\s+"
    r"(?:will|would|did|does|do|can|could|has|have|had|is|are|was|were)\s+(?P<rest>[^?]+)",
    re.I,
)
_INFINITIVE = re.compile(
    r"\b(?:declin|refus|agree|plan|try|want|decid|need|fail|manag|choos|hop|intend|threaten)\w*\s+to\s+(?P<verb>[a-z]+)|"
    r"\bbe\s+(?P<done>[a-z]+)",
    re.I,
)
_OF_NAMED = re.compile(
    r"(?:the\s+)?§(?:\s+(?:§|(?-i:[A-Z])\w*))*(?:\s+(?:last|first|next|also|again|ever|finally|recently|still|then))*"
    r"\s+(?!s\b)(?P<verb>[a-z]+)",
    re.I,
)
_UNTIL = re.compile(
    r"\s+(?:in|on|at|by|for|to|from|with|of|after|before|since|despite|than|about|as|this|last|next|so|more)\b", re.I
)
_WANTED = re.compile(
    r"\b(?:which|what|who (?:are|were)|name|list)\s+(?:the\s+)?(?P<number>two|three|four|five)\b|"
    r"\b(?:which|what|who (?:are|were)|name|list)\s+(?:the\s+)?(?P<digit>[2-5])\b",
    re.I,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_SIZES = re.compile(r"\b(?:(?:high|low|big|large|small|steep)(?:e?st|gest)|total|daily|(?:one|single)-day)\b", re.I)
_MOVED = re.compile(
    r"\b(?:did|does|do|has|have|had|will|would|is|are|was|were|can|could)\s+(?:the\s+)?(?P<subject>[^?]{3,60}?)\s+"
    r"(?:be\s+)?(?:ris\w+|rose|fall\w*|fell|grow\w*|grew|gain\w*|los[et]\w*|increas\w*|decreas\w*|declin\w*|"
    r"jump\w*|drop\w*|climb\w*|chang\w*|mov\w+)\b",
    re.I,
)
MOVEMENT = frozenset(
    "rise fall gain lose jump drop climb surg soar slide slip move chang ralli declin advanc plung tumbl grow up down".split()
)


def focus_of(text: str) -> Term | None:
    """The noun asked for, unless its answer is named without it."""
    if _WEIGHS.match(text):
        return None
    asked = _ASKED_NOUN.search(text[:1].lower() + text[1:])
    match = asked or _OWNED_NOUN.search(text) or _NOUN_OF.search(text)
    phrase = match["phrase"] if match else ""
    if asked and asked["end"] in {"for", "of", "on", "in"}:  # "which band took on X": only up to what it did
        phrase = _DONE.split(phrase)[0] or phrase
    terms = content_terms(MEASURE_WORDS.sub(" ", phrase))
    if terms and terms[-1].stem in MOVEMENT | {"growth", "high", "low", "rate"}:
        return None
    return terms[-1] if terms and not {stem(word) for word in terms[-1].stem.split()} & stems_of("named_nouns") else None


def subject_of(text: str) -> tuple[Term, ...]:
    """The words for what moved, where they are no name."""
    match = _MOVED.search(text)
    if match is None or "§" in match["subject"]:
        return ()
    return tuple(content_terms(_SIZES.sub(" ", MEASURE_WORDS.sub(" ", match["subject"]))))


def counted_of(text: str) -> tuple[Term, ...]:
    """What "how many" asks the number of, where it is no unit of movement; the words up to the verb, of which one counts."""
    match = re.search(
        r"\bhow many\s+(?!(?:billion|million|trillion)s?\b|(?:have|has|had|are|were|was|did)\b)(?P<noun>(?:[a-z-]+\s+){1,5}?)"
        r"(?:did|do|does|is|are|was|were|has|have|had|"
        r"will|in|at|were)\b",
        text,
        re.I,
    )
    terms = content_terms(match["noun"].split(" of ")[0]) if match else []
    return () if {"percent", "point", "article"} & {term.stem for term in terms[-1:]} else tuple(terms)


@cache
def stems_of(name: str) -> frozenset[str]:
    """The stems of a list of the lexicon."""
    return frozenset(stem(word) for word in word_list(name))


@cache
def place_names() -> frozenset[str]:
    """The stems of the places where markets are."""
    return frozenset(" ".join(stem(word) for word in name.split("-")) for name in word_list("places"))


def places_said(words: frozenset[str]) -> frozenset[str]:
    """The places with markets that are among the words of a text."""
    return words & place_names()


def category_of(text: str) -> Term | None:
    """The noun of which an instance is asked for, and which the answer may do without: "which carmakers"."""
    match = _CATEGORY.search(text)
    known = stems_of("named_nouns") | stems_of("named_by")
    return next((term for term in content_terms(match["phrase"]) if term.stem in known), None) if match else None


def deed_of(text: str, bare: str) -> Term | None:
    """What somebody is asked to have done, what was done to those who are counted, or of what the time or the cause is asked:
    "who sponsors", "how many were hurt", "when will it open". `bare` has a § for each name."""
    match = _DOES.search(text)
    said = next((word for word in match.groups() if word), "") if match else ""
    word = said.lower() if match else _happened(bare)
    terms = [] if word in word_list("no_deeds") else content_terms(word)
    return terms[0] if terms else None


def _happened(bare: str) -> str:
    """The verb of "when will § open the plant" or "why did oil prices fall", as far as it can be told without a grammar."""
    match = _HAPPENED.search(bare)
    if match is None:
        return ""
    rest = match["rest"]
    moved = next((word for word in rest.split() if stem(word.lower()) in MOVEMENT - {"up", "down"}), "")
    done = _INFINITIVE.search(rest) or (None if moved else _OF_NAMED.match(rest))
    said = next(word for word in done.groups() if word) if done is not None else moved
    if said:
        return said.lower()
    words = _UNTIL.split(rest)[0].split()
    return words[-1].lower() if words and words[-1].isalpha() else ""


def topic_of(text: str) -> tuple[Term, ...]:
    """What somebody is asked to have spoken about."""
    return tuple(content_terms(match["topic"])) if (match := _ABOUT.search(text)) else ()


def wanted_of(text: str) -> int:
    """How many names are asked for: 3 of "name three"; 1 where it does not say."""
    match = _WANTED.search(text)
    return _NUMBERS.get((match["number"] or "").lower(), int(match["digit"] or 1)) if match else 1
