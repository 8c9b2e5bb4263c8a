"""Statistics: read from tables, found by subject, metric and period, known from a moment on."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from assistant.market.metrics import metric_name
from assistant.market.stat_store import StatStore
from ingest.stats import looks_like_stats, read_stats
from tests.support.databases import open_store_database
from tests.support.market import LATER

TABLE = """metric,value,subject,unit,period,source,published_at,note,currency
Forward P/E,21,Hang Seng Tech Index,times,2025-09-17,Harbour Ledger,2025-09-17T18:20:00+08:00,,
forward_pe_average,23.3,Hang Seng Tech Index,times,five years,Harbour Ledger,2025-09-17T18:20:00+08:00,,
forward_pe,27,Nasdaq 100,times,2025-09-17,Harbour Ledger,2025-09-17,a day only,
close,26908.39,Hang Seng Index,points,2025-09-17,Harbour Ledger,2025-09-17T18:20:00+08:00,,
year_to_date_gain,42,Hang Seng Tech Index,%,2025,Harbour Ledger,2025-09-17T18:20:00+08:00,,
capex,27.5,Tencent,bn,2025 Q1,Lantern,2025-09-16T11:20:00+08:00,,CNY
bond_size,9,Tencent,bn,2025-09-17,filing,2025-09-17T09:05:00+08:00,,CNY
bond_coupon,2.1,Tencent,%,five-year notes,filing,2025-09-17T09:05:00+08:00,,CNY
capital_expenditure,32,Major mainland internet firms,bn,2025,Bloomberg,2025-09-17T18:20:00+08:00,,USD
"""


@pytest.fixture
def store(tmp_path):
    database = open_store_database(tmp_path)
    yield StatStore(database)
    database.close()


def rows(*lines: str) -> bytes:
    return "\n".join(["subject,metric,value,unit,period,source,published_at", *lines]).encode()


def test_a_header_with_a_cell_beyond_any_size_is_refused():
    """It stops no run: the table is refused, with the reason."""
    [read] = read_stats(b'subject,metric,value,"' + b"x" * 200_000 + b'"\nHSI,close,5,y', origin="stats.csv")

    assert read.stats == []
    assert [line for line, _ in read.rejects] == [1]


def test_a_table_of_statistics_is_read_in_any_column_order():
    """Every row becomes a statistic, under the one name of its metric, with its ticker where the subject has one."""
    result = next(read_stats(TABLE.encode(), origin="stats.csv"))

    assert looks_like_stats(TABLE)
    assert result.rejects == []
    assert [(stat.ticker, stat.metric) for stat in result.stats[:3]] == [
        ("HSTECH", "forward_pe"),
        ("HSTECH", "forward_pe_average"),
        ("NDX", "forward_pe"),
    ]
    assert result.stats[0].known_at == datetime(2025, 9, 17, 10, 20, tzinfo=UTC)
    assert result.stats[2].known_at == datetime(2025, 9, 17, 15, 59, 59, tzinfo=UTC)  # the end of that day in Hong Kong
    assert result.stats[-1].ticker is None
    assert len({stat.doc_id for stat in result.stats}) == len(result.stats)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("HSI,close,NaN,points,2025,X,2025-09-17", "value is not a number"),
        ("HSI,close,,points,2025,X,2025-09-17", "no value"),
        (",close,1,points,2025,X,2025-09-17", "no subject"),
        ("HSI,,1,points,2025,X,2025-09-17", "no metric"),
        ("HSI,close,about 5,points,2025,X,2025-09-17", "value is not a number"),
        ("HSI,close,1e5000,,2025,X,2025-09-17", "value is not a number"),
        ("HSI,close,1,points,2025,X,soon", "published_at unreadable"),
        ("HSI,close,1,points,this year,X,", "no published_at"),
        ("HSI", "no metric"),
    ],
)
def test_a_hostile_row_is_refused(line, reason):
    """What is no statistic is named by line and reason, and does not hide the next row."""
    result = next(read_stats(rows(line, "HSI,close,5,points,2025,X,2025-09-17"), origin="stats.csv"))

    assert len(result.stats) == 1
    [(number, said)] = result.rejects
    assert number == 2
    assert reason in said


@pytest.mark.parametrize(
    ("subject", "metric", "values"),
    [
        ("HSTECH", "forward P/E", ["21"]),
        ("Hang Seng Tech Index", "valuation", ["21"]),
        ("the Hang Seng Tech", "forward earnings multiple", ["21"]),
        ("HSTECH", "five-year average forward P/E", ["23.3"]),
        ("HSTECH", "year-to-date gain", ["42"]),
        ("HSTECH", "gain this year", ["42"]),
        ("Tencent Holdings", "capital expenditure", ["27.5"]),
        ("0700.HK", "capex", ["27.5"]),
        ("Tencent", "bond size", ["9"]),
        ("Tencent", "bond coupon", ["2.1"]),
        ("Tencent", "how big was the bond sale", ["9"]),
        ("mainland internet companies", "capital spending", ["32"]),
        ("Hang Seng Index", "close", ["26908.39"]),
        ("Hang Seng Index", "forward P/E", []),
        ("Nasdaq", "forward P/E", []),
        ("Tencent", "revenue", []),
        ("Tencent Music", "bond size", []),
        ("", "close", []),
        ("Nasdaq 100 Index", "估值", ["27"]),
    ],
)
def test_a_statistic_is_found_by_subject_and_metric(store, subject, metric, values):
    """Names and wordings vary; a part of an instrument's name never finds another instrument's figure."""
    store.put(next(read_stats(TABLE.encode(), origin="stats.csv")).stats)

    assert [str(stat.value) for stat in store.find(subject, metric, as_of=LATER)] == values


def test_a_period_narrows_the_find(store):
    """Words of the period must be the statistic's."""
    store.put(next(read_stats(TABLE.encode(), origin="stats.csv")).stats)

    assert [stat.metric for stat in store.find("Tencent", period="2025 Q1", as_of=LATER)] == ["capital_expenditure"]
    assert store.find("Tencent", "capex", "2024", as_of=LATER) == []


