"""Moves: what bars amount to, in exact decimals, with the bars they came from."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.market import moves
from tests.support.market import make_bar, make_run


def test_a_move_is_exact():
    """A change is close to close, in money and in percent."""
    move = moves.move_between(make_bar(close="131.0"), make_bar(close="113.2", day=date(2025, 9, 16)))

    assert move.change == Decimal("17.8")
    assert round(move.change_pct, 2) == Decimal("15.72")


def test_a_range_runs_from_first_close_to_last():
    """The change over a range names both closes in its formula and keeps both bars."""
    change = moves.range_change(make_run("100", "90", "125"))

    assert change.value == 25
    assert change.formula == "(125 - 100) / 100 * 100"
    assert [bar.close for bar in change.inputs] == [100, 125]


def test_extremes_name_their_first_day():
    """The highest and lowest close, or intraday price, with the day it was reached first."""
    bars = [*make_run("3", "5", "5", "2"), make_bar(day=date(2025, 9, 5), close="4", high=Decimal(9), low=Decimal(1))]

    assert (moves.highest(bars).value, moves.highest(bars).day) == (5, date(2025, 9, 2))
    assert (moves.lowest(bars).value, moves.lowest(bars).day) == (2, date(2025, 9, 4))
    assert (moves.highest(bars, "high").value, moves.lowest(bars, "low").value) == (9, 1)


def test_best_and_worst_day():
    """The largest gain and the largest loss of a range."""
    bars = make_run("100", "110", "99", "100")

    assert moves.best_day(bars).bar.trading_date == date(2025, 9, 2)
    assert moves.worst_day(bars).change_pct == -10


@pytest.mark.parametrize(
    ("closes", "count"),
    [(("5", "4", "5", "6", "7"), 3), (("5", "6", "5", "4"), -2), (("1", "2", "2", "3"), 1), (("2", "1", "2"), 1)],
)
def test_a_streak_ends_at_the_first_other_day(closes, count):
    """Sessions in a row up or down; an unchanged close ends it."""
    assert moves.streak(make_run(*closes)).value == count


def test_drawdown_and_gap_to_peak():
    """The largest fall from a peak, and how far the newest close is from the peak."""
    bars = make_run("80", "100", "60", "90", "70", "95")

    assert moves.drawdown(bars).value == -40
    assert moves.drawdown(bars).formula == "(60 - 100) / 100 * 100"
    assert moves.gap_to_peak(bars).value == -5


def test_year_to_date_starts_at_the_last_close_of_the_year_before():
    """Not at the first close of the year."""
    days = [date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 2), date(2025, 9, 17)]
    bars = [make_bar(day=day, close=close) for day, close in zip(days, ["90", "100", "110", "142"], strict=True)]

    assert moves.year_to_date(bars).value == 42
    assert moves.year_to_date(bars[2:]) is None
    assert moves.since(bars, date(2025, 1, 5)).value == (Decimal(142) - 110) / 110 * 100


def test_relative_performance_and_ranking():
    """Percentage points between two changes over their common days; a ranking best first."""
    ours, theirs = make_run("100", "110", "120"), make_run("10", "10", "11", ticker="BABA")

    assert moves.relative(ours, theirs).value == 10
    assert [ticker for ticker, _ in moves.ranking({"B": theirs, "A": ours, "C": ours[:1]})] == ["A", "B"]


def test_volume_is_added_or_not_known():
    """Total and average volume; one unknown day makes both unknown."""
    bars = [make_bar(volume=1), make_bar(volume=3)]

    assert (moves.volume_total(bars).value, moves.volume_average(bars).value) == (4, 2)
    assert moves.volume_total([*bars, make_bar(volume=None)]) is None
    assert moves.close_average(make_run("1", "2", "6")).value == 3


def test_nothing_follows_from_too_few_bars():
    """No bars, or one where two are needed, give no finding."""
    empty = (
        moves.range_change,
        moves.highest,
        moves.best_day,
        moves.streak,
        moves.drawdown,
        moves.gap_to_peak,
        moves.volume_total,
        moves.volume_average,
        moves.year_to_date,
        moves.close_average,
    )
    assert [one([]) for one in empty] == [None] * len(empty)
    assert moves.range_change(make_run("1")) is None


def test_a_finding_says_when_it_may_mislead():
    """A jump among the bars, and raw beside adjusted bars of different files, are said."""
    assert moves.range_change([make_bar(close="10"), make_bar(close="5", flags=("jump",))]).warning == "jump"
    mixed = [make_bar(adjusted=True, source="a.csv"), make_bar(source="b.csv")]
    assert moves.range_change(mixed).warning == "mixed basis"
    assert moves.range_change([make_bar(adjusted=True), make_bar()]).warning == ""
    assert moves.range_change([make_bar(adjusted=True), make_bar()]).adjusted


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        ("96.10", "96.1"),
        ("174.0", "174"),
        ("576.730041", "576.73"),
        ("0.0825", "0.0825"),
        ("1000", "1000"),
        ("26908.39", "26908.39"),
        ("94.43284606933594", "94.43"),
        ("0.5", "0.5"),
    ],
)
def test_a_price_prints_without_idle_zeros(price, shown):
    """Two decimals at most, four below one."""
    assert moves.plain(Decimal(price)) == shown
