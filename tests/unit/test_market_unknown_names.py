"""What is no known instrument: unknown names and tickers, figures, years and everyday words."""

import pytest

from assistant.market.instruments import Instruments


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


def tickers(instruments: Instruments, text: str) -> list[tuple[str, ...]]:
    return [mention.tickers for mention in instruments.mentions(text)]


@pytest.mark.parametrize(
    "written",
    [
        "000700",
        "9999999.HK",
        "ABCD.HK",
        "ZZZZ",
        "$ZZZZ",
        "HK:99999",
        "0",
        "0000",
        "",
        ".HK",
        "HK:",
        "700.SS",
        "BABA.HK",
        "7OO.HK",
        "-700",
        "700.5",
        "١٢٣",
        "700\x00",
        "Tencent",
        "NYSE:ZZZZ",
    ],
)
def test_an_unknown_ticker_is_no_instrument(instruments, written):
    """What is no known ticker is None, never the nearest one."""
    assert instruments.canonical(written) is None


@pytest.mark.parametrize(
    ("question", "ticker"),
    [
        ("What did 700 close at on 19 September 2025?", "0700.HK"),
        ("9988 close", "9988.HK"),
        ("By how many percent did 981 move?", "0981.HK"),
        ("How much did 9888 gain or lose between the closes of 2025-08-05 and 2025-09-04?", "9888.HK"),
        ("1810", "1810.HK"),
        ("What was the close of 3690 on 1 August?", "3690.HK"),
        ("stock code 1024", "1024.HK"),
        ("700收市多少？", "0700.HK"),
        ("How is 9618 doing?", "9618.HK"),
        ("股份代號：9999", "9999.HK"),
        ("What did 09988 do?", "9988.HK"),
        ("9988 2025-09-17", "9988.HK"),
        ("700 Sept 2025", "0700.HK"),
        ("3690 ytd", "3690.HK"),
        ("700 HK last price", "0700.HK"),
        ("last price of hk 9988 HK on 3 October", "9988.HK"),
    ],
)
def test_a_bare_number_is_a_ticker_where_the_words_make_it_one(instruments, question, ticker):
    """Three to five digits beside words of trading are a Hong Kong ticker."""
    assert tickers(instruments, question) == [(ticker,)]


def test_two_numbers_set_against_each_other_are_tickers(instruments):
    """Each side of "versus" is one, at the head of a question."""
    assert tickers(instruments, "9988 vs 700 YTD") == [("9988.HK",), ("0700.HK",)]


@pytest.mark.parametrize(
    "text",
    [
        "it rose 700 points",
        "in 2025",
        "1,024 people",
        "the year 2015 closed well",
        "700 million yuan",
        "HK$700",
        "up 981%",
        "2025-09-17",
        "9:30 am and 16:00",
        "a fall of 388 points to 26,544",
        "700 shares closed",
        "3690.5",
        "How did 2020 close?",
        "about 700 companies",
        "it all comes now",
        "spy on them",
        "a meta study",
        "an apple a day",
        "arm in arm",
        "Apple Daily closed",
        "Iq and Ms Li",
        "What happened in 1999?",
        "dow and link",
        "BoE held rates",
        "one country, two systems",
        "it cost 700 HK dollars",
        "981 people in 2025",
        "700 companies versus 388 a year ago",
    ],
)
def test_figures_years_and_words_are_no_tickers(instruments, text):
    """A figure, a year and an everyday word are never taken for an instrument."""
    assert instruments.mentions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "9999999.HK",
        "ABCD.HK",
        "$ZZZZ",
        "0007.HK",
        "HK:9876",
        "NYSE: QQZZ",
        "999999.SS",
        "QQZ.US",
        "Zorblatt Technologies",
        "Qorvex Holdings",
        "Blenheim Pacific Group",
        "Marrowgate Inc",
        "Tellurian Bank",
        "Fenwick & Rowe Ltd",
        "Ostrava Motors",
        "Xiaomi Bank",
        "Kuaishou ADRs",
        "Alibaba Mining",
        "What did 8765 close at?",
        "stock code 77777",
        "Did Norvale Robotics rise?",
    ],
)
def test_an_unknown_name_is_a_mention_without_tickers(instruments, text):
    """What is named like an instrument and is not known is said to be unknown: no listing, and no silent nearest one."""
    assert tickers(instruments, text) == [()]


def test_near_names_are_offered(instruments):
    """A misspelt name gives the instruments it may mean."""
    assert instruments.near("Tencnet")[0].ticker == "0700.HK"
    assert instruments.near("Zorblatt") == []
