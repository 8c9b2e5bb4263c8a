"""Told closes: where a sentence of a report says that an index closed."""

import re
from decimal import Decimal

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.conflicts import INTRADAY
from assistant.agent.extractive.evidence import Candidate, owner
from assistant.agent.extractive.quantities import fitting_figures
from assistant.agent.foreign_days import tells_of_abroad
from assistant.figures.chinese import HAS_HAN
from assistant.knowledge.documents import Hit
from assistant.knowledge.moments import moment_of
from assistant.market.instruments import Instrument

_ENDED = re.compile(r"\b(?:(?:clos|settl)(?:e[sd]?|ing)|(?:end|finish)(?:e?s|ed|ing)?)\b|收[市盤盘報报]", re.I)
_AT = re.compile(r"\b(?:at|to|of)\s+(?:the\s+)?$|[報报於于為为至]\s*$", re.I)
_A_LEVEL = re.compile(r"\d[\d,]{2}")
_OF_ANY = frozenset({"Index", "Composite", "Average", "Industrial", "Enterprises"})


def may_tell(hit: Hit, instrument: Instrument) -> bool:
    """Whether a passage has a figure like a level, and a word of the index's name unless it is Chinese: reading it is slow."""
    text = f"{hit.document.title}\n{hit.chunk.text}"
    named = any(word in text for word in instrument.name.split() if word not in _OF_ANY) or bool(HAS_HAN.search(text))
    return named and bool(_A_LEVEL.search(text))


def tells_close(row: Candidate, *, foreign: bool) -> bool:
    """Whether a sentence tells of the close: its report or its own words say so; or it was written the morning after a session
    abroad and tells of no moment of it."""
    document = row.passage.hit.document
    if row.moment == "open" and moment_of(document.title, "") == "open":
        return False
    if _ENDED.search(row.text):
        return True
    if row.moment in {"open", "midday"} or INTRADAY.search(row.text):
        return False
    return row.moment == "close" or (foreign and tells_of_abroad(document))


def level_told(ask: Ask, row: Candidate) -> Decimal | None:
    """The level that a sentence gives: the one it says the index is at or went to, else the greatest."""
    figures = [figure for figure in fitting_figures(ask, row) if figure.value >= 100]
    said = [figure for figure in figures if _AT.search(row.text[: figure.start])]
    return (said or sorted(figures, key=lambda one: -one.value))[0].value if figures else None


def move_told(ask: Ask, row: Candidate) -> Decimal | None:
    """The move that a sentence tells of the index, in percent."""
    figures = [figure for figure in row.figures if figure.unit == "%" and figure.sign and ask.every_key & owner(row, figure)]
    return figures[0].value * figures[0].sign if figures else None
