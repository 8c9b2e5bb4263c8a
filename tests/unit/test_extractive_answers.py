"""The keyless answerer: which sentence answers a question, and when none does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.agent.extractive.names import carries, people, proper_names
from tests.support.passages import make_document, told


@pytest.mark.parametrize(
    ("question", "sentences", "right"),
    [
        (
            "Which company built the machine that SMIC is testing?",
            [
                "The Financial Times had reported that SMIC is testing a machine.",
                "The machine SMIC is testing was built by Yuliangsheng.",
            ],
            1,
        ),
        (
            "Which minister met SMIC's engineers in Beijing?",
            ["Wong, the minister, met SMIC's engineers in Beijing.", "The minister Ada Wong met SMIC's engineers in Beijing."],
            1,
        ),
        (
            "When did SMIC's shares drop 9 percent?",
            ["SMIC's shares rose 2 percent on Tuesday.", "SMIC's shares dropped 9 percent on Monday."],
            1,
        ),
        (
            "Where did SMIC open its plant?",
            ["SMIC opened its plant on Monday.", "SMIC opened its plant in Shenzhen."],
            1,
        ),
        (
            "How much did the Hang Seng Index gain in the week to 19 September 2025?",
            ["The Hang Seng Index gained 1.4 percent on Tuesday.", "The Hang Seng Index gained 0.59 percent for the week."],
            1,
        ),
        (
            "How much did the Hang Seng Index gain in the week to 19 September 2025?",
            ["恒生指數升1.8%，周三收報26,908點。", "The Hang Seng Index gained 0.59 percent for the week."],
            1,
        ),
        (
            "How much did the Hang Seng Tech Index rise on 17 September 2025?",
            ["The Hang Seng Tech Index has risen 42 percent this year.", "The Hang Seng Tech Index rose 4.2 percent."],
            1,
        ),
        (
            "How much were SMIC's Shanghai-listed shares up on 17 September 2025?",
            ["SMIC rose 5 percent in Hong Kong trade.", "SMIC's shares listed onshore were up 6.6 percent."],
            1,
        ),
        (
            "What was SMIC's revenue in 2024?",
            ["SMIC's profit was $493 million in 2024.", "SMIC's revenue was $8.03 billion in 2024."],
            1,
        ),
        (
            "What was the highest intraday gain of the Hang Seng Tech Index on 17 September 2025?",
            ["The Hang Seng Tech Index gained 4.2 percent.", "The Hang Seng Tech Index gained as much as 4.6 percent."],
            1,
        ),
        (
            "How many chips run in the data centre?",
            [
                "The data centre cost 390 million dollars and holds 20,000 petaflops.",
                "Nearly 23,000 chips run in the data centre.",
            ],
            1,
        ),
        (
            "How much did Hong Kong stocks lose on 17 September 2025?",
            ["Mainland stocks lost 0.46 percent.", "Hong Kong stocks lost 2 percent."],
            1,
        ),
        (
            "What was Goldman's target for Alibaba before HK$174?",
            ["Goldman Sachs set a target of HK$174 for Alibaba.", "Goldman Sachs's target for Alibaba had been HK$163."],
            1,
        ),
        (
            "What share of the chips comes from T-Head?",
            ["Shares of the chips' maker rose 2.5 percent, T-Head said.", "T-Head supplies 72 percent of the chips."],
            1,
        ),
        (
            "What was the market's turnover on 17 September 2025?",
            ["SMIC's turnover was 171 million shares.", "The market's turnover came to HK$413 billion."],
            1,
        ),
    ],
)
def test_the_sentence_that_gives_what_is_asked_for_is_shown(question: str, sentences: list[str], right: int):
    """Among sentences on the same subject, the one shown has the name, time, figure, period or listing asked for."""
    for order in (sentences, sentences[::-1]):
        draft = told(question, order)

        assert draft.reason is None
        assert sentences[right] in draft.text
        assert sentences[1 - right] not in draft.text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which company built the machine that SMIC is testing?", "SMIC is testing a machine for making chips."),
        ("Who at Arete Research changed the rating on Baidu?", "Arete Research changed its rating on Baidu from sell to buy."),
        ("When did SMIC's shares drop 9 percent?", "SMIC's shares dropped 2 percent on Tuesday."),
        ("What was SMIC's revenue in 2024?", "SMIC's profit was $493 million in 2024."),
        ("Why did SMIC's shares fall on 17 September 2025?", "SMIC's shares rose because of a report on new machines."),
        ("Why did SMIC's shares fall on 17 September 2025?", "SMIC's shares fell 2 percent after a morning high of HK$68."),
        ("What did Jack Ma say about chips?", "“The markets like chips,” said Jack Ablin."),
    ],
)
def test_a_sentence_on_the_subject_that_lacks_the_answer_is_not_shown_for_it(question: str, sentence: str):
    """The subject alone does not answer: the name, the date, the metric, the direction must be there."""
    assert told(question, [sentence]).reason in {"not_stated", "no_evidence"}


def test_a_rare_word_that_no_report_says_is_missed():
    """A question about somebody's salary is not answered by who he is."""
    rarity = {"salary": 7.0, "strategist": 3.0}
    sentence = "Charu Chanana, chief investment strategist at Saxo, likes technology shares."

    assert told("What is the salary of the strategist Charu Chanana?", [sentence], rarity=rarity).reason == "not_stated"
    assert told("Who is Charu Chanana?", [sentence], rarity=rarity).reason is None


