"""The tape: reported moves beside the bars of their days."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest

from assistant.agent.assistant import name_spans
from assistant.agent.extractive.evidence import candidates
from assistant.agent.records import Passage
from assistant.agent.reported import listing, reported
from assistant.agent.tape import verdict
from assistant.figures.parse import parse
from assistant.knowledge.documents import Chunk, Document, Hit
from assistant.market.bars import Move
from assistant.market.instruments import Instruments
from assistant.market.moves import move_between
from tests.support.market import make_bar

INSTRUMENTS = Instruments.load()
NAMES = partial(name_spans, INSTRUMENTS)
EVENING = datetime(2025, 9, 17, 10, 3, tzinfo=UTC)


def make_move(ticker: str, previous: str, close: str, low: str = "", high: str = "", **fields: object) -> Move:
    bar = make_bar(ticker, date(2025, 9, 17), close, low=Decimal(low or close), high=Decimal(high or close), **fields)
    return move_between(bar, make_bar(ticker, date(2025, 9, 16), previous, **fields))


BAIDU = make_move("9888.HK", "113.20", "131.00", low="114", high="135.5")
SMIC = make_move("0981.HK", "63.20", "67.70", low="64", high="68")


@pytest.mark.parametrize(
    ("text", "move", "expected"),
    [
        ("Baidu led gains with a 16 percent jump.", BAIDU, "agrees"),
        ("Baidu closed 15.7 percent higher.", BAIDU, "agrees"),
        ("Baidu rose nearly 16 percent.", BAIDU, "agrees"),
        ("Baidu rose nearly 15 percent.", BAIDU, "differs"),
        ("Baidu rose 19 percent.", BAIDU, "differs"),
        ("Baidu fell 16 percent.", BAIDU, "differs"),
        ("SMIC’s shares jumped over 7 percent.", SMIC, "agrees"),
        ("SMIC’s shares jumped over 8 percent.", SMIC, "differs"),
        ("Alibaba closed 5.3 percent higher.", make_move("9988.HK", "153.50", "161.60"), "agrees"),
        ("JD.com closed 5.2 percent higher.", make_move("9618.HK", "130.00", "136.70"), "agrees"),
        ("Alibaba rose 1 percent.", make_move("9988.HK", "100", "101.40"), "agrees"),
        ("Baidu did not rise 16 percent.", BAIDU, None),
        ("Baidu closed at HK$131.00.", BAIDU, "agrees"),
        ("Baidu closed at HK$132.", BAIDU, "differs"),
        ("Baidu closed at $131.", BAIDU, None),
        ("Baidu employs 16 people.", BAIDU, None),
    ],
)
def test_a_figure_of_the_close_is_held_against_the_close(text: str, move: Move, expected: str | None):
    """A rounding or a bound that holds agrees, another value differs, and what is no move of it says nothing."""
    assert verdict(parse(text)[0], move, intraday=False) == expected


@pytest.mark.parametrize(("told", "expected"), [("19", "intraday"), ("5", "intraday"), ("25", "differs"), ("0.1", "differs")])
def test_a_figure_of_a_moment_is_held_against_the_range(told: str, expected: str):
    """A midday figure need not be the close: it lies between the day's low and high or it does not."""
    assert verdict(parse(f"Baidu rose {told} percent.")[0], BAIDU, intraday=True) == expected


def test_without_a_range_nothing_is_said_of_a_moment():
    """A bar that states no low and high cannot judge a midday figure."""
    bar = make_bar("9888.HK", date(2025, 9, 17), "131", low=None, high=None)
    move = move_between(bar, make_bar("9888.HK", date(2025, 9, 16), "113.2"))

    assert verdict(parse("Baidu rose 19 percent.")[0], move, intraday=True) is None


def read(text: str, *, title: str = "Hong Kong shares rise", **companies: list[str]):
    """What a report of that evening gives, by listing."""
    document = Document(
        doc_id="d", title=title, text=text, published_at=EVENING, published_date=EVENING.date(), known_at=EVENING,
        ingested_at=EVENING, zone="Asia/Hong_Kong", publisher="Our Paper",
    )  # fmt: skip
    chunk = Chunk(chunk_id="d#0", doc_id="d", version=1, ordinal=0, text=text, start=0, end=len(text))
    rows = candidates([Passage(n=1, hit=Hit(chunk=chunk, document=document, score=1.0))], NAMES)
    told = [one for row in rows for one in reported(row, **companies)]
    return [
        (found.ticker if (found := listing(one, INSTRUMENTS.listings(one.company))) else None, one.figure.text, one.intraday)
        for one in told
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baidu led gains with a 16 percent jump.", [("9888.HK", "16 percent", False)]),
        ("Baidu's American depositary receipts closed 11.3 percent higher.", [("BIDU", "11.3 percent", False)]),
        ("Shares of Baidu rose 11.3 percent in New York.", [("BIDU", "11.3 percent", False)]),
        ("Baidu shares rose 9 percent in premarket trading in New York.", []),
        ("Baidu shares were up as much as 19 percent.", [("9888.HK", "19 percent", True)]),
        ("Baidu's revenue rose 16 percent.", []),
        ("Baidu shares have jumped 16 percent this week.", []),
        ("Baidu shares jumped 60 percent in 2024.", []),
        ("Baidu shares jumped 16 percent on Monday and Wednesday.", []),
        (
            "SMIC ended 7.1 percent up at HK$67.70, Alibaba 5.3 percent up at HK$161.60.",
            [("0981.HK", "7.1 percent", False), ("9988.HK", "5.3 percent", False)],
        ),
        (
            "The food courier Meituan added 4.9%, JD.com advanced 5.2%, and Tencent climbed 2.6% after it raised a bond.",
            [("3690.HK", "4.9%", False), ("9618.HK", "5.2%", False), ("0700.HK", "2.6%", False)],
        ),
        ("Revenue at Alibaba, the shop, rose 5 percent, and its shares did nothing.", []),
        ("Tencent closed at HK$661.50 on Wednesday.", [("0700.HK", "HK$661.50", False)]),
        ("JPMorgan raised its target for Tencent shares to HK$750.", []),
    ],
)
def test_only_a_shares_move_of_the_day_is_read(text: str, expected: list[tuple[str, str, bool]]):
    """The listing, the figure and whether it is of a moment; business figures, longer spans and premarket are left out."""
    assert read(text) == expected


def test_which_listing_is_meant_is_not_guessed():
    """A report that speaks of both markets, and a sentence of neither, is set beside no bar."""
    assert read("Baidu shares closed 11 percent higher.", title="New York and Hong Kong shares") == [
        (None, "11 percent", False)
    ]


def test_only_the_companies_asked_about_are_read():
    """A sentence that lists several shares is checked for the ones of the question."""
    text = "SMIC ended 7.1 percent up at HK$67.70, Alibaba 5.3 percent up at HK$161.60."

    assert read(text, companies=["alibaba"]) == [("9988.HK", "5.3 percent", False)]
