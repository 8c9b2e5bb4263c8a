"""The program's own words in the script of a question in Chinese."""

import re
import tomllib
from pathlib import Path

import pytest

from assistant.agent import tongue
from assistant.agent.extractive.compose import GREETING
from assistant.agent.outcome import MISSING, NOTHING, STANDS_IN
from assistant.agent.tongue import figure_in, in_script, script_of
from assistant.figures.han import simplified

_ENGLISH = re.compile(r"[a-z]{2,}")


@pytest.mark.parametrize("words", [NOTHING, STANDS_IN, GREETING, *MISSING.values()])
def test_every_word_of_an_abstention_is_said_in_both_scripts(words):
    """What an answer says where it has nothing is in Chinese, in the script asked for."""
    traditional, plain = in_script(words, "traditional"), in_script(words, "simplified")

    assert not _ENGLISH.search(traditional)
    assert simplified(traditional) == plain


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            (
                "Sunbay (9999.HK) closed at 131 HKD on 17 September 2025, up 17.8 HKD (+15.72 %) "
                "from 113.2 on 16 September 2025 [1][2]."
            ),
            "Sunbay (9999.HK)於2025年9月17日收報131港元，較2025年9月16日的113.2升17.8港元（+15.72%） [1][2]。",
        ),
        (
            (
                "No session for Sunbay (9999.HK): 20 September 2025 was a Saturday [3]. The last session before it was "
                "19 September 2025: close 640 HKD [4]."
            ),
            "Sunbay (9999.HK)沒有交易時段：2025年9月20日是星期六 [3]。之前的交易日是2025年9月19日：收報640港元 [4]。",
        ),
        (
            "Sunbay (9999.HK) did better than Harbour (8888.HK), +5.00 % against −1.00 %: 6.00 percentage points apart [7].",
            "Sunbay (9999.HK)表現優於Harbour (8888.HK)：+5.00%對−1.00%，相差6.00個百分點 [7]。",
        ),
        (
            (
                "Sunbay (9999.HK): the newest closes rose 2 sessions in a row, to 30 September 2025; "
                "the longest run of rises was "
                "4 sessions, 5 September 2025 to 10 September 2025 [1]."
            ),
            "Sunbay (9999.HK)：截至2025年9月30日，收市價連升2個交易日；最長連升為2025年9月5日至2025年9月10日的4個交易日 [1]。",
        ),
        (
            "No day of the calendar could be read from the question [2]; write it as year, month and day.",
            "未能從問題讀出日期，請寫明年、月、日 [2]。",
        ),
        (
            "Relative dates are read from 17 April 2025, the day of the newest report held. [1]",
            "相對日期以最新報道的日期2025年4月17日為準 [1]。",
        ),
        ("12 of the articles held say “海旭” [1].", "現有報道中，12篇提到「海旭」 [1]。"),
        (
            "Nearest: Harbour Ledger, 3 May 2024: Sales fell to 5. [9]",
            "最接近的內容：Harbour Ledger，2024年5月3日：Sales fell to 5. [9]",
        ),
    ],
)
def test_a_sentence_is_said_in_its_form(english, chinese):
    """Days, percentages, money and the order of words are those of Chinese; marks stay with their sentence."""
    assert in_script(english, "traditional") == chinese


def test_what_a_source_says_is_not_touched():
    """Only the words before a quoted sentence are the program's."""
    quoted = "By Agencies, 17 September 2025: The index closed at 100 HKD on 16 September 2025, up 2 % [1]"

    assert in_script(quoted, "simplified").endswith("：The index closed at 100 HKD on 16 September 2025, up 2 % [1]")


def test_instruments_are_called_as_the_question_calls_them():
    """The catalogue's English name gives way to that of the question."""
    line = "Sunbay Group (9999.HK): volume 5,000 shares on 17 September 2025 [1]."

    assert in_script(line, "traditional", {"Sunbay Group": "海旭"}) == "海旭 (9999.HK)：2025年9月17日成交量 5,000股 [1]。"


@pytest.mark.parametrize(
    ("question", "script"),
    [("恒生指数收报多少", "simplified"), ("恒生指數收報多少", "traditional"), ("升多少", "traditional"), ("How much?", None)],
)
def test_the_script_is_that_of_the_question(question, script):
    """A question without characters that tell is answered in Traditional; one in English in English."""
    assert script_of(question) == script


def test_a_checked_figure_is_told_as_the_sentence_says_it():
    """So that a reader finds it there."""
    said = "海旭於2025年9月17日收報131港元，升15.72%。"

    assert ["2025年9月17日", "131港元", "15.72%"] == [
        figure_in(text, said, "traditional") for text in ("17 September 2025", "131 HKD", "15.72 %")
    ]


def test_each_form_says_every_slot_it_reads():
    """No value of a sentence is lost on the way into Chinese."""
    forms = tomllib.loads((Path(tongue.__file__).parent / "tongue.toml").read_text(encoding="utf-8"))["forms"]

    for english, chinese in forms.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", chinese)), english


def test_a_count_says_when_the_first_and_the_newest_report_appeared():
    """The days go on the sentence that counts."""
    line = "12 of the articles held say “海旭”, the first on 3 May 2024 and the newest on 9 May 2024 [1]."

    assert in_script(line, "traditional") == (
        "現有報道中，12篇提到「海旭」，最早一篇發布於2024年5月3日，最新一篇發布於2024年5月9日 [1]。"
    )


def test_listings_are_told_with_exchange_money_and_receipts():
    """What the catalogue says of an instrument is in Chinese but for its names."""
    line = (
        "Sunbay Group (also Sunbay and 海旭集團) is listed as 9999.HK on the Hong Kong Stock Exchange in HKD and "
        "SUNB on the New York Stock Exchange in USD, a depositary receipt for 8 ordinary shares [1]."
    )

    assert in_script(line, "traditional") == (
        "Sunbay Group（又稱Sunbay、海旭集團）的上市證券：9999.HK（香港交易所，以港元計）、"
        "SUNB（紐約證券交易所，以美元計，預託證券，每份代表8股） [1]。"
    )
