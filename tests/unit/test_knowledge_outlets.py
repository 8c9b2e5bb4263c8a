"""Outlets named in a question: who is meant, and whose documents come first."""

import json

import pytest

from assistant.knowledge import keeper
from assistant.knowledge.outlets import MAX_OUTLETS, outlets_in, reports_in, without_outlets
from tests.support.knowledge import NOW, doc_ids, knowledge_in, make_document, put, utc

PUBLISHERS = frozenset(
    (
        "The Beacon", "Harbour Post", "Harbour Post - Markets", "Quill.com", "Tide | Latest news", "The Brink", "Café Économie",
        "明報", "News", "",
    )
)  # fmt: skip


@pytest.fixture
def knowledge(tmp_path):
    base = knowledge_in(tmp_path)
    yield base
    base.close()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did The Beacon report about rates?", [("The Beacon",)]),
        ("what did the beacon report about rates?", [("The Beacon",)]),
        ("According to Beacon, are rates too high?", [("The Beacon",)]),
        ("Does the ‘Beacon’ article speak of rates?", [("The Beacon",)]),
        ("Harbour Post - Markets reported what?", [("Harbour Post - Markets",)]),
        ("What does the Harbour Post article say?", [("Harbour Post", "Harbour Post - Markets")]),
        ("Do 'Tide' and Quill agree in their articles?", [("Tide | Latest news",), ("Quill.com",)]),
        ("as reported by QUILL.COM and by Quill", [("Quill.com",)]),
        ("an article of Cafe Economie", [("Café Économie",)]),
        ("據明報報道，息率如何？", [("明報",)]),
        ("Does 'The Beacon' describe rates as high, while 'Quill.com' focuses on banks?", [("The Beacon",), ("Quill.com",)]),
        ("Is Harbour Post arguing that rates are too high?", [("Harbour Post", "Harbour Post - Markets")]),
    ],
)
def test_an_outlet_is_named(question, named):
    """Longest name first; case, accents, marks and tails aside; "The" may be left out; each outlet once."""
    assert list(outlets_in(question, PUBLISHERS)) == named


@pytest.mark.parametrize(
    "question",
    [
        "Which bank was on the brink of ruin, by this report?",
        "A report on the Harbour Bridge and a post",
        "Which reports speak of the tide?",
        "What lit the Stone Beacon, in that story?",
        "Is Harbour Post listed in Hong Kong?",
        "What do the News articles say?",
        "",
    ],
)
def test_ordinary_words_name_no_outlet(question):
    """Nor does a name in a question that asks for nobody's report."""
    assert outlets_in(question, PUBLISHERS) == ()


def test_so_many_outlets_and_no_more():
    """Each costs a search."""
    publishers = frozenset(f"Paper{letter}" for letter in "ABCDEFGH")
    assert len(outlets_in(f"reports by {' '.join(sorted(publishers))}", publishers)) == MAX_OUTLETS


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did The Beacon say of Quill's rates?", "What did say of 's rates?"),
        ("as reported by QUILL.COM and by Café Économie", "as reported by and by"),
        ("Is Harbour Post listed in Hong Kong?", "Is Harbour Post listed in Hong Kong?"),
    ],
)
def test_what_is_left_without_the_outlets(question, words):
    """Their names, where they are meant as outlets, are gone; nothing else is."""
    assert " ".join(without_outlets(question, PUBLISHERS).split()) == words


def rates(doc_id, publisher, text="Banks expect lower rates soon.", **more):
    return make_document(doc_id, "Rates", f"{text} Item {doc_id}.", publisher=publisher, **more)


def test_the_named_outlet_comes_first(knowledge):
    """Without its name the others' better matches do; with it they follow."""
    for number in range(6):
        put(knowledge.documents, rates(f"a{number}", "Quill.com", "Banks expect lower rates: lower rates soon, banks expect."))
    put(knowledge.documents, rates("z", "The Beacon"))

    assert doc_ids(knowledge.search("banks expect lower rates", as_of=NOW))[0] != "z"
    found = doc_ids(knowledge.search("What did The Beacon report: do banks expect lower rates?", as_of=NOW))
    assert found[0] == "z"
    assert len(found) == 7


