"""Colours: what a style calls a colour, as red, green and blue, to tell letters that nobody sees from those that show."""

import re
from colorsys import hls_to_rgb
from typing import Literal

Colour = tuple[int, int, int]

_NAMES = {
    "white": "ffffff",
    "black": "000000",
    "snow": "fffafa",
    "ivory": "fffff0",
    "whitesmoke": "f5f5f5",
    "ghostwhite": "f8f8ff",
}
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-z])")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_NUMBER = re.compile(r"[-+]?\d*\.?\d+%?")
_NEAR = 12  # of 255, in each part: nobody tells them apart


def colour_of(written: str) -> Colour | Literal["transparent"] | None:
    """The colour, or that it is none; None where it is not said in figures or by a name that is known here."""
    text = written.strip().lower()
    if text.startswith("transparent"):
        return "transparent"
    text = next((f"#{value}" for name, value in _NAMES.items() if re.match(rf"{name}\b", text)), text)
    if found := _HEX.match(text):
        digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
        if digits[6:] == "00":
            return "transparent"
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if found := _FUNCTION.match(text):
        return _computed(found[1], _NUMBER.findall(found[2]))
    return None


def is_like(one: Colour, other: Colour) -> bool:
    """Whether letters of the one on a ground of the other cannot be read."""
    return all(abs(first - second) <= _NEAR for first, second in zip(one, other, strict=True))


def _computed(kind: str, parts: list[str]) -> Colour | Literal["transparent"] | None:
    if len(parts) < 3:
        return None
    if len(parts) > 3 and _share(parts[3], 1) <= 0.02:
        return "transparent"
    if kind == "hsl":
        red, green, blue = hls_to_rgb(_share(parts[0], 360) % 1, _share(parts[2], 100), _share(parts[1], 100))
        return round(red * 255), round(green * 255), round(blue * 255)
    red, green, blue = (min(255, round(_share(part, 255) * 255)) for part in parts[:3])
    return red, green, blue


def _share(part: str, whole: float) -> float:
    return float(part[:-1]) / 100 if part.endswith("%") else float(part) / whole
