"""Questions in Chinese over the sample story and its prices: the program's own words are in Chinese."""

import re
from collections.abc import Iterator

import pytest

from tests.support.story import Ask, asking, make_store

_ENGLISH = re.compile(r"\b(?:the|of|on|is|was|were|from|to|closed|held|no|volume|session|report|reports)\b", re.I)
_QUOTING = re.compile(r"^(?:最接近的內容：|最接近的内容：)?[^：]{1,90}，\d{4}年\d{1,2}月\d{1,2}日：")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(make_store(tmp_path_factory.mktemp("story"))) as asked:
        yield asked


@pytest.mark.parametrize(
    "question",
    [
        "百度2025年9月17日收市價多少？",
        "百度2025年9月17日的最高价和成交量是多少？",
        "百度2025年9月20日收市價多少？",
        "百度2030年1月2日收市價多少？",
        "百度2025年9月31日收市價多少？",
        "百度2025年9月的最高收市價是多少？",
        "百度和阿里巴巴2025年9月哪個升得多？",
        "應該買百度嗎？",
        "有多少篇報道提到百度？",
        "海旭集團的行政總裁今年幾多歲？",
        "2030年有什么新闻？",
        "你有哪些新聞？",
        "Baidu 9月17日收幾多？",
        "HSI 2025年9月17日收報幾多？",
    ],
)
def test_our_own_words_are_chinese(ask, question):
    """Nothing of our own is left in English, and no sentence is withheld for being said in Chinese."""
    told = ask(question)
    ours = [line for line in told["answer"].splitlines() if not _QUOTING.match(line)]

    assert told["answer"].strip()
    assert not [line for line in ours if _ENGLISH.search(re.sub(r"[A-Z][\w.’'&-]*(?: [A-Z][\w.’'&-]*)* \(", "", line))], ours
    assert told["withheld"] == []


def test_a_name_in_english_is_told_in_chinese(ask):
    """An instrument that a Chinese question names in English has its Chinese name in the answer, in the question's script."""
    assert "百度集團 (9888.HK)" in ask("Baidu 2025年9月17日收幾多？")["answer"]
    assert "收盘" in ask("百度2025年9月15日至9月17日涨了多少？")["answer"]


def test_what_is_missing_is_said_of_reports_and_prices(ask):
    """Where neither a report nor a row has the day, both are said to be missing."""
    told = ask("HSTECH 2025年6月3日收報幾多？")["answer"]

    assert "沒有恒生科技指數 (HSTECH)" in told
