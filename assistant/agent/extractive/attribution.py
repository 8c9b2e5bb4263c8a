"""Attribution: whether a sentence is of whom a question asks the words of, and on what it asks."""

import re
from dataclasses import replace

from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.names import carries
from assistant.agent.extractive.naming import ROLE
from assistant.agent.extractive.sentences import split
from assistant.agent.extractive.speech import Said, Speaker, speeches
from assistant.agent.extractive.terms import covered, vocabulary

_BACK = re.compile(
    r"\b(?:it|they|its|the (?:\w+ )?(?:company|firm|bank|group|chipmaker|carmaker|lender|giant|retailer))\b", re.I
)
# Who said nothing said it on what the sentences beside tell.
_SILENT = re.compile(
    r"\b(?:declin|refus)\w+ to (?:comment|elaborate|say)\b|\bno comment\b|"
    r"\b(?:did|does|has|have|had)(?: not|n['’]t) (?:immediately )?(?:respond|repl|comment)\w*",
    re.I,
)
_GOES_ON = re.compile(
    r"(?:That|This|These|Those|Such)\s+(?:[a-z]+\s+){0,2}?(?:has|have|is|are|was|were|would|will|came|comes|made|drove|sent|gave|led|put|left|"
    r"(?:help|push|lift|boost|prompt|spark|rais|fuel|trigger|undermin|eas|reflect|follow)\w*)\b"
)
_NEXT = 4  # characters between a sentence and the next
_LONGEST = 700  # characters of what is shown from a quotation to its speaker


def is_said(speaker: Speaker, row: Candidate) -> bool:
    """Whether a sentence tells what that speaker says, on the topic where the question names one."""
    return any(_is_of(speaker, row, said[0]) and _is_on(speaker, row, said) for said in _speeches(row))


def spoken_run(row: Candidate) -> list[str]:
    """The sentences of a quotation from the one given to the one that names its speaker, in order; none where it does so."""
    said = next(iter(_speeches(row)), ())
    leader = said[0].leader if said else None
    if leader is None:
        return []
    first, last = sorted((said[0].sentence, leader), key=lambda one: one.start)
    between = [one.text for one in split(row.passage.hit.document.text) if first.start <= one.start <= last.start]
    return between if sum(map(len, between)) <= _LONGEST else [first.text, last.text]


def gone_on_from(row: Candidate) -> Candidate | None:
    """The sentence right before one that goes on from it, "That sent its shares up", whatever time it is of."""
    earlier = [one for one in split(row.passage.hit.chunk.text) if one.end <= row.sentence.start]
    if not _GOES_ON.match(row.text) or not earlier or row.sentence.start - earlier[-1].end >= _NEXT:
        return None
    return replace(row, sentence=earlier[-1])


def _speeches(row: Candidate) -> list[tuple[Said, ...]]:
    text = row.passage.hit.document.text
    known = speeches(text)
    found = [known[row.text]] if row.text in known else []
    return found or [known[one.text] for one in split(row.text) if one.text in known]


def _is_of(speaker: Speaker, row: Candidate, said: Said) -> bool:
    who = said.who
    if not who:
        return False
    known = any(row.text[span.start : span.end] in who for span in row.names if span.key in speaker.keys)
    back = bool(speaker.keys & row.inherited) and bool(_BACK.search(who))
    named = known or back or any(_names(who, name) for name in speaker.names)
    roles = [term for term in speaker.roles if ROLE.search(term.stem)]
    return named and (not roles or any(covered(term, vocabulary(who)) for term in roles))


def _names(who: str, name: str) -> bool:
    """Whether the words name somebody, be it only by the last of several names: "Gupta" for Sakshi Gupta."""
    last = name.split()[-1]
    return carries(who, name) or (len(last) > 1 and bool(re.search(rf"(?<!\w){re.escape(last)}(?!\w)", who)))


def _is_on(speaker: Speaker, row: Candidate, said: tuple[Said, ...]) -> bool:
    run = " ".join(one.sentence.text for one in said)
    if not all(carries(run, name) for name in speaker.about) and not speaker.about_keys & row.keys:
        return False
    if not speaker.topic or any(covered(term, vocabulary(run)) for term in speaker.topic):
        return True
    return bool(_SILENT.search(row.text)) and any(covered(term, row.around) for term in speaker.topic)
