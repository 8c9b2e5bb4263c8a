"""A reference for questions about prices: bars read and computed without the program, and the patterns an answer must hold."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

Choose = Callable[..., "Row"]
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Row:
    day: date
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int


def read_table(path: Path) -> dict[str, list[Row]]:
    """The bars of a tidy table by ticker, oldest first."""
    rows: dict[str, list[Row]] = {}
    with path.open(encoding="utf-8") as table:
        for line in csv.DictReader(table):
            prices = (Decimal(line[name]) for name in ("open", "high", "low", "close"))
            row = Row(date.fromisoformat(line["date"]), *prices, int(float(line["volume"])))
            rows.setdefault(line["symbol"], []).append(row)
    return {ticker: sorted(days, key=lambda row: row.day) for ticker, days in rows.items()}


def as_printed(value: Decimal) -> Decimal:
    """A price to a tenth of a cent: the table's floating-point noise aside."""
    return value.quantize(Decimal("0.001"))


def money(value: Decimal) -> str:
    """A price as a pattern: 131 and 131.00 are one, 1310 is another; below one to three decimals.

    A table prints 34.035 as 34.0349998: half a cent may be rounded either way.
    """
    step = Decimal("0.001" if abs(value) < 1 else "0.01")
    near = {_money(value - step / 1000, step), _money(value + step / 1000, step)}
    return f"(?:{'|'.join(sorted(near))})"


def _money(value: Decimal, step: Decimal) -> str:
    whole, _, rest = f"{value.quantize(step, ROUND_HALF_UP):,f}".partition(".")
    rest = rest.rstrip("0")
    return rf"(?<![\d.,]){whole}" + (rf"\.{rest}0*(?!\d)" if rest else r"(?:\.0+)?(?![\d.]*\d)")


def pct(value: Decimal) -> str:
    """A percentage to two decimals, whichever way its sign is written."""
    return rf"(?<![\d.]){abs(value).quantize(Decimal('0.01'), ROUND_HALF_UP)} ?%"


def signed_pct(value: Decimal) -> str:
    """A percentage to two decimals with its sign."""
    shown = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return rf"{'[−-]' if shown < 0 else r'[+]' if shown > 0 else ''}{abs(shown)} ?%"


def said(day: date) -> str:
    return rf"(?:\b{day.day} {day:%B %Y}|{day.year}年{day.month}月{day.day}日)"


def change(start: Row, end: Row) -> Decimal:
    return (end.close - start.close) / start.close * 100


def drawdown(run: Sequence[Row]) -> Decimal:
    return min(change(high, low) for at, high in enumerate(run) for low in run[at:])


def signs(before: Row, run: Sequence[Row]) -> list[int]:
    return [(after.close > prior.close) - (after.close < prior.close) for prior, after in pairwise([before, *run])]


def streak(before: Row, run: Sequence[Row]) -> int:
    """The length of the run of moves in one direction that ends with the last row."""
    ways = signs(before, run)
    return next((at for at, sign in enumerate(reversed(ways)) if sign != ways[-1] or sign == 0), len(ways))


def longest(before: Row, run: Sequence[Row], way: int) -> int:
    best = now = 0
    for sign in signs(before, run):
        now = now + 1 if sign == way else 0
        best = max(best, now)
    return best


def loose(answer: str, quotes: str) -> list[str]:
    """Numbers of an answer that stand in no quote."""
    known = {number.replace(",", "").lstrip("0") for number in re.findall(r"\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)?", quotes)}
    bare = re.sub(r"\[\d+\]", " ", answer)
    return [number for number in _NUMBER.findall(bare) if number.replace(",", "").lstrip("0") not in known]
