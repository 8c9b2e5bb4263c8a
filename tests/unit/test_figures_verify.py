"""Verification: which sentences of an answer may be shown."""

import re
from datetime import date

import pytest

from assistant.figures.verify import Evidence, verify

NEWS = Evidence(
    n=1,
    day=date(2025, 9, 17),
    title="Technology shares in Hong Kong reach a four-year high",
    text=(
        "The Hang Seng Tech Index rose 4.2 percent on Wednesday, closing at its highest since November 2021. "
        "Baidu was at the front with a jump of 16 percent, and Alibaba added 5.3 percent. "
        "The gauge is set for its seventh straight week of gains and has gone up 42 percent this year.\n"
        "It is priced at around 21 times forward earnings, under a five-year mean of 23.3 times.\n"
        "Spending by platform firms such as Alibaba, Tencent and Baidu is set to hit $32 billion in 2025, "
        "from $13 billion in 2023. Tencent sold bonds for 9 billion yuan ($1.27 billion). "
        "Lenovo did not rise on Monday. “Investors are starting to look at this market again,” a strategist said. "
        "SMIC gained over 7 percent."
    ),
)
ROW = Evidence(
    n=2,
    kind="price",
    day=date(2025, 9, 17),
    title="9888.HK, 2025-09-17",
    text="9888.HK on 17 September 2025 (2025-09-17): open 116, high 134, low 115, close 131 HKD; as traded",
)
BEFORE = Evidence(
    n=3,
    kind="price",
    day=date(2025, 9, 16),
    title="9888.HK, 2025-09-16",
    text="9888.HK on 16 September 2025 (2025-09-16): open 112, high 114, low 111, close 113.2 HKD; as traded",
)
CHANGE = Evidence(n=4, kind="calculation", text="9888.HK: (131 − 113.2) ÷ 113.2 × 100 = +15.72 %")
CHINESE = Evidence(n=5, text="百度升16%，收報131港元。騰訊升2.6%。", title="科技股造好")
NAMES = {
    "Hang Seng Tech": "hstech",
    "Baidu": "baidu",
    "9888.HK": "baidu",
    "百度": "baidu",
    "Alibaba": "alibaba",
    "Tencent": "tencent",
    "騰訊": "tencent",
    "SMIC": "smic",
    "Lenovo": "lenovo",
}


def entities(text: str) -> frozenset[str]:
    return frozenset(key for name, key in NAMES.items() if re.search(re.escape(name), text))


def problems(sentence: str) -> tuple[str, ...]:
    verdict = verify(sentence, [NEWS, ROW, BEFORE, CHANGE, CHINESE], entities=entities)
    assert verdict.ok is (not verdict.problems)
    return verdict.problems


