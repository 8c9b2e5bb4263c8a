"""Wording: what the words of a claim change of its source's, where the claim follows the source closely."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.figures.chinese import DOWN, UP
from assistant.figures.compare import agrees
from assistant.figures.cues import DIRECTION
from assistant.figures.figure import Figure, Told
from assistant.figures.periods import periods
from assistant.figures.qualifiers import Qualifier, qualifiers
from assistant.figures.subjects import NOT_NAMES, Entities, proper_names, subject_of

_WORD = re.compile(r"[A-Za-z]+|[\u4e00-\u9fff]+")
_TOKEN = re.compile(r"[A-Za-z]+|\d[\d,.]*\d|\d|[\u4e00-\u9fff]")
_BREAK = re.compile(
    r"[,;，；、。()（）]|\b(?:and|but|while|whereas|versus|against|compared|from|to|after|before|as|with|than)\b", re.I
)
_ENDS = re.compile(r"[,;，；、。]\s|\b(?:and|but|while|whereas)\b", re.I)
_EMPTY = frozenset(
    "a an the of to in on at by from for and or but it its was were is are has had have as with than that this about "
    "around nearly over up".split()
)
_BETTER = 0.6  # by how much of a claim's words another figure must be the better fit
_EXCHANGED = 0.34  # the same where the claim says that other figure too
_FOLLOWS = 0.6  # the likeness from which a claim is its source's sentence with a few words changed
_CAPITAL = re.compile(r"\b[A-Z][A-Za-z]+")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_REFERS = re.compile(r"公司|集團|該|其|指數|股份|大市|股價|前者|後者")
_IN_BRACKETS = re.compile(r"\s*[(（]")
_LONGEST = 160  # tokens compared


def fits_another(claim: Told, held: Told) -> bool:
    """Whether the words around the claim are those of another figure of that unit in the source's sentence."""
    body, known = claim.text, held.figure
    rivals = [
        one
        for one in held.figures
        if one is not known and one.unit == known.unit and one.kind != "date" and abs(one.value - known.value) > known.precision
    ]
    said = _words_around(claim) if rivals else frozenset()
    if len(said) < 2 and body.isascii():
        return False
    own = len(said & _words_around(held))
    for rival in rivals:
        more = len(said & _words_around(held.beside(rival))) - own
        exchanged = any(one.value == rival.value for one in claim.figures)
        least = max(2 if body.isascii() else 1, len(said) * (_EXCHANGED if exchanged else _BETTER))
        if more >= least and not _told_apart(held, held.beside(rival)):
            return True
    return False


def _told_apart(known: Told, rival: Told) -> bool:
    """Whether two figures of a sentence are said of different names: then the names decide whose the claim is."""
    one, other = (subject_of(told, proper_names).entities for told in (known, rival))
    return bool(one and other) and not one & other


def _words_around(told: Told) -> frozenset[str]:
    """The words said of a figure: those since the last one, and those right behind it; directions as their sign."""
    text, figure = told.text, told.figure
    counted = [one for one in told.figures if one.kind != "date" and one is not figure]
    if figure.role == "to":  # "from 2.1 to 2.5 percent": what is said of the start is said of the end
        counted = [one for one in counted if one.role != "from" or text[one.end : figure.start].strip() != "to"]
    counted = [one for one in counted if not _IN_BRACKETS.fullmatch(text, one.end, figure.start)]  # "9 bn yuan ($1.27 bn)"
    start = max((one.end for one in counted if one.end <= figure.start), default=0)
    end = min((one.start for one in counted if one.start >= figure.end), default=len(text))
    break_at = (_ENDS.search(text, start, figure.start) or _BREAK.search(text, start, figure.start)) if start else None
    before = text[break_at.start() if break_at else start : figure.start]
    return frozenset([*_stems(before), *_stems(_BREAK.split(text[figure.end : end])[0])])


