"""Setting: what a question says of the report it is answered by, rather than of the answer."""

import re

from assistant.agent.extractive.names import Names

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


_REPORTS = r"(?:reports|outlets|papers|newspapers|sources|articles|agencies|accounts|media|stories)"
_SET_APART = re.compile(
    rf"^\s*(?:(?:do|did) (?:the |these |those |all |different |various )*{_REPORTS} "
    r"(?:all )?(?:differ|agree|disagree|conflict|contradict|match|diverge|tally)"
    r"(?: (?:each other|one another|with each other))?|"
    rf"(?:where|how) (?:do|did) (?:the |these |those )?{_REPORTS} (?:differ|disagree|conflict|contradict|diverge)|"
    rf"(?:is|are|was|were) there (?:any |a )?(?:disagreement|conflict|contradiction|discrepanc(?:y|ies)|differences?)s? "
    rf"(?:between|among|in) (?:the |these )?{_REPORTS})\s+(?:on|about|over|as to|regarding|in)\s+(?P<on>.+)$",
    re.I,
)
_BY_EACH = re.compile(
    rf"[,\s]+(?:by|according to|in|per) (?:(?:the|these) )?(?:different|various|several|each of the|all the) {_REPORTS}"
    r"(?=\s*[?.]?\s*$)",
    re.I,
)
_SAYS_SO = re.compile(  # of a figure, which its sentence is shown with
    r"[,\s]+(?:and )?(?:who|which \w+|what \w+) (?:sa(?:ys?|id)|report(?:s|ed)?|puts?|g[ia]ves?) (?:so|it|that|this)(?= *\?*$)",
    re.I,
)
_HOLDING = re.compile(r"\b(?:share)?holding in\b(?=\s+(?-i:[A-Z]))", re.I)
_TAKES_PLACE = re.compile(r"\s+(?:take|takes|took|taken) place\b", re.I)
_CURRENCY = re.compile(
    r",? in (?:(?:US|HK|Hong Kong|American) )?(?:dollars|yuan|renminbi|yen|euros|pounds|rupees|won)(?= *[?.]*$)", re.I
)
_WHOLE = re.compile(r"^(?:how|what|which|who|whom|whose|when|where|why|whether)\b", re.I)


_WHOSE = re.compile(r",\s+whose\s[^?,]{3,120}(?=[?,]|$)", re.I)


def plainly(text: str) -> str:
    """A question without what its answer shows anyway: who says so, and in which currency; without what else it says of
    somebody; a holding in somebody is a stake."""
    return _HOLDING.sub("stake in", _CURRENCY.sub("", _TAKES_PLACE.sub(" be held", _SAYS_SO.sub("", _WHOSE.sub("", text)))))


def asked_of_each(text: str) -> str:
    """What each of several reports is asked for: of "Do the reports agree on the gain?" the gain; empty where none is."""
    match = _SET_APART.search(text)
    if match is None:
        return _BY_EACH.sub("", text) if _BY_EACH.search(text) else ""
    on = match["on"].strip()
    return on if _WHOLE.match(on) else f"What was {on}"


def told_apart(text: str, *, names: Names) -> tuple[str, str]:
    """A question without the words that only say which report tells it, and those words; a company may be named like a site."""
    said: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match["site"] and names(match["site"]):
            return match.group()
        said.extend(part for part in match.groups() if part)
        return " "

    bare = _SAID_OF_IT.sub(" ", _TOLD.sub(keep, text))
    return bare, " ".join(said)