@pytest.mark.parametrize(
    "sentence",
    [
        "Baidu led with a 16 percent jump [1].",
        "The Hang Seng Tech Index rose 4.2 % on 17 September 2025, its highest close since November 2021 [1].",
        "The Hang Seng Tech Index has risen 42 % this year [1].",
        "The Hang Seng Tech Index is set for a seventh consecutive week of gains [1].",
        "It trades at about 21 times forward earnings, against a five-year mean of 23.3 [1].",
        "Spending by the platform firms is set to hit $32 billion in 2025, from $13 billion in 2023 [1].",
        "Tencent sold 9 billion yuan ($1.27 billion) of bonds [1].",
        "SMIC gained over 7 percent [1].",
        "Baidu closed at 131 HKD on Wednesday 17 September 2025, +15.72 % from 113.2 HKD on 16 September 2025 [2][3][4].",
        "Baidu rose 15.7 % [4].",
        "A daily, 17 September 2025: SMIC gained over 7 percent. [1]",
        "A strategist said “Investors are starting to look at this market again,” [1].",
        "百度升16% [1]。",
        "Baidu rose 16 % to HK$131 [5].",
        "1. Baidu jumped 16 percent [1].",
        "Nothing more was found.",
        "Lenovo did not rise [1].",
    ],
)
def test_what_the_sources_carry_is_shown(sentence: str) -> None:
    """True sentences, in the source's words or others, in either language."""
    assert problems(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Baidu rose 16 %.", "without a source"),
        ("Baidu rose 16 % [99].", "not among the sources"),
        ("Baidu rose 17 % [1].", "not in a cited source"),
        ("Baidu rose 16 % [3].", "not in a cited source"),
        ("Alibaba rose 16 percent [1].", "another subject"),
        ("Baidu fell 16 percent [1].", "not said so|not in a cited source"),
        ("The Hang Seng Tech Index rose 4.2 % on Tuesday [1].", "Tuesday"),
        ("The Hang Seng Tech Index rose 4.2 %, the highest since February 2021 [1].", "date"),
        ("The Hang Seng Tech Index rose 42 percent last year [1].", "last year"),
        ("The Hang Seng Tech Index rose for a seventh consecutive week [1].", "“seventh”"),
        ("Alibaba is set to spend $32 billion in 2025 [1].", "several together"),
        ("Spending by the platform firms is set to hit $13 billion in 2025 [1].", "another period"),
        ("Spending by the platform firms hit $32 billion in 2025 [1].", "“\\$32 billion”"),
        ("Tencent sold $9 billion of bonds [1].", "“\\$9 billion”"),
        ("Tencent sold 9 million yuan of bonds [1].", "“9 million yuan”"),
        ("SMIC gained 7 percent [1].", "“7 percent”"),
        ("Lenovo rose [1].", "opposite"),
        ("Baidu closed at 134 HKD on 17 September 2025 [2].", "another price"),
        ("Baidu closed at 131 HKD on 16 September 2025 [2][3].", "another period"),
        ("Baidu fell 15.72 % [4].", "15.72"),
        ("A strategist said “investors have stopped looking at this market” [1].", "word for word"),
        ("A daily, 18 September 2025: SMIC gained over 7 percent. [1]", "18 September 2025"),
        ("騰訊升16% [5]。", "another subject"),
        ("Baidu rose 16 % to US$131 [5].", "131"),
        ("x" * 5000 + " 16 % [1]", "too long"),
    ],
)
def test_what_they_do_not_carry_is_withheld(sentence: str, reason: str) -> None:
    """Another value, subject, period, direction, tense, strength, currency, scale, price, day or wording."""
    assert re.search(reason, " ".join(problems(sentence)))


def test_each_figure_names_its_source() -> None:
    """The checks say which source carries each figure, and the words it stands in."""
    verdict = verify("Baidu closed at 131 HKD, +15.72 % [2][4].", [ROW, CHANGE], entities=entities)

    assert [(check.figure.text, check.n) for check in verdict.checks] == [("131 HKD", 2), ("+15.72 %", 4)]


def test_a_rougher_source_is_noted() -> None:
    """Dropping "around" is accepted, and the check says how the source puts it."""
    verdict = verify("It is priced at 21 times forward earnings [1].", [NEWS], entities=entities)

    assert verdict.ok
    assert verdict.checks[0].note == "the source says around 21 times"


def test_names_are_compared_where_no_catalogue_is_given() -> None:
    """Without an entity function the capitalised names decide."""
    source = Evidence(n=1, text="Biogen sank 4.7 percent. Carnival jumped 6.4 percent.")

    assert verify("Biogen lost 4.7 percent [1].", [source]).ok
    assert not verify("Carnival lost 4.7 percent [1].", [source]).ok


def test_the_header_of_a_source_may_carry_times() -> None:
    """What a source's heading says beside its title can be cited."""
    source = Evidence(n=1, text="Shares rose.", title="Shares rise", header="published 17 September 2025, 18:03")

    assert verify("“Shares rise” was published on 17 September 2025, 18:03 [1].", [source]).ok
    assert not verify("“Shares rise” was published on 17 September 2025, 10:03 [1].", [source]).ok


def test_respectively_pairs_in_order() -> None:
    """ "A and B fell by x and y, respectively" gives each its own."""
    source = Evidence(n=1, text="SMIC and Tencent fell by 5.87% and 3.06%, respectively.")

    assert verify("SMIC fell 5.87 % [1].", [source], entities=entities).ok
    assert not verify("SMIC fell 3.06 % [1].", [source], entities=entities).ok


def test_a_ticker_in_digits_stands_in_the_source_or_behind_its_own_name():
    """A source that names the company need not spell its ticker; without the name, the ticker is a number like any other."""
    source = Evidence(n=1, text="Baidu closed at HK$131.00 on Wednesday.", day=date(2025, 9, 17))
    named = {"Baidu": "baidu", "9888.HK": "baidu"}

    def entities(text: str) -> frozenset[str]:
        return frozenset(key for name, key in named.items() if name in text)

    assert verify("Baidu (9888.HK) closed at HK$131 [1].", [source], entities=entities).ok
    assert not verify("The close was that of 9888.HK [1].", [source], entities=entities).ok
