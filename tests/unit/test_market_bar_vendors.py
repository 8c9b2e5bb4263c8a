"""Bars as the data services send them: JSON of several shapes, and tables with headers of their own."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.market.instruments import Instruments
from ingest.article import Refused
from ingest.bars import read_bars
from ingest.kinds import recognise

DAY, MIDNIGHT = "2025-09-17", 1758081600  # in New York
PRICES: dict[str, Any] = {"open": 164, "high": 167.5, "low": 163, "close": 166.17, "volume": 15_000_000}
SHORT = {"o": 164, "h": 167.5, "l": 163, "c": 166.17, "v": 15_000_000}
NUMBERED = {"1. open": "164", "2. high": "167.5", "3. low": "163", "4. close": "166.17", "5. volume": "15000000"}
QUOTE = {name: [value] for name, value in PRICES.items()}
JSON = {
    "alpha vantage": {"Meta Data": {"2. Symbol": "BABA"}, "Time Series (Daily)": {DAY: NUMBERED}},
    "polygon": {"ticker": "BABA", "results": [{**SHORT, "vw": 165.2, "t": MIDNIGHT * 1000, "n": 9}], "status": "OK"},
    "records": [{"symbol": "BABA", "date": DAY, **PRICES}],
    "financial modeling prep": {"symbol": "BABA", "historical": [{"date": DAY, **PRICES, "changePercent": 2.4}]},
    "finnhub": {"s": "ok", "symbol": "BABA", "t": [MIDNIGHT], **{name: [value] for name, value in SHORT.items()}},
    "yahoo's chart": {
        "chart": {"result": [{"meta": {"symbol": "BABA"}, "timestamp": [MIDNIGHT], "indicators": {"quote": [QUOTE]}}]}
    },
    "tiingo": [{"ticker": "BABA", "date": f"{DAY}T00:00:00.000Z", **PRICES, "adjClose": 166.17, "splitFactor": 1.0}],
}
TABLES = {
    "yahoo's page": "Date\tOpen\tHigh\tLow\tClose Close price adjusted for splits.\t"
    "Adj Close Adjusted close price adjusted for splits and dividends.\tVolume\n"
    "Sep 17, 2025\t164.00\t167.50\t163.00\t166.17\t166.17\t15,000,000\n",
    "stooq": "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n"
    "BABA.US,D,20250917,000000,164,167.5,163,166.17,15000000,0\n",
    "nasdaq": "Date, Close/Last, Volume, Open, High, Low\n09/17/2025, $166.17, 15000000, $164.00, $167.50, $163.00\n",
    "investing": "Date,Price,Open,High,Low,Vol.,Change %\n09/17/2025,166.17,164.00,167.50,163.00,15.00M,2.44%\n",
    "the continent": "Date;Open;High;Low;Close;Volume\n17.09.2025;164,00;167,50;163,00;166,17;15.000.000\n",
    "bloomberg": "Date,PX_OPEN,PX_HIGH,PX_LOW,PX_LAST,PX_VOLUME\n2025-09-17,164,167.5,163,166.17,15000000\n",
    "quandl": "Date,Open,High,Low,Close,Volume,Ex-Dividend,Split Ratio,Adj. Open,Adj. High,Adj. Low,Adj. Close,Adj. Volume\n"
    "2025-09-17,164,167.5,163,166.17,15000000,0,1,82,83,81,83.08,30000000\n",
    "a title above": "BABA: historical prices\n\nDate,Open,High,Low,Close,Volume\n2025-09-17,164,167.5,163,166.17,15000000\n",
}


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


def check(instruments: Instruments, text: str) -> None:
    assert recognise(text, name="BABA.csv") == "bars"
    read = read_bars(text.encode(), origin="prices/BABA.csv", instruments=instruments)

    [bar] = read.bars
    assert (bar.ticker, bar.trading_date, bar.currency) == ("BABA", date(2025, 9, 17), "USD")
    assert (bar.open, bar.high, bar.low, bar.close) == tuple(map(Decimal, ("164", "167.5", "163", "166.17")))
    assert (bar.volume, bar.adjusted, read.rejects) == (15_000_000, False, [])


@pytest.mark.parametrize("value", JSON.values(), ids=JSON)
def test_a_services_json_is_read_as_bars(instruments: Instruments, value: Any):
    """Records, arrays a field, days as keys, and a symbol named beside them come out as the same bar."""
    check(instruments, json.dumps(value))


def test_json_lines_are_read_as_bars(instruments: Instruments):
    """A record a line, of several symbols; a line without a close is refused with its reason."""
    lines = [{"symbol": name, "date": DAY, **PRICES} for name in ("BABA", "BIDU")] + [
        {"symbol": "JD", "date": DAY, "close": None}
    ]
    read = read_bars("\n".join(map(json.dumps, lines)).encode(), origin="x.jsonl", instruments=instruments)

    assert [bar.ticker for bar in read.bars] == ["BABA", "BIDU"]
    assert [reason for _, reason in read.rejects] == ["JD: open missing ('')"]


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_vendors_header_is_understood(instruments: Instruments, text: str):
    """Headings with marks, explanations or names of their own, dollar signs, other separators."""
    check(instruments, text)


def test_articles_in_json_are_no_bars():
    """JSON that only speaks of a close and an opening stays what it is."""
    article = json.dumps([{"title": "Baidu jumps", "text": 'It said "close": and "open": in passing.', "date": DAY}])

    assert recognise(article, name="a.json") == "json"


def test_closes_beside_names_that_are_no_fields_are_refused():
    """A column a symbol, with nothing that says what the figures are, is not taken for closes."""
    with pytest.raises(Refused):
        recognise("Date,GDP,CPI\n2025-09-17,166.17,34.10\n2025-09-18,165.2,34.2\n", name="macro.csv")
