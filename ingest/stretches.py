"""Stretches: a file of JSON Lines in parts that are read where they are composed, by whichever process has time."""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.article import Article, Reject, noted


class Stretch(NamedTuple):
    """Some lines of a file."""

    text: str
    origin: str
    first: int  # the number of its first line, from 1
    notes: tuple[str, ...]  # on how the file was decoded

    def articles(self) -> Iterator[Article | Reject]:
        """The articles of its lines, and what is none of them."""
        from ingest.records import read_jsonl  # where it is needed: a process starts sooner

        return noted(read_jsonl(self.text, origin=self.origin, first=self.first), self.notes)


def stretches(text: str, *, origin: str, notes: tuple[str, ...], lines: int, size: int) -> Iterator[Stretch]:
    """The text in stretches of so many lines, or of fewer where those have more characters than `size`."""
    start, first = 0, 1
    while start < len(text):
        end, count = start, 0
        while end < len(text) and count < lines and end - start <= size:
            end = (text.find("\n", end) + 1) or len(text)
            count += 1
        yield Stretch(text[start:end].removesuffix("\n"), origin, first, notes)
        start, first = end, first + count
