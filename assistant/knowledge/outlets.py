"""Outlets named in a question: which publishers of the store it asks about. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.knowledge.tokens import spread

MAX_OUTLETS = 4
_MAX_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"\s+[-–—|·]\s+|:\s+|\s+\(|\.(?:com|org|net)\b", re.IGNORECASE)  # what feeds put after an outlet's name
_REPORTING = re.compile(
    r"\b(?:accord(?:s|ing)|argu(?:e[sd]?|ing)|articles?|claim(?:s|ed|ing)?|cover(?:s|ed|age|ing)?|describ(?:e[sd]?|ing)"
    r"|discuss(?:es|ed|ing)?|emphasi[sz](?:e[sd]?|ing)|focus(?:es|ed|ing)|headlines?|highlight(?:s|ed|ing)?|impl(?:y|ies|ied|ying)"
    r"|indicat(?:e[sd]?|ing)|mention(?:s|ed|ing)?|news|not(?:e[sd]|ing)|outlets?|pieces?|portray(?:s|ed|ing)?"
    r"|publi(?:sh(?:e[sd]|ing)?|cations?)|report(?:s|ed|ing|age)?|rumou?red|sa(?:ys?|id|ying)|stor(?:y|ies)"
    r"|suggest(?:s|ed|ing)?|t(?:ells?|old)|wr(?:ites?|iting|ote|itten))\b"
    r"|報[道導]|报[道导]|刊[登載载]|據|据|文章|新聞|新闻",
    re.IGNORECASE,
)
_LISTS = frozenset("and or the".split())
_BETWEEN = frozenset("by from in the to".split())  # "reported by the ...", "according to ..."

Name = tuple[str, ...]  # its words, folded
Names = Mapping[Name, tuple[str, ...]]  # what an outlet is called -> the publishers that are meant


def outlets_in(query: str, publishers: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The outlets that a question about reports names, first named first, each as its publishers."""
    found = dict.fromkeys(meant for _, _, meant in _named(query, publishers))
    return tuple(found)[:MAX_OUTLETS]


def without_outlets(query: str, publishers: frozenset[str]) -> str:
    """The words of a question without the names of the outlets it names."""
    text = spread(query)
    places = [found.span() for found in _WORD.finditer(text)]
    for start, end, _ in reversed(list(_named(query, publishers))):
        text = f"{text[: places[start][0]]} {text[places[end - 1][1] :]}"
    return text


def reports_in(query: str, publishers: frozenset[str]) -> int:
    """How many reports a question tells apart by their outlets; those in one list ("The Age and Wired") count as one."""
    apart: list[set[tuple[str, ...]]] = []
    ended = -1
    words = [_fold(word) for word in _WORD.findall(spread(query))]
    for start, end, meant in _named(query, publishers):
        if apart and all(word in _LISTS for word in words[ended:start]):
            apart[-1].add(meant)
        elif not any(meant in outlets for outlets in apart):
            apart.append({meant})
        ended = end
    return len(apart)


def speaks_of_reports(query: str) -> bool:
    """Whether the question is about what was reported: only such a one names outlets."""
    return _REPORTING.search(query) is not None


def _named(query: str, publishers: frozenset[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """From which word to which an outlet is named, and its publishers."""
    if not speaks_of_reports(query):
        return
    names = _names(publishers)
    written = _WORD.findall(spread(query))
    words = [_fold(word) for word in written]
    at = 0
    while at < len(words):
        size = _longest(words, at, names)
        if size and _meant(written, words, at, size, names):
            yield at, at + size, names[tuple(words[at : at + size])]
        at += size or 1


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
