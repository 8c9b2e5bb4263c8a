"""Owners: whether a figure of a claim is said of those of whom its source says it."""

import re
from dataclasses import replace
from functools import lru_cache

from assistant.figures.figure import Told
from assistant.figures.passages import Passage, Sentence
from assistant.figures.sentences import spans
from assistant.figures.subjects import (
    GOES_ON,
    LANDS,
    PLACES,
    Entities,
    carried_over,
    is_group,
    proper_names,
    subject_of,
    where,
    with_seats,
    without_sayers,
)

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FROM_A_LAND = re.compile(r"\b[Tt]he [a-z -]{3,40} (?:from|of) (?:[A-Z][a-z]+ ?){1,2}")  # "the second seed from China"
_LOWER = re.compile(r"(?<![A-Za-z])[a-z]{3,}")


def segment(told: Told) -> str:
    """What stands before a figure, since the one before it."""
    ends = (one.end for one in told.figures if one.end <= told.figure.start and one.kind != "date")
    return told.text[max(ends, default=0) : told.figure.start]


def other_subject(
    claim: Told, told: Told, sentence: Sentence, passage: Passage, entities: Entities, begin: int, *, sayers: bool = True
) -> str:
    """Whose figure it is otherwise; without `sayers`, those who only tell it are nobody it is said of."""
    who, figure = entities, told.figure
    said = subject_of(claim, who)
    before = segment(claim)
    unlisted = bool(proper_names(before)) and not entities(before)  # "while Airbnb dropped", where no catalogue knows it
    if (not said.entities or unlisted) and entities is not proper_names and not _HAN.search(passage.text + claim.text):
        who = proper_names
        said = subject_of(claim.after(begin), who)
    if who is proper_names and not sayers:
        claim, told = without_sayers(claim.after(begin)), without_sayers(told)
        said = subject_of(claim, who)
    words = frozenset[str]()
    if who is proper_names:
        words = _lower_words(passage.text)  # "Imports" opens
        said = replace(said, entities=said.entities - PLACES - words - (where(claim.text) & where(passage.text)))
    if who is proper_names and said.entities <= LANDS and _of_that_land(said.entities, sentence, passage):
        return ""
    if not said.entities:
        return ""
    known = subject_of(told, who)
    if passage.kind != "news" and sentence.start >= 0:
        owners = who(f"{passage.title}\n{sentence.text}") or who(passage.text)
        if passage.kind == "calculation" and not owners:
            return ""
    else:
        owners = known.entities
        opens = not who(_FROM_A_LAND.sub(" ", sentence.text[: figure.start]))
        if opens:
            owners -= LANDS
        if (owners <= words and not _other_name(claim.text, told)) or (opens and GOES_ON.match(sentence.text)):
            owners |= carried_over(passage.text, sentence.text, sentence.start, passage.title, spans(passage.text), who)
    if who is proper_names and _alone(told):  # with no other figure of its kind beside it, it is that of any who are named
        said = replace(said, entities=said.entities | who(segment(claim)))
    if not with_seats(said.entities) & with_seats(owners):
        return "is said of another subject in the source" if owners else "is not said of that subject in the source"
    if known.members and not is_group(claim.text, entities):
        return "is said of several together in the source"
    if said.together and not (known.together or known.members or len(owners) > 1):
        return "is not said of several together in the source"
    return ""


@lru_cache(maxsize=1_024)
def _lower_words(text: str) -> frozenset[str]:
    return frozenset(_LOWER.findall(text))


def _of_that_land(said: frozenset[str], sentence: Sentence, passage: Passage) -> bool:
    """Whether the source's sentence names that country and no other, or the opening does: then it is where, not who."""
    named = with_seats(_lands(sentence.text)) & LANDS
    opening = (one.text for one in passage.sentences if one.start <= 0)
    return with_seats(said) <= (named or with_seats(_lands(" ".join(opening))))


def _lands(text: str) -> frozenset[str]:
    return proper_names(text) | (frozenset({"china"}) if "mainland" in text else frozenset())


def _alone(told: Told) -> bool:
    """Whether a sentence has no other figure of the kind."""
    return not any(one.unit == told.figure.unit and one.value != told.figure.value for one in told.figures)


def _other_name(body: str, held: Told) -> bool:
    """Whether the source's sentence names somebody the catalogue does not know, whom the claim does not name."""
    named = proper_names(held.text[: held.figure.start])
    return bool(named) and not named & proper_names(body) and not _HAN.search(body)
