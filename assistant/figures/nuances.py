"""Nuances: small words of a claim that turn its source's sense: before and after, raised and cut, a record and almost one."""

import re
from collections.abc import Iterator

from assistant.figures.dates import find_dates
from assistant.figures.periods import periods

_BEFORE = r"before|ahead of|prior to|in the run-up to"
_AFTER = r"after|following|in the wake of|on the back of"
_ORDER = re.compile(rf"\b(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER}))\s+((?:[\w'’-]+\s+){{0,3}}[\w'’-]+)", re.I)
_RAISE = (
    r"rais(?:e|es|ed|ing)|lift(?:s|ed|ing)?|boost(?:s|ed|ing)?|hik(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|"
    r"upgrad(?:e|es|ed|ing)"
)
_CUT = (
    r"cut(?:s|ting)?|lower(?:s|ed|ing)?|trim(?:s|med|ming)?|slash(?:es|ed|ing)?|reduc(?:e|es|ed|ing)|downgrad(?:e|es|ed|ing)|"
    r"pared?|halv(?:e|es|ed|ing)"
)
_SET = re.compile(
    rf"\b(?:(?P<raise>{_RAISE})|(?P<cut>{_CUT}))\s+(?:[\w'’-]+\s+){{0,5}}?"
    r"(?P<what>forecasts?|estimates?|targets?|ratings?|outlook|guidance|rates?|stakes?|holdings?|dividends?|prices?|budgets?|quotas?|"
    r"requirements?|ratios?|tariffs?|output)\b",
    re.I,
)
_RECORD = re.compile(r"\b(?:record|all-time)\b", re.I)
_ALMOST = re.compile(
    r"\b(?:shy|short) of\b[^,.;]{0,30}$|\b(?:just |well |far )?(?:below|under|near|nearing|close to|off|from)\b[^,.;]{0,20}$",
    re.I,
)
_SPAN = re.compile(
    r"\b(?:first|last|past) (?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d+) (?:months|quarters|years)\b"
)
_EMPTY = frozenset("a an the its his her their our this that of in on at to and or for by with from".split())
_SPANNING = frozenset({"year", "month", "quarter"})


def turned(claim: str, sentence: str) -> str:
    """What a claim turns round of the sentence that carries its figures; empty when nothing."""
    ways = (_reordered, _reset, _recorded, _narrowed, _taken_together)
    return next(filter(None, (way(claim, sentence) for way in ways)), "")


def _reordered(claim: str, sentence: str) -> str:
    """ "after its results", where the source says "ahead of its earnings results"."""
    said, held = set(_orders(claim)), set(_orders(sentence))
    other = next((row for row in sorted(said - held) if (not row[0], row[1]) in held), None)
    return f"The source says it of {'after' if other[0] else 'before'} the {other[1]}." if other else ""


def _orders(text: str) -> Iterator[tuple[bool, str]]:
    for match in _ORDER.finditer(text):
        for word in match.group(3).lower().split():
            if word not in _EMPTY:
                yield bool(match["before"]), _stem(word)


def _reset(claim: str, sentence: str) -> str:
    """ "cut its forecast", where the source says that it was raised."""
    said, held = set(_settings(claim)), set(_settings(sentence))
    other = next((row for row in sorted(said - held) if (not row[0], row[1]) in held), None)
    return f"The source says the opposite of the {other[1]}." if other else ""


def _settings(text: str) -> Iterator[tuple[bool, str]]:
    for match in _SET.finditer(text):
        yield bool(match["raise"]), _stem(match["what"].lower())


def _recorded(claim: str, sentence: str) -> str:
    """ "at a record", where the source says "just shy of a record"."""
    if not any(not _is_almost(claim, match) for match in _RECORD.finditer(claim)):
        return ""
    held = [_is_almost(sentence, match) for match in _RECORD.finditer(sentence)]
    return "The source does not call it a record." if held and all(held) else ""


def _is_almost(text: str, match: re.Match[str]) -> bool:
    return _ALMOST.search(text, max(0, match.start() - 45), match.start()) is not None


def _narrowed(claim: str, sentence: str) -> str:
    """ "rose 42 percent on Wednesday", where the source says it of this year and names no day."""
    said, held = periods(claim), periods(sentence)
    if not any(kind == "weekday" for kind, _ in said) or any(kind == "weekday" for kind, _ in held):
        return ""
    wider = sorted(one for one in held - said if one[0] in _SPANNING and one[1] in ("this", "last"))
    return f"The source says it of {wider[0][1]} {wider[0][0]}." if wider else ""


def _taken_together(claim: str, sentence: str) -> str:
    """ "1,606 in February", where the source says it of the first two months and names none of them."""
    held = _SPAN.search(sentence.lower())
    if held is None or _SPAN.search(claim.lower()) or not _months(claim) or _months(claim) & _months(sentence):
        return ""
    return f"The source says it of the {held.group()}."


def _months(text: str) -> frozenset[int]:
    """The months that a text names, by number; a day of one is not the month."""
    named = (int(one.value) // 100 % 100 for one in find_dates(text) if one.unit == "date" and not one.value % 100)
    return frozenset(month for month in named if month)


def _stem(word: str) -> str:
    return re.sub(r"s$", "", word.rstrip(".,;:’'"))
