"""The report's own words in the reader's language, from the table of the page: English where it has none."""

import json
from functools import lru_cache
from typing import Any, Literal

from assistant.resources import folder

Language = Literal["en", "zh"]


def say(words: str, language: Language, **values: Any) -> str:
    """The words with what stands in braces filled in."""
    said = _chinese().get(words, words) if language == "zh" else words
    return said.format_map({name: str(value) for name, value in values.items()}) if values else said


def language_of(asked: str) -> Language:
    """The language that a browser's list of languages, or a code, begins with."""
    return "zh" if asked.strip().lower().startswith("zh") else "en"


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    table: dict[str, str] = json.loads((folder("web") / "words" / "zh.json").read_text(encoding="utf-8"))
    return table
