"""Searching: what is found, what is kept out, in what order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.errors import BadInput, EmbedderChanged
from assistant.knowledge.windows import Window
from tests.support.knowledge import NOW, WordEmbedder, doc_ids, knowledge_in, make_document, put, utc


@pytest.fixture
def knowledge(tmp_path):
    base = knowledge_in(tmp_path)
    yield base
    base.close()


def day(year, month, number, **more):
    return Window(first=date(year, month, number), last=date(year, month, number), **more)


def test_newer_news_is_never_used(knowledge):
    """A document that became known after as_of is not found."""
    put(knowledge.documents, make_document(published_at=utc(2025, 9, 17, 10)))

    assert knowledge.search("Baidu", as_of=utc(2025, 9, 17, 9)) == []
    assert doc_ids(knowledge.search("Baidu", as_of=utc(2025, 9, 17, 10))) == ["d1"]


def test_an_opening_stands_for_whatever_of_a_document_was_found(knowledge):
    """Each document once, by its first passage, though the words stand in a later one."""
    long = "\n\n".join(["Ferries sailed on time today, as they do."] * 6 + ["Baidu hired the last of them."] * 2)
    put(knowledge.documents, make_document(text=long))
    put(knowledge.documents, make_document("d2", "Chips", "Baidu sells chips."))

    hits = knowledge.search("Baidu hired", as_of=NOW, openings=True)
    assert sorted((hit.chunk.doc_id, hit.chunk.ordinal) for hit in hits) == [("d1", 0), ("d2", 0)]


def test_a_replaced_text_is_not_found(knowledge):
    """After an update only the new text is found; before it, only the old."""
    old = make_document(text="Baidu rose 3 percent.\nA removed sentence about lithography.")
    new = replace(old, version=2, text="Baidu rose 16 percent.", content_hash="h2", known_at=utc(2025, 9, 17, 18))
    put(knowledge.documents, old)
    put(knowledge.documents, new)

    now = knowledge.search("lithography Baidu removed sentence", as_of=NOW, k=10, per_document=9)
    then = knowledge.search("lithography Baidu removed sentence", as_of=utc(2025, 9, 17, 12), k=10, per_document=9)
    assert {hit.chunk.text for hit in now} == {"Baidu rose 16 percent."}
    assert {hit.document.version for hit in then} == {1}


@pytest.mark.parametrize("follows", [False, True])
def test_replaced_texts_crowd_out_nothing(knowledge, follows):
    """However many replaced texts share more of the words, what is in force is found, and as_of only what was then."""
    for number in range(1, 130):
        text = f"Baidu Baidu {number}." if number < 129 else "Kunlun."
        put(
            knowledge.documents,
            make_document(text=text, version=number, known_at=utc(2025, 9, 17, 10, 0) + number * timedelta(minutes=1)),
        )
    put(knowledge.documents, make_document("other", "Chips", "Baidu sells chips.", published_at=utc(2025, 9, 18)))
    if follows:
        knowledge.follow()

    now = knowledge.explain("Baidu", as_of=NOW).lexical
    then = knowledge.explain("Baidu", as_of=utc(2025, 9, 17, 10, 30)).lexical
    assert {name for name, _ in now} == {"d1#129#0", "other#1#0"}
    assert [name for name, _ in then] == ["d1#30#0"]


def test_a_window_keeps_other_days_and_undated_documents_out(knowledge):
    """Only documents whose days overlap the window are found; without a window, all."""
    put(knowledge.documents, make_document("mon", published_at=utc(2025, 9, 15, 10)))
    put(knowledge.documents, make_document("wed", text="Baidu again.", published_at=utc(2025, 9, 17, 10)))
    put(knowledge.documents, make_document("undated", text="Baidu, some day.", published_at=None))

    assert doc_ids(knowledge.search("Baidu", as_of=NOW, window=day(2025, 9, 17))) == ["wed"]
    assert doc_ids(knowledge.search("Baidu", as_of=NOW, window=Window(last=date(2025, 9, 16)))) == ["mon"]
    assert set(doc_ids(knowledge.search("Baidu", as_of=NOW))) == {"mon", "wed", "undated"}


def test_an_update_makes_a_document_speak_of_both_days(knowledge):
    """The days run from publication to update, in the place where it was published."""
    late = make_document(
        published_at=utc(2025, 9, 16, 10), updated_at=utc(2025, 9, 16, 17), known_at=utc(2025, 9, 16, 17), zone="Asia/Hong_Kong"
    )
    put(knowledge.documents, late)

    assert doc_ids(knowledge.search("Baidu", as_of=NOW, window=day(2025, 9, 17))) == ["d1"]


def test_since_and_until_compare_when_it_was_known(knowledge):
    """until is exclusive."""
    put(knowledge.documents, make_document(published_at=utc(2025, 9, 17, 10)))

    assert knowledge.search("Baidu", as_of=NOW, window=Window(since=utc(2025, 9, 17, 10)))
    assert not knowledge.search("Baidu", as_of=NOW, window=Window(until=utc(2025, 9, 17, 10)))


def test_tickers_are_a_hard_filter(knowledge):
    """Only documents that mention one of the instruments are found."""
    put(knowledge.documents, make_document("a", tickers=("9888.HK",)))
    put(knowledge.documents, make_document("b", text="Baidu without a ticker."))

    assert doc_ids(knowledge.search("Baidu", as_of=NOW, tickers=["9888.HK", "BIDU"])) == ["a"]
    assert knowledge.search("Baidu", as_of=NOW, tickers=["0700.HK"]) == []


def test_a_withdrawn_document_is_not_found(knowledge):
    """Not even for an instant before it was withdrawn."""
    put(knowledge.documents, make_document())
    assert knowledge.search("Baidu", as_of=NOW)
    knowledge.documents.withdraw("d1", at=NOW)
    assert knowledge.search("Baidu", as_of=utc(2025, 12, 1)) == []


def test_a_story_takes_one_slot(knowledge):
    """Near copies are collapsed into the best, which names the others."""
    for number in range(10):
        copy = make_document(f"copy{number}", text=f"Baidu shares jumped 16 percent. Agency {number}.", origin_id="copy0")
        put(knowledge.documents, copy)
    put(knowledge.documents, make_document("other", title="Tencent", text="Baidu was calm."))

    hits = knowledge.search("Baidu jumped 16 percent", as_of=NOW, k=4)
    assert len(hits) == 2
    assert len(hits[0].also) == 9
    assert len(knowledge.search("Baidu jumped 16 percent", as_of=NOW, k=4, stories=False)) == 4


def test_at_most_so_many_passages_of_a_document(knowledge):
    """One long article does not fill the list while there are others; places left over are its own."""
    put(knowledge.documents, make_document("long", text="\n".join(f"Baidu paragraph {n}." for n in range(8))))
    put(knowledge.documents, make_document("other", text="Baidu was calm."))

    found = [hit.document.doc_id for hit in knowledge.search("Baidu paragraph", as_of=NOW, k=4)]

    assert found == ["long", "long", "other", "long"]
    assert [hit.document.doc_id for hit in knowledge.search("Baidu paragraph", as_of=NOW, k=3)] == ["long", "long", "other"]


def test_the_moment_of_the_day_is_preferred(knowledge):
    """A question about the close wants the closing report, one about the opening the opening report."""
    at = {"published_at": utc(2025, 9, 17, 2)}
    put(knowledge.documents, make_document("am", "Stocks open higher", "The Hang Seng Index opened at 26,500.", **at))
    put(knowledge.documents, make_document("pm", "Stocks end higher", "The Hang Seng Index ended at 26,900.", **at))

    for part, expected in (("open", "am"), ("close", "pm")):
        found = knowledge.search("Hang Seng Index level", as_of=NOW, window=day(2025, 9, 17, part=part))
        assert doc_ids(found)[0] == expected


def test_of_two_alike_the_newer_comes_first(knowledge):
    """Without a window, age costs a little."""
    put(knowledge.documents, make_document("a-old", published_at=utc(2023, 9, 17)))
    put(knowledge.documents, make_document("b-new", published_at=utc(2025, 12, 17)))
    assert doc_ids(knowledge.search("Baidu jumps", as_of=NOW)) == ["b-new", "a-old"]


def test_a_written_date_finds_its_day(knowledge):
    """Even where nobody has read a window from it."""
    for number in range(1, 29):
        report = make_document(f"d{number:02}", "Stocks close", "The index closed.", published_at=utc(2025, 2, number))
        put(knowledge.documents, report)
    questions = "Where did the index close on 17 February 2025?", "index close Feb 17", "2025-02-17 index", "index 2月17日"
    for question in questions:
        assert "d17" in doc_ids(knowledge.search(question, as_of=NOW))[:2]


def test_chinese_is_found_by_its_words(knowledge):
    """Chinese text has no spaces; pairs of characters find it."""
    put(knowledge.documents, make_document("zh", "恒生指數收市升百分之二", "騰訊及阿里巴巴領漲。", language="zh"))
    put(knowledge.documents, make_document("zh2", "天文台發出暴雨警告", "市民應留在室內。", language="zh"))
    assert doc_ids(knowledge.search("騰訊股價", as_of=NOW))[0] == "zh"


@pytest.mark.parametrize(
    "query",
    [
        'title:"x" AND (', "Baidu)) OR *:*", "+doc_id:d1 -Baidu^99 [a TO b}", "Baidu\x00jumps", "Baidu \ud800", "Baidu 📈",
        "Baidu " * 20_000, "a" * 100_000, "", "   ", "\x00", "\ud83d", "the of and", "' OR 1=1 --", "２０２５年", "[" * 5_000,
    ],
)  # fmt: skip
def test_no_query_breaks_a_search(knowledge, query):
    """Whatever a stranger writes is words at most."""
    put(knowledge.documents, make_document())
    knowledge.search(query, as_of=NOW)


def test_query_syntax_has_no_power(knowledge):
    """A minus sign excludes nothing and a field name selects nothing."""
    put(knowledge.documents, make_document())
    assert doc_ids(knowledge.search("-Baidu", as_of=NOW)) == ["d1"]


def test_limits(knowledge):
    """k has a floor that is an error and a ceiling that is not; instants need a zone."""
    put(knowledge.documents, make_document())
    assert knowledge.search("Baidu", as_of=NOW, k=10**9)
    with pytest.raises(BadInput):
        knowledge.search("Baidu", as_of=NOW, k=0)
    with pytest.raises(BadInput):
        knowledge.search("Baidu", as_of=NOW.replace(tzinfo=None))


def test_explain_says_what_was_kept_out(knowledge):
    """Each chunk that is kept out is counted under the first reason."""
    put(knowledge.documents, make_document("a"))
    put(knowledge.documents, make_document("b", published_at=utc(2025, 1, 1)))
    put(knowledge.documents, make_document("c", published_at=utc(2027, 1, 1)))

    explanation = knowledge.explain("Baidu", as_of=NOW, window=day(2025, 9, 17))
    assert (explanation.chunks, explanation.removed.later_or_replaced, explanation.removed.outside_window) == (3, 1, 1)


def test_another_embedder_of_the_same_size_is_refused(tmp_path):
    """Both are named, and the way out; reindex embeds again and then it opens."""
    first = knowledge_in(tmp_path)
    put(first.documents, make_document())
    first.follow()
    first.close()
    other = WordEmbedder("other:32")
    with pytest.raises(EmbedderChanged, match=r"'words:32'.*'other:32'.*reindex"):
        knowledge_in(tmp_path, other)

    changed = knowledge_in(tmp_path, other, any_embedder=True)
    changed.rebuild()
    changed.close()
    again = knowledge_in(tmp_path, other)
    assert doc_ids(again.search("Baidu", as_of=NOW)) == ["d1"]
    again.close()
    with pytest.raises(EmbedderChanged):
        knowledge_in(tmp_path)
