"""Chinese: its words told apart where no spaces part them, and said in English so that both languages meet."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from assistant.figures.chinese import HAS_HAN
from assistant.figures.han import simplified

SEAM = "\u241f"  # between what a function word parts


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "chinese.toml").read_text(encoding="utf-8"))


@cache
def _glossary() -> tuple[re.Pattern[str], dict[str, str]]:
    words = _lexicon()["words"]
    return _any_of(words), words


@cache
def _function() -> re.Pattern[str]:
    return _any_of(_lexicon()["function"].split())


def _any_of(words: "dict[str, str] | list[str]") -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def translated(text: str) -> str:
    """The text with its Chinese words of the market in English; what is left of Chinese stands in Simplified characters."""
    if not HAS_HAN.search(text):
        return text
    pattern, words = _glossary()
    return pattern.sub(lambda match: f" {words[match.group()]} ", simplified(text))


def parted(text: str) -> str:
    """A translated text with its function words as seams, over which no pair of characters is read."""
    return _function().sub(SEAM, text) if HAS_HAN.search(text) else text


def english_words(text: str) -> list[str]:
    """The English for the Chinese words of a text, in order."""
    if not HAS_HAN.search(text):
        return []
    pattern, words = _glossary()
    return list(dict.fromkeys(words[match.group()] for match in pattern.finditer(simplified(text))))


@cache
def _by_english() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for chinese, english in _lexicon()["words"].items():
        found.setdefault(english, []).append(chinese)
    return found


def chinese_words(text: str) -> list[str]:
    """The Chinese for the English words of a text, the first of each."""
    folded = f" {re.sub(r'[^a-z0-9&/. -]+', ' ', text.lower())} "
    return [words[0] for english, words in _by_english().items() if f" {english} " in folded or f" {english}s " in folded]


def is_generic(noun: str) -> bool:
    """Whether a noun is one that any figure or name answers, so that a sentence need not say it."""
    return noun in _lexicon()["generic"].split()


@cache
def _counters() -> dict[str, frozenset[str]]:
    return {word: frozenset(line.split()) for line in _lexicon()["classifiers"] for word in line.split()}


def counters_like(word: str) -> frozenset[str]:
    """The words that count what this one counts; none where it says nothing of the kind."""
    return _counters().get(word, frozenset())
