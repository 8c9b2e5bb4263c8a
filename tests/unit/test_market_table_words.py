"""Tables of bars and statistics under headers of other languages and vendors, and figures as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.market.instruments import Instruments
from ingest.bars import read_bars
from ingest.stats import read_stats

ROWS = [("2025-09-16", "117", "118", "112.5", "117.3", "1000"), ("2025-09-17", "117.5", "131.7", "116.6", "131.0", "2000")]


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Instruments.load()


def table(header: str, delimiter: str = ",", rows=ROWS) -> str:
    return "\n".join([header, *(delimiter.join(row) for row in rows)])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (table("Datum;Eröffnung;Hoch;Tief;Schluss;Volumen", ";"), "9888.HK.csv"),
        (table("日期,开盘,高,低,收盘,交易量"), "9888.HK历史数据.csv"),
        (table("日付,始値,高値,安値,終値,出来高"), "9888.HK.csv"),
        (table("Baidu Inc (9888.HK), daily\n\nDate,Open,High,Low,Close,Volume"), "x.csv"),
        (table("Security,9888 HK Equity\nDate,PX_OPEN,PX_HIGH,PX_LOW,PX_LAST,PX_VOLUME"), "x.csv"),
        (table("trade_date,open,high,low,close,vol,ts_code", rows=[(*row, "09888.HK") for row in ROWS]), "x.csv"),
        (table("date|open|high|low|close|volume\n---|---|---|---|---|---", "|"), "9888.HK.md"),
        (table("date,close", rows=[(row[0], row[4]) for row in ROWS]), "9888.HK.csv"),
    ],
)
def test_bars_under_other_headers(text, name, instruments):
    """Columns are known in other languages, and a symbol from the lines above a header or beside a file's other words."""
    found = read_bars(text.encode(), origin=name, instruments=instruments)
    assert {(bar.ticker, bar.trading_date): bar.close for bar in found.bars} == {
        ("9888.HK", date(2025, 9, 16)): Decimal("117.3"),
        ("9888.HK", date(2025, 9, 17)): Decimal("131.0"),
    }
    assert found.rejects == []


@pytest.mark.parametrize(
    ("written", "value", "unit", "currency"),
    [
        ("HK$1.2bn", "1.2", "bn", "HKD"),
        ("(3.1)%", "-3.1", "%", None),
        ("−3.1%", "-3.1", "%", None),
        ("11.4x", "11.4", "times", None),
        ("556亿元", "556", "亿元", None),
        ("$5 million", "5", "million", None),
    ],
)
def test_figures_with_their_units(written, value, unit, currency):
    """A value brings its unit and its currency along where no column has them; a bare dollar could be several."""
    [part] = read_stats(f"subject,metric,value,published_at\nBaidu,capex,{written},2025-09-17".encode(), origin="s")
    [stat] = part.stats
    assert (stat.value, stat.unit, stat.currency) == (Decimal(value), unit, currency)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Sep 17, 2025 6:03 PM HKT", "2025-09-17T10:03"),
        ("2025年9月17日", "2025-09-17T15:59"),
        ("17 Sep 2025", "2025-09-17T15:59"),
    ],
)
def test_when_a_statistic_was_told(written, known):
    """Its moment is read in every form that an article's is, a day from its end."""
    [part] = read_stats(f'指标,公司,数值,发布日期\n市盈率,腾讯控股,19.5,"{written}"'.encode(), origin="s")
    assert part.stats[0].known_at.isoformat()[:16] == known
    [part] = read_stats(b"subject,metric,value,published_at\nBaidu,capex,5,sometime", origin="s")
    assert part.rejects == [(2, "published_at unreadable ('sometime')")]
