"""Real files of every layout: what is known of them comes out, and every question about prices has its bars."""

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from assistant.market import moves
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from ingest.bars import read_bars
from tests.support.databases import open_store_database
from tests.support.market import LATER
from tests.support.shared import SHARED

PRICES = SHARED / "data" / "prices"
MONTHS = "January February March April May June July August September October November December".split()
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not PRICES.is_dir(), reason="the real material is not here")]


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


@pytest.fixture(scope="module", params=["tidy alone", pytest.param("every file", marks=pytest.mark.slow)])
def book(request, instruments, tmp_path_factory):
    database = open_store_database(tmp_path_factory.mktemp("prices"))
    book = PriceBook(database)
    files = sorted(PRICES.rglob("*.csv")) if request.param == "every file" else [PRICES / "tidy_aug_oct_2025.csv"]
    for path in files:
        book.put_bars(read_bars(path.read_bytes(), origin=str(path.relative_to(PRICES)), instruments=instruments).bars)
    yield book
    database.close()


@pytest.mark.parametrize(
    "path",
    sorted(path for path in PRICES.rglob("*.csv") if "constituents" not in path.name),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_a_real_file_is_read_to_the_last_row(instruments, path):
    """Each row gives a bar for each ticker that has values on it, or a reason."""
    result = read_bars(path.read_bytes(), origin=path.name, instruments=instruments)
    symbols = Counter(bar.ticker for bar in result.bars)
    rows = len([line for line in path.read_text("utf-8-sig").splitlines() if re.match(r"(?:[\w.]+,)?\d{4}-\d\d-\d\d", line)])

    if len(symbols) == 1 or path.name.startswith("tidy"):
        assert len(result.bars) + len(result.rejects) == rows
    assert len(result.rejects) < rows / 50
    assert path.parent.name == "wrong_file_name" or path.name.startswith("tidy") or set(symbols) == {path.stem}


def test_a_wrong_file_name_is_not_believed(instruments):
    """The ticker row is right, the file name is not."""
    path = PRICES / "wrong_file_name" / "9988.HK.csv"
    assert {bar.ticker for bar in read_bars(path.read_bytes(), origin=path.name, instruments=instruments).bars} == {
        "1810.HK",
        "3690.HK",
        "9999.HK",
    }


def test_a_list_of_members_is_no_bars(instruments):
    """The list beside the prices is refused as a whole."""
    [path] = PRICES.rglob("*constituents*")
    result = read_bars(path.read_bytes(), origin=path.name, instruments=instruments)

    assert (result.bars, len(result.rejects)) == ([], 1)


@pytest.mark.parametrize(
    ("ticker", "before", "close"),
    [("9888.HK", "113.2", "131"), ("0981.HK", "63.2", "67.7"), ("9988.HK", "153.5", "161.6"), ("9618.HK", "130", "136.7")],
)
def test_the_founding_day(book, ticker, before, close):
    """17 September 2025, from the close before."""
    move = book.move_on(ticker, date(2025, 9, 17), LATER)

    assert (move.previous.close, move.bar.close) == (Decimal(before), Decimal(close))
    assert move.bar.adjusted is False


def test_every_question_about_prices_has_its_answer(instruments, book):
    """Name, days and sum of each listed question lead to an accepted figure."""
    questions = [json.loads(line) for line in (SHARED / "eval" / "prices.jsonl").read_text().splitlines()]
    wrong = [q["question"] for q in questions if q["type"] != "no-price" and not _is_answered(q, instruments, book)]

    assert wrong == []


def _is_answered(question: dict, instruments: Instruments, book: PriceBook) -> bool:
    [mention] = instruments.mentions(question["question"])
    ticker, days = mention.tickers[0], _days(question["question"])
    if question["type"] == "close":
        shown = moves.plain(book.bar_on(ticker, days[0], as_of=LATER).close)
    elif question["type"] == "move":
        shown = f"{book.move_on(ticker, days[0], LATER).change_pct:.2f}"
    else:
        change = moves.range_change(book.bars(ticker, *days, as_of=LATER))
        shown = f"{change.value:.2f}" if not change.warning else change.warning
    return ticker == question["symbol"] and any(all(re.search(one, shown) for one in group) for group in question["accept"])


def _days(text: str) -> list[date]:
    text = re.sub(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", r"\2 \1, \3", text)
    named = re.sub(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})", lambda m: f"{m[3]}-{MONTHS.index(m[1]) + 1:02d}-{int(m[2]):02d}", text)
    return [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", named)]


def test_prices_are_looked_up_fast(book):
    """A lookup takes well under two milliseconds of the processor."""
    import time

    began = time.process_time()
    for _ in range(200):
        book.bar_on("9988.HK", date(2025, 9, 17), as_of=LATER)

    assert (time.process_time() - began) / 200 < 0.01  # about 0.0005
