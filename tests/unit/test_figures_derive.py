"""Derivation: figures from figures, and expressions evaluated within limits."""

from decimal import Decimal

import pytest

from assistant.errors import BadInput
from assistant.figures import derive
from assistant.figures.arithmetic import BadExpression


def test_a_change_shows_how_it_was_calculated() -> None:
    """The text of a calculation can stand as a citation's quote."""
    calculation = derive.change_pct(Decimal("113.20"), Decimal("131.00"))

    assert calculation.text == "(131.00 − 113.20) ÷ 113.20 × 100 = +15.72 %"
    assert calculation.unit == "%"
    assert round(calculation.value, 2) == Decimal("15.72")
    assert Decimal("113.20") in calculation.inputs


def test_a_fall_has_its_sign() -> None:
    """A falling price gives a negative percentage with a minus sign."""
    assert derive.change_pct(Decimal(10), Decimal(8)).text.endswith("= −20.00 %")


@pytest.mark.parametrize(
    ("calculation", "ending"),
    [
        (derive.gap_to_peak(Decimal(70)), "= 41.18 %"),
        (derive.ratio(Decimal(32), Decimal(13)), "= 2.46 times"),
        (derive.change(Decimal("131"), Decimal("113.2"), unit="HKD"), "= −17.80 HKD"),
        (derive.difference(Decimal(3), Decimal(5)), "= 2"),
        (derive.total([Decimal(2), Decimal(6), Decimal(1)], unit="CNY"), "= 9 CNY"),
        (derive.convert(Decimal(9), Decimal("0.1411"), currency="USD"), "= 1.27 USD"),
        (derive.growth(Decimal(13), Decimal(32)), "= +146.15 %"),
    ],
)
def test_each_kind_of_calculation(calculation: derive.Calculation, ending: str) -> None:
    """Result, sign and unit as shown."""
    assert calculation.text.endswith(ending)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("-2 ** 2", "-4"),
        ("2 ** -2", "0.25"),
        ("15% * 200", "30"),
        ("1,234.5 + 1", "1235.5"),
        ("min(3, 2, 5) + max(1, 4)", "6"),
        ("abs(-2.5)", "2.5"),
        ("round(2.675, 2)", "2.68"),
        ("percent(3, 12)", "25"),
        ("6 ÷ 3 × 2 − 1", "3"),
        ("0.1 + 0.2", "0.3"),
    ],
)
def test_expressions_are_evaluated_in_decimal(expression: str, value: str) -> None:
    """Arithmetic with the usual precedence, exactly."""
    assert derive.evaluate(expression).value == Decimal(value)


def test_a_change_written_out_is_known_as_one() -> None:
    """(b - a) / a * 100 is a signed percentage, however it is spaced."""
    assert derive.evaluate("(32-13)/13*100").text.endswith("= +146.15 %")


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "1 / 0",
        "0 ** -1",
        "(1 + 2",
        "1 2",
        "2 ** 99",
        "2 ** 0.5",
        "9 ** 9 ** 9",
        "9" * 40,
        "10 ** 12 * 10 ** 12 * 10 ** 12",
        "(" * 100 + "1" + ")" * 100,
        "1 + " * 200 + "1",
        "__import__('os')",
        "open(1)",
        "abs(1, 2)",
        "round(1, 99)",
        "a.b",
        "1; 2",
    ],
)
def test_what_cannot_be_calculated_is_refused_with_a_reason(expression: str) -> None:
    """Nothing but numbers and the known functions, within limits of length, depth and size."""
    with pytest.raises(BadExpression) as caught:
        derive.evaluate(expression)

    assert isinstance(caught.value, BadInput)
    assert caught.value.public_message.endswith(".")