def test_a_revised_value_ends_the_earlier_one(store):
    """From the moment a revision was known it is the value; before it, the earlier one was."""
    first = next(read_stats(rows("HSI,turnover,5,bn,2025,X,2025-09-17T10:00:00+00:00"), origin="s")).stats
    second = next(read_stats(rows("HSI,turnover,6,bn,2025,X,2025-09-18T10:00:00+00:00"), origin="s")).stats

    assert [store.put(first), store.put(first), store.put(second), store.put(second)] == [
        {"new": 1, "updated": 0, "unchanged": 0},
        {"new": 0, "updated": 0, "unchanged": 1},
        {"new": 0, "updated": 1, "unchanged": 0},
        {"new": 0, "updated": 0, "unchanged": 1},
    ]
    between = datetime(2025, 9, 18, 9, tzinfo=UTC)
    assert [stat.value for stat in store.find("HSI", "turnover", as_of=between)] == [Decimal(5)]
    assert [stat.value for stat in store.find("HSI", "turnover", as_of=LATER)] == [Decimal(6)]
    assert store.find("HSI", "turnover", as_of=datetime(2025, 9, 17, 9, tzinfo=UTC)) == []


def test_a_revision_that_comes_in_late_does_not_hide_the_newest(store):
    """Files may come in any order; the newest known value stays the newest."""
    newer = next(read_stats(rows("HSI,turnover,6,bn,2025,X,2025-09-18T10:00:00+00:00"), origin="s")).stats
    older = next(read_stats(rows("HSI,turnover,5,bn,2025,X,2025-09-17T10:00:00+00:00"), origin="s")).stats
    store.put(newer)
    store.put(older)

    assert [stat.value for stat in store.find("HSI", "turnover", as_of=LATER)] == [Decimal(6)]


def test_sources_that_disagree_are_both_returned(store):
    """Two sources of one figure are two statistics."""
    lines = ("HSTECH,forward_pe,21,times,2025-09-17,A,2025-09-17", "HSTECH,forward_pe,20.5,times,2025-09-17,B,2025-09-17")
    store.put(next(read_stats(rows(*lines), origin="s")).stats)

    assert {stat.source for stat in store.find("HSTECH", "forward P/E", as_of=LATER)} == {"A", "B"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Forward P/E ratio", "forward_pe"),
        ("CapEx", "capital_expenditure"),
        ("bond_coupon", "bond_coupon"),
        ("daily_change", "daily_change"),
        ("average_daily_turnover", "average_daily_turnover"),
        ("YTD gain", "year_to_date_gain"),
        ("Market capitalisation", "market_cap"),
    ],
)
def test_a_metric_has_one_name(written, name):
    """Synonyms share a name; a metric of its own keeps its own."""
    assert metric_name(written) == name


@pytest.mark.parametrize("text", ["symbol,date,close,volume\n", "", "A sentence, with value and metric.\n", "subject,value\n"])
def test_other_tables_are_not_statistics(text):
    """Without subject, metric and value it is none."""
    assert not looks_like_stats(text)


def test_a_table_is_read_in_parts_up_to_its_limit():
    """However many rows a table has, a few hundred are at hand at once; what is beyond the limit is told and not read."""
    lines = [f"Company {number},revenue,{number},bn,2025,X,2025-09-17" for number in range(1_300)]
    parts = list(read_stats(rows(*lines), origin="s", most=1_200))
    assert [len(part.stats) for part in parts] == [500, 500, 200, 0]
    assert parts[-1].rejects == [(1202, "100 rows beyond those that are read of one table: cut it into several")]


def test_one_statistic_twice_in_a_table_is_two_versions(store):
    """Rows of one part follow each other as rows of two tables would."""
    lines = [
        "HSI,turnover,5,bn,2025,X,2025-09-17",
        "HSI,turnover,6,bn,2025,X,2025-09-18",
        "HSI,turnover,6,bn,2025,X,2025-09-18",
    ]
    read = next(read_stats(rows(*lines), origin="s"))
    assert store.put(read.stats) == {"new": 1, "updated": 1, "unchanged": 1}
