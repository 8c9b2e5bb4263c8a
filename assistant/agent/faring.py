"""Faring: the question how a market, an index or a ticker did."""

import re

_MARKET = (
    r"(?:[\w&’' -]{2,50}\b(?:index|market|stocks|shares|equities)|hang seng|dow(?: jones)?|nasdaq|s&p 500|nikkei|kospi|"
    r"shanghai composite|csi ?300|[\w&’' -]{0,40}(?-i:[A-Z]{2,5}))"
)
_FARED = re.compile(
    r"\bhow (?:did|have|has|are|were|is|was) .{1,80}\b(?:do|doing|done|far(?:e|ed|ing)|perform(?:ed|ing)?|hold up|get on)\b|"
    rf"\bwhat (?:did|have|has) (?:the )?{_MARKET} (?:do|done)\b(?! (?:to|with|about)\b)",
    re.I,
)


def fares(question: str) -> bool:
    """Whether a question asks how something did: "how did the market fare", "what did the index do"."""
    return bool(_FARED.search(question))
