"""Spoken: Cantonese of a question as written Chinese says it, so that every rule about Chinese needs one form. Pure."""

import re
import tomllib
from functools import cache
from pathlib import Path

from assistant.figures.chinese import HAS_HAN
from assistant.figures.han import simplified


def written(question: str) -> str:
    """The question with its spoken words as written ones, in the script it is asked in."""
    if not HAS_HAN.search(question):
        return question
    plain = simplified(question) == question
    told = question
    for pattern, words in _rules():
        told = pattern.sub(simplified(words) if plain else words, told)
    return told


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    rules = tomllib.loads((Path(__file__).parent / "spoken.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(f"{one}|{simplified(one)}"), words) for one, words in rules["words"].items()) + tuple(
        (re.compile(one), words) for one, words in rules["only"].items()
    )
