"""Chinese as it is spoken at a desk: Cantonese words, short names of shares, and near misses that are no answers."""

import pytest

from assistant.agent.kinds import read_wants
from assistant.agent.spoken import written
from assistant.figures.parse import parse
from assistant.market.catalogue import read_catalogue
from assistant.market.instruments import Instruments
from tests.support.passages import make_document, read, told


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        ("海旭集團升咗幾多？", "海旭集團升了多少？"),
        ("海旭集团升咗几多？", "海旭集团升了多少？"),
        ("邊個話會減息？", "誰表示會減息？"),
        ("海旭同東灣邊隻升得多？", "海旭和東灣哪隻升得多？"),
        ("海旭點解跌？幾時公布業績？", "海旭為什麼跌？何時公布業績？"),
        ("海旭有冇派息，係唔係末期息？", "海旭有沒有派息，是不是末期息？"),
        ("海旭嘅廠喺邊度？", "海旭的廠在哪裏？"),
        ("呢隻股收幾錢？", "這隻股收多少錢？"),
        ("海旭发债攞嚟做乜？", "海旭发债拿来做什么？"),
    ],
)
def test_spoken_words_are_read_as_written_ones(spoken, said):
    """Cantonese is read as the written Chinese it stands for, in its own script."""
    assert said == written(spoken)


@pytest.mark.parametrize(
    "question",
    [
        "兩地關係如何？",
        "共同基金升多少？",
        "電話費多少？",
        "周邊地區有幾個？",
        "仲裁何時開始？",
        "同期盈利多少？",
        "How much did it gain?",
    ],
)
def test_words_that_only_look_spoken_stay(question):
    """A sign that is Cantonese by itself may be part of another word."""
    assert question == written(question)


def test_what_is_wanted_is_read_from_spoken_words():
    """Who is asked for is the same in both ways of saying it."""
    assert read("邊個講港股會升？").wants.aim == "person"
    assert read_wants("商湯挫多少？").unit == "percent"
    assert read_wants("預計投入多少億美元？").unit == "money"


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("科指和國指哪個升得多", ["HSTECH", "HSCEI"]),
        ("中芯及滙控造好", ["0981.HK", "0005.HK"]),
        ("科技指數收報4000點", ["HSTECH"]),
        ("建行、工行及平保向下", ["0939.HK", "1398.HK", "2318.HK"]),
        ("背靠祖國、聯通世界", []),
        ("美國指控屬不實", []),
        ("其中芯片佔三成", []),
        ("今年成交行情轉旺", []),
    ],
)
def test_short_names_of_shares_are_known(text, tickers):
    """The names a desk uses are those of the listings, and the same signs within other words are nobody's."""
    mentions = Instruments(read_catalogue()).mentions(text)

    assert tickers == [mention.tickers[0] for mention in mentions if mention.tickers]


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("海旭集團派中期息多少？", ["海旭集團全年多賺3%。", "海旭集團末期息每股派5港仙。"]),
        ("海旭三套房首付比例是多少？", ["海旭首套房首付比例為20%。", "海旭二套房首付比例為30%。"]),
        ("土耳其的出口升多少？", ["Norway’s exports rose 3 percent from a year earlier."]),
        ("海旭指58家銀行利潤跌多少？", ["海旭調查指42家銀行利潤按年跌8%。另外，58家銀行收入升2%。"]),
        ("海旭房價按月跌多少？", ["海旭房價按月及按年都轉差，東灣按年跌5%，海旭跌幅擴大至6.7%。"]),
        ("海旭集團純利率是多少？", ["海旭集團盈利增加11%。"]),
        ("海旭集團主席是誰？", ["海旭集團去年盈利增加11%，董事陳大文出席會議。"]),
        ("海旭央行上次加息是何時？", ["海旭央行3月公布，通脹率為1.7%，利率不變。"]),
        ("海旭有多少城市的樓價下跌？", ["海旭樓價上升的城市有6個。"]),
        ("東京地鐵首日升多少？", ["東京股市初段升1%。"]),
        ("海旭集團盈利多少？", ["東灣集團盈利5億元。"]),
        ("2025年9月17日港股為何下跌？", ["交易所因應需求推動市場發展，鞏固香港作為樞紐的地位。"]),
        ("2025年9月土耳其通脹率多少？", ["Turkey had seen inflation of 38 percent in August 2025."]),
    ],
)
def test_what_is_said_of_another_is_no_answer(question, sentences):
    """A figure of the final dividend, of the first home or of another country does not answer for the one asked about."""
    assert told(question, sentences).reason in {"not_stated", "no_evidence"}


@pytest.mark.parametrize(
    ("question", "sentences", "said"),
    [
        ("海旭集團經營溢利多少？收入呢？", ["海旭集團經營溢利66億元。收入按年升14%，至365億元。"], "365億"),
        (
            "海旭基金赤字多少？比預算少多少？",
            ["海旭基金錄得赤字102億元。", "海旭基金開支較預算少6億元。", "海旭基金赤字較預算少14億元。"],
            "14億",
        ),
        ("海旭幣一度升到多少美元？", ["東灣幣一度升到71957美元，創新高。海旭幣曾升到3838美元。"], "3838"),
        ("美聯儲減息多少個基點？", ["The Federal Reserve cut its rate by 25 basis points."], "25 basis points"),
    ],
)
def test_a_part_takes_its_subject_from_the_one_before(question, sentences, said):
    """Each part is answered of the same subject, by the sentence that says it of that one."""
    assert said in told(question, sentences).text


def test_a_name_in_english_is_found_in_chinese():
    """A Chinese word of the market is the English name that a question has."""
    assert "71957" in told("How much did Bitcoin peak at?", ["比特幣一度升穿7萬美元，高見71957美元。"]).text


def test_a_holiday_is_no_number():
    """五一 is a day of the year; 五十一 counts."""
    assert [] == parse("平了去年五一數字")
    assert [51] == [figure.value for figure in parse("共有五十一宗個案")]


def test_the_level_of_another_index_is_not_that_of_the_first():
    """A sentence that names its own index is not about the one named before it."""
    text = "恒生指數收報18000點，跌百點。以色列指數收報2000點，跌1%。"

    assert "2000" not in told("2025年10月9日恒指收報多少點？", [make_document(text, title="港股低收")]).text
