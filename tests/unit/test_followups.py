"""Questions that lean on the ones before, made whole."""

import pytest

from assistant.agent.followup import resolve
from tests.support.passages import INSTRUMENTS


@pytest.mark.parametrize(
    ("history", "asked", "whole"),
    [
        (["How much did Baidu rise on 17 September 2025?"], "And JD.com?", "How much did JD.com rise on 17 September 2025?"),
        (["百度2025年9月17日升了多少？"], "那京东呢？", "京东2025年9月17日升了多少？"),
        (["Where did Tencent close on 17 September 2025?"], "the day before?", "Where did Tencent close on 16 September 2025?"),
        (["Where did Tencent close on 15 September 2025?"], "the day before?", "Where did Tencent close on 12 September 2025?"),
        (["騰訊2025年9月17日收報多少？"], "前一天呢？", "騰訊2025年9月16日收報多少？"),
        (["2024年5月3日恒生指數收報多少點？"], "上一周呢？", "2024年4月26日恒生指數收報多少點？"),
        (["How did Tencent do last week?"], "the week before?", "How did Tencent do the week before last?"),
        (["百度上周升多少？"], "上一周呢？", "百度上上周升多少？"),
        (["What did JD.com close at on 17 September 2025?"], "a week later?", "What did JD.com close at on 24 September 2025?"),
        (
            ["Where did Tencent close on 19 September 2025?"],
            "And on the Monday?",
            "Where did Tencent close on 22 September 2025?",
        ),
        (
            ["Where did Tencent close on 19 September 2025?"],
            "and on Wednesday?",
            "Where did Tencent close on 17 September 2025?",
        ),
        (["Where did Tencent close on 16 September 2025?"], "And on Friday?", "Where did Tencent close on 19 September 2025?"),
        (
            ["What did Tencent close at on Friday 12 September 2025?"],
            "And the Monday after?",
            "What did Tencent close at on 15 September 2025?",
        ),
        (
            ["On how many days did Tencent rise in September 2025?"],
            "And fall?",
            "On how many days did Tencent fall in September 2025?",
        ),
        (
            ["How much did Alibaba gain in September 2025?", "What about Tencent?"],
            "Which of the two did better?",
            "Which of the two did better, Alibaba or Tencent in September 2025?",
        ),
        (
            ["Compare JD.com and Meituan in September 2025."],
            "Which rose more in October 2025?",
            "Which rose more in October 2025, JD.com or Meituan?",
        ),
        (["How did JD.com perform in September 2025?"], "and in October?", "How did JD.com perform in October 2025?"),
        (["京東2025年9月升了多少？"], "10月呢？", "京東2025年10月升了多少？"),
        (["Baidu's close on 17 September 2025?"], "sorry, I meant 18 September", "Baidu's close on 18 September 2025?"),
        (
            ["How much did Baidu rise on 17 September 2025?"],
            "no, I meant the ADR",
            "How much did Baidu ADRs rise on 17 September 2025?",
        ),
        (["百度2025年9月17日升了多少？"], "不是，我是說ADR", "百度ADR2025年9月17日升了多少？"),
        (["百度2025年9月17日升了多少？"], "成交量呢？", "2025年9月17日百度的成交量是多少？"),
        (
            ["How much did Baidu rise on 17 September 2025?"],
            "and volume?",
            "What was the volume of Baidu on 17 September 2025?",
        ),
        (["How much did Baidu rise on 17 September 2025?"], "Why?", "Why did Baidu rise on 17 September 2025?"),
        (["百度2025年9月17日升了多少？"], "為什麼？", "為什麼百度2025年9月17日升？"),
        (["Did Meituan rise or fall on 17 September 2025?"], "By how much?", "How much did Meituan move on 17 September 2025?"),
        (["高鑫零售去年業績虧損多少？"], "它的毛利率如何？", "高鑫零售的毛利率如何？"),
        (["2024年5月9日布蘭特期油收報多少美元？"], "紐約期油呢？", "2024年5月9日紐約期油收報多少美元？"),
        (["Who is the chief strategist at Saxo?"], "What did she say?", "What did she say? (the chief strategist at Saxo)"),
        (
            ["How much did Baidu rise on 17 September 2025?", "and Tencent?", "the day after?"],
            "and volume?",
            "What was the volume of Tencent on 18 September 2025?",
        ),
    ],
)
def test_what_is_left_out_is_filled_in(history, asked, whole):
    """The subject, the time or the measure of the question before stands where the next one leaves it out."""
    assert resolve(asked, history, mentions=INSTRUMENTS.mentions) == whole


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("How much did Baidu rise on 17 September 2025?", "How many articles mention Alibaba?"),
        ("How much did Baidu rise on 17 September 2025?", "Which broker raised its target for Tencent?"),
        ("2024年5月17日道指收報多少點？", "蕭定一是誰？"),
        ("How much did Baidu rise on 17 September 2025?", "Which of the two candidates did better in the debate?"),
        ("How did Baidu do in September 2025?", "Which companies listed in Hong Kong in May 2024 and raised the most money?"),
    ],
)
def test_another_subject_inherits_nothing(before, asked):
    """A question that stands alone is kept as it was asked, without the time of the one before."""
    assert resolve(asked, [before], mentions=INSTRUMENTS.mentions) == asked
