"""Arithmetic: expressions of numbers evaluated in decimal, within limits, without Python's own evaluator."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext

from assistant.errors import BadInput
from assistant.figures.numbers import fold

LONGEST = 300
DEEPEST = 24
MOST_DIGITS = 30
LARGEST_POWER = 12
_CONTEXT = Context(prec=34, rounding=ROUND_HALF_UP)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?+|\.\d++)|(?P<name>[A-Za-z_]+)|(?P<mark>\*\*|[-+*/(),%]))"
)
_SPELLINGS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "[": "(", "]": ")"})


class BadExpression(BadInput):
    """An expression that cannot be calculated; the message says why."""

    code = "bad_expression"


def calculate(expression: str) -> tuple[Decimal, tuple[Decimal, ...]]:
    """The value of an expression and the numbers written in it."""
    if len(expression) > LONGEST:
        raise BadExpression(f"The expression is longer than {LONGEST} characters.")
    reader = _Reader(_tokens(fold(expression).translate(_SPELLINGS)))
    try:
        with localcontext(_CONTEXT):
            value = reader.whole()
    except ZeroDivisionError as exc:
        raise BadExpression("The expression divides by zero.") from exc
    except DecimalException as exc:
        raise BadExpression("The expression divides by zero or grows too large.") from exc
    if not value.is_finite() or abs(value) >= Decimal(10) ** MOST_DIGITS:
        raise BadExpression(f"The result has more than {MOST_DIGITS} digits.")
    return value, tuple(reader.inputs)


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, at = [], 0
    expression = expression.rstrip()
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None:
            stray = expression[at:].strip()[:10]
            raise BadExpression(f"{stray!r} cannot be read; write numbers, + - * / ** % ( ) and {', '.join(_FUNCTIONS)}.")
        found.append((match.lastgroup or "", match.group().strip()))
        at = match.end()
    if not found:
        raise BadExpression("The expression is empty.")
    return found


class _Reader:
    """Reads tokens by precedence: + -, * /, sign, **, %."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0
        self.inputs: list[Decimal] = []

    def whole(self) -> Decimal:
        value = self._sum()
        if self._at < len(self._tokens):
            raise BadExpression(f"{self._tokens[self._at][1]!r} is not expected there.")
        return value

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self, *marks: str) -> str:
        mark = self._peek()
        if mark in marks:
            self._at += 1
            return mark
        return ""

    def _sum(self) -> Decimal:
        value = self._product()
        while mark := self._take("+", "-"):
            other = self._product()
            value = value + other if mark == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._signed()
        while mark := self._take("*", "/"):
            other = self._signed()
            value = value * other if mark == "*" else value / other
        return value

    def _signed(self) -> Decimal:
        negative = False
        while mark := self._take("+", "-"):
            negative ^= mark == "-"
        value = self._power()
        return -value if negative else value

    def _power(self) -> Decimal:
        base = self._postfix()
        if not self._take("**"):
            return base
        negative = bool(self._take("-"))
        exponent = self._postfix()
        if exponent != exponent.to_integral_value() or abs(exponent) > LARGEST_POWER:
            raise BadExpression(f"Powers are whole numbers up to {LARGEST_POWER}.")
        if self._peek() == "**":
            raise BadExpression("Powers of powers need parentheses.")
        return base ** int(-exponent if negative else exponent)

    def _postfix(self) -> Decimal:
        value = self._atom()
        while self._take("%"):
            value = value / 100
        return value

    def _atom(self) -> Decimal:
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "the end")
        self._at += 1
        if kind == "number":
            if len(text) > MOST_DIGITS:
                raise BadExpression(f"A number has more than {MOST_DIGITS} digits.")
            number = Decimal(text.replace(",", ""))
            self.inputs.append(number)
            return number
        if kind == "name":
            return self._call(text.lower())
        if text == "(":
            return self._inside(self._sum)
        raise BadExpression(f"A number is expected, not {text!r}.")

    def _inside(self, read: Callable[[], Decimal]) -> Decimal:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadExpression(f"Parentheses are nested deeper than {DEEPEST}.")
        value = read()
        if not self._take(")"):
            raise BadExpression("A closing parenthesis is missing.")
        self._depth -= 1
        return value

    def _call(self, name: str) -> Decimal:
        if name not in _FUNCTIONS:
            raise BadExpression(f"{name!r} is not known; use {', '.join(_FUNCTIONS)}.")
        if not self._take("("):
            raise BadExpression(f"{name} needs its numbers in parentheses.")
        return self._inside(lambda: _apply(name, self._arguments()))

    def _arguments(self) -> list[Decimal]:
        values = [self._sum()]
        while self._take(","):
            values.append(self._sum())
        return values


def _apply(name: str, values: list[Decimal]) -> Decimal:
    least, most, function = _FUNCTIONS[name]
    if not least <= len(values) <= most:
        raise BadExpression(f"{name} takes {least if least == most else f'{least} to {most}'} numbers.")
    return function(values)


def _round(values: list[Decimal]) -> Decimal:
    places = values[1] if len(values) > 1 else Decimal(0)
    if places != places.to_integral_value() or abs(places) > LARGEST_POWER:
        raise BadExpression(f"round takes a whole number of places up to {LARGEST_POWER}.")
    return values[0].quantize(Decimal(1).scaleb(-int(places)))


# How few and how many numbers each takes; percent(part, whole) is the part in percent of the whole.
_FUNCTIONS: dict[str, tuple[int, int, Callable[[list[Decimal]], Decimal]]] = {
    "min": (1, 20, min),
    "max": (1, 20, max),
    "abs": (1, 1, lambda values: abs(values[0])),
    "round": (1, 2, _round),
    "percent": (2, 2, lambda values: values[0] / values[1] * 100),
}
