"""Stories: which reports tell one event, and which of them say it in nearly the same words."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from assistant.figures.word_tables import WordTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALIKE = 0.8  # Jaccard similarity of word 5-shingles, and of figures
PART = 0.5  # of the shorter text's shingles: another outlet's copy that was cut or filled up
COPIES_WITHIN = timedelta(days=3)
EVENT_WITHIN = timedelta(hours=36)
_WIDTH = 5
_REMEMBERED = 50_000  # words
_FEWEST = 40  # shingles: what a shorter text shares may be a formula
_NAMES, _SHARED_NAMES = 3, 0.5  # at least so many names in common, and that share of the shorter text's
_WORDS = 0.35  # cosine of the words of title and beginning
_MARKET_WORDS = 0.5
_LEAD = 700  # characters
_WORD = re.compile(r"[a-z0-9À-ɏ]+|[一-鿿぀-ヿ가-힣]")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
# Not a sentence's first word, unless all capitals. The capital comes first: looking behind at every letter costs far more.
_NAME = re.compile(r"[A-Z](?:(?<![.!?] [A-Z])(?<!^[A-Z])(?<!\w[A-Z])[A-Za-z&'’-]+|(?<!\w[A-Z])[A-Z]+\b)")
_CONTENT = re.compile(r"[a-z][a-z'’-]{3,}")
_ENDING = re.compile(r"(?<=\w{4})(?:ations?|ings?|ers?|ed|es|s|ly)$")
_MARKET = re.compile(
    r"\b(?:stocks?|shares?|markets?|ind(?:ex|ices)|hang seng|hsi|wall street|dow|nasdaq|nikkei|bourses?|equities)\b"
    r"|股市|港股|恒指|恆指|大盘|大盤|美股|A股",
    re.IGNORECASE,
)
# Names that half of all market and political news carries: sharing them says nothing.
_EVERYWHERE = frozenset(
    """
    hong kong hang seng index china chinese monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december us the a in on it he she his but and as mr ms
    afp reuters xinhua tech shanghai shenzhen composite component bloomberg stock stocks shares exchange news market
    markets beijing mainland united states american president government sar hksar csi group ltd holdings inc co company
    limited ai ceo hk hkex
    """.split()
)
_FILLERS = frozenset(
    """
    that with from this have been were which their they after said says would will about into more than over also could
    other some when where while there these those what year month week days time last first according before during
    being between under since because against still most such only very even just like much many made make percent told
    statement add report news
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What of a report is compared."""

    doc_id: str
    publisher: str
    published_at: datetime
    shingles: "NDArray[np.uint32]"  # sorted
    figures: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]  # of title and beginning
    market: bool  # whether its title is about how a market did: every day has such reports
    marks: tuple[int, ...]  # the few numbers by which a report that tells the same is found again


def print_of(*, doc_id: str, publisher: str, title: str, text: str, published_at: datetime) -> Print:
    """The print of a report."""
    named = {found.lower().removesuffix("'s").removesuffix("’s") for found in _NAME.findall(f"{title}. {text[:2_000]}")}
    content = {_stem(word) for word in _CONTENT.findall(f"{title}. {text[:_LEAD]}".lower())}
    shingles, figures = _shingles(_WORD.findall(text.lower())), frozenset(_FIGURE.findall(text))
    names = frozenset(named - _EVERYWHERE)
    return Print(
        doc_id=doc_id,
        publisher=publisher.casefold(),
        published_at=published_at,
        shingles=shingles,
        figures=figures,
        names=names,
        words=frozenset(content - _FILLERS),
        market=bool(_MARKET.search(title)),
        marks=_marks(shingles, names, figures),
    )


def near_copies(one: Print, other: Print) -> bool:
    """Whether one says what the other says in nearly the same words.

    Figures must agree too: two days' market reports share their phrases. A part of the words is enough between outlets: within
    one it is the background of the next report.
    """
    if abs(one.published_at - other.published_at) > COPIES_WITHIN:
        return False
    shared = _common(one.shingles, other.shingles)
    least = min(len(one.shingles), len(other.shingles))
    if shared / (len(one.shingles) + len(other.shingles) - shared) >= ALIKE:
        return _jaccard(one.figures, other.figures) >= ALIKE
    if one.publisher == other.publisher or least < _FEWEST or shared < PART * least:
        return False
    return _overlap(one.figures, other.figures) >= ALIKE


def same_event(one: Print, other: Print) -> bool:
    """Whether two reports tell one event in words of their own; of a market's day only what shares its figures."""
    common = one.names & other.names
    if abs(one.published_at - other.published_at) > EVENT_WITHIN:
        return False
    cosine = len(one.words & other.words) / (sqrt(len(one.words) * len(other.words)) or 1.0)
    if one.market and other.market:
        figures = any(is_telling(figure) for figure in one.figures & other.figures)
        same_day = one.published_at.date() == other.published_at.date()
        return one.publisher != other.publisher and same_day and figures and cosine >= _MARKET_WORDS
    return len(common) >= _NAMES and _overlap(one.names, other.names) >= _SHARED_NAMES and cosine >= _WORDS


def is_telling(figure: str) -> bool:
    """Whether a figure is long enough to be of one report rather than of any: 26,908.39 is, 4.2 and 2025 are not."""
    digits = re.sub(r"\D", "", figure).lstrip("0")
    return len(digits) >= 3 and not re.fullmatch(r"(?:19|20)\d\d", figure)


def _marks(shingles: "NDArray[np.uint32]", names: Iterable[str], figures: Iterable[str]) -> tuple[int, ...]:
    """Of its words, its names and its figures those with the least numbers."""
    return tuple(sorted({*shingles[:6].tolist(), *_least(names, 10), *_least(filter(is_telling, figures), 6)}))


def _shingles(words: list[str]) -> "NDArray[np.uint32]":
    """A number for each run of words; the same on every machine, as they are kept."""
    import numpy as np

    codes = np.array(list(map(_CODES.__getitem__, words)) or [0], dtype=np.uint64)
    runs = np.zeros(max(1, len(codes) - _WIDTH + 1), dtype=np.uint64)
    for place in range(min(_WIDTH, len(codes))):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + len(runs)]
    mixed = (runs ^ (runs >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    found = np.sort((mixed >> np.uint64(32)).astype(np.uint32))
    return found[np.concatenate(([True], found[1:] != found[:-1]))]


def _common(one: "NDArray[np.uint32]", other: "NDArray[np.uint32]") -> int:
    import numpy as np

    return len(np.intersect1d(one, other, assume_unique=True))


def _least(names: Iterable[str], count: int) -> list[int]:
    return sorted(map(_CODES.__getitem__, names))[:count]


_CODES = WordTable(lambda word: zlib.crc32(word.encode()), most=_REMEMBERED)  # the number of each word


@lru_cache(maxsize=_REMEMBERED)
def _stem(word: str) -> str:
    return _ENDING.sub("", word)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """What share of the smaller set is in the other."""
    return len(one & other) / min(len(one), len(other)) if one and other else 1.0


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0
