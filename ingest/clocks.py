"""Clocks: a time of day as people and programs write it, with its half of the day in several languages."""

import re
from datetime import time

from ingest.zones import ABBREVIATION

_MORNING = "上午|凌晨|早上|早晨|清晨|午前|오전"
_AFTERNOON = "下午|中午|晚上|晚间|晚間|傍晚|午後|오후"
_MINUTES = r"(?:[\s]*[時时点點시]\s*(?:(?P<zh_min>\d{1,2})\s*[分분]?)?(?:\s*(?P<zh_sec>\d{1,2})\s*[秒초])?"
_CLOCK = re.compile(
    rf"(?<![A-Za-z\d:.+\-])T?(?P<half_zh>{_MORNING}|{_AFTERNOON})?\s*(?P<h>\d{{1,2}})"
    rf"{_MINUTES}|[:.](?P<min>\d{{2}})(?:[:.](?P<sec>\d{{2}})(?:[.,]\d{{1,9}})?)?|\s?h\s?(?P<h_min>\d{{2}})?(?![\w]))"
    r"(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"T(?P<h>\d\d)(?P<min>\d\d)(?P<sec>\d\d)?", re.IGNORECASE)
_OCLOCK = re.compile(r"(?<![\d:.])(?P<h>\d{1,2})\s*(?P<half>[ap])\.?m\b\.?", re.IGNORECASE)
_MILITARY = re.compile(rf"(?<![\d:.])(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?=\s*(?:hrs\b|{ABBREVIATION}))", re.IGNORECASE)
_NOON = re.compile(r"\b12(?:[:.]00)?\s*noon\b", re.IGNORECASE)


def take_clock(text: str) -> tuple[time | str | None, str]:
    """The time of day in a text and the text without it; the reason in place of a time that cannot be; None for none."""
    text = _NOON.sub("12:00 pm", text)
    found = _COMPACT.search(text) or _CLOCK.search(text) or _OCLOCK.search(text) or _MILITARY.search(text)
    if found is None:
        return None, text
    parts = found.groupdict()
    hour = int(parts["h"])
    minute = int(parts.get("min") or parts.get("zh_min") or parts.get("h_min") or 0)
    second = int(parts.get("sec") or parts.get("zh_sec") or 0)
    half = (parts.get("half") or "").lower()
    named = parts.get("half_zh") or ""
    late, early = named in _AFTERNOON.split("|"), named in _MORNING.split("|")
    if (half == "p" or late) and hour < 12 and not (named == "中午" and hour > 3):
        hour += 12
    if (half == "a" or early) and hour == 12:
        hour = 0
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    try:
        return time(hour, minute, min(second, 59)), rest
    except ValueError:
        return "time_unreadable", rest
