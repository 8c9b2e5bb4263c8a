"""Prices as vendors print them: exact decimals, floats with their noise, and everything that is no price. Pure."""

import re
import struct
from bisect import bisect_right
from decimal import Decimal, InvalidOperation

_MISSING = frozenset(
    {"", "-", "--", "nan", "none", "null", "na", "n/a", "#n/a", "nil", "inf", "-inf", "infinity", "-infinity", "."}
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MONEY = re.compile(r"^(?:HK\$|US\$|RMB|CN¥|[$¥€£])\s*")
_SCALES = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_LARGEST = Decimal(10_000_000)  # no share or index stands higher
LONGEST_VOLUME = 15  # digits
DECIMALS = 4  # more of them are a float's noise, or the product of an adjustment
_FLOAT_DECIMALS = 17  # as many as a cut float is printed with, at most
COARSER = (100, 500)  # from each of these prices on, one decimal fewer: a 32-bit float cannot tell more apart

_PLAIN = re.compile(r"\d{1,7}(?:\.\d{1,30})?", re.ASCII)
HAIR = Decimal("1e-12")  # how far, as a share of a price, a 64-bit float's noise may take it


class NotAPrice(ValueError):
    """The text is no usable price; the message says in which way."""


def read_price(text: str, *, decimal_comma: bool = False) -> Decimal:
    """The price exactly as printed.

    Raises:
        NotAPrice: it is missing, not a number, not positive or beyond any price.
    """
    if _PLAIN.fullmatch(text) and (plain := Decimal(text)) > 0:
        return plain
    bare = _bare(text, decimal_comma)
    if bare.lower() in _MISSING:
        raise NotAPrice(f"missing ({text.strip()!r})")
    if not _NUMBER.fullmatch(bare):
        raise NotAPrice(f"not a number ({text.strip()[:40]!r})")
    value = Decimal(bare)
    if value <= 0:
        raise NotAPrice("zero" if value == 0 else f"negative ({bare})")
    if value > _LARGEST:
        raise NotAPrice(f"out of range ({text.strip()[:40]})")
    return value


def read_volume(text: str) -> int | None:
    """The volume, or None where none is given.

    Raises:
        NotAPrice: there is something that is no volume.
    """
    if text.isascii() and text.isdigit() and len(text) < LONGEST_VOLUME:
        return int(text)
    bare = _bare(text, decimal_comma=False)
    if re.fullmatch(r"\d{1,3}(?:[.  ’']\d{3})+", bare) and bare.count(".") != 1:
        bare = re.sub(r"\D", "", bare)  # thousands set apart as they are on the continent
    if bare.lower() in _MISSING:
        return None
    scale = _SCALES.get(bare[-1].upper(), 1)
    try:
        value = Decimal(bare[:-1] if scale > 1 else bare) * scale
    except InvalidOperation as exc:
        raise NotAPrice(f"not a number ({text.strip()[:40]!r})") from exc
    if not value.is_finite() or value < 0 or value > 10**15:
        raise NotAPrice(f"out of range ({text.strip()[:40]})")
    return int(value)


def as_traded(printed: Decimal) -> Decimal | None:
    """The price with at most four decimals that was printed with a float's noise, or None where there is none.

    153.60000610351562 is the 32-bit float next to 153.6; 94.43284606933594 is next to nothing anybody could trade at.
    """
    places = len(str(printed).partition(".")[2])
    if places <= DECIMALS:
        return printed
    value = float(printed)
    text = f"{value:.{DECIMALS - bisect_right(COARSER, value)}f}".rstrip("0").rstrip(".")
    nearest = _single(float(text))
    if nearest == _single(value):
        return Decimal(text)
    short = Decimal(text)
    # The noise may itself be cut: 22.799999 is 22.79999923706055 printed with six decimals.
    cut = places <= _FLOAT_DECIMALS and Decimal(nearest).quantize(Decimal(1).scaleb(-places)) == printed
    return short if cut or abs(short - printed) <= abs(printed) * HAIR else None


def _bare(text: str, decimal_comma: bool) -> str:
    bare = _MONEY.sub("", text.strip().strip("'\"").strip())
    if decimal_comma and re.fullmatch(r"[\d.]+,\d+", bare):
        return bare.replace(".", "").replace(",", ".")
    return bare.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare) else bare


def _single(value: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", value))[0])
