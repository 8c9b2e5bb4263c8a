"""Prompts: the Markdown files of `prompts/`, rendered strictly."""

import re
from functools import cache
from hashlib import sha256

from assistant.resources import folder

_SLOT = re.compile(r"\{\{(\w+)\}\}")


@cache
def template(name: str) -> str:
    """The text of a prompt file."""
    return (folder("prompts") / f"{name}.md").read_text(encoding="utf-8")


@cache
def digest() -> str:
    """Which prompts these are: twelve characters that differ when a word of any of them does."""
    names = sorted(path.stem for path in folder("prompts").glob("*.md") if path.stem != "README")
    return sha256("\0".join(template(name) for name in names).encode()).hexdigest()[:12]


def slots(name: str) -> frozenset[str]:
    """The names of the slots of a prompt."""
    return frozenset(_SLOT.findall(template(name)))


def render(name: str, **values: str) -> str:
    """The prompt with its slots filled.

    Raises:
        KeyError: a slot has no value, or a value no slot.
    """
    wanted = slots(name)
    if wanted != frozenset(values):
        raise KeyError(f"prompt {name!r} has the slots {sorted(wanted)}, was given {sorted(values)}")
    return _SLOT.sub(lambda slot: values[slot.group(1)], template(name))
