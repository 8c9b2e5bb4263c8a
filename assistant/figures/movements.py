"""Movements: the directions a text says, and whether a sentence says the opposite of its sources."""

import re
from collections.abc import Sequence

from assistant.figures import cues
from assistant.figures.chinese import HAS_HAN
from assistant.figures.context import is_negated, read_landmarks
from assistant.figures.passages import Passage
from assistant.figures.subjects import Entities

# Words that also mean something other than a movement of a price or an amount.
_OTHER = frozenset(
    "up down more less above below higher lower add adds adding added raise raises raised raising lift lifts lifted "
    "lifting boost boosts boosted "
    "boosting cut cuts cutting growth growing losses loss profit profits surplus deficit discount ease eases "
    "expansion reduction worse off".split()
)
_HAN_UP = re.compile(r"上升|上漲|上涨|升|漲|涨|增長|增长|增加")
_HAN_DOWN = re.compile(r"下跌|下挫|下降|跌|挫|減少|减少|回落|降")


def movements(text: str, *, strict: bool = False) -> frozenset[tuple[int, bool]]:
    """The directions a text says, each with whether it is denied; `strict` leaves out words with other senses."""
    marks = read_landmarks(text)
    found = {
        (cues.DIRECTION[word], is_negated(text, start, marks))
        for word, start in zip(marks.cue_words, marks.cue_starts, strict=True)
        if word not in cues.NAMES_ONLY and not (strict and word in _OTHER)
    }
    if HAS_HAN.search(text):
        found |= {
            (sign, bool(re.search("(?:未|沒有|没有|並非|不)$", text[: match.start()][-4:])))
            for sign, pattern in ((1, _HAN_UP), (-1, _HAN_DOWN))
            for match in [pattern.search(text)]
            if match
        }
    return frozenset(found)


def denies(body: str, passages: Sequence[Passage], entities: Entities) -> str:
    """Why the sentence contradicts its sources; empty when it does not: they move the same entities only the other way."""
    said = movements(body, strict=True)
    if len(said) != 1:
        return ""
    named = entities(body)
    known: set[tuple[int, bool]] = set()
    for passage in passages:
        for sentence in passage.sentences:
            if not named or entities(sentence.text) & named:
                known |= movements(sentence.text, strict=True)
    if known and not known & said:
        return "The source says the opposite: the direction or a denial is not kept."
    return ""