def test_alternatives_may_be_names_or_amounts():
    """Where reports say either of two names, both stand; of two amounts, the one that is said."""
    reports = ["Richard Kramer at Arete lifted Baidu to buy.", "Shawn Yang at Arete lifted Baidu to buy."]
    named = told("Did Richard Kramer or Shawn Yang lift Baidu at Arete?", reports)
    amounts = told("Does Alibaba invest 380 billion yuan or 480 billion yuan?", ["Alibaba invests 380 billion yuan in chips."])

    assert named.lines[0] == "The reports differ:"
    assert "380 billion" in amounts.text


def test_a_later_report_answers_for_a_day_it_names():
    """A report of the next day is used for the day asked about when it says that day, and not when it says another."""
    question = "Which firm's shares fell on 17 September 2025?"
    at = datetime(2025, 9, 18, 2, 0, tzinfo=UTC)
    of_that_day = make_document("Stocks were mixed on Wednesday. Oxford Industries, a clothing firm, fell 5 percent.", at=at)
    of_another = make_document("Stocks were mixed on Monday. Oxford Industries, a clothing firm, fell 5 percent.", at=at)

    assert "Oxford Industries" in told(question, [of_that_day]).text
    assert told(question, [of_another]).reason is not None


def test_a_report_without_a_publisher_is_told_by_its_byline():
    """The byline stands as a name: "By Ada Wong" is Ada Wong."""
    report = replace(make_document("Oxford Industries fell 5 percent.", publisher=""), byline="By Ada Wong")

    assert told("How much did Oxford Industries fall?", [report]).text.startswith("Ada Wong, 17 September 2025: ")


def test_a_sentence_that_goes_on_is_led_by_the_one_before():
    """ "That has helped ..." says nothing without what it goes on from."""
    report = "Internet firms are spending heavily on machines. That has helped create a spree of bond sales."

    assert told("What created the spree of bond sales?", [report]).text.startswith(
        "Harbour Ledger, 17 September 2025: Internet firms are spending heavily"
    )


def test_a_summary_is_made_of_reports_on_the_subject():
    """Of one day the report on how it ended comes first, then what else is on the subject; other reports are left out."""
    close = make_document(
        "Hong Kong stocks closed higher. Traders were glad. The gauge rose 4.2 percent.", title="HK stocks close higher"
    )
    open_ = make_document(
        "Hong Kong stocks opened flat.", title="HK stocks open flat", at=datetime(2025, 9, 17, 2, 0, tzinfo=UTC)
    )
    other = make_document("A festival of lanterns opens in the harbour.", title="Lanterns")

    draft = told("Summarise Hong Kong stocks on 17 September 2025.", [other, close, open_])

    shown = [line.split(": ")[1].split(" [")[0] for line in draft.lines]
    assert shown[0] == "Hong Kong stocks closed higher."
    assert shown[-1] == "Hong Kong stocks opened flat."
    assert "festival" not in draft.text


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Markets rose after Jack Ablin spoke.", "Jack Ma", False),
        ("Jack Ma spoke.", "Jack Ma", True),
        ("The China Iron and Steel Association warned.", "CISA", True),
        ("Johnson & Johnson fell.", "J&J", True),
        ("The Consumer Council warned.", "CISA", False),
        ("Tencent's notes were sold.", "Tencent", True),
    ],
)
def test_a_name_is_carried_by_its_words_or_by_what_its_letters_stand_for(text: str, name: str, expected: bool):
    """Short words must stand alone, and a name in capitals may be spelled out."""
    assert carries(text, name) is expected


def test_names_of_people_are_told_from_those_of_institutions():
    """Titles are left off; banks, indices and places are nobody."""
    text = "Premier Li Qiang met Eva Lee of UBS Global Wealth Management in Hong Kong, as the Hang Seng Index rose."

    assert people(text) == ["Li Qiang", "Eva Lee"]


def test_an_ordinary_word_that_opens_a_sentence_is_no_name():
    """ "Separately, ..." names nobody, while "Yuliangsheng built it" does."""
    assert proper_names("Separately, shares rose.", []) == []
    assert proper_names("Yuliangsheng built it.", []) == ["Yuliangsheng"]
