"""The tape: a reported move or price beside the bar of its day. Pure."""

from decimal import Decimal
from typing import Literal

from assistant.figures.compare import agrees
from assistant.figures.figure import Figure
from assistant.market.bars import Move

Verdict = Literal["agrees", "intraday", "differs"]


def verdict(figure: Figure, move: Move, *, intraday: bool) -> Verdict | None:
    """What the bar of the day says of a reported figure; None where the two cannot be compared.

    A figure of a moment within the day is held against the day's low and high, any other against the close.
    """
    if figure.forecast or figure.negated or figure.role == "from":
        return None
    if figure.unit == "%":
        return _move(figure, move, intraday=intraday) if figure.sign else None
    if figure.unit == "money" and figure.currency == move.bar.currency and not move.bar.adjusted:
        return _price(figure, move, intraday=intraday)
    return None


def change_pct(price: Decimal, move: Move) -> Decimal:
    """A price of the day against the close before, in percent."""
    return (price - move.previous.close) / move.previous.close * 100


def _move(figure: Figure, move: Move, *, intraday: bool) -> Verdict | None:
    told = figure.value * figure.sign
    if intraday:
        if move.bar.low is None or move.bar.high is None:
            return None
        return _within(told, change_pct(move.bar.low, move), change_pct(move.bar.high, move), figure)
    return "agrees" if _same_way(move.change_pct, figure) and _carries(figure, abs(move.change_pct)) else "differs"


def _price(figure: Figure, move: Move, *, intraday: bool) -> Verdict | None:
    if intraday:
        if move.bar.low is None or move.bar.high is None:
            return None
        return _within(figure.value, move.bar.low, move.bar.high, figure)
    return "agrees" if _carries(figure, move.bar.close) else "differs"


def _same_way(change: Decimal, figure: Figure) -> bool:
    """A change that rounds to nothing has no direction."""
    return change * figure.sign > 0 or abs(change) <= figure.precision / 2


def _carries(figure: Figure, value: Decimal) -> bool:
    """Whether the figure is the value rounded, or bounds it as its words say ("over 7", "nearly 16")."""
    if figure.strength in ("exact", "about") and abs(value - figure.value) <= figure.precision / 2:
        return True
    return agrees(figure, _measured(figure, value))


def _within(told: Decimal, low: Decimal, high: Decimal, figure: Figure) -> Verdict:
    slack = figure.precision / 2
    return "intraday" if low - slack <= told <= high + slack else "differs"


def _measured(figure: Figure, value: Decimal) -> Figure:
    """The tape's value as a figure that is like the reported one in all else."""
    return Figure(
        text=f"{value:f}",
        start=0,
        end=0,
        value=value,
        unit=figure.unit,
        currency=figure.currency,
        sign=figure.sign,
        kind=figure.kind,
        precision=Decimal("0.01"),
        role=figure.role,
    )
