"""Describing: what a report says in passing that somebody or something is: "battery maker X", "Y, a portfolio manager at Z"."""

import re

from assistant.agent.extractive.terms import Term

_TRADE = (
    r"(?:makers?|operators?|giants?|firms?|company|companies|groups?|units?|arm|start-?ups?|retailers?|banks?|lenders?|brokers?|brokerages?|"
    r"developers?|producers?|suppliers?|foundry|foundries|platforms?|carriers?|airlines?|insurers?|builders?|manufacturers?|chains?|titans?|"
    r"conglomerates?|owners?|providers?|chatbots?|models?|apps?|assistants?|miners?|exchanges?|funds?|gauges?|parents?|business|services?)"
)
_HELD = (
    r"(?:chief|chair(?:man|woman|person)?|president|founder|co-founder|ceo|cfo|cto|strategist|analyst|economist|head|director|minister|"
    r"secretary|governor|manager|owner|boss|leader|spokes\w+|official|partner|treasurer|officer|researcher|professor|trader|investor)"
)
_MADE = re.compile(
    r"\bwhat (?:does|do) [^?]{2,60}? (?:do|make|sell|produce|manufacture|offer|provide|operate|run)\s*\??\s*$|"
    r"\bwhat (?:kind|sort|type) of (?:a |an )?(?:company|business|firm|maker|product|service|thing|app|model) (?:is|was|are)\b|"
    r"\bwhat (?:business|industry|sector|trade|line of (?:work|business)) (?:is|are|does)\b",
    re.I,
)
_POST = re.compile(
    r"\bwhat(?:['’]s| is| was) [^?]{2,60}?(?:['’]s?|\bthe) (?:current )?"
    r"(?:job|job title|title|role|position|occupation|post|profession)(?: (?:at|in|with|of) [^?]{2,40})?\s*\??\s*$|"
    r"\b(?:what|which) (?:job|role|position|post|title) (?:does|did|has|is)\b|\bwhat (?:does|did) [^?]{2,40} do for a living\b",
    re.I,
)
_WORDS = re.compile(
    r"\b(?:do|make|sell|produce|manufacture|offer|provide|operate|run|kind|sort|type|company|business|firm|maker|product|service|industry|"
    r"sector|trade|line|job|title|role|position|occupation|post|profession|hold|living|work)s?\b",
    re.I,
)
_BEFORE = re.compile(rf"(?:\b{_TRADE}|-(?:maker|parent|owner|operator|based|backed))\s+(?:[A-Z][\w.&]*(?:,\s+|\s+and\s+))*$")
_POST_BEFORE = re.compile(rf"\b{_HELD}\s+$", re.I)
_AFTER = re.compile(
    r"[\w’'.)]{0,12}(?:\s+(?:Inc|Corp|Co|Ltd|plc|Group|Holdings?)\b\.?)*(?:\s+\([^)]{1,30}\))?(?:"
    r"\s*,\s+(?:an?|the|which|who|[A-Z][\w-]+(?:’s|'s)|as)\s|\s*[—–-]\s*(?:an?|the)\s|"
    r"\s+(?:is|are|was|were|refers to|means|represents|measures|tracks)\s+(?!not\b)(?:an?|the|one|[a-z]+ly)\b)"
)
_POST_AFTER = re.compile(rf"\s*,\s+(?:[\w’'&-]+\s+){{0,5}}?{_HELD}\b", re.I)


def asks_description(text: str) -> bool:
    """Whether a question asks what somebody makes or does, or which post somebody holds."""
    return bool(_MADE.search(text) or _POST.search(text))


def without_its_words(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms of such a question without those that only ask for it."""
    return tuple(term for term in terms if not _WORDS.fullmatch(term.stem) and not _WORDS.fullmatch(f"{term.stem}e"))


def is_described(text: str, start: int, end: int, *, post: bool) -> bool:
    """Whether a text says what the one named at text[start:end] is; which post he holds, where that is asked."""
    before, after = text[:start], text[end:]
    if _POST_BEFORE.search(before) or _POST_AFTER.match(after):
        return True
    return not post and bool(_BEFORE.search(before) or _AFTER.match(after))


def asks_post(text: str) -> bool:
    """Whether a question asks which post somebody holds."""
    return bool(_POST.search(text))
