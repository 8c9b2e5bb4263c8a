"""Names in a question and in a text: companies by key, and proper names nobody has catalogued."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A catalogued name at text[start:end], with the key of its company or index."""

    key: str
    start: int
    end: int
    index: bool = False


Names = Callable[[str], list[NameSpan]]

_CAPITALISED = re.compile(
    r"(?<![\w’'])(?:[A-Z][\w&’'.-]*|[A-Z]+)(?:\s+(?:of|de|and|&)?\s*(?:[A-Z][\w&’'.-]*|\d{2,4}(?=\s|$)))*"
)
_NOT_NAMES = frozenset(
    "what which who whom whose when where why how did does do is are was were will would can could should has have had may might the a an in on "
    "at to by of for from and or but if as list compare name give tell show summarise summarize explain describe after before during since between "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ai us u.s uk eu china chinese hong kong mainland shanghai shenzhen "
    "new york beijing american asian european adr adrs ipo ceo cfo etf etfs capex gdp cpi pe p/e q1 q2 q3 q4 h1 h2 yes no please i it its index "
    "shares stock stocks hk prc usd hkd cny rmb yuan".split()
)


def proper_names(question: str, known: list[NameSpan]) -> list[str]:
    """Capitalised names of a question that no catalogue covers, in order; "Elon Musk", "T-Head", "Saxo"."""
    found: list[str] = []
    for match in _CAPITALISED.finditer(question):
        words = [word for word in _trim(match.group().split())]
        text = " ".join(words)
        start = match.start() + match.group().find(text) if text else match.start()
        if not text or any(span.start < start + len(text) and start < span.end for span in known):
            continue
        found.append(text)
    return list(dict.fromkeys(found))


def _trim(words: list[str]) -> list[str]:
    """The words without leading and trailing ones that are capitalised for other reasons."""
    bare = [word.rstrip(".,?!’'").removesuffix("’s").removesuffix("'s") for word in words]
    while bare and bare[0].lower() in _NOT_NAMES:
        bare = bare[1:]
    while bare and (bare[-1].lower() in _NOT_NAMES or bare[-1].isdigit()):
        bare = bare[:-1]
    return bare


def carries(text: str, name: str) -> bool:
    """Whether a text speaks of a proper name: all of its words, or its initials where it is long enough."""
    folded = text.casefold()
    words = [word.casefold() for word in re.findall(r"[\w&-]+", name) if word.lower() not in {"of", "the", "and", "de"}]
    return bool(words) and all(re.search(rf"(?<!\w){re.escape(word)}", folded) for word in words)
