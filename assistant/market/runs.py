"""Runs of bars: streaks, counts of days, and the days beyond a price. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from assistant.market.bars import Bar, Move
from assistant.market.moves import moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Moves in one direction, one after the other; `previous` is the bar before the first of them."""

    previous: Bar
    bars: tuple[Bar, ...]
    way: int  # 1 up, -1 down

    @property
    def days(self) -> tuple[date, date]:
        return self.bars[0].trading_date, self.bars[-1].trading_date


def runs(bars: Sequence[Bar]) -> list[Run]:
    """The runs of rising and of falling closes, oldest first; an unchanged close ends one."""
    found = []
    for way, group in groupby(moves(bars), key=_way):
        run = list(group)
        if way:
            found.append(Run(previous=run[0].previous, bars=tuple(move.bar for move in run), way=way))
    return found


def longest(bars: Sequence[Bar], way: int) -> Run | None:
    """The longest run in a direction, the first of several; None where there is none."""
    return max((run for run in runs(bars) if run.way == way), key=lambda run: len(run.bars), default=None)


def newest(bars: Sequence[Bar]) -> Run | None:
    """The run that the newest bar ends; None where its close did not move."""
    found = runs(bars)
    return found[-1] if found and found[-1].bars[-1] is bars[-1] else None


def counted(bars: Sequence[Bar]) -> tuple[int, int, int]:
    """On how many sessions the close rose, fell and did not move."""
    ways = [_way(move) for move in moves(bars)]
    return ways.count(1), ways.count(-1), ways.count(0)


def beyond(bars: Sequence[Bar], level: Decimal, way: int, *, closing: bool) -> list[Bar]:
    """The bars above (1) or below (-1) a price: by their close, or by the day's high or low."""
    found = []
    for bar in bars:
        value = bar.close if closing else bar.high if way > 0 else bar.low
        if value is not None and (value - level) * way > 0:
            found.append(bar)
    return found


def _way(move: Move) -> int:
    return (move.change > 0) - (move.change < 0)
