"""Setting: what a question says of the report it is answered by, rather than of the answer."""

import re

_REPORT = (
    r"(?:stor(?:y|ies)|reports?|notes?|articles?|pieces?|items?|tables?|lists?|interviews?|columns?|reviews?|blogs?|"
    r"filings?|surveys?|coverage|newsletters?|bulletins?|standings|call|text)"
)
_TOLD = re.compile(
    rf"[,\s]*\b(?:in|from|by|per|as per|according to|as|on)\s+(?:the|that|this|an?|its|his|her)\s+"
    rf"(?P<told>(?:[\w’'.-]+\s+){{0,7}}?{_REPORT})(?:\s+(?:put|has|had|says?|said|told|shows?|showed|gave|gives)\s+it)?"
    rf"(?=\s*(?:[,?.(]|of\b|$))|"
    rf"[,\s]*\b(?:in|by|per|from)\s+(?P<owned>(?-i:[A-Z])[\w.-]*(?:['’]s|s['’])\s+(?:[\w.-]+\s+){{0,4}}?{_REPORT})(?=\s*(?:[,?.(]|of\b|$))|"
    rf"[,\s]*\b(?:per|by|in)\s+(?P<site>[\w-]+\.(?:com|org|net|co\.uk))\b",
    re.I,
)
_SAID_OF_IT = re.compile(
    r"\b(?:that\s+)?(?:the|this)\s+(?:article|story|report|piece|text)\s+(?:mentions?|speaks? of|refers? to|cites?|names?)\b|"
    r"\b(?:is|are|was|were)\s+(?:mentioned|named|cited)\b(?=\s*(?:[?.]|in\b|$))",
    re.I,
)


def told_apart(text: str) -> tuple[str, str]:
    """A question without the words that only say which report tells it, and those words."""
    said: list[str] = []

    def keep(match: re.Match[str]) -> str:
        said.extend(part for part in match.groups() if part)
        return " "

    bare = _SAID_OF_IT.sub(" ", _TOLD.sub(keep, text))
    return bare, " ".join(said)
