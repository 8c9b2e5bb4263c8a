"""What is asked of every search, and what is measured of it.

Times are processor time, of all threads of the process: what else the machine does is not in them.
"""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from assistant.knowledge.windows import Window

Search: TypeAlias = Callable[[str, datetime | None, Window | None], Sequence[str]]  # the addresses found, best first
SUBJECTS = 200
MOST_S = 30.0  # of processor time for the questions of one kind: a slower search is asked fewer of them
LEAST = 20
LAST = date(2025, 4, 30)
YEARS_BACK = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that one article answers."""

    question: str
    as_of: datetime | None
    gold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One search over one store; times in milliseconds, each a median and a 95th percentile."""

    search: str
    chunks: int
    hits: tuple[float, float]  # the share found first, and among the first four
    asked: tuple[float, float]  # the questions as they are
    open: tuple[float, float]  # subjects, without a window
    year: tuple[float, float]  # the same, within a year
    searches: int  # how many were timed
    memory_mb: float

    def row(self) -> str:
        """As the table shows it."""
        times = (f"{one:,.1f}" for pair in (self.asked, self.open, self.year) for one in pair)
        return (
            f"| {self.chunks:,} | {self.search} | {self.hits[0]:.3f} | {self.hits[1]:.3f} | {' | '.join(times)} "
            f"| {self.searches} | {self.memory_mb:,.0f} |"
        )


def read_questions(path: Path) -> Iterator[Asked]:
    """Those that one article answers."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row.get("gold_article") and not row.get("abstain"):
            as_of = datetime.fromisoformat(row["as_of"]) if row.get("as_of") else None
            yield Asked(question=row["question"], as_of=as_of, gold=row["gold_article"])


def read_subjects(path: Path) -> list[str]:
    """Titles to search for that bring no day and no company of their own with them."""
    titles = sorted({json.loads(line)["title"] for line in path.read_text(encoding="utf-8").splitlines()})
    return random.Random(3).sample(titles, min(SUBJECTS, len(titles)))


def measure(
    name: str,
    size: int,
    search: Search,
    questions: Sequence[Asked],
    subjects: Sequence[str],
    *,
    memory_mb: Callable[[], float],
) -> Measured:
    """Hit rates and latencies over as many questions, in a drawn order, as time allows; the first search only warms."""
    search(subjects[0], None, Window())
    rng = random.Random(5)
    questions = rng.sample(questions, len(questions))
    ranks: list[int] = []

    def ask(asked: Asked) -> None:
        urls = search(asked.question, asked.as_of, None)
        ranks.append(next((n for n, url in enumerate(urls, start=1) if asked.gold in url), 99))

    def within_a_year(subject: str) -> None:
        last = LAST - timedelta(days=rng.randrange(YEARS_BACK * 365))
        search(subject, None, Window(first=last - timedelta(days=364), last=last))

    asked = _timed([lambda one=one: ask(one) for one in questions])  # type: ignore[misc]
    opened = _timed([lambda one=one: search(one, None, Window()) for one in subjects])  # type: ignore[misc]
    year = _timed([lambda one=one: within_a_year(one) for one in subjects])  # type: ignore[misc]
    return Measured(
        search=name,
        chunks=size,
        hits=(sum(rank <= 1 for rank in ranks) / len(ranks), sum(rank <= 4 for rank in ranks) / len(ranks)),
        asked=_spread(asked),
        open=_spread(opened),
        year=_spread(year),
        searches=len(asked) + len(opened) + len(year),
        memory_mb=memory_mb(),
    )


def _timed(works: Sequence[Callable[[], object]]) -> list[float]:
    took: list[float] = []
    for work in works:
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1000)
        if len(took) >= LEAST and sum(took) > MOST_S * 1000:
            break
    return took


def _spread(took: Sequence[float]) -> tuple[float, float]:
    return statistics.median(took), statistics.quantiles(took, n=20)[18]
