"""Nothing known later than the moment asked from is found or cited: versions, updates, withdrawals, days."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assistant.bootstrap import Stores, open_stores
from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.windows import Window
from assistant.settings import Settings
from tests.support.knowledge import make_chunks, make_document
from tests.support.story import Ask, asking

FULL = os.environ.get("RALLY_FAULTS") == "full"
PAIRS = 10_000 if FULL else 300
ANSWERED = 1_000 if FULL else 60  # of the pairs, those whose whole answer is looked at
START = datetime(2025, 3, 3, tzinfo=UTC)
NAMES = {"Baidu": "9888.HK", "Alibaba": "9988.HK", "Tencent": "0700.HK", "Meituan": "3690.HK", "Xiaomi": "1810.HK"}
QUESTIONS = (
    "How did {name} close?",
    "How did {name} close on {day}?",
    "What is the latest on {name}?",
    "What did {name} say yesterday?",
    "Why did {name} shares move in {month}?",
    "How much does {name} plan to spend?",
    "What was reported since {day}?",
    "{name} dividend",
)


def an_instant(random: Random) -> datetime:
    return START + timedelta(minutes=random.randrange(60 * 24 * 60))


def take_in(stores: Stores, random: Random) -> None:
    """Eighty documents: half in several versions, a third known by their day alone, some without a day, some withdrawn."""
    knowledge, made = stores.knowledge, []
    for number in range(80):
        name, known, stamp = random.choice(list(NAMES)), an_instant(random), random.choice(("minute", "minute", "day", "none"))
        published = known
        for version in range(1, random.choice((1, 1, 2, 3)) + 1):
            figure = f"{number}.{version}"
            text = (
                f"{name} shares closed {figure} percent higher at {100 + number} dollars.\n"
                f"{name} plans to spend {figure} billion dollars and said that its dividend of {figure} dollars is safe."
            )
            midnight = published.replace(hour=0, minute=0)
            document = make_document(
                f"d{number}",
                f"{name} report",
                text,
                published_at={"minute": published, "day": midnight, "none": None}[stamp],
                known_at=known + timedelta(days=1) if stamp == "day" else known,
                version=version,
                updated_at=known if version > 1 else None,
                tickers=(NAMES[name],),
            )
            chunks = make_chunks(document)
            vectors = knowledge.embedder.embed([indexed_text(document.title, chunk.text) for chunk in chunks])
            made.append((document, chunks, vectors))
            known += timedelta(hours=random.randrange(1, 200))
    knowledge.documents.put_all(made, fingerprint=knowledge.embedder.fingerprint)
    for number in random.sample(range(80), 8):
        knowledge.documents.withdraw(f"d{number}", at=an_instant(random))
    knowledge.follow()


def pairs(random: Random, count: int) -> Iterator[tuple[datetime, str, str]]:
    for _ in range(count):
        name, day = random.choice(list(NAMES)), an_instant(random)
        question = random.choice(QUESTIONS).format(name=name, day=f"{day.day} {day:%B %Y}", month=f"{day:%B %Y}")
        yield an_instant(random), name, question


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaks")
    with open_stores(Settings(data_dir=folder)) as stores:
        take_in(stores, Random(5))
    return folder


def check(version: Any, as_of: datetime) -> None:
    """That version was the one in force at that instant, of a document that is not withdrawn."""
    assert version is not None
    assert version.known_at <= as_of
    assert version.superseded_at is None or version.superseded_at > as_of
    assert version.withdrawn_at is None


@pytest.mark.faults
def test_no_search_finds_what_was_not_known(folder: Path) -> None:
    """Hits are of the versions in force, with and without a window or an instrument; never more than there are."""
    random, found = Random(6), 0
    with open_stores(Settings(data_dir=folder)) as stores:
        for as_of, name, question in pairs(random, PAIRS):
            day = an_instant(random).date()
            window = random.choice((None, Window(first=day), Window(first=day, last=day + timedelta(days=9)), Window(last=day)))
            tickers = random.choice(((), (NAMES[name],)))
            for hit in stores.knowledge.search(question, k=20, as_of=as_of, window=window, tickers=tickers):
                check(hit.document, as_of)
                found += 1
    assert found > PAIRS


@pytest.fixture
def ask(folder: Path) -> Iterator[Ask]:
    with asking(folder) as ask:
        yield ask


@pytest.mark.faults
def test_no_answer_cites_what_was_not_known(folder: Path, ask: Ask) -> None:
    """The citations of whole answers are of the versions in force, and their newest evidence is not of later."""
    cited = 0
    with open_stores(Settings(data_dir=folder)) as stores:
        for as_of, _, question in pairs(Random(8), ANSWERED):
            told = ask(question, as_of=as_of)
            for source in told["citations"]:
                if source.kind == "news":
                    check(stores.knowledge.documents.get(source.doc_id, version=source.version), as_of)
                    cited += 1
            newest = getattr(told["events"][-1], "newest_evidence_at", None)
            assert newest is None or newest <= as_of
    assert cited >= ANSWERED // 4
