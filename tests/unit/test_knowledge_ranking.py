"""Fusion, moments, tokens: the pure parts of searching."""

from datetime import date

import pytest

from assistant.bootstrap import open_stores
from assistant.knowledge.fusion import fuse
from assistant.knowledge.lexical import analyze
from assistant.knowledge.moments import moment_of
from assistant.knowledge.tokens import NAMED, asked, asked_marks, day_marks, spread, words
from assistant.settings import Settings
from tests.support.knowledge import make_document, put, utc


def test_fusion_prefers_what_both_rankings_like():
    """First in both is 1; ties are broken by id."""
    fused = fuse([["a", "b", "c"], ["a", "c", "b"]])
    assert fused[0] == ("a", 1.0)
    assert [name for name, _ in fused] == ["a", "b", "c"]
    assert fuse([[], []]) == []


@pytest.mark.parametrize(
    ("title", "lead", "expected"),
    [
        ("Stocks end the week lower", "", "close"),
        ("HK shares open flat", "", "open"),
        ("Hong Kong stocks up by midday", "", "midday"),
        ("Ninth day of gains for tech", "The Hang Seng Index finished at 20,100 on Friday.", "close"),
        ("Shares open lower after Wall Street closes down", "", "open"),
        ("恒指收市升二百點", "", "close"),
        ("港股高開", "", "open"),
        ("恒指半日跌一成", "", "midday"),
        ("School closes for repairs", "Pupils stay at home.", None),
        ("Alibaba names a new chief", "Its shares were little changed.", None),
    ],
)
def test_the_moment_of_a_report(title, lead, expected):
    """Read from the title, else from the first words; only for texts about a market."""
    assert moment_of(title, lead) == expected


def test_chinese_is_cut_into_pairs():
    """Overlapping pairs in Simplified; other scripts stay; full-width digits become digits."""
    assert spread("恒生指數升２%").split() == ["恒生", "生指", "指数", "数升", "2%"]
    assert analyze("Closed 恒指 higher") == ["close", "恒指", "higher"]


def test_names_weigh_more():
    """A capital letter inside a sentence, or a word in capitals; what only asks is left out."""
    assert asked(words("Where did Baidu close"), limit=9) == {"Where": 1.0, "Baidu": NAMED, "close": 1.0}
    assert dict(words("SMIC rose")) == {"SMIC": True, "rose": False}
    assert asked([("the", False), ("of", False)], limit=9) == {"the": 1.0, "of": 1.0}
    assert len(asked(((str(n), False) for n in range(500)), limit=64)) == 64


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("on 17 September 2025", ["d20250917"]),
        ("on Sept. 17, 2025", ["d20250917"]),
        ("17th of Sep", ["d0917"]),
        ("2025-09-17", ["d20250917"]),
        ("2025年9月17日", ["d20250917"]),
        ("9月17日", ["d0917"]),
        ("May 2025", []),
        ("17 companies may 99", []),
        ("2025-13-40", []),
    ],
)
def test_dates_written_out(text, marks):
    """Each becomes the mark that documents of that day carry."""
    assert asked_marks(text) == marks
    assert all(mark in day_marks(date(2025, 9, 17)) for mark in marks)


def test_the_half_life_is_a_setting(tmp_path):
    """With a short half-life the newer of two like reports comes first; with a very long one their age counts for nothing."""
    firsts = []
    for half_life_days in (1, 36_500):
        settings = Settings(data_dir=tmp_path, half_life_days=half_life_days)
        with open_stores(settings) as stores:
            for doc_id, day, text in (("new", 28, "Baidu rose."), ("old", 20, "Baidu rose, Baidu shares rose.")):
                document = make_document(doc_id, text=text, published_at=utc(2025, 9, day))
                put(stores.knowledge.documents, document, stores.knowledge.embedder)
            hits = stores.knowledge.search("Baidu shares rose", as_of=utc(2025, 9, 29), k=2)
            firsts.append({hit.document.doc_id: hit.score for hit in hits})

    short, long = (scores["old"] / scores["new"] for scores in firsts)
    assert short < long - 0.05
