"""Holding: how surely a sentence speaks of those whom a question names."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate, has_own_subject, speaks_of
from assistant.agent.extractive.names import carries, proper_names
from assistant.agent.extractive.nouns import MARKET_WORDS, MOVEMENT
from assistant.agent.extractive.terms import stem, word_list
from assistant.figures.chinese import HAS_HAN

BESIDE = 0.7  # its neighbours or its title name them
_BY_PART = 0.9  # it says a part of a name that its report says in full: "Xia" for Xia Baolong
ELSEWHERE = 0.5  # only another sentence of the passage does
_OF_OTHERS = 0.3  # and it names others itself
_OF_SOMEBODY = frozenset({"person", "time", "place"})  # where each name must stand near: another prize has another winner
_MARKET = re.compile(r"\b(?:stocks|shares|equities|market)\b|[股市]", re.I)
_SUBJECT_WORDS = 5
_SUBJECT = 40  # characters in which a sentence says whom it is about
_BEFORE, _AFTER = 400, 250  # characters of the passage that count as beside a sentence


def held(ask: Ask, row: Candidate) -> tuple[float, ...]:
    """For each name of the ask, how surely the sentence is about it: 1 it says so, less where only its surroundings do,
    0 where the passage never names it."""
    return (*(_key(ask, row, group) for group in ask.keys), *(_proper(row, name) for name in ask.proper))


def speaks(ask: Ask, row: Candidate, marks: Sequence[float]) -> bool:
    """Whether a sentence is near enough to everyone named to be shown for them: a figure needs its owner beside it."""
    if not marks:
        return True
    if ask.unit is None:
        if _is_telegram(ask):
            return min(marks) >= BESIDE
        if ask.aim == "reason" and len(marks) == 1:  # a cause told of another is not one of his
            return min(marks) >= BESIDE
        if ask.aim == "yesno" and ask.index and len(marks) == 1:  # gold's record beside a word on the index is not its own
            return bool(ask.every_key & (row.keys | row.inherited))
        if ask.named_answer and row.joined and ask.keys and row.keys - ask.every_key:
            return False  # which of the two sentences tells of whom is not said
        if ask.named_answer and len(marks) == 1 and not ask.index and row.keys and _has_other_subject(row.text, ""):
            return min(marks) > ELSEWHERE  # it opens with whom it is about
        return min(marks) > (ELSEWHERE if ask.aim in _OF_SOMEBODY and len(marks) > 1 else _OF_OTHERS)
    if ask.counted and not ask.keys and min(marks) > 0 and not _has_other_subject(row.text, " ".join(ask.proper)):
        return True
    return min(marks) >= BESIDE or (max(marks) >= _BY_PART and min(marks) > 0 and len(marks) > 1)


def _is_telegram(ask: Ask) -> bool:
    """Whether nothing but somebody's shares is named, and when: how they moved is meant."""
    return ask.aim == "fact" and bool(ask.keys) and all(term.stem in MARKET_WORDS | MOVEMENT for term in ask.terms)


def _key(ask: Ask, row: Candidate, group: frozenset[str]) -> float:
    if speaks_of(row, group):
        return 1.0
    if ask.index and ask.aim == "reason" and not row.keys and _MARKET.search(row.text):
        return 1.0
    if group & row.nearby:
        of_figures = ask.unit is not None or _is_telegram(ask)
        other = _has_other_subject(row.text, "") or (of_figures and (has_own_subject(row.text) or bool(row.inherited)))
        return ELSEWHERE if row.keys or other else BESIDE
    if group & row.passage_keys:
        return _OF_OTHERS if row.keys or row.inherited else ELSEWHERE
    return 0.0


def _proper(row: Candidate, name: str) -> float:
    if carries(row.text, name) or _said_in_chinese(row, name):
        return 1.0
    chunk, document = row.passage.hit.chunk.text, row.passage.hit.document
    around = chunk[max(0, row.sentence.start - _BEFORE) : row.sentence.end + _AFTER]
    if any(carries(piece, name) for piece in around.split("\n\n") if row.text[:40] in piece):
        return 0.6 if row.keys or _has_other_subject(row.text, name) else 0.9
    if carries(f"{document.publisher} {document.byline}", name):
        return 0.9
    if not carries(f"{document.title}\n{document.text}", name):
        return 0.0
    if any(_is_part(word) and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", row.text) for word in name.split()):
        return _BY_PART
    return BESIDE if carries(document.title, name) and not row.keys and not proper_names(row.text[:_SUBJECT], []) else ELSEWHERE


def _has_other_subject(text: str, name: str) -> bool:
    """Whether a sentence opens with somebody else's name: "Coca-Cola advanced ..." beside one on Tesla."""
    words = text.split()
    named = proper_names(" ".join(words[:_SUBJECT_WORDS]), [])
    return any(text.startswith(one) and not carries(name, one) for one in named)


def _said_in_chinese(row: Candidate, name: str) -> bool:
    """Whether a Chinese sentence has a word of the market that is the name in English: 比特幣 for Bitcoin."""
    return bool(HAS_HAN.search(row.text)) and all(stem(word.lower()) in row.words for word in name.split())


def _is_part(word: str) -> bool:
    """Whether a word of a name stands for it: "Xia", but not "of" or "National"."""
    return word[:1].isupper() and len(word) > 1 and word.lower() not in word_list("institutions")
