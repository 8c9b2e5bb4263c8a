"""The keyless answerer asked in Chinese, over reports in Chinese and in English."""

from datetime import UTC, date, datetime

import pytest

from assistant.agent.extractive import han_asks
from assistant.agent.extractive.chinese import chinese_words, english_words
from assistant.agent.extractive.names import carries, proper_names
from assistant.agent.extractive.terms import content_terms, vocabulary
from assistant.agent.kinds import read_wants
from tests.support.passages import make_document, read, told


def _at(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "sentences", "right"),
    [
        (
            "海旭集團的末期息每股派多少？",
            ["海旭集團全年收入升3%，至120億元。", "海旭集團末期息每股派5港仙。"],
            1,
        ),
        (
            "海旭電力今年發生多少宗故障？",
            ["海旭電力表示，約有300名員工參與維修。", "海旭電力今年發生4宗故障。"],
            1,
        ),
        (
            "海旭电力为什么停电？",
            ["海旭電力表示，周二曾經停電兩小時。", "海旭電力周二停電，主要由於雷擊損壞電纜。"],
            1,
        ),
        (
            "海旭論壇的主題是什麼？",
            ["海旭論壇周一開幕，約有300人出席。", "海旭論壇今屆主題為「綠色金融」。"],
            1,
        ),
        (
            "What dividend did Sunbay Group pay?",
            ["Sunbay Group全年收入升3%，至120億元。", "Sunbay Group末期息每股派5港仙。"],
            1,
        ),
        (
            "土耳其的年通胀率是多少？",
            ["Turkey’s exports rose 3 percent from a year earlier.", "Turkey’s annual inflation was 38 percent."],
            1,
        ),
    ],
)
def test_a_question_is_answered_across_scripts_and_languages(question, sentences, right):
    """The sentence that says what is asked for is chosen, whichever script or language it is in."""
    answer = told(question, sentences)

    assert answer.reason is None
    assert sentences[right].split("，")[0].split(" from ")[0] in answer.lines[0]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("陳大文的月薪是多少？", "海旭電力總裁陳大文表示，5宗事故中有3宗已經解決。"),
        ("陳大文的學歷是什麼？", "海旭電力總裁陳大文表示，公司會改善服務。"),
        ("海旭公路的造價是多少？", "海旭公路全長12.5公里，闊18.8米。"),
        ("海旭電力有多少名員工？", "海旭電力今年發生4宗故障。"),
        ("海旭電力的派息比率是多少？", "海灣航空的派息比率是50%。"),
        ("陳大文持有海旭多少股份？", "Sunbay shares rose 15.7 percent to HK$131 after an upgrade."),
    ],
)
def test_what_no_report_says_is_not_answered_in_chinese(question, sentence):
    """Another thing said of the same person, or the same thing said of another, is no answer."""
    assert told(question, [sentence]).reason is not None


def test_a_part_that_leans_on_the_first_is_answered_for_it():
    """ "五年平均呢？" asks for the same measure."""
    text = "The Hang Seng Tech Index costs 21 times forward earnings, while its five-year average is 23.3 times earnings."

    answer = told("恒生科技指數的市盈率是多少倍？五年平均呢？", [text])

    assert answer.reason is None
    assert "23.3" in answer.text


def test_a_morning_report_tells_of_oil_the_evening_before():
    """Oil's close of the 9th stands in the report of the next morning, not in that of the same one."""
    before = make_document("布蘭特期油收報每桶70.10美元，升0.5%。", title="油價靠穩", at=_at(2025, 10, 8, 22))
    after = make_document("布蘭特期油收報每桶71.30美元，升1.7%。", title="油價再升", at=_at(2025, 10, 9, 22))

    answer = told("2025年10月9日布蘭特期油收報多少美元？", [before, after])

    assert "71.30" in answer.text
    assert "70.10" not in answer.text


@pytest.mark.parametrize(
    ("question", "aim", "unit"),
    [
        ("通脹率是多少？", "fact", "percent"),
        ("恒指收报多少点？", "fact", "level"),
        ("海旭集團去年盈利多少？", "fact", "money"),
        ("有多少篇報道提到騰訊？", "count", "number"),
        ("港股昨日表現如何？", "summary", None),
        ("自由行何時開始？", "time", None),
        ("他到訪了哪個城市？", "place", None),
        ("發言人如何解釋下跌？", "reason", None),
        ("行政總裁有何回應？", "saying", None),
    ],
)
def test_what_is_wanted_is_read_in_both_scripts(question, aim, unit):
    """The aim and the unit of a question in Chinese."""
    assert (read_wants(question).aim, read_wants(question).unit) == (aim, unit)


def test_both_scripts_are_the_same_words():
    """Traditional and Simplified characters meet, and words of the market meet their English."""
    assert vocabulary("聯儲局減息") == vocabulary("联储局减息")
    assert {"profit", "revenu"} <= vocabulary("純利與營業額")


def test_function_words_are_no_content():
    """What asks, joins or points says nothing of its own, and no pair of characters is read across it."""
    assert ["月薪"] == [term.stem for term in content_terms("他的月薪是多少") if not term.stem.isascii()] or ["salari"] == [
        term.stem for term in content_terms("他的月薪是多少")
    ]


def test_the_two_sides_of_a_comparison_are_told_apart():
    """ "A和B哪個升得多" has two sides; a question for one thing has none."""
    assert ["德国DAX指数", "法国CAC40指数"] == han_asks.sides("德國DAX指數和法國CAC40指數哪個升得多？")
    assert [] == han_asks.sides("海旭集團升了多少？")


def test_words_are_said_in_the_other_language():
    """A search in other words has the English for Chinese words, and the Chinese for English ones."""
    assert ["turkey", "inflation"] == english_words("土耳其的通脹")
    assert "股息" in chinese_words("what dividend did it pay")


def test_a_latin_name_written_on_in_chinese_is_a_name():
    """Chinese leaves no space around a name in capitals."""
    assert ["GameStop"] == proper_names("為何GameStop急挫", [])
    assert carries("迷因股GameStop急挫近20%", "GameStop")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("When was Kuaishou last mentioned?", True),
        ("When did the Ledger first report on DeepSeek?", True),
        ("最早提到快手的報道是何時？", True),
        ("When did Kuaishou first report a profit?", False),
        ("快手何時首次錄得盈利？", False),
    ],
)
def test_the_first_and_the_last_report_are_asked_of_the_store(question, asks):
    """When something was first reported is counted; what a company first did is searched for."""
    assert read_wants(question).first_or_last is asks


def test_days_listed_with_one_word_for_day_are_all_read():
    """ "9月15、16、17日" names three days of one month."""
    window = read("百度2025年9月15、16、17日收市報多少？").window

    assert window is not None
    assert window.days == (date(2025, 9, 15), date(2025, 9, 16), date(2025, 9, 17))
