"""One report: the sentence that is meant though it says little of the question, and what the question has wrong."""

from collections.abc import Sequence

import pytest

from tests.support.passages import told

FERRY = """The ferry line sank deeper into debt on Monday. Its pier is operated by the Harbour Pier Trust.

The fraud surfaced when a clerk of the ferry line rang a newspaper. Fares stayed where they were.

A steep discount was negotiated with the yard. The boats, called Alma and Berta, burn hydrogen. A crane stood by the yard.

Xiaomi rose 5 percent. Sterling rose by half a cent after the news. The line had its valuation slashed from $4.7 million to
$0.8 million. The rock band Grey Gulls refused to play at its pier. Harbour House declined to
comment."""
ASKED = "How did the scandal come to light?"


def likeness(near: str, *, best: float = 0.6, others: float = 0.2):
    """A likeness by which the sentence with those words is the nearest."""

    def of(question: str, sentences: Sequence[str]) -> list[float]:
        return [best if near in sentence else others for sentence in sentences]

    return of


def test_the_sentence_that_is_clearly_the_likest_answers_in_other_words():
    """Where it also stands first by the words, it need not carry many of them."""
    draft = told(ASKED, [FERRY], similarity=likeness("surfaced"))

    assert draft.reason is None
    assert "rang a newspaper" in draft.text


@pytest.mark.parametrize(
    ("documents", "similar"),
    [
        ([FERRY, "A tram line bought two trams."], likeness("surfaced")),
        ([FERRY], likeness("surfaced", others=0.55)),
        ([FERRY], likeness("surfaced", best=0.2, others=0.05)),
    ],
)
def test_no_sentence_is_meant_that_is_not_clearly_the_likest_of_one_report(documents: list[str], similar):
    """Of two reports either may be asked about, and a likeness that others share, or that is slight, picks none."""
    assert told(ASKED, documents, similarity=similar).reason == "not_stated"


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("Who runs the pier?", "operated by the Harbour Pier Trust"),
        ("How far did the valuation drop?", "from $4.7 million"),
        ("Which band took on the ferry line in its pier?", "Grey Gulls"),
        ("What are the boats called?", "Alma"),
        ("Whether Harbour House commented?", "declined to comment"),
    ],
)
def test_what_is_told_in_another_form_answers(question: str, right: str):
    """A holder behind "operated by", a fall by both its ends, the one that took something on, a name behind its noun."""
    draft = told(question, [FERRY])

    assert draft.reason is None
    assert right in draft.text


@pytest.mark.parametrize("question", ["What discount did the yard give?", "What is the name of the crane?"])
def test_an_amount_or_a_name_that_is_asked_for_must_be_told(question: str):
    """A "steep discount" is none in figures, and a thing that is spoken of need not be named."""
    assert told(question, [FERRY]).reason == "not_stated"


@pytest.mark.parametrize(
    ("question", "instead"),
    [("Why did Xiaomi's shares plunge?", "Xiaomi rose 5 percent"), ("How much did sterling fall?", "Sterling rose")],
)
def test_a_move_the_other_way_is_told_instead_of_the_one_taken_for_granted(question: str, instead: str):
    """The question is not answered, and the reader sees what the report says."""
    draft = told(question, [FERRY])

    assert draft.reason == "conflict"
    assert instead in draft.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How far did Xiaomi fall?", "Xiaomi rose 5 percent at first. Xiaomi fell 2 percent by the close."),
        ("How far did Xiaomi drop?", "Xiaomi gave up nearly 9 percent."),
        ("How far did Xiaomi fall in the week to 19 September 2025?", "Xiaomi rose 5 percent on Tuesday."),
        ("Why did Xiaomi's profit fall?", "Xiaomi's shares rose 5 percent as its profit fell less than feared."),
    ],
)
def test_a_move_both_ways_of_something_else_or_over_another_time_contradicts_nothing(question: str, text: str):
    """Only where every move told of those asked about, over that time, is the other one, is the question wrong."""
    assert told(question, [text]).reason != "conflict"


def test_the_part_that_is_not_answered_is_named():
    """The reader sees which of two things asked the report does not say."""
    draft = told("Who runs the pier, and what do they earn a month?", [FERRY])

    assert draft.partial
    assert "Not answered by the reports found: what do they earn a month." in draft.text


@pytest.mark.parametrize(
    ("question", "right"),
    [("有甚麼因素可能拖累經濟？", "偏緊"), ("北水淨流入港股有幾多？", "5千億")],
)
def test_what_a_chinese_question_opens_by_asking_for_need_not_be_said(question: str, right: str):
    """A factor is told without the word, and money from the mainland by the way it flows."""
    text = "經濟仍在擴張。不過銀根偏緊，或會拖累經濟和信心。經南向交易買港股的資金，全年淨流入約5千億港元。"

    assert right in told(question, [text]).text


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("What has lifted the Hang Seng Index 17 percent this year?", "DeepSeek"),
        ("Which level would the 70 percent rally regain?", "the peak"),
        ("Where did the euro stand?", "1.04"),
    ],
)
def test_a_figure_that_a_question_states_is_not_asked_for(question: str, right: str):
    """It asks for what lies behind it, or for what it reaches; and a rate of exchange is a level, small as it is."""
    text = (
        "Hopes around DeepSeek have sent the Hang Seng Index up 17 percent this year. A 70 percent rally would regain the peak "
        "of a decade ago. The euro stood at $1.04."
    )

    assert right in told(question, [text]).text
