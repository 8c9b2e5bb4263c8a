"""Derivation: figures calculated from figures, each with the text that shows how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.figures.arithmetic import BadExpression, calculate

_MINUS = "\N{MINUS SIGN}"
_HUNDREDTH = Decimal("0.01")
# The change of one number against another, in percent, however it is spelled.
_CHANGE = re.compile(r"\(([\d.,]+)-([\d.,]+)\)/\2\*100|\(([\d.,]+)/([\d.,]+)-1\)\*100")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """A calculated figure; `text` is what a citation shows: "(131.00 − 113.20) ÷ 113.20 × 100 = +15.72 %"."""

    expression: str
    inputs: tuple[Decimal, ...]
    value: Decimal
    unit: str  # "%", "times", "" or a currency code
    text: str


def change_pct(start: Decimal, end: Decimal) -> Calculation:
    """How far `end` is from `start`, in percent of `start`."""
    return _calculation(f"({_plain(end)} - {_plain(start)}) / {_plain(start)} * 100", unit="%", signed=True)


growth = change_pct  # the same sum; the name a reader of growth rates looks for


def change(start: Decimal, end: Decimal, *, unit: str = "") -> Calculation:
    """How far `end` is from `start`, with its sign."""
    return _calculation(f"{_plain(end)} - {_plain(start)}", unit=unit, signed=True)


def difference(first: Decimal, second: Decimal, *, unit: str = "") -> Calculation:
    """How far two figures are apart, whichever is the larger."""
    high, low = max(first, second), min(first, second)
    return _calculation(f"{_plain(high)} - {_plain(low)}", unit=unit)


def ratio(part: Decimal, whole: Decimal) -> Calculation:
    """How many times `whole` goes into `part`."""
    return _calculation(f"{_plain(part)} / {_plain(whole)}", unit="times")


def gap_to_peak(needed_pct: Decimal) -> Calculation:
    """How far below its peak something stands that needs a rally of `needed_pct` to regain it: 70 gives 41.18 %."""
    if needed_pct <= -100:
        raise BadExpression("A rally of -100 % or less regains nothing.")
    return _calculation(f"(1 - 1 / (1 + {_plain(needed_pct)} / 100)) * 100", unit="%")


def total(values: Sequence[Decimal], *, unit: str = "") -> Calculation:
    """The sum of figures of one unit."""
    return _calculation(" + ".join(_plain(value) for value in values), unit=unit)


def convert(amount: Decimal, rate: Decimal, *, currency: str) -> Calculation:
    """An amount at a stated rate: `rate` units of `currency` for one of the amount's."""
    return _calculation(f"{_plain(amount)} * {_plain(rate)}", unit=currency)


def evaluate(expression: str) -> Calculation:
    """The value of an expression a model or a person wrote; BadExpression says what is wrong with it."""
    bare = re.sub(r"\s+", "", expression)
    is_change = _CHANGE.fullmatch(bare.replace(_MINUS, "-").replace("×", "*").replace("÷", "/")) is not None
    percent = is_change or bare.lower().startswith("percent(")
    return _calculation(expression.strip(), unit="%" if percent else "", signed=is_change)


def _plain(value: Decimal) -> str:
    written = format(value, "f")
    return f"({written})" if value < 0 else written


def _calculation(expression: str, *, unit: str, signed: bool = False) -> Calculation:
    value, inputs = calculate(expression)
    shown = (
        expression.replace("**", "^").replace(" * ", " × ").replace("*", "×").replace("/", "÷").replace(" - ", f" {_MINUS} ")
    )
    return Calculation(
        expression=expression,
        inputs=inputs,
        value=value,
        unit=unit,
        text=f"{shown} = {_result(value, unit=unit, signed=signed)}",
    )


def _result(value: Decimal, *, unit: str, signed: bool) -> str:
    """The value as shown: to two decimals, or to four significant digits where it is small."""
    step = _HUNDREDTH if abs(value) >= 1 or value == 0 else Decimal(1).scaleb(value.adjusted() - 3)
    rounded = value if value == value.to_integral_value() and unit != "%" else value.quantize(step, rounding=ROUND_HALF_UP)
    sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    written = f"{abs(rounded):,f}"
    return f"{sign}{written}{f' {unit}' if unit else ''}"
