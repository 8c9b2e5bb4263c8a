"""What a claim says otherwise than its source by one word: the other of a pair, another figure's superlative, done for due."""

from datetime import date

import pytest

from assistant.figures.parse import parse
from assistant.figures.verify import Evidence, verify

DAY = date(2025, 9, 17)  # a Wednesday


def passes(source: str, claim: str, *, day: date = DAY, title: str = "") -> bool:
    return verify(f"{claim} [1]", [Evidence(n=1, text=source, day=day, title=title)]).ok


GAP = "The trade gap widened to $78.8 billion, from a revised $73.0 billion in June. Economists had expected less."
PRICES = "Factory prices rose 0.4 percent from April to May, higher than economists had projected. That was slower than April."
BEAT = "Orbit Chips dropped 6.4 percent although its profits topped estimates."
RANGE = "The Harbour Index shed 12.4 percent as the crown rallied to seven-month highs."
SINCE = (
    "The Harbour Index ended up 7.87 percent, its biggest gain since 2008, and the Summit Index up 12.16 percent, the most "
    "since 2001."
)
MOST = "Most of the 40 members of the Harbour Index rose, with 31 of them closing higher."
DUE = "New duties on imports are due to take effect by November, after a vote."
ANNUAL = "Prices climbed at an annual rate of 3.1 percent in May, while monthly inflation stood at 0.2 percent."
TREASURY = "The 10-year Treasury yield fell to 4.58 percent. The two-year Treasury yield fell to 4.93 percent."
HIGHEST = "Bankruptcy petitions reached 9,190 last year, the highest number in almost a decade."


@pytest.mark.parametrize(
    ("source", "true", "false"),
    [
        (GAP, "The trade gap grew to $78.8 billion.", "The trade gap narrowed to $78.8 billion."),
        (
            PRICES,
            "Factory prices rose 0.4% in May, more than projected.",
            "Factory prices rose 0.4% in May, below projections.",
        ),
        (
            PRICES,
            "Factory prices rose 0.4% in May, slower than in April.",
            "Factory prices rose 0.4% in May, faster than in April.",
        ),
        (
            BEAT,
            "Orbit Chips fell 6.4% even though it beat estimates.",
            "Orbit Chips fell 6.4% as its profits missed estimates.",
        ),
        (RANGE, "The Harbour Index lost 12.4%.", "The crown fell to a seven-month low as the Harbour Index lost 12.4%."),
        (SINCE, "The Summit Index rose 12.16%, the most since 2001.", "The Summit Index rose 12.16%, the most since 2008."),
        (MOST, "Most of the 40 members of the Harbour Index rose.", "All 40 members of the Harbour Index rose."),
        (DUE, "New duties are due to take effect by November.", "New duties have taken effect."),
        (
            ANNUAL,
            "Prices were up 3.1 percent on the year in May.",
            "Prices were up 3.1 percent on the month in May.",
        ),
        (TREASURY, "The 10-year Treasury yield fell to 4.58 percent.", "The two-year Treasury yield fell to 4.58 percent."),
        (HIGHEST, "Petitions reached 9,190 last year.", "Petitions reached 9,190 last year, the most ever."),
        (HIGHEST, "Petitions reached 9,190 last year.", "Petitions rose by 9,190 last year."),
    ],
    ids=lambda text: text[:40],
)
def test_a_word_of_a_pair_is_held_to_the_source(source: str, true: str, false: str):
    """The plain retelling is released; its twin with the other word of a pair is not."""
    assert passes(source, true)
    assert not passes(source, false)


FERRY = "北岸航運6月載客逾81萬人次，同比增加逾17%。北岸航運6月載貨量逾3萬噸，同比上升4.2%。"
MORNING = "指數早段曾升61點，見7412點高位。中午暫報7396點，升45點。海灣集團升4.3%。遠山集團升逾8%，是升得最多的成份股。"
YIELDS = "10年期國債孳息跌至3.17厘。兩年期國債孳息跌至3.62厘。"
OUTLOOK = "該行料，北岸地區今年經濟增長3.4%，預測調高0.7個百分點，高過市場預期。"
HOMES = "五區租金之中，除了南灣跌逾2%之外，其餘上升。"
FIXING = "中間價定在6.8432，較前一日升37點子，與估算的差距擴大至逾420點子。"
EXPORTS = "北岸7月出口及進口總值恢復增長，按年分別升2.9%和6.1%。"
ABOVE = "指數尾市重上7400點以上，報7406點。"


@pytest.mark.parametrize(
    ("source", "true", "false"),
    [
        (FERRY, "北岸航運6月載客按年多逾17%", "北岸航運6月載貨量按年增加逾17%"),
        (MORNING, "指數中午暫報7396點", "指數上午最高見7396點"),
        (MORNING, "遠山集團升逾8%，是升得最多的成份股", "海灣集團升4.3%，是升得最多的成份股"),
        (YIELDS, "10年期國債孳息跌至3.17厘", "兩年期國債孳息跌至3.17厘"),
        (OUTLOOK, "該行將預測上調0.7個百分點", "該行將預測下調0.7個百分點"),
        (OUTLOOK, "料北岸地區今年經濟增長3.4%，高於市場預期", "料北岸地區今年經濟增長3.4%，低於市場預期"),
        (HOMES, "南灣租金跌逾2%", "五區租金全部上升"),
        (FIXING, "中間價定在6.8432，較前一日高37點子", "中間價定在6.8432，較前一日低37點子"),
        (FIXING, "與估算的差距擴大至逾420點子", "與估算的差距收窄至逾420點子"),
        (EXPORTS, "北岸7月進口按年升6.1%", "北岸7月出口按年升6.1%"),
        (ABOVE, "指數尾市重上7400點", "指數尾市失守7400點"),
    ],
    ids=lambda text: text[:20],
)
def test_a_chinese_word_of_a_pair_is_held_to_the_source(source: str, true: str, false: str):
    """The same in Chinese: moments, tenors, expectations, exceptions, what is told respectively."""
    assert passes(source, true)
    assert not passes(source, false)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (
            "The office set tariffs of 17 percent for Orbit, 20 percent for Lantern and 38 percent for Kestrel.",
            "Lantern faces 20 percent.",
        ),
        (
            "Gross product expanded 2.2 percent, the Cabinet Office's revised data showed.",
            "Gross product in Norland grew 2.2 percent.",
        ),
        ("Orbit Chips sank more than 12.1 percent.", "Orbit Chips tumbled over 12 percent."),
        (
            "The Harbour Index shed 12.4 percent as Friday's jobs data raised fears.",
            "The Harbour Index lost 12.4 percent on Wednesday.",
        ),
        (
            "The activity index rose to 52.2 in August from 51.5 the previous month.",
            "The activity index rose to 52.2 from 51.5 in July.",
        ),
        (
            "The duties apply from next month and are as high as 38 percent.",
            "The duties are as high as 38 percent from October.",
        ),
        ("A ranking put the city fourth on the global list.", "The city is fourth in the ranking."),
    ],
    ids=lambda text: text[:40],
)
def test_a_true_retelling_is_released(source: str, claim: str):
    """Whose each figure is, who only tells it, a looser bound, the day of the report and months told from it."""
    assert passes(source, claim, title="Output in Norland grows")


@pytest.mark.parametrize(
    ("text", "unit"), [("a 0.3-percent increase", "%"), ("a 2.5-percentage-point rise", "pp"), ("五一黃金周", "")]
)
def test_hyphens_and_holidays(text: str, unit: str):
    """A hyphen may join a number to its percent; a holiday's name is no number."""
    assert [one.unit for one in parse(text)] == ([unit] if unit else [])
