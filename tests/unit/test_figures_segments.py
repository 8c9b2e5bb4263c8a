"""Chinese figures said of another: names that no catalogue holds are told apart by what a sentence says of each figure."""

import pytest

from assistant.figures.verify import Evidence, verify

SOURCE = (
    "3月珠寶首飾的銷貨價值按年下跌16.3%，服裝下跌16.1%。\n\n"
    "北岸期油收報每桶81.46美元，上升30美仙。\n\n南灣期油收報每桶77.12美元，上升27美仙。\n\n"
    "燃氣庫存減少約95萬桶；煤油庫存增加約38萬桶。\n\n去年全球限制約為2800項，高於2019年的900項。\n\n"
    "集團收入下跌逾13%，至725億元。估價署預測，今明兩年每年落成超過兩萬個單位。"
)


def _ok(sentence: str) -> bool:
    return verify(f"{sentence} [1]。", [Evidence(n=1, text=SOURCE)]).ok


@pytest.mark.parametrize(
    "sentence",
    [
        "3月珠寶首飾銷貨價值按年下跌16.3%",
        "3月服裝銷貨價值按年下跌16.1%",
        "北岸期油收報每桶81.46美元",
        "南灣期油升27美仙",
        "煤油庫存增加約38萬桶",
        "去年全球限制約有2800項，2019年為900項",
        "集團收入下跌超過一成三，至725億元",
        "估價署預測，今明兩年每年落成超過2萬個單位",
    ],
)
def test_a_true_figure_in_other_words_is_released(sentence):
    """The subject, a fraction in tenths or a forecast may be said in other words."""
    assert _ok(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "3月服裝銷貨價值按年下跌16.3%",
        "南灣期油收報每桶81.46美元",
        "燃氣庫存增加約38萬桶",
        "去年全球限制約有900項，2019年為2800項",
        "集團收入上升超過一成三，至725億元",
        "集團收入下跌超過一成五，至725億元",
    ],
)
def test_a_figure_said_of_another_is_withheld(sentence):
    """A figure that the source gives for one thing is not another's, nor another year's."""
    assert not _ok(sentence)
