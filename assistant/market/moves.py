"""What bars amount to: moves, ranges, extremes, streaks, drawdowns and rankings, each with its inputs. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from assistant.market.bars import Bar, Move

Price = Literal["open", "high", "low", "close"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A value computed from bars, with the bars it was computed from and the sum as a person would write it."""

    value: Decimal
    unit: str  # "%", "sessions", "shares", or a currency
    inputs: tuple[Bar, ...]
    formula: str
    adjusted: bool = False  # one of the inputs is adjusted for dividends
    warning: str = ""  # why the value may mislead: "jump", "mixed basis"

    @property
    def day(self) -> date:
        """The day of the newest input."""
        return max(bar.trading_date for bar in self.inputs)


def move_between(bar: Bar, previous: Bar) -> Move:
    """A bar against an earlier one, close to close."""
    change = bar.close - previous.close
    return Move(bar=bar, previous=previous, change=change, change_pct=change / previous.close * 100)


def moves(bars: Sequence[Bar]) -> list[Move]:
    """The move of each bar but the first, oldest first."""
    return [move_between(bar, previous) for previous, bar in pairwise(bars)]


def range_change(bars: Sequence[Bar]) -> Finding | None:
    """The change from the first close to the last, in percent."""
    if len(bars) < 2:
        return None
    first, last = bars[0], bars[-1]
    value = (last.close - first.close) / first.close * 100
    formula = f"({plain(last.close)} - {plain(first.close)}) / {plain(first.close)} * 100"
    return _finding(value, "%", (first, last), formula, among=bars)


def year_to_date(bars: Sequence[Bar]) -> Finding | None:
    """The change from the last close of the year before the newest bar's, in percent."""
    if not bars:
        return None
    year = bars[-1].trading_date.year
    before = [bar for bar in bars if bar.trading_date.year < year]
    return range_change([before[-1], *bars[len(before) :]]) if before else None


def since(bars: Sequence[Bar], day: date) -> Finding | None:
    """The change from the close of that day (or the last one before it) to the newest, in percent."""
    start = max((at for at, bar in enumerate(bars) if bar.trading_date <= day), default=None)
    return None if start is None else range_change(bars[start:])


def highest(bars: Sequence[Bar], price: Price = "close") -> Finding | None:
    """The highest price and, where it was reached more than once, the first day of it."""
    return _extreme(bars, price, max)


def lowest(bars: Sequence[Bar], price: Price = "close") -> Finding | None:
    """The lowest price and the first day of it."""
    return _extreme(bars, price, min)


def best_day(bars: Sequence[Bar]) -> Move | None:
    """The move with the largest gain (or the smallest loss); the first bar only serves to compare."""
    return max(moves(bars), key=lambda move: move.change_pct, default=None)


def worst_day(bars: Sequence[Bar]) -> Move | None:
    """The move with the largest loss (or the smallest gain)."""
    return min(moves(bars), key=lambda move: move.change_pct, default=None)


def streak(bars: Sequence[Bar]) -> Finding | None:
    """How many sessions in a row the newest closes rose (positive) or fell (negative)."""
    run: list[Move] = []
    for move in reversed(moves(bars)):
        if move.change == 0 or (run and (move.change > 0) != (run[0].change > 0)):
            break
        run.append(move)
    if not run:
        return None
    inputs = (run[-1].previous, *(move.bar for move in reversed(run)))
    count = Decimal(len(run)) if run[0].change > 0 else -Decimal(len(run))
    sign = " < " if count > 0 else " > "
    return _finding(count, "sessions", inputs, sign.join(plain(bar.close) for bar in inputs))


def drawdown(bars: Sequence[Bar]) -> Finding | None:
    """The largest fall from a close to a later one, in percent (zero or negative)."""
    if not bars:
        return None
    peak, worst, pair = bars[0], Decimal(0), (bars[0], bars[0])
    for bar in bars:
        peak = bar if bar.close > peak.close else peak
        fall = (bar.close - peak.close) / peak.close * 100
        if fall < worst:
            worst, pair = fall, (peak, bar)
    formula = f"({plain(pair[1].close)} - {plain(pair[0].close)}) / {plain(pair[0].close)} * 100"
    return _finding(worst, "%", pair, formula, among=bars)


