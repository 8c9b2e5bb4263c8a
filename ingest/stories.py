"""Stories: near copies of one report, recognised by the word sequences they share."""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

ALIKE = 0.8  # Jaccard similarity of word 5-shingles
FIGURES_ALIKE = 0.8
WITHIN = timedelta(days=3)
_WIDTH = 5
_BANDS = 8  # two texts that are ALIKE share none of their 8 smallest shingles once in 10,000 pairs
_WORD = re.compile(r"[a-z0-9À-ɏ]+|[一-鿿぀-ヿ가-힣]")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")

_NOTHING = frozenset([zlib.crc32(b"")])  # the shingles of a text without words


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What of a text is compared: its shingles and its figures."""

    shingles: frozenset[int]
    figures: frozenset[str]


@dataclass(slots=True)
class _Member:
    doc_id: str
    published_at: datetime
    taken: Print
    story_id: str


def print_of(text: str) -> Print:
    """The shingles and figures of a text."""
    words = _WORD.findall(text.lower())
    runs = zip(*(words[i:] for i in range(min(_WIDTH, len(words)) or 1)), strict=False)
    shingles = frozenset(map(zlib.crc32, map(str.encode, map(" ".join, runs))))
    return Print(shingles=shingles or _NOTHING, figures=frozenset(_FIGURE.findall(text)))


def alike(one: Print, other: Print) -> bool:
    """Whether one text is a near copy of the other. Figures must agree too: two days' market reports share their phrases."""
    return _jaccard(one.shingles, other.shingles) >= ALIKE and _jaccard(one.figures, other.figures) >= FIGURES_ALIKE


class Stories:
    """The reports of one run, found again by a near copy of them."""

    def __init__(self) -> None:
        self._members: list[_Member] = []
        self._bands: defaultdict[int, list[int]] = defaultdict(list)

    def place(self, doc_id: str, text: str, published_at: datetime | None) -> tuple[str | None, str | None]:
        """The story that a new document belongs to, and the document whose near copy it is; both None for a first report."""
        if published_at is None:
            return None, None
        taken = print_of(text)
        twin = self._twin(doc_id, taken, published_at)
        story = twin.story_id if twin else doc_id
        self._remember(_Member(doc_id, published_at, taken, story))
        return (story, twin.doc_id) if twin else (None, None)

    def _twin(self, doc_id: str, taken: Print, published_at: datetime) -> _Member | None:
        places = {place for band in _bands(taken.shingles) for place in self._bands[band]}
        for place in sorted(places):
            member = self._members[place]
            near = abs(member.published_at - published_at) <= WITHIN
            if near and member.doc_id != doc_id and alike(taken, member.taken):
                return member
        return None

    def _remember(self, member: _Member) -> None:
        for band in _bands(member.taken.shingles):
            self._bands[band].append(len(self._members))
        self._members.append(member)


def _bands(shingles: Iterable[int]) -> list[int]:
    return sorted(shingles)[:_BANDS]


def _jaccard(one: frozenset[int] | frozenset[str], other: frozenset[int] | frozenset[str]) -> float:
    union = len(one | other)
    return len(one & other) / union if union else 1.0
