"""Drafts: figures in the making, and the unit written behind their number."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.figures import chinese, units
from assistant.figures.figure import Kind, Strength

HUNDRED = Decimal(100)
_NOUN = re.compile(r"[ -]((?:[A-Za-z][\w’'-]*+)(?: [A-Za-z][\w’'-]*+){0,2})")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A figure in the making; `number_end` is where its digits stop."""

    start: int
    end: int
    number_end: int
    value: Decimal
    precision: Decimal = Decimal(1)
    unit: str = ""
    currency: str | None = None
    scale: Decimal = Decimal(1)
    kind: Kind = "level"
    sign: int = 0
    strength: Strength = "exact"
    noun: str = ""
    han: bool = False


class Spans:
    """Spans in order, asked about in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans, self._at = spans, 0

    def cover(self, start: int, end: int) -> bool:
        """Whether one of them holds part of this stretch."""
        while self._at < len(self._spans) and self._spans[self._at][1] <= start:
            self._at += 1
        return self._at < len(self._spans) and self._spans[self._at][0] < end


_GOES_ON = re.compile(r"(?:and|but|while|whereas)\b")  # "to 3,355 and the Shenzhen Component ..."


def read_noun(text: str, draft: Draft) -> None:
    """Puts the words right after the number into the draft."""
    found = _NOUN.match(text, draft.end)
    if found:
        draft.noun = "" if _GOES_ON.match(found.group(1)) else found.group(1).lower()
    elif draft.end < len(text) and text[draft.end].isalpha() and text[draft.end].isascii():
        draft.noun = re.match(r"[A-Za-z]+", text[draft.end : draft.end + 12]).group().lower()  # type: ignore[union-attr]


def read_suffix(text: str, draft: Draft) -> None:
    """Puts the scale and unit written behind the number into the draft."""
    found = units.SUFFIX.match(text, draft.end)
    if found is None or found.end() == draft.end:
        return
    draft.end = found.end()
    scale = found["scale"] or found["letter"]
    if scale:
        _rescale(draft, units.SCALES[scale.lower()])
    kind = found.lastgroup
    if kind == "percent":
        draft.unit = "%"
        points = units.POINTS_AFTER.match(text, draft.end)
        if points and ("age" in found["percent"] or "%" in found["percent"]):
            draft.unit, draft.end = "pp", points.end()
    elif kind == "pp":
        draft.unit = "pp"
        draft.value, draft.precision = draft.value / HUNDRED, draft.precision / HUNDRED
    elif kind == "times":
        draft.unit, draft.kind = "times", "multiple"
    elif kind == "currency":
        draft.unit, draft.currency = "money", units.CURRENCIES[re.sub(r"\s+", " ", found["currency"].lower())]
    elif kind == "points":
        draft.unit = "points"
    elif kind == "span":
        draft.unit, draft.kind = found["span"].lower().rstrip("s") + "s", "count"
        streak = " ".join(text[found.start() : found.start("span")].strip(" -").split()[-1:]).lower()
        read_noun(text, draft)
        draft.noun = f"{streak} {draft.noun}".strip() if streak in ("consecutive", "straight", "successive") else draft.noun
    elif kind == "shares":
        draft.unit, draft.kind = "shares", "count"
    if draft.unit == "" and draft.scale != 1:
        read_noun(text, draft)


def _rescale(draft: Draft, factor: Decimal) -> None:
    draft.value, draft.precision, draft.scale = draft.value * factor, draft.precision * factor, draft.scale * factor


def read_chinese_suffix(text: str, draft: Draft) -> None:
    """The same for Chinese scales, units and measures."""
    draft.han = True
    found = chinese.AFTER.match(text, draft.end)
    if found is None or found.end() == draft.end:
        return
    draft.end = found.end()
    if found["scale"]:
        _rescale(draft, chinese.scale(found["scale"]))
    if found["more"]:
        draft.strength = "over"
    kind = found.lastgroup
    if kind == "percent":
        written = found["percent"]
        draft.unit = "pp" if "點" in written or "点" in written else "%"
        if "基" in written:
            draft.value, draft.precision = draft.value / HUNDRED, draft.precision / HUNDRED
    elif kind == "tenths" or found["tenths"]:
        draft.unit = "%"
        rest = found["half"]
        draft.value = draft.value * 10 + (5 if rest == "半" else chinese.DIGITS[rest] if rest else 0)
        draft.precision = Decimal(5 if rest == "半" else 1) if rest else draft.precision * 10
    elif kind == "times":
        draft.unit, draft.kind = "times", "multiple"
    elif kind == "points":
        draft.unit = "points"
    elif kind == "pips":
        draft.unit, draft.noun = "", "pips"
    elif kind == "money":
        draft.unit = "money"
        draft.currency = chinese.currency(found["money"]) or draft.currency
        if "仙" in found["money"]:
            draft.value, draft.precision = draft.value / HUNDRED, draft.precision / HUNDRED
    elif kind == "shares":
        draft.unit, draft.kind = "shares", "count"
    elif kind == "span":
        draft.unit, draft.kind = (
            next(unit for name, unit in chinese.SPANS.items() if name in found["span"].replace("交易日", "日")),
            "count",
        )
    elif kind == "noun":
        draft.noun, draft.end = found["noun"], draft.end - 1
    if draft.unit in ("", *chinese.SPANS.values()) and text[max(0, draft.start - 2) : draft.start].rstrip().endswith("第"):
        draft.noun = text[draft.number_end : draft.end + 2] or draft.noun
        draft.unit, draft.kind = "rank", "rank"
