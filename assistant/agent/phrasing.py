"""Phrasing: numbers, days and names as an answer prints them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

_MINUS = "\N{MINUS SIGN}"


def price(value: Decimal) -> str:
    """A price rounded to two decimals (three below one), without idle zeros."""
    step = Decimal("0.001") if abs(value) < 1 else Decimal("0.01")
    rounded = value.quantize(step, rounding=ROUND_HALF_UP).normalize()
    return f"{rounded:,f}" if rounded else "0"


def percent(value: Decimal) -> str:
    """A percentage with its sign and two decimals: "+15.72 %"."""
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):f} %"


def signed(value: Decimal) -> str:
    """A difference of prices with its sign: "+17.8"."""
    shown = price(abs(value))
    return shown if shown == "0" else f"{'+' if value > 0 else _MINUS}{shown}"


def day(value: date) -> str:
    """ "17 September 2025"."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime, zone: str) -> str:
    """ "17 September 2025, 18:03 (Asia/Hong_Kong)"."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} ({zone})"


def joined(names: list[str]) -> str:
    """ "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
