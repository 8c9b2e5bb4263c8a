"""The scan: where numbers stand in a text and in what unit, before the words around them are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from assistant.figures import chinese, numbers, units
from assistant.figures.figure import Kind, Strength

HUNDRED = Decimal(100)
MOST_LOOKED_AT = 20_000  # numbers of one text, so that a hostile one costs a bounded time


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


_NOUN = re.compile(r"[ -]((?:[A-Za-z][\w’'-]*+)(?: [A-Za-z][\w’'-]*+){0,2})")
_CODE_AFTER = re.compile(r"\.[A-Z]{1,3}(?![a-z])")
_ORDINAL_AFTER = re.compile(r"(?:st|nd|rd|th)\b")
# Families of names that end in a number: the number is part of the name.
_NAME = re.compile(
    r"(?:S&P|CSI|SSE|Nasdaq|NASDAQ|FTSE|CAC|DAX|Russell|Nikkei|Stoxx|STOXX|ASX|KOSPI|Kospi|TOPIX|IBEX|Dow|Phase|Section|Article|Chapter|"
    r"Level|Tier|Type|Group|Flight|Channel|Model|Boeing|Airbus|iPhone|Galaxy|Covid|COVID|Windows|Stage|Version|Fortune|Forbes|"
    r"富時|滬深|沪深|標普|标普|日經|日经|納指|纳指|中證|中证|上證|科創|羅素|斯托克)[ -]?$"
)
_NAME_AFTER = re.compile(r"指[數数]")
_EXCHANGE_BEFORE = re.compile(r"[A-Z]{2,6}:\s?$")
_YEARLIKE = re.compile(r"(?:19|20)\d\d$")
_PARTICLE = re.compile(r"[A-Za-z]-$")
_SPANS = {"year", "month", "week", "day", "session", "quarter", "hour", "minute", "decade"}

_WORDS = "|".join(numbers.CARDINALS)
_ORDINALS = "|".join(numbers.ORDINALS)
_NUMBER_WORD = re.compile(
    rf"""(?<![\w$])(?:
      (?P<share>one|two|three|a)[ -](?P<part>third|thirds|quarter|quarters)(?=\s(?:of|in|from|higher|lower|to)\b)
      |half[ ](?=of\b|the\b)
      |(?P<tens>{"|".join(numbers.TENS)})(?:[- ](?P<ones>{"|".join(list(numbers.ONES)[1:10])}))?
      |(?P<one>{"|".join(numbers.ONES)})
      |(?P<half>half|quarter)(?=(?:[ -]of)?[ -]an?[ -]per)
      |(?P<times>{"|".join(numbers.MULTIPLES)}|halved|halving)(?!-digit|\sdown\b|\sdigit|\sstandard)
      |(?P<ordinal>{_ORDINALS})(?=[ -][A-Za-z])
    )(?![A-Za-z])""",
    re.VERBOSE | re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\s(?:and\s)a\shalf\b", re.IGNORECASE)
_RANKED = re.compile(
    r"[ -](?:\w+est\b|most\b|least\b|consecutive|straight|successive|time\b|week|month|year|day|session|tranche|place|rank)", re.IGNORECASE
)


NUMBER_WORDS = frozenset([*numbers.CARDINALS, *numbers.MULTIPLES, *numbers.ORDINALS, "half", "quarter", "halved", "halving", "a"])


class _Spans:
    """Spans in order, asked about in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans, self._at = spans, 0

    def cover(self, start: int, end: int) -> bool:
        while self._at < len(self._spans) and self._spans[self._at][1] <= start:
            self._at += 1
        return self._at < len(self._spans) and self._spans[self._at][0] < end


def scan_digits(text: str, taken: list[tuple[int, int]]) -> Iterator[Draft]:
    """Numbers written in digits, outside the spans already read as dates."""
    spans = _Spans(taken)
    for match in islice(numbers.NUMBER.finditer(text), MOST_LOOKED_AT):
        if spans.cover(*match.span()):
            continue
        draft = _digits(text, match)
        if draft is not None:
            yield draft


