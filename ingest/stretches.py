"""Stretches: a file of JSON Lines in parts that are read where they are composed, by whichever process has time."""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.article import Article, Reject, noted
from ingest.records import read_jsonl


class Stretch(NamedTuple):
    """Some lines of a file, in UTF-8: as text they may take four times the room."""

    data: bytes
    origin: str
    first: int  # the number of its first line, from 1
    notes: tuple[str, ...]  # on how the file was decoded

    def articles(self) -> Iterator[Article | Reject]:
        """The articles of its lines, and what is none of them."""
        text = self.data.decode("utf-8", "surrogatepass")
        return noted(read_jsonl(text, origin=self.origin, first=self.first), self.notes)


def stretches(data: bytes, *, origin: str, notes: tuple[str, ...], lines: int, size: int) -> Iterator[Stretch]:
    """The file's text in stretches of so many lines, or of fewer where those have more bytes than `size`.

    Args:
        data: the text in UTF-8, its lines ended by line feeds.
    """
    start, first = 0, 1
    while start < len(data):
        end, count = start, 0
        while end < len(data) and count < lines and end - start <= size:
            end = (data.find(b"\n", end) + 1) or len(data)
            count += 1
        yield Stretch(data[start:end].removesuffix(b"\n"), origin, first, notes)
        start, first = end, first + count
