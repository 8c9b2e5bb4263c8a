"""Citation marks: the [n] that tie a sentence to its sources."""

import re
from collections.abc import Iterable, Mapping

_MARK = re.compile(r"\[(\d{1,4})\]")
_OTHER_MARKS = re.compile(
    r"【(?P<lens>\d{1,4})(?:†[^】]{0,80})?】|\[\^(?P<note>\d{1,4})\]|\[(?P<list>\d{1,4}(?:[,;]\s\d{1,4}|[,;]\d{1,2}(?!\d)){1,9})\]|"
    r"[\[(](?:[Ss]ources?|[Rr]efs?\.?|[Pp]assages?):?\s(?P<named>\d{1,4}(?:\s?(?:,|;|and|&)\s?\d{1,4}){0,9})[\])]|"
    r"\((?:[Ss]ources?:?\s)?(?P<bracketed>(?:\[\d{1,4}\]\s?,?\s?){1,9})\)"
)


def as_marks(text: str) -> str:
    """A model's text with the other ways of citing by number written as marks: "【1】", "[1, 2]", "(source 1)"."""
    return _OTHER_MARKS.sub(_marks, text)


def _marks(match: re.Match[str]) -> str:
    numbers = next(filter(None, match.groups()))
    marks = "".join(f"[{n}]" for n in dict.fromkeys(re.findall(r"\d+", numbers)))
    before = match.string[match.start() - 1 : match.start()]
    return marks if not before or before.isspace() else f" {marks}"


def cited_numbers(text: str, *, known: Iterable[int]) -> list[int]:
    """Source numbers the text uses, in order of first use; numbers nobody was given are left out."""
    given = frozenset(known)
    return [n for n in dict.fromkeys(int(digits) for digits in _MARK.findall(text)) if n in given]


def unknown_marks(text: str, *, known: Iterable[int]) -> list[int]:
    """Numbers the text cites that are no source of this answer."""
    given = frozenset(known)
    return [n for n in dict.fromkeys(int(digits) for digits in _MARK.findall(text)) if n not in given]


def numbered(text: str, places: Mapping[int, int]) -> str:
    """The text with each mark as its source's place in the answer; a mark of no source is left out."""
    return _MARK.sub(lambda mark: f"[{places[int(mark[1])]}]" if int(mark[1]) in places else "", text)


def without_marks(text: str) -> str:
    """The text as a reader hears it."""
    return re.sub(r"\s*\[\d{1,4}\]", "", text)