def _digits(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    read = numbers.read_digits(match)
    before = text[start - 1] if start else " "
    if read is None or (before in ".," and start > 1 and text[start - 2].isdigit()):
        return None
    begin, currency, money = units.currency_before(text, start)
    written = match.group()
    if not money and _is_identifier(text, start, end, written, before):
        return None
    draft = Draft(start=begin, end=end, number_end=end, value=read[0], precision=read[1], currency=currency)
    if money:
        draft.unit = "money"
    _explicit_sign(text, draft)
    following = text[end : end + 2].lstrip()[:1]
    if following and (chinese.HAS_HAN.match(following) or (following == "%" and chinese.HAS_HAN.match(before))):
        _chinese_suffix(text, draft)
    else:
        _suffix(text, draft)
        draft.han = chinese.HAS_HAN.match(text[draft.start - 1 : draft.start]) is not None
    if draft.unit == "" and draft.scale == 1 and _PARTICLE.search(text, max(0, begin - 2), begin) and not _YEARLIKE.match(written):
        return None  # COVID-19
    if draft.unit == "" and draft.scale == 1 and draft.sign == 0:
        _plain(text, draft, written)
    return draft


def _is_identifier(text: str, start: int, end: int, written: str, before: str) -> bool:
    if before.isascii() and (before.isalpha() or before == "_"):
        return True
    if _CODE_AFTER.match(text, end) or (written[0] == "0" and len(written) > 1 and written[1] != "."):
        return True
    if "." in written or "," in written:
        return False
    if before == ":" or text[max(0, start - 2) : start] == ": ":
        if _EXCHANGE_BEFORE.search(text, max(0, start - 8), start):
            return True
    return len(written) <= 4 and bool(_NAME.search(text, max(0, start - 9), start) or _NAME_AFTER.match(text, end))


def _explicit_sign(text: str, draft: Draft) -> None:
    mark = text[draft.start - 1] if draft.start else ""
    outside = text[draft.start - 2] if draft.start > 1 else " "
    if mark and mark in "+-–" and (not outside.isalnum() or "\u4e00" <= outside) and outside not in "%)":
        draft.sign = 1 if mark == "+" else -1
        draft.start -= 1


def _plain(text: str, draft: Draft, written: str) -> None:
    if _YEARLIKE.fullmatch(written):
        draft.unit, draft.kind, draft.value = "date", "date", draft.value * 10000
        return
    if text[max(0, draft.start - 4) : draft.start].lower() in ("no. ", " no.") or text[max(0, draft.start - 7) : draft.start].lower() == "number ":
        draft.unit, draft.kind = "rank", "rank"
    ordinal = _ORDINAL_AFTER.match(text, draft.end)
    if ordinal:
        draft.unit, draft.kind, draft.end = "rank", "rank", ordinal.end()
    _noun(text, draft)


def _noun(text: str, draft: Draft) -> None:
    found = _NOUN.match(text, draft.end)
    if found:
        draft.noun = found.group(1).lower()
    elif draft.end < len(text) and text[draft.end].isalpha() and text[draft.end].isascii():
        draft.noun = re.match(r"[A-Za-z]+", text[draft.end : draft.end + 12]).group().lower()  # type: ignore[union-attr]


def _suffix(text: str, draft: Draft) -> None:
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
        _noun(text, draft)
        draft.noun = f"{streak} {draft.noun}".strip() if streak in ("consecutive", "straight", "successive") else draft.noun
    elif kind == "shares":
        draft.unit, draft.kind = "shares", "count"
    if draft.unit == "" and draft.scale != 1:
        _noun(text, draft)


def _rescale(draft: Draft, factor: Decimal) -> None:
    draft.value, draft.precision, draft.scale = draft.value * factor, draft.precision * factor, draft.scale * factor


def _chinese_suffix(text: str, draft: Draft) -> None:
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
        draft.value = draft.value * 10 + (5 if found["half"] else 0)
        draft.precision = Decimal(5) if found["half"] else draft.precision * 10
    elif kind == "times":
        draft.unit, draft.kind = "times", "multiple"
    elif kind == "points":
        draft.unit = "points"
    elif kind == "pips":
        draft.unit, draft.noun = "", "pips"
    elif kind == "money":
        draft.unit = "money"
        draft.currency = chinese.currency(found["money"]) or draft.currency
    elif kind == "shares":
        draft.unit, draft.kind = "shares", "count"
    elif kind == "span":
        draft.unit, draft.kind = next(unit for name, unit in chinese.SPANS.items() if name in found["span"].replace("交易日", "日")), "count"
    elif kind == "noun":
        draft.noun, draft.end = found["noun"], draft.end - 1
    if draft.unit in ("", *chinese.SPANS.values()) and text[max(0, draft.start - 2) : draft.start].rstrip().endswith("第"):
        draft.noun = text[draft.number_end : draft.end + 2] or draft.noun
        draft.unit, draft.kind = "rank", "rank"


def scan_words(text: str, taken: list[tuple[int, int]], starts: list[int]) -> Iterator[Draft]:
    """Numbers written as English words, multiples ("doubled") and ranks ("third-largest"), at the words that may begin one."""
    spans, done = _Spans(taken), 0
    for start in starts:
        match = _NUMBER_WORD.match(text, start) if start >= done else None
        if match is None or spans.cover(start, match.end()):
            continue
        draft = _word(text, match)
        if draft is not None:
            done = draft.end
            yield draft


def _word(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    draft = Draft(start=start, end=end, number_end=end, value=Decimal(0))
    written = match.group().lower()
    if match["share"]:
        part = numbers.FRACTIONS[match["part"].lower()]
        draft.value = (HUNDRED * part * numbers.CARDINALS.get(match["share"].lower(), 1)).quantize(Decimal("0.01"))
        draft.unit = "%"
    elif written.startswith("half "):
        draft.value, draft.unit, draft.end = Decimal(50), "%", end - 1
    elif match["times"]:
        draft.value = Decimal(numbers.MULTIPLES.get(written, 0)) or Decimal("0.5")
        draft.unit, draft.kind, draft.sign = "times", "multiple", -1 if written.startswith("hal") else 1
    elif match["half"]:
        unit = units.HALF_A.match(text, end)
        if unit is None:
            return None
        draft.value, draft.precision = numbers.FRACTIONS[written], Decimal("0.01")
        draft.unit, draft.end = ("pp" if "point" in unit["unit"].lower() else "%"), unit.end()
    elif match["ordinal"]:
        if numbers.ORDINALS[written] <= 2 and not _RANKED.match(text, end):
            return None
        draft.value, draft.unit, draft.kind = Decimal(numbers.ORDINALS[written]), "rank", "rank"
        _noun(text, draft)
    else:
        return _cardinal(text, match, draft)
    return draft


def _cardinal(text: str, match: re.Match[str], draft: Draft) -> Draft | None:
    words = [w for w in (match["tens"], match["ones"], match["one"]) if w]
    draft.value = Decimal(sum(numbers.CARDINALS[w.lower()] for w in words))
    more = _AND_A_HALF.match(text, draft.end)
    if more:
        draft.value, draft.precision, draft.end = draft.value + Decimal("0.5"), Decimal("0.5"), more.end()
    _suffix(text, draft)
    if draft.unit == "" and draft.scale == 1:
        if draft.value <= 1:
            return None  # "one of the banks"
        draft.kind = "count"
        _noun(text, draft)
    return draft


def scan_chinese(text: str, taken: list[tuple[int, int]]) -> Iterator[Draft]:
    """Numbers written in Chinese numerals, where a unit or a measure says that they count something."""
    spans = _Spans(taken)
    for match in islice(chinese.NUMERAL.finditer(text), MOST_LOOKED_AT):
        if spans.cover(*match.span()):
            continue
        share = match["share"]
        written = share or (match["whole"] + ("點" + match["decimals"] if match["decimals"] else ""))
        read = chinese.read_decimal(written)
        if read is None:
            continue
        draft = Draft(start=match.start(), end=match.end(), number_end=match.end(), value=read[0], precision=read[1], han=True)
        if share:
            draft.unit = "%"
        else:
            _chinese_suffix(text, draft)
            if draft.unit == "" and draft.scale == 1 and (read[0] <= 10 or len(match["whole"]) < 2):
                continue  # 一 and 三 alone are words more often than numbers
            if read[0] == 1 and draft.unit not in ("%", "times", "money", "rank") and draft.scale == 1:
                continue
        yield draft
