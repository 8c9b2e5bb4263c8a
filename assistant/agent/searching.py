"""Searching: what a question, or a tool's call, looks for in the news, and the hits that gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.agent.foreign_days import of_its_days, widened
from assistant.agent.reading import Reading
from assistant.errors import BadInput
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.documents import Hit
from assistant.knowledge.windows import Window
from assistant.market.instruments import Instruments

PASSAGES = 8  # that a search of an answer takes
REPORTS = 60  # of a story, among which those on the subject are looked for
_ENOUGH = 3  # hits that speak of the instruments, with which no others are looked for
_LONGEST_QUERY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsSearch:
    """Words to look for, within a window, in what speaks of instruments."""

    query: str
    window: Window | None
    tickers: tuple[str, ...]
    openings: bool = False  # of each report found the opening is wanted, and as many as a story may have

    @property
    def most(self) -> int:
        """How many passages it takes."""
        return REPORTS if self.openings else PASSAGES


def asked_search(reading: Reading) -> NewsSearch:
    """What a question as it is read looks for."""
    return NewsSearch(query=reading.query, window=reading.window if reading.bounded else None, tickers=reading.tickers)


def news_search(
    reading: Reading,
    instruments: Instruments,
    query: str,
    from_date: str | None = None,
    to_date: str | None = None,
    named: Sequence[str] = (),
    *,
    openings: bool = False,
) -> NewsSearch:
    """What a tool's call looks for: the days and the instruments of the question where the call names none.

    Raises:
        BadInput: a date that is none.
    """
    known = tuple(ticker for name in named if (ticker := instruments.canonical(name)) is not None)
    return NewsSearch(
        query=query[:_LONGEST_QUERY],
        window=window_of(reading, from_date, to_date),
        tickers=known if named else reading.tickers,
        openings=openings,
    )


def window_of(reading: Reading, from_date: str | None, to_date: str | None) -> Window | None:
    """The window of a tool's call; the question's own where the call names none."""
    first, last = read_date(from_date), read_date(to_date)
    asked = reading.window if reading.bounded else None
    if first is None and last is None:
        return asked
    if asked is not None and (asked.first, asked.last) == (first, last):
        return asked
    return Window(first=first, last=last, part=asked.part if asked else None)


def read_date(text: str | None) -> date | None:
    """The day that a tool's call names.

    Raises:
        BadInput: it is none.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as exc:
        raise BadInput(f"{text!r} is not a date; write it as YYYY-MM-DD.") from exc


def search(knowledge: KnowledgeBase, looked_for: NewsSearch, *, reading: Reading, k: int | None = None) -> list[Hit]:
    """The hits: those that speak of the instruments first, others after where there are few."""
    return gathered(knowledge.search, looked_for, reading=reading, k=k)


def gathered(
    look: Callable[..., Sequence[Hit]], looked_for: NewsSearch, *, reading: Reading, k: int | None = None
) -> list[Hit]:
    """The hits of a search that looks with `look`, which takes what the knowledge base's own search takes."""
    window, most = widened(reading, looked_for.window), k or looked_for.most

    def narrowed(tickers: Sequence[str]) -> Sequence[Hit]:
        return look(looked_for.query, k=most, as_of=reading.as_of, window=window, tickers=tickers, openings=looked_for.openings)

    return of_its_days(_widening(narrowed, tickers=looked_for.tickers, k=most), reading, looked_for.window)


def _widening(look: Callable[[Sequence[str]], Sequence[Hit]], *, tickers: Sequence[str], k: int) -> list[Hit]:
    """What looking for the instruments gives, and where that is little, what looking without them adds."""
    narrow = look(tickers) if tickers else ()
    if len(narrow) >= min(k, _ENOUGH):
        return list(narrow)
    seen = {hit.chunk.chunk_id for hit in narrow}
    return [*narrow, *(hit for hit in look(()) if hit.chunk.chunk_id not in seen)][:k]
