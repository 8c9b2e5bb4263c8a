"""Sentences of a text and what stands in quotation marks in one."""

import re
from functools import lru_cache

_END = re.compile(r"[.!?]+[\"”’')\]]*(?=\s|$)|[。！？]+[」』”）]*|\n+")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no vs inc ltd co corp plc llc sen rep gov gen jan feb mar apr jun jul aug sep sept oct nov dec fig "
    "approx u.s u.k u.n e.g i.e a.m p.m".split()
)
_LAST_WORD = re.compile(r"([A-Za-z.]+)$")
_QUOTED = re.compile(
    r"“([^“”]{1,2000})”|\"([^\"\n]{1,2000})\"|「([^「」]{1,2000})」|『([^『』]{1,2000})』|‘([^‘’]{1,2000})’(?![a-z])"
)
_GLYPHS = str.maketrans("‘’‛“”„«»「」『』–—−", '\'\'\'"""""""""---')


@lru_cache(maxsize=512)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a text begins and ends; a line break always ends one."""
    found, start = [], 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and _goes_on(text, match):
            continue
        if text[start : match.end()].strip():
            found.append((start, match.end()))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return tuple(found)


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation within a sentence: "Inc. said", "U.S. stocks"."""
    word = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    following = text[match.end() : match.end() + 2].strip()
    if word is None or not following:
        return False
    lowered = word.group(1).lower()
    if lowered in ("inc", "ltd", "co", "corp", "plc", "llc", "u.s", "u.k", "a.m", "p.m"):
        return not following[0].isupper() or lowered in ("u.s", "u.k")
    return lowered in _ABBREVIATIONS or (len(lowered) == 1 and lowered.isalpha() and following[0].isupper())


def fold(text: str) -> str:
    """The text with quotation marks, dashes and white space made alike, for comparing word for word."""
    return " ".join(text.translate(_GLYPHS).split())


def quotations(text: str) -> list[str]:
    """What stands in quotation marks and is long enough to be somebody's words: four words, or eight Chinese characters."""
    quoted = [next(group for group in match.groups() if group is not None) for match in _QUOTED.finditer(text)]
    return [q for q in quoted if len(q.split()) >= 4 or len(re.findall(r"[\u4e00-\u9fff]", q)) >= 8]