def _stems(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word, lowered = match.group(), match.group().lower()
        if not word.isascii():
            yield "+" if word.endswith(UP) else "-" if word.endswith(DOWN) else word[-2:]
        elif lowered in DIRECTION:
            if not text.startswith((" to ", " at "), match.end()):  # where it went, not how far
                yield "+" if DIRECTION[lowered] > 0 else "-"
        elif lowered == word and lowered not in _EMPTY:
            yield re.sub(r"(?:ies|es|s|ed|ing)$", "", lowered)


def departure(body: str, figures: Sequence[Figure], sentence: str, held: Sequence[Figure], entities: Entities) -> str:
    """What a claim that follows its source's sentence closely says otherwise than the sentence; empty when nothing."""
    ours, theirs = list(_TOKEN.finditer(body))[:_LONGEST], list(_TOKEN.finditer(sentence))[:_LONGEST]
    matcher = SequenceMatcher(
        None, [one.group().lower() for one in ours], [one.group().lower() for one in theirs], autojunk=False
    )
    if not ours or matcher.quick_ratio() < _FOLLOWS or matcher.ratio() < _FOLLOWS:
        return ""
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace":
            ours_at, theirs_at = (ours[a].start(), ours[b - 1].end()), (theirs[c].start(), theirs[d - 1].end())
            if _differ(_within(figures, ours_at), _within(held, theirs_at)):
                return "another figure or date in that place"
            changed = _changed(body, ours_at, sentence, theirs_at, entities)
            if changed:
                return changed
    return ""


def _changed(body: str, said: tuple[int, int], sentence: str, held: tuple[int, int], entities: Entities) -> str:
    for ours in _across(body, said):
        others = [one for one in _across(sentence, held) if one.kind == ours.kind]
        if others and all(one.value != ours.value for one in others):
            return f"another {ours.kind}"
    ours_text, theirs_text = body[said[0] : said[1]], sentence[held[0] : held[1]]
    days, other_days = _weekdays(ours_text, body, said), _weekdays(theirs_text, sentence, held)
    if days and other_days and not days & other_days:
        return "another day"
    if {*_signs(ours_text)} | {*_signs(theirs_text)} == {1, -1} and len({*_signs(ours_text)}) == 1:
        return "the opposite direction"
    named, other_named = entities(ours_text), entities(theirs_text)
    if other_named and not named & other_named and (named or _names_else(ours_text, sentence)):
        return "another name"
    return ""


def _names_else(text: str, sentence: str) -> bool:
    """Whether the words put in a name's place could be another's: none of them stands in the sentence."""
    if any(word.lower() not in NOT_NAMES and word.lower() not in sentence.lower() for word in _CAPITAL.findall(text)):
        return True
    return any(len(word) > 1 and not _REFERS.search(word) and word[:2] not in sentence for word in _HAN_RUN.findall(text))


def _within(figures: Sequence[Figure], stretch: tuple[int, int]) -> list[Figure]:
    return [one for one in figures if one.start < stretch[1] and one.end > stretch[0]]


def _differ(ours: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Whether figures of one unit stand in one place, and none is another's."""
    alike = [(one, other) for one in ours for other in theirs if one.unit == other.unit]
    return bool(alike) and not any(agrees(one, other) or agrees(other, one) for one, other in alike)


def _across(text: str, stretch: tuple[int, int]) -> list[Qualifier]:
    return [one for one in qualifiers(text) if one.start < stretch[1] and one.end > stretch[0]]


def _weekdays(stretch: str, text: str, where: tuple[int, int]) -> frozenset[tuple[str, str]]:
    widened = stretch if stretch.isascii() else text[max(0, where[0] - 2) : where[1]]
    return frozenset(one for one in periods(widened) if one[0] == "weekday")


def _signs(text: str) -> Iterator[int]:
    for word in _WORD.findall(text):
        if word.isascii():
            if word.lower() in DIRECTION:
                yield DIRECTION[word.lower()]
        elif word in UP or word[-1] in "升漲涨":
            yield 1
        elif word in DOWN or word[-1] in "跌挫降":
            yield -1
