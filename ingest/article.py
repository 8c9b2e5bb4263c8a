"""Articles as a reader found them: words and stamps still as written, nothing decided yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its file tells it."""

    origin: str  # the file, and the line or item in it
    title: str
    text: str
    own_id: str = ""  # the id its source gave it
    publisher: str = ""
    byline: str = ""
    url: str = ""
    language: str = ""
    published: str | int | float | None = None
    updated: str | int | float | None = None
    clock: Literal["publisher", "collector"] = "publisher"  # whose clock wrote a stamp that names no zone
    withdrawn: bool = False  # it only says that its publisher took back what stood there
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Something that cannot be taken, with the reason as a code and in words."""

    origin: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Something whose source says that it is as it was when it was taken; it was not read again."""

    origin: str


class Refused(Exception):
    """An input, or one item of it, cannot be taken."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def noted(found: Iterator[Article | Reject], notes: tuple[str, ...]) -> Iterator[Article | Reject]:
    """The articles with notes on what they were found in before their own."""
    return (replace(one, notes=(*notes, *one.notes)) if isinstance(one, Article) else one for one in found) if notes else found
