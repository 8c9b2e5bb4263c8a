"""Identity, passages and stories: what an article is, how it is cut, and what it repeats."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import LONGEST, chunked, passages
from ingest.identity import canonical_url, doc_id_of
from ingest.languages import language_of
from tests.support.knowledge import make_document

DAY = datetime(2025, 9, 17, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "copy",
    [
        "http://www.paper.example/markets/chips/",
        "https://paper.example/markets/chips?utm_source=x&fbclid=1",
        "https://paper.example/markets/chips?amp=1#top",
        "https://m.paper.example/markets/chips/amp",
        "https://paper.example//markets/chips/index.html",
    ],
)
def test_copies_of_an_address_are_one(copy):
    """Scheme, tracking, AMP and a trailing slash do not make another article."""
    assert canonical_url(copy) == canonical_url("https://paper.example/markets/chips")


def test_a_query_that_names_the_article_counts():
    """Parameters that are not for tracking tell articles apart."""
    assert canonical_url("https://p.example/?p=1") != canonical_url("https://p.example/?p=2")


def identity(**fields) -> str:
    return doc_id_of(**{"own_id": "", "url": "", "publisher": "", "title": "", "day": None} | fields)


def test_the_source_own_id_stays_visible():
    """The record's id is the document's; the number in an address is the same id; both fit in 64 characters."""
    assert identity(own_id="1748036-20240409", url="https://x.example/a") == "1748036-20240409"
    assert identity(url="https://news.rthk.hk/rthk/en/component/k2/1748036-20240409.htm") == "1748036-20240409"
    assert identity(own_id="a/b c#d") == "a-b-c-d"
    assert len(identity(own_id="x" * 300)) == 64
    assert identity(url="https://www.paper.example/chips").startswith("paper.example-")


def test_one_title_on_two_days_is_two_articles():
    """Without an address, publisher, title and day together make the article."""
    title = "Stocks close higher"
    first, second = (identity(publisher="P", title=title, day=date(2025, 9, day)) for day in (16, 17))
    assert first != second


SENTENCE = "The gauge of technology shares rose again on the day, and turnover was the highest of the month. "


def test_passages_are_slices_of_whole_sentences():
    """A passage is exactly its stretch of the text, and ends where a sentence does."""
    text = "\n\n".join([SENTENCE.strip() * 1, SENTENCE * 12, SENTENCE * 3]).strip()
    cut = chunked(make_document("d", text=text, version=2), passages(text))
    assert [passage.chunk_id for passage in cut] == [f"d#2#{n}" for n in range(len(cut))]
    assert all(passage.text == text[passage.start : passage.end] and passage.text.endswith(".") for passage in cut)


def test_a_quote_stays_with_who_said_it():
    """The paragraph that attributes a quotation follows it into its passage, beyond the usual length."""
    quote = "“We are seeing it in every line of the business, and it will last.”"
    teller = "said the chief strategist of a bank in the city, who did not wish to be named in this report on the day."
    text = f"{'A' * 780}.\n\n{quote}\n\n{teller}\n\n{SENTENCE * 6}".strip()
    assert any(quote in (passage := text[span.start : span.end]) and teller in passage for span in passages(text))


@given(st.text(alphabet=st.sampled_from("ab .。“”\n，恒"), max_size=4_000))
def test_no_word_is_lost_between_passages(text):
    """Together the passages hold every character of the text but its white space, none longer than the limit."""
    spans = passages(text)
    assert "".join("".join(text[span.start : span.end].split()) for span in spans) == "".join(text.split())
    assert all(span.end - span.start <= LONGEST for span in spans)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Stocks open flat", "zh-HK", "en"),
        ("港股高開，恒生指數上升，個別發展。", "ch", "zh-Hant"),
        ("港股高开，恒生指数上涨，个别发展。", "", "zh-Hans"),
        ("市場は値上がりしている。", "", "ja"),
        ("Ações sobem", "pt-BR", "pt"),
        ("Stocks", "", "en"),
    ],
)
def test_the_language_is_that_of_the_words(text, declared, language):
    """The script outranks the declaration."""
    assert language_of(text, declared=declared) == language
