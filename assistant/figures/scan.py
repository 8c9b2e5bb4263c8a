"""The scan: where numbers stand in a text and in what unit, before the words around them are read."""

import re
from collections.abc import Iterator
from itertools import islice

from assistant.figures import chinese, numbers, units
from assistant.figures.drafts import Draft, Spans, read_chinese_suffix, read_noun, read_suffix

MOST_LOOKED_AT = 20_000  # numbers of one text, so that a hostile one costs a bounded time

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


def scan_digits(text: str, taken: list[tuple[int, int]]) -> Iterator[Draft]:
    """Numbers written in digits, outside the spans already read as dates."""
    spans = Spans(taken)
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
        read_chinese_suffix(text, draft)
    else:
        read_suffix(text, draft)
        draft.han = chinese.HAS_HAN.match(text[draft.start - 1 : draft.start]) is not None
    if (
        draft.unit == ""
        and draft.scale == 1
        and _PARTICLE.search(text, max(0, begin - 2), begin)
        and not _YEARLIKE.match(written)
    ):
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
    if before in ": " and _EXCHANGE_BEFORE.search(text, max(0, start - 8), start):
        return True
    return len(written) <= 4 and bool(_NAME.search(text, max(0, start - 9), start) or _NAME_AFTER.match(text, end))


def _explicit_sign(text: str, draft: Draft) -> None:
    mark = text[draft.start - 1] if draft.start else ""
    outside = text[draft.start - 2] if draft.start > 1 else " "
    if mark and mark in "+-–" and (not outside.isalnum() or outside >= "\u4e00") and outside not in "%)":
        draft.sign = 1 if mark == "+" else -1
        draft.start -= 1


def _plain(text: str, draft: Draft, written: str) -> None:
    if _YEARLIKE.fullmatch(written):
        draft.unit, draft.kind, draft.value = "date", "date", draft.value * 10000
        return
    if (
        text[max(0, draft.start - 4) : draft.start].lower() in ("no. ", " no.")
        or text[max(0, draft.start - 7) : draft.start].lower() == "number "
    ):
        draft.unit, draft.kind = "rank", "rank"
    ordinal = _ORDINAL_AFTER.match(text, draft.end)
    if ordinal:
        draft.unit, draft.kind, draft.end = "rank", "rank", ordinal.end()
    read_noun(text, draft)
