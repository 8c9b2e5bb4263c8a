"""Names in a question and in a text: companies by key, and proper names nobody has catalogued."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.agent.extractive.terms import word_list


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


def proper_names(question: str, known: list[NameSpan]) -> list[str]:
    """Capitalised names of a question that no catalogue covers, in order; "Elon Musk", "T-Head", "Saxo"."""
    found: list[str] = []
    for match in _CAPITALISED.finditer(question):
        words = _trim(match.group().split())
        text = " ".join(words)
        start = match.start() + match.group().find(text) if text else match.start()
        if not text or any(span.start < start + len(text) and start < span.end for span in known):
            continue
        found.append(text)
    return list(dict.fromkeys(found))


def _trim(words: list[str]) -> list[str]:
    """The words without leading and trailing ones that are capitalised for other reasons."""
    bare = [word.rstrip(".,?!’'").removesuffix("’s").removesuffix("'s") for word in words]
    while bare and bare[0].lower() in word_list("not_names"):
        bare = bare[1:]
    while bare and (bare[-1].lower() in word_list("not_names") or bare[-1].isdigit()):
        bare = bare[:-1]
    return bare


def carries(text: str, name: str) -> bool:
    """Whether a text speaks of a proper name: all of its words, or its initials where it is long enough."""
    folded = text.casefold()
    words = [word.casefold() for word in re.findall(r"[\w&-]+", name) if word.lower() not in {"of", "the", "and", "de"}]
    return bool(words) and all(re.search(rf"(?<!\w){re.escape(word)}", folded) for word in words)
