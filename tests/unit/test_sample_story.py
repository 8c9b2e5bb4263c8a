"""The sample story: every article, bar and statistic of it can be taken, and every sentence is our own."""

import csv
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.knowledge.documents import Document
from assistant.market.instruments import Instruments
from ingest.article import Article
from ingest.bars import read_bars
from ingest.composition import compose
from ingest.inputs import Input, read_inputs
from ingest.limits import Limits
from ingest.reading import open_input, read_articles
from ingest.sources import Sources
from ingest.stats import read_stats
from tests.support.shared import SHARED

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = Limits()


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """The sample's articles as documents."""
    found = []
    for item in read_inputs([path for path in SAMPLE.iterdir() if path.is_dir()], limits=LIMITS):
        assert isinstance(item, Input), item
        kind, text, notes = open_input(item)
        for article in read_articles(item, kind, text, notes=notes, limits=LIMITS):
            assert isinstance(article, Article), article
            document = compose(article, sources=Sources.load(), limits=LIMITS, now=NOW)
            assert isinstance(document, Document), document
            found.append(document)
    return found


def test_every_article_is_taken_with_its_header(documents: list[Document]):
    """Fifteen articles, one of them in two versions, each with title, publisher and moment."""
    assert len(documents) == 16
    assert len({document.doc_id for document in documents}) == 15
    assert [] == [d.title for d in documents if not (d.title and d.publisher and d.published_at)]
    assert {document.language for document in documents} == {"en", "zh-Hant"}


def test_the_two_versions_come_in_order(documents: list[Document]):
    """The later version of the article is read after the earlier one and known later."""
    earlier, later = (document for document in documents if document.url.endswith("smic-lithography-trials"))

    assert earlier.known_at < later.known_at
    assert earlier.text != later.text


def test_every_bar_is_taken():
    """Seventeen instruments; only the bars that the README calls adjusted are."""
    read = read_bars((SAMPLE / "bars.csv").read_bytes(), origin="bars.csv", instruments=Instruments.load())

    assert (read.rejects, len(read.bars)) == ([], 1066)
    assert len({bar.ticker for bar in read.bars}) == 17
    assert {bar.ticker for bar in read.bars if bar.adjusted} == {"QQQ", "0762.HK", "3750.HK"}


def test_every_statistic_is_taken():
    """Each row of the table of statistics becomes one."""
    data = (SAMPLE / "stats.csv").read_bytes()
    read = next(read_stats(data, origin="stats.csv"))

    assert list(read.rejects) == []
    assert len(read.stats) == len(data.splitlines()) - 1


def test_statistics_are_those_of_the_articles(documents: list[Document]):
    """The value of every statistic stands in one of the articles."""
    text = "\n".join(document.text for document in documents).replace(",", "")
    rows = csv.DictReader((SAMPLE / "stats.csv").read_text(encoding="utf-8").splitlines())
    missing = [row for row in rows if Decimal(row["value"]) != 0 and row["value"].removeprefix("-") not in text]

    assert [] == missing


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real material is not here")
def test_every_sentence_is_our_own(documents: list[Document]):
    """No eight words in a row are those of the published articles about the same days."""
    news = SHARED / "data" / "news"
    lines = (news / "parallel_coverage.jsonl").read_text(encoding="utf-8").splitlines()
    published = [(news / "founding_article.txt").read_text(encoding="utf-8"), *(json.loads(line)["text"] for line in lines)]
    theirs = {run for text in published for run in runs(text)}

    assert [] == [" ".join(run) for d in documents for run in runs(f"{d.title}\n{d.text}") if run in theirs]


def runs(text: str, *, length: int = 8) -> list[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]
