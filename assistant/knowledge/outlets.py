"""Outlets named in a question: which publishers of the store it asks about. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from assistant.knowledge.tokens import spread

MAX_OUTLETS = 4
_MAX_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"\s+[-–—|·]\s+|:\s+|\s+\(|\.(?:com|org|net)\b", re.IGNORECASE)  # what feeds put after an outlet's name
_REPORTING = re.compile(
    r"\b(?:accord(?:s|ing)|articles?|cover(?:s|ed|age)|headlines?|mention(?:s|ed)?|news|outlets?|pieces?"
    r"|publi(?:sh(?:ed|es)?|cations?)|report(?:s|ed|ing|age)?|sa(?:y|ys|id)|stor(?:y|ies)|wr(?:ote|ites?|itten))\b"
    r"|報[道導]|报[道导]|刊[登載载]|據|据|文章|新聞|新闻",
    re.IGNORECASE,
)
_BETWEEN = frozenset("by from in the to".split())  # "reported by the ...", "according to ..."

Name = tuple[str, ...]  # its words, folded
Names = Mapping[Name, tuple[str, ...]]  # what an outlet is called -> the publishers that are meant


def outlets_in(query: str, publishers: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The outlets that a question about reports names, first named first, each as its publishers."""
    if not _REPORTING.search(query):
        return ()
    names = _names(publishers)
    written = _WORD.findall(spread(query))
    words = [_fold(word) for word in written]
    found: dict[tuple[str, ...], None] = {}
    at = 0
    while at < len(words):
        size = _longest(words, at, names)
        if size and _meant(written, words, at, size, names):
            found[names[tuple(words[at : at + size])]] = None
        at += size or 1
    return tuple(found)[:MAX_OUTLETS]


@lru_cache(maxsize=4)
def _names(publishers: frozenset[str]) -> Names:
    """What each is called: its full name and the name before a tail, with and without "The"."""
    found: dict[Name, set[str]] = {}
    for publisher in publishers:
        for called in _called(publisher):
            found.setdefault(called, set()).add(publisher)
    return {called: tuple(sorted(meant)) for called, meant in found.items()}


def _called(publisher: str) -> Iterable[Name]:
    for title in (publisher, _TAIL.split(publisher, maxsplit=1)[0]):
        name = tuple(_fold(word) for word in _WORD.findall(spread(title))[:_MAX_WORDS])
        bare = name[1:] if name[:1] == ("the",) else name
        if len("".join(bare)) > 1 and not all(_REPORTING.fullmatch(word) for word in bare):
            yield from (name, bare)


def _longest(words: Sequence[str], at: int, names: Names) -> int:
    """How many words of the longest name that begins there; 0 where none does."""
    most = min(_MAX_WORDS, len(words) - at)
    return next((size for size in range(most, 0, -1) if tuple(words[at : at + size]) in names), 0)


def _meant(written: Sequence[str], words: Sequence[str], at: int, size: int, names: Names) -> bool:
    """Whether the outlet is meant: outlets are called by ordinary words too ("on the verge of", "the Bronze Age")."""
    if at + size < len(words) and _REPORTING.fullmatch(words[at + size]):
        return True
    before = at - 1
    while before >= 0 and words[before] in _BETWEEN:
        before -= 1
    if before < at - 1 and before >= 0 and _REPORTING.fullmatch(words[before]):
        return True
    if size == 1 and ("the", words[at]) in names:
        return False
    return any(not written[place][0].islower() for place in range(at, at + size) if words[place] != "the")


def _fold(word: str) -> str:
    """Without case and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign))
