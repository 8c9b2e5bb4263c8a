"""The moment of the trading day a question is about: the open, midday or the close."""

import re
from typing import Literal

DayPart = Literal["open", "midday", "close"]

_FLAGS = re.IGNORECASE | re.ASCII
_OPEN = re.compile(
    r"\b(?:early|morning|opening)[\s-]+(?:trad(?:e|ing|es)|deals|dealings|session|minutes|bell|price|level|print)\b"
    r"|\b(?:at|in|from)\s+the\s+(?:market\s+)?open\b(?!-|\s+(?:market|source|letter|interest))"
    r"|\bthe\s+open\b(?!-|\s+(?:market|source|letter|interest))|\b(?:this|yesterday|that"
    r"|[a-z]+day)\s+morning\b|\bin\s+the\s+morning\b"
    r"|\bopen(?:ed|s|ing)?\s+(?:at|on|up\s+at|higher|lower|flat|down|level|price|trading|the\s+day)\b"
    r"|\bstart(?:ed)?\s+(?:of\s+)?(?:the\s+)?(?:day|trading|session)\b"
    r"|\b(?:did|does|do|will|would)\b[^.?!]{1,80}\bopen\b(?!-|\s+(?:an?|its|the|their|up|new|source)\b)"
    r"|\bopened\b(?!\s+(?:an?|its|the|their|up|new)\b)"
    r"|開市|开市|開盤|开盘|早盤|早盘|早段|早市|高開|低開|高开|低开|今早|昨早"
)
_MIDDAY = re.compile(
    r"\bmid[\s-]?day\b|\bnoon\b|\blunch(?:[\s-]?time|[\s-]+break)?\b|\bmid[\s-]?session\b|\bmorning\s+(?:close"
    r"|session's\s+(?:close|end))\b"
    r"|午間|午间|中午|午市前|半日|半天|上午收|午休"
)
_CLOSE = re.compile(
    r"\b(?<!how )clos(?:e|es|ed|ing)\b(?!\s+(?:to|by|in\s+on|ties|watch|friend|its?|the\s+(?:deal|gap|door)"
    r"|a\s+|an\s+|their|stores?|offices?|plants?|down\s+(?:its|the))\b)(?!-)"
    r"|\bfinish(?:ed|es)?\b(?!\s+(?:its|the\s+(?!day|session|week)|a)\b)|\bsettle(?:s|d)?\b(?=\s+(?:at|on"
    r"|the\s+day|up|down|higher|lower)|\s*[?.]|\s*$)|\bsettlement\s+price\b"
    r"|(?<!year )(?<!quarter )(?<!months )(?<!period )(?<!week )\bended\b|\b(?:did|does|do|will|would"
    r"|to)\b[^.?!]{1,80}\bend\b(?!\s+(?:of\s+(?!the\s+(?:day|session)|trading)|its|a\b|an\b|up\b))"
    r"|\bend\s+of\s+(?:the\s+(?:day|session|trading\s+day)|trading)\b|\bat\s+the\s+(?:bell|end)\s*[?.]"
    r"|收市|收盤|收盘|收報|收报|收於|收于|尾市|尾盤|尾盘|全日"
)
_OTHER_CLOSE = re.compile(
    r"\b(?:previous|prior|preceding)\s+(?:day's\s+|session's\s+)?clos(?:e|ing)(?:\s+(?:price|level))?\b", _FLAGS
)
_OPEN, _MIDDAY, _CLOSE = (re.compile(pattern.pattern, _FLAGS) for pattern in (_OPEN, _MIDDAY, _CLOSE))


def part_of_day(text: str) -> DayPart | None:
    """The one moment of the day the words name; None where they name none, or two ("from the open to the close")."""
    text = _OTHER_CLOSE.sub(" ", text)
    parts: list[DayPart] = []
    if _MIDDAY.search(text):
        return "midday"
    if _OPEN.search(text):
        parts.append("open")
    if _CLOSE.search(text):
        parts.append("close")
    return parts[0] if len(parts) == 1 else None