def gap_to_peak(bars: Sequence[Bar], price: Price = "close") -> Finding | None:
    """How far the newest close is from the highest price of the range, in percent (negative: below it)."""
    top = highest(bars, price)
    if top is None:
        return None
    last = bars[-1]
    value = (last.close - top.value) / top.value * 100
    formula = f"({plain(last.close)} - {plain(top.value)}) / {plain(top.value)} * 100"
    return _finding(value, "%", (top.inputs[0], last), formula, among=bars)


def volume_total(bars: Sequence[Bar]) -> Finding | None:
    """The shares traded over the range; None where a day's volume is not known."""
    if not bars or any(bar.volume is None for bar in bars):
        return None
    total = Decimal(sum(bar.volume or 0 for bar in bars))
    return _finding(total, "shares", tuple(bars), " + ".join(str(bar.volume) for bar in bars))


def volume_average(bars: Sequence[Bar]) -> Finding | None:
    """The shares traded in a session of the range, on average."""
    total = volume_total(bars)
    return total and _finding(total.value / len(bars), "shares", total.inputs, f"({total.formula}) / {len(bars)}")


def close_average(bars: Sequence[Bar]) -> Finding | None:
    """The mean of the closes of the range."""
    if not bars:
        return None
    formula = f"({' + '.join(plain(bar.close) for bar in bars)}) / {len(bars)}"
    return _finding(
        sum((bar.close for bar in bars), Decimal(0)) / len(bars), bars[-1].currency, tuple(bars), formula, among=bars
    )


def relative(bars: Sequence[Bar], others: Sequence[Bar]) -> Finding | None:
    """By how many percentage points the first did better than the second, over the days both have."""
    days = {bar.trading_date for bar in bars} & {bar.trading_date for bar in others}
    ours = range_change([bar for bar in bars if bar.trading_date in days])
    theirs = range_change([bar for bar in others if bar.trading_date in days])
    if ours is None or theirs is None:
        return None
    formula = f"{ours.formula} - {theirs.formula}"
    return _finding(ours.value - theirs.value, "percentage points", ours.inputs + theirs.inputs, formula)


def ranking(series: Mapping[str, Sequence[Bar]]) -> list[tuple[str, Finding]]:
    """Tickers by their change over their bars, best first; those with fewer than two bars are left out."""
    changes = [(ticker, change) for ticker, bars in series.items() if (change := range_change(bars)) is not None]
    return sorted(changes, key=lambda item: (-item[1].value, item[0]))


def plain(price: Decimal) -> str:
    """A price as it is printed: at most two decimals (four below one), without idle zeros: "96.1", "174", "0.0825"."""
    shown = f"{price.quantize(Decimal('0.0001') if abs(price) < 1 else Decimal('0.01')):f}"
    return shown.rstrip("0").rstrip(".")


def _extreme(bars: Sequence[Bar], price: Price, choose: Callable[[list[Decimal]], Decimal]) -> Finding | None:
    priced = [(value, bar) for bar in bars if (value := getattr(bar, price)) is not None]
    if not priced:
        return None
    value = choose([value for value, _ in priced])
    bar = next(bar for priced_value, bar in priced if priced_value == value)
    name = "highest" if choose is max else "lowest"
    return _finding(value, bar.currency, (bar,), f"{name} {price} of {len(priced)} sessions", among=bars)


def _finding(value: Decimal, unit: str, inputs: tuple[Bar, ...], formula: str, *, among: Sequence[Bar] = ()) -> Finding:
    adjusted = {bar.adjusted for bar in inputs}
    # Raw and adjusted bars of one file are one series; of several they are not.
    mixed = len(adjusted) == 2 and not set.intersection(*({*bar.source.split(" | ")} for bar in inputs))
    jump = any("jump" in bar.flags for bar in (among[1:] if among else inputs[1:]))
    warning = "mixed basis" if mixed else "jump" if jump else ""
    return Finding(value=value, unit=unit, inputs=inputs, formula=formula, adjusted=True in adjusted, warning=warning)
