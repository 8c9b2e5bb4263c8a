"""Parsing: every figure of a text, English or Chinese, with what the words around it say."""

import re
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

from assistant.figures import numbers
from assistant.figures.chinese import HAS_HAN
from assistant.figures.context import Context, Landmarks, read_context, read_landmarks
from assistant.figures.dates import find_dates
from assistant.figures.drafts import Draft
from assistant.figures.figure import Figure, Kind
from assistant.figures.scan import scan_digits
from assistant.figures.spelled import scan_chinese, scan_words

LONGEST_REMEMBERED = 1_000  # characters
MOST_FIGURES = 2000  # of one text; what comes later is not read
_RANGE = re.compile(r"\s?(?:-|–|—|to|/|or|and|至|到|,)\s?")
_NO_TENOR = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "quarters", "sessions", "rank", "date"})
_SUSPENDED = re.compile(r"-(?:,| and| or| to)")


def parse(text: str) -> list[Figure]:
    """The figures of a text in the order in which they stand."""
    return list(_remembered(text) if len(text) <= LONGEST_REMEMBERED else _parsed(text))


@lru_cache(maxsize=8_192)
def _remembered(text: str) -> tuple[Figure, ...]:
    """A sentence's figures, kept: an answer reads the sentences of its passages several times, and the next one again."""
    return tuple(_parsed(text))


def _parsed(text: str) -> list[Figure]:
    folded = numbers.fold(text)
    dates = list(islice(find_dates(folded), MOST_FIGURES))
    taken = [(date.start, date.end) for date in dates]
    marks = read_landmarks(folded)
    drafts = list(islice(scan_digits(folded, taken), MOST_FIGURES))
    drafts += islice(scan_words(folded, taken, marks.number_starts), MOST_FIGURES)
    if HAS_HAN.search(folded):
        taken = sorted(taken + [(draft.start, draft.end) for draft in drafts])
        drafts += islice(scan_chinese(folded, taken), MOST_FIGURES)
    drafts = _without_overlaps(sorted(drafts, key=lambda draft: draft.start))
    _share_units(folded, drafts)
    figures = dates + _read(text, folded, drafts, marks)
    return sorted(figures, key=lambda figure: (figure.start, figure.end))


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts[:MOST_FIGURES]:
        if not kept or draft.start >= kept[-1].end:
            kept.append(draft)
    return kept


def _share_units(text: str, drafts: list[Draft]) -> None:
    """In "2.6/3/3.6 %" and "5 to 10 million yuan" the unit is written once, behind the last number."""
    for first, second in reversed(list(pairwise(drafts))):
        if _SUSPENDED.match(text, first.end) and second.unit in _NO_TENOR and first.unit == "":
            first.unit, first.kind, first.noun = second.unit, "count", ""
            continue
        if second.start - first.end > 6 or not _RANGE.fullmatch(text, first.end, second.start):
            continue
        link = text[first.end : second.start].strip()
        if (
            first.unit == ""
            and first.scale == second.scale != 1
            and second.unit == "money"
            and link not in ("and", ",", "or", "/")
        ):
            first.unit, first.currency, first.noun, first.kind = "money", second.currency, "", second.kind
            continue
        if first.unit not in ("", "money") or first.scale != 1 or second.unit in ("", "date", "rank"):
            continue
        if link in ("and", ",") and (second.unit not in ("%", "pp") or link == ","):
            continue
        if first.unit == "money" and second.unit != "money":
            continue
        first.unit, first.noun, first.kind = second.unit, "", second.kind
        first.currency = first.currency or second.currency
        if second.scale != 1:
            first.value, first.precision, first.scale = first.value * second.scale, first.precision * second.scale, second.scale
        if second.unit == "pp" and second.value < 1 <= first.value:
            first.value, first.precision = first.value / 100, first.precision / 100


def _read(text: str, folded: str, drafts: list[Draft], marks: Landmarks) -> list[Figure]:
    figures: list[Figure] = []
    previous: tuple[Draft, Context] | None = None
    for draft in drafts:
        context = read_context(folded, draft, marks, previous)
        figures.append(_figure(text, draft, context))
        if draft.kind != "date":
            previous = draft, context
    return figures


def _figure(text: str, draft: Draft, context: Context) -> Figure:
    kind: Kind = draft.kind
    if kind == "level" and context.governed and context.role == "":
        kind = "change"
    dated = draft.unit == "date"
    attributive = draft.kind == "count" and "-" in text[draft.start : draft.end]  # "a two-day meeting" is no forecast of days
    return Figure(
        text=text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
        value=draft.value,
        unit=draft.unit,
        currency=draft.currency,
        sign=0 if dated else _sign(draft.sign or context.sign),
        kind=kind,
        strength=context.strength if not dated else "exact",
        precision=draft.precision,
        forecast=context.forecast and not attributive,
        negated=context.negated,
        role=context.role,
        noun=draft.noun,
    )


def _sign(value: int) -> Literal[-1, 0, 1]:
    return 1 if value > 0 else -1 if value < 0 else 0
