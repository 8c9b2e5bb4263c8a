"""Measures: what a question wants computed from a run of bars, and the computing of it."""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from assistant.agent.phrasing import day, percent, price
from assistant.market import moves
from assistant.market.bars import Bar, Move

Measure = Literal[
    "highest_close",
    "lowest_close",
    "highest",
    "lowest",
    "best_day",
    "worst_day",
    "streak",
    "drawdown",
    "gap_to_peak",
    "volume_average",
    "volume_total",
    "close_average",
    "year_to_date",
]

_WORDS: tuple[tuple[Measure, str], ...] = (
    (
        "best_day",
        (
            r"\bbest (?:single )?(?:trading )?(?:day|session)|\b(?:biggest|largest) (?:one-day |daily |"
            r"single-day )?(?:gain|rise|jump)"
        ),
    ),
    (
        "worst_day",
        (
            r"\bworst (?:single )?(?:trading )?(?:day|session)|\b(?:biggest|largest|steepest) (?:one-day |daily |"
            r"single-day )?(?:loss|fall|drop|decline)(?! from)"
        ),
    ),
    ("drawdown", r"\bdrawdown\b|\b(?:largest|biggest|maximum) (?:fall|drop|decline) from\b|最大回撤"),
    (
        "streak",
        (
            r"\bstreaks?\b|\b(?:days|sessions) in a row\b|\bconsecutive (?:days|sessions|gains|losses|closes)\b|"
            r"\bwinning run\b|\blosing run\b"
        ),
    ),
    (
        "gap_to_peak",
        (
            r"\b(?:below|under|off|from) (?:its|the|their) (?:peak|high|highest)|\bgap to (?:its |the )?(?:peak|"
            r"high)|\bfar (?:from|below) (?:its|the) (?:peak|high)"
        ),
    ),
    ("year_to_date", r"\byear[- ]to[- ]date\b|\bytd\b|\b(?:so far )?this year\b|今年以來|今年以来|年初至今"),
    ("volume_average", r"\b(?:average|mean) (?:daily )?(?:trading )?volume\b|\bvolume .{0,20}on average\b"),
    (
        "volume_total",
        (
            r"\btotal (?:trading )?volume\b|\bhow many shares (?:were|was) traded .{0,30}(?:between|"
            r"from|in total)"
        ),
    ),
    ("close_average", r"\b(?:average|mean) (?:closing price|close)\b"),
    (
        "highest_close",
        (
            r"\bhighest (?:closing price|close)\b|\bclos(?:e|ed|ing)(?: at)?(?: its| the)? highest\b|"
            r"\bhigh(?:est)? .{0,12}\bclos(?:e|ing)\b|\bpeak close\b|最高收(?:市|盤|盘)"
        ),
    ),
    (
        "lowest_close",
        (
            r"\blowest (?:closing price|close)\b|\bclos(?:e|ed|ing)(?: at)?(?: its| the)? lowest\b|"
            r"\blow(?:est)? .{0,12}\bclos(?:e|ing)\b|最低收(?:市|盤|盘)"
        ),
    ),
    ("highest", r"\b(?:highest|peak|top) (?:price|level|point)\b|\bintraday high\b|\bhigh between\b|\bhighest\b|最高"),
    ("lowest", r"\b(?:lowest|bottom) (?:price|level|point)\b|\bintraday low\b|\blow between\b|\blowest\b|最低"),
)
_PATTERNS = tuple((measure, re.compile(words, re.I)) for measure, words in _WORDS)
_OVER: dict[Measure, Callable[[Sequence[Bar]], moves.Finding | None]] = {
    "highest_close": moves.highest,
    "lowest_close": moves.lowest,
    "highest": lambda bars: moves.highest(bars, "high"),
    "lowest": lambda bars: moves.lowest(bars, "low"),
    "streak": moves.streak,
    "drawdown": moves.drawdown,
    "gap_to_peak": moves.gap_to_peak,
    "volume_average": moves.volume_average,
    "volume_total": moves.volume_total,
    "close_average": moves.close_average,
    "year_to_date": moves.year_to_date,
}
_NAMES: dict[Measure, str] = {
    "highest_close": "highest close",
    "lowest_close": "lowest close",
    "highest": "highest price",
    "lowest": "lowest price",
    "drawdown": "largest fall from a close to a later one",
    "gap_to_peak": "last close against the highest close",
    "volume_average": "average daily volume",
    "volume_total": "total volume",
    "close_average": "average close",
    "year_to_date": "change since the last close of the year before",
}


def read_measure(question: str) -> Measure | None:
    """The measure a question asks for; None where it asks for a price or a change."""
    return next((measure for measure, pattern in _PATTERNS if pattern.search(question)), None)


def measured(measure: Measure, bars: Sequence[Bar], *, before: Bar | None) -> tuple[str, tuple[Bar, ...]] | None:
    """A measure over bars (oldest first) in words, with the bars it rests on; `before` is the bar before the first."""
    run = [before, *bars] if before is not None else list(bars)
    if measure in {"best_day", "worst_day"}:
        move = moves.best_day(run) if measure == "best_day" else moves.worst_day(run)
        return (_move_words(measure, move), (move.previous, move.bar)) if move is not None else None
    finding = _OVER[measure](run if measure in {"streak", "year_to_date"} else bars)
    if finding is None:
        return None
    return _words(measure, finding, bars), finding.inputs if len(finding.inputs) <= 4 else (
        finding.inputs[0],
        finding.inputs[-1],
    )


def _move_words(measure: Measure, move: Move) -> str:
    name = "best day" if measure == "best_day" else "worst day"
    span = f"{price(move.previous.close)} to {price(move.bar.close)} {move.bar.currency}"
    return f"{name}: {day(move.bar.trading_date)}, {percent(move.change_pct)} ({span})"


def _words(measure: Measure, finding: moves.Finding, bars: Sequence[Bar]) -> str:
    span = f"from {day(bars[0].trading_date)} to {day(bars[-1].trading_date)}"
    if measure == "streak":
        count = int(finding.value)
        way = "rose" if count > 0 else "fell"
        return f"the newest closes {way} {abs(count)} sessions in a row, to {day(finding.day)}"
    if measure in {"volume_average", "volume_total"}:
        return f"{_NAMES[measure]} {finding.value:,.0f} shares {span}"
    if finding.unit == "%":
        first, last = finding.inputs[0], finding.inputs[-1]
        return (
            f"{_NAMES[measure]}: {percent(finding.value)}, from {price(first.close)} {first.currency} "
            f"on {day(first.trading_date)} to {price(last.close)} on {day(last.trading_date)}"
        )
    if measure == "close_average":
        return f"{_NAMES[measure]} {price(finding.value)} {finding.unit} {span}"
    return f"{_NAMES[measure]} {price(finding.value)} {finding.unit} on {day(finding.day)} ({span})"
