"""Several price sources in a row, what they keep, and what an update of the book does with their bars."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.errors import BadInput, BadSetting
from assistant.market.instruments import Instruments
from assistant.market.own import add_instrument
from assistant.market.prices import PriceBook
from assistant.market.providers.chain import Chain, Kept
from assistant.market.providers.configured import build_sources
from assistant.market.providers.sources import (
    PriceSourceUnavailable,
    RateLimited,
    SymbolNotFound,
)
from assistant.market.providers.updates import update
from tests.support.databases import open_store_database
from tests.support.market import make_bar
from tests.support.price_sources import ALIBABA, FIRST, INSTRUMENTS, LAST, NOW, Played


def test_the_next_source_is_asked_and_that_is_said():
    """Who failed, and who answered."""
    fetched = Chain([Played("a", fail=PriceSourceUnavailable("a is down.")), Played("b")]).fetch(ALIBABA, FIRST, LAST)
    assert ("b", ("a is down",)) == (fetched.source, fetched.skipped)


def test_a_source_of_the_other_basis_is_never_asked_instead():
    """Adjusted prices do not stand in for prices as traded."""
    other = Played("adjusted", adjusted=True)
    with pytest.raises(PriceSourceUnavailable) as told:
        Chain([Played("raw", fail=PriceSourceUnavailable("raw is down.")), other]).fetch(ALIBABA, FIRST, LAST)
    assert 0 == other.calls
    assert "adjusted was not asked" in told.value.public_message


def test_only_where_every_source_says_so_is_a_symbol_unknown():
    """One that is down might carry it."""
    unknown = Played("a", fail=SymbolNotFound("no such symbol."))
    with pytest.raises(SymbolNotFound):
        Chain([unknown, unknown]).fetch(ALIBABA, FIRST, LAST)
    with pytest.raises(PriceSourceUnavailable):
        Chain([unknown, Played("b", fail=RateLimited("wait."))]).fetch(ALIBABA, FIRST, LAST)


def test_closed_sessions_are_kept_for_good_and_open_ones_for_a_minute():
    """A failure is not kept at all."""
    moment = [datetime(2025, 9, 17, 4, tzinfo=UTC)]
    inner = Played("a")
    kept = Kept(inner, lambda: moment[0])
    for seconds in (0, 59, 61, 200):
        moment[0] = datetime(2025, 9, 17, 4, tzinfo=UTC) + timedelta(seconds=seconds)
        kept.fetch(ALIBABA, FIRST, LAST)
    assert 3 == inner.calls

    moment[0] = datetime(2025, 9, 17, 9, tzinfo=UTC)
    kept.fetch(ALIBABA, FIRST, LAST)
    moment[0] += timedelta(days=900)
    kept.fetch(ALIBABA, FIRST, LAST)
    assert 4 == inner.calls


def test_twenty_at_once_do_not_mix_up_symbols():
    """Every answer is about the instrument that was asked for."""
    wanted = [INSTRUMENTS.get(ticker) for ticker in ("9988.HK", "0700.HK", "3690.HK", "9618.HK")] * 50
    kept = Kept(Played("a"), lambda: NOW)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda instrument: kept.fetch(instrument, FIRST, LAST), wanted))
    assert all(
        {instrument.ticker} == {bar.ticker for bar in answer.bars} for instrument, answer in zip(wanted, answers, strict=True)
    )


AT_ONCE = 10_000 if os.environ.get("RALLY_FAULTS") == "full" else 1_000


def test_lookups_at_once_in_the_book_are_each_of_their_own_symbol(book):
    """Twenty threads ask for forty instruments' days: the symbol, the day and the price are those that were asked for."""
    tickers = [f"{number:04}.HK" for number in range(1, 41)]
    days = [date(2025, 9, day) for day in (15, 16, 17)]
    book.put_bars(make_bar(ticker, day, _close(ticker, day)) for ticker in tickers for day in days)
    wanted = [(tickers[at % 40], days[at % 3]) for at in range(AT_ONCE)]

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda asked: book.bar_on(*asked, as_of=NOW), wanted))

    told = [(bar.ticker, bar.trading_date, f"{bar.close:f}") for bar in found]
    assert told == [(ticker, day, _close(ticker, day)) for ticker, day in wanted]


def _close(ticker: str, day: date) -> str:
    return f"{int(ticker[:4])}.{day.day}"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[PriceBook]:
    database = open_store_database(tmp_path)
    yield PriceBook(database)
    database.close()


def test_an_update_goes_on_where_the_book_ends(book):
    """The newest day held is compared, the days after it are stored; again, nothing is asked."""
    book.put_bars([make_bar(day=date(2025, 9, 15), close="161.5")])
    source = Played("a")

    done = update(ALIBABA, source=source, prices=book, now=NOW)

    assert (2, date(2025, 9, 17), "") == (done.stored, done.until, done.problem)
    assert Decimal("161.5") == book.bar_on("9988.HK", date(2025, 9, 15), as_of=NOW).close
    assert 0 == update(ALIBABA, source=source, prices=book, now=NOW).stored
    assert 1 == source.calls


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (Played("a", adjusted=True), "not mixed"),
        (Played("a", close="20.2"), "nothing was stored"),
        (Played("a", fail=RateLimited("Asked too often.")), "Asked too often"),
    ],
)
def test_an_update_that_cannot_be_trusted_stores_nothing(book, source, told):
    """Another basis, another price for a day that is held, or no answer."""
    book.put_bars([make_bar(day=date(2025, 9, 15), close="161.5")])
    done = update(ALIBABA, source=source, prices=book, now=NOW)
    assert told in done.problem
    assert (0, date(2025, 9, 15), 1) == (done.stored, done.until, book.count())


def test_no_source_is_asked_unless_it_is_named():
    """And a name that is none is told, with what there is."""
    assert build_sources((), None, now=lambda: NOW) is None
    for names, endpoint in ((("bloomberg",), None), (("endpoint",), None), (("endpoint",), {"url": "x"})):
        with pytest.raises(BadSetting):
            build_sources(names, endpoint, now=lambda: NOW)


def test_an_instrument_of_ones_own_is_known_afterwards(tmp_path):
    """By its ticker and its names; one that is known already, or has no ticker's shape, is refused."""
    path = tmp_path / "new" / "instruments.jsonl"
    assert "2513.HK" == add_instrument(path, "hk:2513", name="Zhipu  AI", names=["智譜"])
    assert "ZZYX" == add_instrument(path, "ZZYX", name="Zzyx Labs", currency="usd")

    known = Instruments.load(path)
    assert ("Zhipu AI", "HKD", "XHKG") == (
        known.get("2513.HK").name,
        known.get("2513.HK").currency,
        known.get("2513.HK").exchange,
    )
    assert [("2513.HK",)] == [mention.tickers for mention in known.mentions("智譜今天的股價")]
    for ticker, name in (
        ("2513.HK", "again"),
        ("9988.HK", "x"),
        ("a b", "x"),
        ("", "x"),
        ("NEW1.HK", "x"),
        ("OK", "\n"),
        ("OK", ""),
    ):
        with pytest.raises(BadInput):
            add_instrument(path, ticker, name=name)
    assert 2 == len(path.read_text(encoding="utf-8").splitlines())
