"""Moments of a trading day: whether a report speaks of its opening, its middle or its close."""

import re
from functools import lru_cache

from assistant.knowledge.windows import DayPart

LEAD_CHARS = 280

_MARKET = re.compile(
    r"\b(?:stocks?|shares?|equit(?:y|ies)|markets?|index(?:es)?|indices|bourses?)\b"
    r"|\b(?:hang seng|hsi|nasdaq|dow|s&p|nikkei|kospi|csi)\b"
    r"|[股指市]",
    re.IGNORECASE,
)
_CUES: tuple[tuple[DayPart, re.Pattern[str]], ...] = (
    (
        "midday",
        re.compile(
            r"\b(?:mid-?day|noon|lunch(?:time| break)?|morning session|halfway|by the break)\b"
            r"|半日|午[間间市]|中午|上午收|早市收",
            re.IGNORECASE,
        ),
    ),
    (
        "open",
        re.compile(
            r"\b(?:open(?:s|ed|ing)?|early (?:trade|trading|deals|session)|first minutes|at the bell"
            r"|(?:begin|began|begins|start|started|starts) (?:the )?(?:day|trading|session|morning))\b"
            r"|[開开高低]市|[高低平][開开]|[開开][盤盘]|早段",
            re.IGNORECASE,
        ),
    ),
    (
        "close",
        re.compile(
            r"\b(?:clos(?:e|es|ed|ing)|end(?:s|ed)?|finish(?:es|ed)?|settl(?:e|es|ed)|wrap(?:s|ped)? up)\b|收[市盤盘報报]|全日",
            re.IGNORECASE,
        ),
    ),
)


def moment_of(title: str, lead: str) -> DayPart | None:
    """The moment that a market report speaks of, by its title or else by its first words; None for any other text."""
    return _moment(title, lead[:LEAD_CHARS])


@lru_cache(maxsize=4_096)
def _moment(title: str, lead: str) -> DayPart | None:
    """Kept: a report is ranked and read more than once for a question."""
    if not _MARKET.search(f"{title} {lead}"):
        return None
    return _first_cue(title) or _first_cue(lead)


def _first_cue(text: str) -> DayPart | None:
    """The moment named first: "opened lower after Wall Street closed higher" is about an opening."""
    found = [(match.start(), part) for part, pattern in _CUES if (match := pattern.search(text))]
    return min(found)[1] if found else None
