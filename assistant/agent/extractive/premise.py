"""Premises: what a question takes for granted of a day's trading, set against the rows of that day."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.agent.extractive.asks import Ask, asks
from assistant.agent.extractive.evidence import Candidate, owner
from assistant.agent.extractive.fitness import direction_asked, direction_of, turns
from assistant.agent.extractive.names import Names
from assistant.agent.extractive.nouns import MARKET_WORDS, MOVEMENT
from assistant.agent.extractive.terms import covered, stems, vocabulary
from assistant.agent.faring import fares
from assistant.agent.kinds import speaks_of_trading
from assistant.agent.reading import Reading
from assistant.agent.records import PriceFound
from assistant.figures.figure import Figure
from assistant.figures.parse import parse

_BEFORE = 3  # words before the last of those for what moved in which the others stand
_BEHIND = 4  # words behind what moved in which the way it went is told
_ROUGHLY = Decimal("0.5")
# What a day's close does not settle.
_UNSETTLED = re.compile(
    r"\bnot\b|n['’]t\b|\bor\b|\bintraday\b|\bat one point\b|\bas much as\b|\bat (?:least|most)\b|\bagain\b|\bfor the\b|"
    r"[\u4e00-\u9fff]",
    re.I,
)
_CLEAR = 1  # percent: within less a share that fell in one session or listing may have risen at another's close
_SHARES = re.compile(r"\b(?:shares?|stocks?)\b|股[價价]", re.I)


def takes_trading_for_granted(reading: Reading) -> bool:
    """Whether a question asks why an instrument moved on a day, or what happened to its shares: then its row belongs beside."""
    window = reading.window
    if not reading.tickers or window is None or not reading.bounded or window.first != window.last:
        return False
    if window.part in {"open", "midday"}:
        return False
    if reading.wants.aim == "reason":
        return speaks_of_trading(reading.question)
    return reading.wants.aim == "summary" and bool(_SHARES.search(reading.question))


def sums_up_trading(reading: Reading) -> bool:
    """Whether a question asks what happened over several days, or why an instrument moved in them: then the change over them
    belongs beside the news."""
    window = reading.window
    if not reading.tickers or window is None or not reading.bounded or window.listed or window.first is None:
        return False
    if window.last is None or window.first == window.last:
        return False
    if reading.wants.aim == "reason":
        return fares(reading.question) or bool(_SHARES.search(reading.question)) or speaks_of_trading(reading.question)
    return reading.wants.aim == "summary"


def contradicted(reading: Reading, rows: Sequence[PriceFound], *, names: Names) -> bool:
    """Whether every instrument asked about moved against what the question says it did."""
    moves = [row.move.change_pct for row in rows if row.state == "ok" and row.move is not None]
    if reading.wants.aim != "reason" or not moves:
        return False
    said = {direction_asked(ask) for ask in asks(reading.question, query=reading.query, names=names, window=reading.window)}
    said.discard(0)
    return len(said) == 1 and all(move * next(iter(said)) <= -_CLEAR for move in moves)


def otherwise(parts: Sequence[Ask], pool: Sequence[Candidate]) -> Candidate | None:
    """A sentence by which what a question takes for granted is not so: those it asks about are only told to have moved the
    other way."""
    for ask in parts:
        asked = direction_asked(ask)
        if _is_of_days(ask) or not asked or not ask.moves or ask.either or ask.counted or ask.aim not in {"reason", "fact"}:
            continue
        told = [(way, row) for row in pool if (way := _way_told(ask, row))]
        if told and all(way == -asked for way, _ in told):
            return told[0][1]
    return None


def _is_of_days(ask: Ask) -> bool:
    """Whether a movement over more than a day is asked about, of which a single day tells nothing."""
    window = ask.window
    return ask.period not in {None, "day"} or (window is not None and window.bounded and window.first != window.last)


def _way_told(ask: Ask, row: Candidate) -> int:
    """1 where a sentence says that those asked about rose, -1 that they fell, 0 where it says neither or both."""
    if turns(row.text):
        return 0
    if ask.keys:
        said = {term.stem for term in ask.terms} - MOVEMENT
        if ask.metrics or ask.subject or not all(stem in MARKET_WORDS for stem in said):
            return 0
        signs = {figure.sign for figure in row.figures if figure.unit == "%" and owner(row, figure) & ask.every_key}
        return signs.pop() if len(signs) == 1 else 0
    words = stems(row.text)
    if not ask.subject or ask.subject[-1].stem not in words or abs(direction_of(row.words)) != 1:
        return 0
    place = words.index(ask.subject[-1].stem)
    if not all(covered(term, words[max(0, place - _BEFORE) : place + 1]) for term in ask.subject):
        return 0
    return next((way for word in words[place + 1 : place + _BEHIND] if (way := direction_of({word}))), 0)


def verdict(reading: Reading, row: PriceFound) -> str:
    """ "Yes: " or "No: " before a day's row where the question says how it moved, and by how much; empty where it does not
    say it in a way that the row settles."""
    question = reading.question
    if reading.wants.aim != "yesno" or row.move is None or row.measure is not None or _UNSETTLED.search(question):
        return ""
    if reading.window is not None and reading.window.part in {"open", "midday"}:
        return ""
    way = direction_of(vocabulary(question))
    claims = [figure for figure in parse(question) if figure.unit == "%"]
    if not way or len(claims) > 1 or any(figure.unit not in {"%", "date"} for figure in parse(question)):
        return ""
    moved = row.move.change_pct * way
    holds = moved > 0 and all(_reached(abs(moved), claim) for claim in claims)
    return "Yes: " if holds else "No: "


def _reached(moved: Decimal, claim: Figure) -> bool:
    """Whether a move is the one that was claimed, as it was put: "more than 20 percent", "about 16 percent"."""
    match claim.strength:
        case "over":
            return moved > claim.value
        case "under":
            return moved < claim.value
        case "about" | "nearly":
            return abs(moved - claim.value) <= max(_ROUGHLY, claim.value / 10)
    return moved.quantize(claim.precision, rounding=ROUND_HALF_UP) == claim.value
