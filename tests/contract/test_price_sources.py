"""Every price source, played over loopback: what it gives is what was asked for, and what goes wrong is told apart."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from assistant.errors import BadSetting
from assistant.market.providers.endpoint import Endpoint, describe
from assistant.market.providers.sources import (
    PriceSource,
    PriceSourceError,
    PriceSourceUnavailable,
    RateLimited,
    SymbolNotFound,
)
from assistant.market.providers.stooq import stooq_symbol
from tests.support.loopback import Given
from tests.support.price_server import ROWS, PriceServer, changed, price_server, table
from tests.support.price_sources import (
    ALIBABA,
    FIRST,
    INSTRUMENTS,
    LAST,
    Clock,
    closes,
    make_endpoint,
    make_stooq,
    make_web,
)


@pytest.fixture
def served() -> Iterator[tuple[PriceServer, str]]:
    with price_server() as played:
        yield played


SOURCES: dict[str, Callable[[str], PriceSource]] = {"stooq": make_stooq, "endpoint": make_endpoint}


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, served: tuple[PriceServer, str]) -> PriceSource:
    return SOURCES[request.param](served[1])


@pytest.fixture
def server(served: tuple[PriceServer, str]) -> PriceServer:
    return served[0]


def test_the_days_asked_for_come_as_bars(source, server):
    """Each with its prices as written, its currency, its basis, its source and the moment it was known."""
    fetched = source.fetch(ALIBABA, FIRST, LAST)

    assert closes(fetched) == {day: row[3] for day, row in ROWS.items()}
    last = fetched.bars[-1]
    assert ("9988.HK", "HKD", source.adjusted, 120000000) == (last.ticker, last.currency, last.adjusted, last.volume)
    assert datetime(2025, 9, 17, 8, tzinfo=UTC) == last.known_at


FAULTS: dict[str, tuple[Callable[[PriceServer], None], type[PriceSourceError]]] = {
    "asked too often": (lambda server: server.play(b"slow down", status=429, retry_after="120"), RateLimited),
    "overloaded": (lambda server: server.play(status=503), PriceSourceUnavailable),
    "broken": (lambda server: server.play(b"Traceback", status=500), PriceSourceUnavailable),
    "key refused": (lambda server: server.play(status=403), PriceSourceUnavailable),
    "not carried": (lambda server: server.play(status=404), SymbolNotFound),
    "a page": (lambda server: server.play(b"<!doctype html><html>Please log in</html>"), PriceSourceUnavailable),
    "half a header": (lambda server: server.play(b"Date,Open\n2025-09-17,1\n"), PriceSourceUnavailable),
    "other days": (lambda server: server.play(table({"2024-01-02": ROWS["2025-09-17"]})), PriceSourceUnavailable),
    "too much": (lambda server: server.play(b"Date,Close\n" + b"x" * 6_000_000), PriceSourceUnavailable),
    "sent elsewhere": (lambda server: server.play(status=302, location="http://127.0.0.2:9/x"), PriceSourceUnavailable),
    "bytes": (lambda server: server.play(b"\xff\xfe\x00\x9c" * 50), PriceSourceUnavailable),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_is_told_apart(source, server, fault):
    """A source that fails is never read as one that does not carry the symbol; no text of its answer is repeated."""
    play, expected = FAULTS[fault]
    play(server)

    with pytest.raises(PriceSourceError) as told:
        source.fetch(ALIBABA, FIRST, LAST)

    assert expected is type(told.value)
    assert "log in" not in told.value.public_message
    assert "127.0.0" not in told.value.public_message


def test_nobody_at_the_address():
    """A refused connection is a source that cannot be reached."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        source = make_endpoint(f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(PriceSourceUnavailable):
            source.fetch(ALIBABA, FIRST, LAST)


