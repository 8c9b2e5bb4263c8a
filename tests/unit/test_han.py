"""Traditional and Simplified Chinese are one script to whoever searches."""

import pytest

from assistant.figures.han import simplified
from assistant.knowledge.outlets import outlets_in
from assistant.market.instruments import Instruments
from tests.support.knowledge import NOW, doc_ids, knowledge_in, make_document, put


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("恒生指數收市報17,284點", "恒生指数收市报17,284点"),
        ("騰訊控股", "腾讯控股"),
        ("头发与發財", "头发与发财"),
        ("Baidu rose 3 %", "Baidu rose 3 %"),
        ("かな ABC 漢字", "かな ABC 汉字"),
        ("", ""),
    ],
)
def test_traditional_becomes_simplified(text, plain):
    """Sign by sign, so that every place in the text stays; all else is left alone."""
    assert simplified(text) == plain
    assert len(simplified(text)) == len(text)
    assert simplified(plain) == plain


@pytest.mark.parametrize("question", ["阿里巴巴 云业务 增长", "阿里巴巴 雲業務 增長"])
def test_either_script_finds_both(tmp_path, question):
    """Articles in Traditional and in Simplified answer the same question."""
    knowledge = knowledge_in(tmp_path)
    put(knowledge.documents, make_document("traditional", title="阿里巴巴雲業務增長加快", text="雲業務收入按年增長三成。"))
    put(knowledge.documents, make_document("simplified", title="阿里云业务增长加快", text="云业务收入同比增长三成。"))
    put(knowledge.documents, make_document("other", title="天氣", text="今日有雨。"))
    hits = knowledge.search(question, as_of=NOW, k=3)
    ranks = {hit.document.doc_id: hit.lexical_rank for hit in hits}
    knowledge.close()

    assert set(doc_ids(hits)[:2]) == {"traditional", "simplified"}
    assert ranks["traditional"]
    assert ranks["simplified"]


def test_names_are_known_in_either_script_and_mixed():
    """A name is found where it stands, also in a spelling that the catalogue does not list."""
    instruments = Instruments.load()
    for text in ("騰訊控股收報多少", "腾讯控股收报多少", "騰讯控股收報多少"):
        (mention,) = instruments.mentions(text)
        assert (mention.start, mention.text, mention.tickers[0]) == (0, text[:4], "0700.HK")


def test_an_outlet_is_known_in_either_script():
    """Whoever asks in Simplified what a paper of a Traditional name reported means that paper."""
    assert outlets_in("香港经济日报报道了什么", frozenset({"香港經濟日報"})) == (("香港經濟日報",),)