def test_each_named_outlet_has_its_share(knowledge):
    """A comparison finds a document of each near the top, however many one of them has."""
    for number in range(8):
        put(knowledge.documents, rates(f"a{number}", "Quill.com", "Banks expect lower rates: lower rates soon, banks expect."))
    put(knowledge.documents, rates("y", "The Beacon"))
    put(knowledge.documents, rates("z", "Tide | Latest news"))

    found = doc_ids(knowledge.search("Do the articles of Quill, The Beacon and Tide say banks expect lower rates?", as_of=NOW))
    assert {"y", "z"} < set(found[:4])


def test_an_outlet_without_anything_on_the_subject_is_not_lifted(knowledge):
    """A word in common by chance is not an answer."""
    put(knowledge.documents, rates("a", "Quill.com", "Baidu unveils a quantum chip for warehouses in Harbin."))
    put(knowledge.documents, make_document("z", "Choir", "A choir sings for the mayor on Sunday.", publisher="The Beacon"))
    for number in range(6):
        put(knowledge.documents, make_document(f"n{number}", "Choir", f"A choir sings on day {number}.", publisher="Tide"))

    question = "What did The Beacon report about the quantum chip Baidu unveils for warehouses in Harbin on Sunday?"
    assert doc_ids(knowledge.search(question, as_of=NOW))[0] == "a"


def test_the_outlets_report_of_a_day(knowledge):
    """A full date, also with a time behind it, picks among an outlet's documents."""
    for number in range(1, 15):
        put(knowledge.documents, rates(f"d{number:02}", "The Beacon", published_at=utc(2025, 9, number, 5)))
        put(knowledge.documents, rates(f"o{number:02}", "Quill.com", published_at=utc(2025, 9, number, 5)))

    for day in ("2025-09-07", "'2025-09-07T05:00:00+00:00'", "7 September 2025"):
        question = f"What did the Beacon article published on {day} say of rates?"
        assert doc_ids(knowledge.search(question, as_of=NOW))[0] == "d07"


def test_later_documents_of_the_outlet_stay_out(knowledge):
    """A name lifts nothing over what may be known."""
    put(knowledge.documents, rates("z", "The Beacon", published_at=utc(2025, 9, 17)))
    assert knowledge.search("What did The Beacon report on rates?", as_of=utc(2025, 9, 16)) == []


def test_an_index_of_the_older_shape_is_made_again(tmp_path, monkeypatch):
    """It does not hold the outlets: whoever opens it next makes it anew from the database."""
    with monkeypatch.context() as older:
        older.setattr(keeper, "LEXICAL_LAYOUT", "lexical-1")
        first = knowledge_in(tmp_path)
        put(first.documents, rates("z", "The Beacon"))
        first.follow()
        first.close()
    state = tmp_path / "index" / "lexical" / "state.json"
    kept = json.loads(state.read_text("utf-8"))

    again = knowledge_in(tmp_path)
    assert doc_ids(again.search("What did The Beacon report on rates?", as_of=NOW)) == ["z"]
    again.close()
    made = json.loads(state.read_text("utf-8"))
    assert (kept["layout"], made["layout"]) == ("lexical-1", keeper.LEXICAL_LAYOUT)
    assert kept["generation"] != made["generation"]


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("What did The Beacon report on 3 May, and did the Harbour Post article agree?", 2),
        ("Which firm, noted by The Beacon, is described by Quill and was rumoured to move by Tide?", 3),
        ("What did The Beacon and Harbour Post report on 3 May?", 1),
        ("Did articles by The Beacon, Quill, and the Harbour Post agree?", 1),
        ("Did the Beacon article differ from the later Beacon article?", 1),
        ("What happened on 3 May?", 0),
    ],
)
def test_reports_are_told_apart_by_outlets(question: str, reports: int):
    """Outlets of one list share what is said of them; those in clauses of their own do not."""
    assert reports_in(question, PUBLISHERS) == reports
