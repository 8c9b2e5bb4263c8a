"""Sentences: a text cut where its sentences end, with the place of each."""

import itertools
import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    "inc corp co ltd llc plc dr mr mrs ms prof st jr sr vs no nos fig est approx dept gov sen rep gen "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k u.n e.g i.e a.m p.m etc".split()
)
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|[。！？；]+[」』”’）]*|\n\s*\n|\n(?=[-*•|#]|\(?\d{1,2}[:.]\d\d\b)|\n(?=[A-Z“\"])|$")
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z.&-]*)[.]$")
_LONGEST = 1_200
_HEADING = 50  # characters up to which a line without a full stop stands by itself, as a heading or a byline does
_LONGEST_PAIR = 600
_LONGEST_TABLE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as it stands at text[start:end], with the ordinal of its paragraph."""

    text: str
    start: int
    end: int
    paragraph: int


def split(text: str) -> list[Sentence]:
    """The sentences of a text, in order; each keeps its exact characters."""
    found: list[Sentence] = []
    begin = paragraph = 0
    for match in _END.finditer(text):
        if match.end() < begin or (match.group().startswith(".") and not _ends(text, match.start(), match.end())):
            continue
        if match.group() == "\n" and text[match.end()].isalpha() and match.start() - begin > _HEADING:
            continue
        _add(found, text, begin, match.end(), paragraph)
        begin = match.end()
        paragraph += match.group().startswith("\n") or text[begin : begin + 2].startswith("\n")
    return found


def pairs(text: str) -> list[Sentence]:
    """Each sentence of a text together with the one that follows it, where both are short."""
    return [
        Sentence(text=text[one.start : two.end], start=one.start, end=two.end, paragraph=one.paragraph)
        for one, two in itertools.pairwise(split(text))
        if two.end - one.start <= _LONGEST_PAIR and "|" not in text[one.start : two.end]
    ]


def _ends(text: str, dot: int, after: int) -> bool:
    """Whether the full stop at `dot` closes a sentence rather than an abbreviation or initials."""
    word = _WORD_BEFORE.search(text[max(0, dot - 24) : dot + 1])
    rest = text[after:].lstrip()
    if rest and rest[0].islower():
        return False
    if word is None:
        return True
    bare = word.group(1).rstrip(".").lower()
    if bare in {"inc", "corp", "co", "ltd", "llc", "plc", "a.m", "p.m", "u.s", "u.k", "etc"}:
        return "\n" in text[after : len(text) - len(rest)] or _opens_sentence(rest)
    initials = all(len(part) == 1 for part in bare.split("."))
    return bare not in _ABBREVIATIONS and not (initials and bare != "i")


def _opens_sentence(rest: str) -> bool:
    """Whether what follows "Inc." starts afresh: a quote, or a function word that names go on without."""
    return not rest or bool(
        re.match(r"[“\"‘]|(?:The|It|Its|In|On|At|A|An|But|And|Shares|This|That|They|He|She|Meanwhile|Still|For|As)\b", rest)
    )


def _add(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        found.append(Sentence(text=text[start:cut], start=start, end=cut, paragraph=paragraph))
        start = cut + text[cut : cut + 1].isspace()
    if end > start:
        found.append(Sentence(text=text[start:end], start=start, end=end, paragraph=paragraph))


def table_start(text: str, start: int) -> int:
    """Where the table begins whose row stands at a place of a text: at its head, in so many cells as the row has."""
    bars = text[start:].split("\n", 1)[0].count("|")
    first = place = start
    while place > 0 and start - place < _LONGEST_TABLE:
        place = text.rfind("\n", 0, place - 1) + 1
        line = text[place : text.find("\n", place)]
        if line.strip() and (not line.startswith("|") or line.count("|") != bars):
            break
        first = place if line.strip() else first
    return first
