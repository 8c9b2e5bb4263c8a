"""Terms: the words of a text reduced so that a question and its answer meet."""

import itertools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import tantivy

from assistant.agent.extractive.chinese import SEAM, chinese_words, english_words, parted, translated

_TOKEN = re.compile(r"[a-z0-9]+(?:['’.&/-][a-z0-9]+)*|[\u4e00-\u9fff\u241f]", re.I)
_ANOTHER = re.compile(r"(?:semi|quarter)-final|(?:non|anti|ex)-")  # what follows is not what is meant: a semi-final is no final
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question: its stem, and the stems that stand for it."""

    stem: str
    synonyms: frozenset[str]


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))


@cache
def _stemmer() -> Any:
    one_word = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return one_word.filter(tantivy.Filter.stemmer("english")).build()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a lower-case word; irregular forms first."""
    word = _lexicon()["irregular"].get(word, word)
    return str(_stemmer().analyze(word)[0]) if word.isascii() and word.isalpha() else word


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words of the lexicon."""
    return frozenset(_lexicon()[name].split())


@cache
def alike_called() -> tuple[tuple[str, ...], ...]:
    """The names, in lower case, of institutions that go by more than one."""
    return tuple(tuple(group) for group in _lexicon()["called"])


@cache
def _groups() -> dict[str, frozenset[str]]:
    """For each stem (or joined phrase), every stem of the groups it belongs to."""
    meaning: dict[str, set[str]] = {}
    for group in _lexicon()["groups"]:
        keys = {" ".join(stem(word) for word in phrase.split()) for phrase in group}
        for key in keys:
            meaning.setdefault(key, set()).update(keys)
    for word, members in _lexicon()["wide"].items():
        meaning.setdefault(stem(word), {stem(word)}).update(stem(member) for member in members)
    return {key: frozenset(keys) for key, keys in meaning.items()}


def is_known(word: str) -> bool:
    """Whether the lexicon has a lower-case word as one of the market's own: "analysts", "shares"."""
    return stem(word) in _groups()


def tokens(text: str) -> list[str]:
    """Lower-case words and single Chinese characters, in order."""
    return [word for token in _split(text) if (word := _bare(token))]


def _split(text: str) -> list[str]:
    return _TOKEN.findall(text.replace("’", "'").lower())


def _bare(token: str) -> str:
    return token.removesuffix("'s").strip("'.-/")


def stems(text: str) -> list[str]:
    """The stems of all words, hyphenated ones also in parts; Chinese as words of the glossary, else in pairs."""
    found: list[str] = []
    words = _split(translated(text))
    for place, word in enumerate(words):
        if _CHINESE.match(word):
            pair = word + words[place + 1] if place + 1 < len(words) and _CHINESE.match(words[place + 1]) else ""
            found.extend(filter(None, (pair,)))
        else:
            found.extend(_stems_of(word))
    return found


@lru_cache(maxsize=100_000)
def _stems_of(token: str) -> tuple[str, ...]:
    word = _bare(token)
    parts = word.split("-") if "-" in word and not _ANOTHER.match(word) else ()
    return tuple(stem(one) for one in (word, *parts) if one)


@lru_cache(maxsize=8_192)  # of a passage's sentences and its title, which an answer weighs several times
def vocabulary(text: str) -> frozenset[str]:
    """What a text says, for matching: its stems and its pairs of neighbouring stems."""
    row = stems(text)
    return frozenset(row) | {f"{one} {two}" for one, two in itertools.pairwise(row)}


_NARROW = 6  # words in a group; wider ones would drown the question


def other_words(text: str) -> list[str]:
    """Words that say the same as those of a text: in the other language, and from the narrow groups of the lexicon."""
    known = {term.stem for term in content_terms(text)}
    found: dict[str, None] = dict.fromkeys(english_words(text) or chinese_words(text))
    folded = text.lower()
    for keys, group in _narrow_groups():
        if keys & known:
            found.update(dict.fromkeys(phrase for phrase in group if phrase not in folded))
    return list(found)


@cache
def _narrow_groups() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """The narrow groups of the lexicon, each with the stems of its phrases."""
    groups = (tuple(group) for group in _lexicon()["groups"] if len(group) <= _NARROW)
    return tuple((frozenset(" ".join(map(stem, phrase.split())) for phrase in group), group) for group in groups)


def content_terms(text: str) -> list[Term]:
    """The words of a question that an answer should carry, each once, in order; phrases of the lexicon as one."""
    words = tokens(parted(translated(text)))
    found: dict[str, Term] = {}
    place = 0
    while place < len(words):
        pair = " ".join(stem(word) for word in words[place : place + 2])
        if place + 1 < len(words) and pair in _groups() and " " in pair:
            found.setdefault(pair, Term(pair, _groups()[pair]))
            place += 2
            continue
        word = words[place]
        place += 1
        if word == SEAM:
            continue
        if _CHINESE.match(word):
            following = words[place] if place < len(words) and _CHINESE.match(words[place]) else ""
            if following:
                found.setdefault(word + following, Term(word + following, frozenset({word + following})))
        elif word not in word_list("stop") and not (len(word) == 1 and word.isalpha()):
            reduced = stem(word)
            found.setdefault(reduced, Term(reduced, _groups().get(reduced, frozenset({reduced}))))
    return list(found.values())


def covered(term: Term, words: Iterable[str]) -> float:
    """How well a vocabulary carries a term: 1 for the word itself, less for a synonym, 0 for neither."""
    known = words if isinstance(words, frozenset) else frozenset(words)
    if term.stem in known:
        return 1.0
    return 0.75 if term.synonyms & known else 0.0
