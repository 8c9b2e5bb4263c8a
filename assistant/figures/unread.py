"""Unread digits: what no rule reads as a figure (a code, a ticker, "COVID-19") must stand in a source as it is written."""

import re
from collections.abc import Sequence

from assistant.figures import numbers
from assistant.figures.figure import Figure
from assistant.figures.subjects import Entities

_RUN = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"[A-Za-z&]*[ -]?[A-Za-z.]{0,6}$")  # what a ticker or a name has before its digits
_FAMILIES = ("S&P", "CSI", "Nasdaq", "NASDAQ", "FTSE", "CAC", "DAX", "Russell", "Nikkei", "STOXX", "Stoxx")
_BEHIND = re.compile(r"(?:\.[A-Za-z]{1,3})?")


def unread(body: str, figures: Sequence[Figure], evidence: str, entities: Entities) -> str:
    """The first digits of a claim that are no figure, stand in no source, and name nobody that a source names."""
    text, held = numbers.fold(body), frozenset[str]()
    for match in _RUN.finditer(text):
        if any(figure.start < match.end() and match.start() < figure.end for figure in figures):
            continue
        held = held or frozenset(one.rstrip(".,") for one in _RUN.findall(numbers.fold(evidence)))
        written = match.group().rstrip(".,")
        if written not in held and not _names(text, match.start(), match.start() + len(written), evidence, entities):
            return written
    return ""


def _names(text: str, start: int, end: int, evidence: str, entities: Entities) -> bool:
    """Whether the digits are part of a name, "S&P 500", or a ticker behind its own name, of somebody the source names."""
    before, behind = _WORD.search(text[max(0, start - 16) : start]), _BEHIND.match(text, end)
    bare = before.group() if before else ""
    name = f"{bare}{text[start : behind.end() if behind else end]}"
    found = entities(name)
    return bool(found) and found <= entities(evidence) and (name.startswith(_FAMILIES) or bool(found & entities(text[:start])))
