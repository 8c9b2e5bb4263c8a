"""Splits: what a bar's flag says of one, and prices from before it made comparable with those after. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from math import prod

from assistant.market.bars import Bar

_SPLIT, _DIVIDED = "split ", "divided "


def split_flag(ratio: Decimal) -> str:
    """The flag of the first bar after a split into `ratio` shares for one, of a series as traded."""
    return f"{_SPLIT}{ratio.normalize():f}"


def ratio_of(bar: Bar) -> Decimal:
    """Into how many shares one was split before this bar; 1 where it was not."""
    return prod((Decimal(flag.removeprefix(_SPLIT)) for flag in bar.flags if flag.startswith(_SPLIT)), start=Decimal(1))


def divisor_of(bar: Bar) -> Decimal | None:
    """What a bar's prices were divided by for later splits; None where they were not."""
    return next((Decimal(flag.removeprefix(_DIVIDED)) for flag in bar.flags if flag.startswith(_DIVIDED)), None)


def comparable(bars: Sequence[Bar], later: Iterable[Decimal] = ()) -> list[Bar]:
    """The bars (oldest first), those before a split divided by its ratio; `later` are splits after the newest of them."""
    factor = prod(later, start=Decimal(1))
    found = []
    for bar in reversed(bars):
        found.append(bar if factor == 1 else _divided(bar, factor))
        factor *= ratio_of(bar)
    return list(reversed(found))


def _divided(bar: Bar, factor: Decimal) -> Bar:
    flag = f"{_DIVIDED}{factor.normalize():f}"
    return replace(
        bar,
        open=bar.open and bar.open / factor,
        high=bar.high and bar.high / factor,
        low=bar.low and bar.low / factor,
        close=bar.close / factor,
        volume=None if bar.volume is None else int(bar.volume * factor),
        flags=(*bar.flags, flag),
    )
