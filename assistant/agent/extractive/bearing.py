"""Bearing: what a figure of a sentence is a figure of, and of which time, where the words beside it say so."""

import re
from functools import cache

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.nouns import MARKET_WORDS, MOVEMENT
from assistant.agent.extractive.periods import quarter_of, quarters
from assistant.agent.extractive.terms import stem, tokens, word_list
from assistant.figures.chinese import HAS_HAN
from assistant.figures.figure import Figure

_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_NEXT_WORDS = re.compile(
    r"(?:\s*\)?\s+(?:in|of|worth of|from)(?:\s+(?:the|its|their))?)?(?P<words>(?:\s+(?!and\b|or\b|in\b|to\b)[a-z][\w-]*){1,3})"
)
_NO_METRIC = re.compile(
    r"\b(?:earnings|profit|sales|revenue)\s+(?:releases?|calls?|reports?|season|estimates?|scorecard|beats?|miss\w*)\b", re.I
)
_SAME = (("revenue", "sales", "turnover"), ("profit", "income", "earnings", "loss"), ("capex", "expenditure", "investment"))
_EARLIER_ASKED = re.compile(
    r"(?P<base>\b(?:than|from|with|to|over|against|versus)\s+(?:in\s+|that\s+|the\s+|same\s+|corresponding\s+|(?:quarter|period|month|week)\s+)*)?"
    r"\b(?:(?:a|one|the) (?:year|quarter|month|week) (?:earlier|ago|before|prior)|"
    r"the (?:previous|prior|preceding|year-ago|year-earlier) (?:year|quarter|month|week|period|session))\b",
    re.I,
)
_BEFORE_IT = re.compile(r"\b(?:from|than|against|versus|vs\.?|compar\w+ (?:with|to))\s+(?:[a-z]+\s+){0,4}$", re.I)
_BEHIND_IT = re.compile(
    r"[^,;]{0,45}\b(?:earlier|ago|before|previous|prior|preceding|last (?:year|quarter|month|week)|same period)\b", re.I
)
_NEAR = 60
_OF_SHARES = frozenset({"price", "own", "adr"})
_METRICS = (
    r"(?:revenues?|sales|profits?|income|earnings|turnover|output|exports|imports|deliveries|shipments|capex|expenditure|dividends?|"
    r"loss(?:es)?|bookings|orders|costs|debt)"
)
_RISE_IN = re.compile(
    rf"[^,;.]{{0,25}}\b(?:rise|increase|growth|jump|drop|fall|decline|gain|surge|slump|decrease|slide|plunge) (?:in|of) "
    rf"(?:[\w-]+ ){{0,4}}?{_METRICS}\b|\s(?:[a-z-]+ ){{0,3}}?{_METRICS} (?:growth|rise|increase|drop|fall|decline)\b",
    re.I,
)
_METRIC_MOVED = re.compile(
    rf"\b{_METRICS}\b(?!(?: \w+)? (?:report|call|season|release|beat|miss))"
    rf"(?:(?!\b(?:shares?|stocks?|receipts|adrs?)\b)[^,;]){{0,60}}(?:, (?:up|down|an?|or) (?:[\w-]+ ){{0,4}})?$",
    re.I,
)


def is_of_another_metric(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether the words beside a figure name another metric than the one asked for: "the 2 % target" is no unemployment."""
    asked = {term.stem.split()[-1] for term in ask.metrics}
    if HAS_HAN.search(row.text):
        return False
    if not asked:
        return _asks_of_shares(ask) and _moved_a_metric(row, figure)
    told = _metric_of(row.text, figure)
    return bool(told) and not any(told & (_alike(one) | {one}) for one in asked)


def is_of_namesake(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether the name before a figure is another of the kind of the one asked about: what Hurricane Helene did is not what
    Hurricane Milton did."""
    before = row.text[: figure.start]
    for asked in ask.proper:
        first, *rest = asked.split()
        place = max((found.start() for found in re.finditer(rf"\b{re.escape(first)} (?=[A-Z])", before)), default=-1)
        if rest and place >= 0 and not before.startswith(asked, place) and rest[-1] not in before[place:]:
            return True
    return False


def is_of_another_time(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a figure is asked for as it was a year or a quarter before, and this one is not told as that."""
    match = _EARLIER_ASKED.search(ask.whole)
    if match is None or match["base"] or HAS_HAN.search(row.text):
        return False
    document, window = row.passage.hit.document, ask.window
    if window is not None and window.last is not None and document.published_date and document.published_date <= window.last:
        return False
    before, behind = row.text[max(0, figure.start - _NEAR) : figure.start], row.text[figure.end : figure.end + _NEAR]
    if figure.role == "from" or _BEFORE_IT.search(before):
        return False
    return not _BEHIND_IT.match(behind)


def is_of_another_quarter(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence tells another quarter than the one asked about: its own, else the one that its report named last."""
    asked = quarter_of(ask.whole)
    if asked is None:
        return False
    told = quarters(row.text)
    if not told:
        document = row.passage.hit.document
        place = document.text.find(row.text[:_NEAR])
        told = quarters(f"{document.title} {document.text[: max(place, 0)]}")[-1:]
    return bool(told) and asked not in told


def _asks_of_shares(ask: Ask) -> bool:
    """Whether how far somebody's shares moved is asked, and of nothing else of his."""
    if ask.unit != "percent" or not ask.moves or ask.index or not (ask.keys or ask.proper):
        return False
    return all(term.stem in MOVEMENT | MARKET_WORDS | _OF_SHARES or term.synonyms & MOVEMENT for term in ask.terms)


def _moved_a_metric(row: Candidate, figure: Figure) -> bool:
    """Whether a figure is how far a metric moved, and no share: "profit fell 15 percent", "a 17.7 percent rise in revenue"."""
    if _RISE_IN.match(row.text, figure.end):
        return True
    match = _METRIC_MOVED.search(row.text[: figure.start])
    return match is not None and not any(match.start() < span.start < figure.start for span in row.names)


def _metric_of(text: str, figure: Figure) -> frozenset[str]:
    """The stem of the metric that a figure is of: named right behind it, else the last one named before it."""
    behind = _NEXT_WORDS.match(text, figure.end)
    if behind is not None:
        for word in reversed(tokens(behind["words"])):
            if stem(word) in _metrics():
                return frozenset({stem(word)})
    before = [stem(word.lower()) for word in _WORD.findall(_NO_METRIC.sub(" ", text[: figure.start]))]
    named = [word for word in before if word in _metrics()]
    return frozenset(named[-1:])


@cache
def _metrics() -> frozenset[str]:
    return frozenset(stem(word) for word in word_list("metrics"))


@cache
def _alike(one: str) -> frozenset[str]:
    groups = [frozenset(stem(word) for word in group) for group in _SAME]
    return next((group for group in groups if one in group), frozenset({one}))