def test_an_answer_that_breaks_off_is_no_answer():
    """Half a table is not taken for a whole one."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:

        def half() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + table())

        done = pool.submit(half)
        with pytest.raises(PriceSourceUnavailable):
            make_endpoint(f"http://127.0.0.1:{listener.getsockname()[1]}").fetch(ALIBABA, FIRST, LAST)
        done.result(timeout=5)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"close": "N/A"}, "close is no number"),
        ({"close": "nan"}, "close is no number"),
        ({"close": "-161.6"}, "close is no number"),
        ({"close": "0"}, "close is no price"),
        ({"close": "1e308"}, "close is no number"),
        ({"close": "1e30"}, "close is no price"),
        ({"close": "161,6"}, None),
        ({"close": ""}, "no close"),
        ({"volume": "0"}, "nothing traded (volume 0)"),
        ({"high": "150", "low": "160"}, "high below low"),
    ],
)
def test_a_row_that_cannot_be_is_refused(source, server, cells, reason):
    """Its day is left out with the reason, the other days stay."""
    server.play(changed("2025-09-17", **cells))

    fetched = source.fetch(ALIBABA, FIRST, LAST)

    if reason is None:  # the comma shifts the cells: what comes is the price before it, or nothing, never 1616
        assert closes(fetched).get("2025-09-17") in (None, "161")
        return
    assert ["2025-09-15", "2025-09-16"] == list(closes(fetched))
    assert (f"2025-09-17: {reason}",) == fetched.refused


def test_days_without_a_session_and_sessions_that_are_not_over_are_refused(server, served):
    """A Sunday has no price, and what trades at noon is no close."""
    row = ROWS["2025-09-17"]
    server.play(table({"2025-09-14": row, "2025-09-16": row, "2025-09-17": row}))
    noon = Endpoint(make_endpoint(served[1]).description, make_web(), lambda: datetime(2025, 9, 17, 4, tzinfo=UTC))

    fetched = noon.fetch(ALIBABA, date(2025, 9, 12), LAST)

    assert ["2025-09-16"] == list(closes(fetched))
    assert ("2025-09-14: no session (a Sunday)", "2025-09-17: its session is not over") == fetched.refused


def test_rows_of_another_symbol_or_currency_are_refused(server, served):
    """A source that answers about something else is not believed."""
    rows = {day: (*cells, "9988.HK", "HKD") for day, cells in ROWS.items()}
    rows["2025-09-16"] = (*ROWS["2025-09-16"], "BABA", "HKD")
    rows["2025-09-15"] = (*ROWS["2025-09-15"], "9988.HK", "USD")
    server.play(table(rows, "Date,Open,High,Low,Close,Volume,Symbol,Currency"))

    fetched = make_endpoint(served[1]).fetch(ALIBABA, FIRST, LAST)

    assert ["2025-09-17"] == list(closes(fetched))
    assert 2 == len(fetched.refused)


def test_contradicting_rows_of_a_day_are_both_left_out(source, server):
    """Which of them is right cannot be known."""
    server.play(table() + b"\n" + table({"2025-09-17": ROWS["2025-09-16"]}).partition(b"\n")[2])
    assert ["2025-09-15", "2025-09-16"] == list(closes(source.fetch(ALIBABA, FIRST, LAST)))


def test_a_jump_is_marked(source, server):
    """A day 40 % away from the one before may be a split nobody told of."""
    server.play(changed("2025-09-17", open="40", high="41", low="39", close="40.4"))
    assert [(), (), ("jump",)] == [bar.flags for bar in source.fetch(ALIBABA, FIRST, LAST).bars]


def test_a_described_address_may_give_json(server, served):
    """Rows below nested keys, numbers kept as written."""
    rows = [{"d": "2025-09-17", "c": 161.6, "v": 5}, {"d": "2025-09-16", "c": "153.50", "v": None}]
    server.play_json({"data": {"rows": rows}})
    source = make_endpoint(served[1], form="json", rows="data.rows", columns={"date": "d", "close": "c", "volume": "v"})

    assert {"2025-09-16": "153.5", "2025-09-17": "161.6"} == closes(source.fetch(ALIBABA, FIRST, LAST))
    assert {"a": "2025-09-15", "b": "2025-09-17"} == server.query()

    for broken in ([], {"data": {}}, {"data": {"rows": {"d": 1}}}, {"data": {"rows": [1]}}, None):
        server.play_json(broken)
        with pytest.raises(PriceSourceUnavailable):
            make_endpoint(served[1], form="json", rows="data.rows").fetch(ALIBABA, FIRST, LAST)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"url": 3},
        {"url": "ftp://h/{symbol}"},
        {"url": "file:///etc/{symbol}"},
        {"url": "http:///{symbol}"},
        {"url": "http://{symbol}/x"},
        {"url": "http://user:pw@h/{symbol}"},
        {"url": "http://h/x"},
        {"url": "http://h/{symbol}/{other}"},
        {"url": "http://h:99999/{symbol}"},
        {"url": "http://h/{symbol}", "form": "xml"},
        {"url": "http://h/{symbol}", "columns": {"price": "p"}},
        {"url": "http://h/{symbol}", "token": "x"},
    ],
)
def test_a_description_that_cannot_be_used_is_refused(said):
    """Before anything is asked for."""
    with pytest.raises(BadSetting):
        describe(said)


def test_stooq_is_asked_in_its_own_spelling(server, served):
    """Hong Kong codes without their zeros, New York with its market; what it says in words is understood."""
    tencent, baba = INSTRUMENTS.get("0700.HK"), INSTRUMENTS.get("BABA")
    assert ("700.hk", "baba.us") == (stooq_symbol(tencent), stooq_symbol(baba))
    make_stooq(served[1]).fetch(ALIBABA, FIRST, LAST)
    assert {"s": "9988.hk", "d1": "20250915", "d2": "20250917", "i": "d"} == server.query()

    for said, expected in {b"No data": SymbolNotFound, b"Exceeded the daily hits limit": RateLimited}.items():
        server.play(said)
        with pytest.raises(expected):
            make_stooq(served[1]).fetch(ALIBABA, FIRST, LAST)


def test_requests_are_a_second_apart_and_stop_when_told_to(server, served):
    """While a source asks us to wait, it is not asked."""
    clock = Clock()
    source = make_endpoint(served[1], clock)
    source.fetch(ALIBABA, FIRST, LAST)
    source.fetch(ALIBABA, FIRST, LAST)
    assert [1.0] == clock.waited

    server.play(status=429, retry_after="120")
    for _ in range(3):
        with pytest.raises(RateLimited):
            source.fetch(ALIBABA, FIRST, LAST)
    assert 3 == len(server.asked)

    clock.at += 121
    server.play(table())
    assert 3 == len(source.fetch(ALIBABA, FIRST, LAST).bars)


def test_the_played_server_gives_what_it_is_told(server):
    """Nothing of a test hangs on a fault that was not played."""
    server.play(b"x", status=418, retry_after="3")
    assert Given(status=418, body=b"x", headers={"content-type": "text/csv", "retry-after": "3"}) == server.given
