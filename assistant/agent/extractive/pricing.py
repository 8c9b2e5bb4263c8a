"""Answers built from price rows."""

import re
from collections.abc import Sequence

from assistant.agent.events import Reason
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.premise import verdict
from assistant.agent.phrasing import day, joined, percent, price, signed
from assistant.agent.reading import Reading
from assistant.agent.records import ComparisonFound, NumberedMeasure, PriceFound
from assistant.market.splits import divisor_of

_REASONS: dict[str, Reason] = {
    "no_session": "no_session",
    "no_row": "no_evidence",
    "no_prices": "no_evidence",
    "unknown": "unknown_instrument",
    "future": "future",
    "ambiguous": "ambiguous_instrument",
    "undated": "no_session",
    "stale": "stale",
}


def price_draft(reading: Reading, rows: Sequence[PriceFound]) -> Draft:
    """What the rows say, one line an instrument; it abstains where none of them has the day."""
    lines = [line for row in rows for line in _lines(reading, row)]
    answered = [row for row in rows if row.state == "ok"]
    if answered:
        lead = verdict(reading, rows[0]) if len(rows) == 1 else ""
        return Draft(lines=(f"{lead}{lines[0]}", *lines[1:]))
    return Draft(lines=tuple(lines), reason=_REASONS[rows[0].state])


def comparison_draft(reading: Reading, found: Sequence[ComparisonFound]) -> Draft:
    """Who did better, then the rows of each."""
    lines = [f"{one.words[:1].upper()}{one.words[1:]} [{one.n}]." for one in found if one.n is not None]
    return Draft(lines=(*lines, *(line for one in found for row in one.rows for line in _lines(reading, row))))


def _lines(reading: Reading, row: PriceFound) -> list[str]:
    if row.measure is not None:
        told = (row.measure, row.measure.beside) if row.measure.beside else (row.measure,)
        return [*(_measured(row, one) for one in told), *_notes(row)]
    if row.state == "ok":
        return _range(row) if row.first != row.last and len(row.bars) == 2 else _one_day(reading, row)
    return [_refusal(reading, row)]


def _measured(row: PriceFound, measure: NumberedMeasure) -> str:
    marks = "".join(f"[{n}]" for n in (measure.n, *(one.n for one in measure.inputs)))
    return f"{_name(row)}: {measure.words} {marks}."


def _one_day(reading: Reading, row: PriceFound) -> list[str]:
    bar, n = row.bars[0].bar, row.bars[0].n
    name = _name(row)
    fields = _fields(reading)
    lines = []
    for field in fields:
        value = getattr(bar, field)
        if value is None:
            lines.append(f"The row of {name} for {day(bar.trading_date)} states no {field} [{n}].")
        elif field == "volume":
            lines.append(f"{name}: volume {value:,} shares on {day(bar.trading_date)} [{n}].")
        elif field != "close":
            lines.append(f"{name}: {field} {price(value)} {bar.currency} on {day(bar.trading_date)} [{n}].")
    if "close" in fields or not lines:
        lines.insert(0, _close_line(row, name))
    return [*lines, *_notes(row)]


def _close_line(row: PriceFound, name: str) -> str:
    bar, n = row.bars[0].bar, row.bars[0].n
    text = f"{name} closed at {price(bar.close)} {bar.currency} on {day(bar.trading_date)}"
    if row.move is None or row.previous is None:
        return f"{text} [{n}]."
    marks = f"[{n}][{row.previous.n}]" + "".join(f"[{one.n}]" for one in row.calculations[:1])
    moved, before = row.move.change, row.previous.bar
    change = f"{percent(row.move.change_pct)} (unchanged)"
    if moved:
        change = f"{'up' if moved > 0 else 'down'} {price(abs(moved))} {bar.currency} ({percent(row.move.change_pct)})"
    return f"{text}, {change} from {price(before.close)} on {day(before.trading_date)} {marks}."


def _range(row: PriceFound) -> list[str]:
    start, end = row.bars
    name = _name(row)
    marks = f"[{start.n}][{end.n}]" + "".join(f"[{one.n}]" for one in row.calculations[:1])
    change_pct = row.calculations[0].calculation.value if row.calculations else None
    word = "was unchanged" if change_pct is None or change_pct == 0 else "gained" if change_pct > 0 else "lost"
    moved = f"{word} {percent(abs(change_pct)).removeprefix('+')}" if change_pct else f"{word} (0.00 %)"
    difference = f"{signed(end.bar.close - start.bar.close)} {end.bar.currency}"
    lines = [
        (
            f"{name} {moved} between the closes of {day(start.bar.trading_date)} and {day(end.bar.trading_date)}: "
            f"{price(start.bar.close)} to {price(end.bar.close)} {end.bar.currency} ({difference}) {marks}."
        )
    ]
    lines += [f"{one.calculation.text} [{one.n}]." for one in row.calculations[1:]]
    return [*lines, *_notes(row)]


def _fields(reading: Reading) -> list[str]:
    if _ALL_FIELDS.search(reading.question):
        return list(_CUES)
    asked = [field for field, cue in _CUES.items() if cue.search(reading.question)]
    return asked or ["close"]


_ALL_FIELDS = re.compile(r"\bohlcv?\b|\bcandles?\b|\b(?:daily|full|whole|price) (?:bar|row)\b", re.I)
_PEAK = (
    r"(?:intraday|day[’']s|session|session[’']s|the) {0}\b(?! clos)|\b{0} (?:of|for) (?:the )?(?!clos)|\b{0}est price\b|"
    r"\b{0}, |, (?:and )?{0}\b| and {0}\b|\b{0} on\b"
)
_CUES = {
    field: re.compile(words, re.I)
    for field, words in {
        "open": r"\bopen(?:ed|ing)?\b|\b(?:start|began|begin)(?:ed)? trading\b|開市|开市|开盘|開盤",
        "high": rf"\b(?:{_PEAK.format('high')}|how high did\b(?!.*\bclos))|最高",
        "low": rf"\b(?:{_PEAK.format('low')}|how low did\b(?!.*\bclos))|最低",
        "volume": r"volume|成交(?:量|股[數数]|了?(?:多少|[幾几]))|\bhow many (?:[\w.&'’-]+ ){0,4}shares\b|"
        r"\bshares (?:(?:that|which|were) )*(?:changed hands|traded)\b",
        "close": r"clos(?:e|ing)|settle|rise|fall|gain|lose|move|percent|%|收",
    }.items()
}


def _notes(row: PriceFound) -> list[str]:
    """What a careful reader must know of the rows: adjusted prices, odd rows, a jump that may be a split."""
    used = [*row.bars, *([row.previous] if row.previous is not None else [])]
    notes = []
    if row.newest_at is not None:
        notes.append(f"This is the newest row held; there may have been a session since [{row.bars[0].n}].")
    if short := row.shortfall:
        if short.begins is not None:
            notes.append(f"The rows held begin on {day(short.begins)}: it counts from there [{short.n}].")
        if short.ends is not None:
            notes.append(f"The rows held end on {day(short.ends)}: it counts to there [{short.n}].")
    if row.unreported and row.measure is not None:
        notes.append(
            f"{row.unreported} {'sessions have' if row.unreported > 1 else 'session has'} no reported close [{row.measure.n}]."
        )
    if adjusted := [one.n for one in used if one.bar.adjusted]:
        some = "These prices are" if len(adjusted) == len(used) else "Some of these prices, not all, are"
        notes.append(f"{some} adjusted for dividends and splits {_marks(adjusted)}.")
    if odd := [one.n for one in used if "close_outside_range" in one.bar.flags]:
        notes.append(f"The row is odd: its close lies outside its low and high {_marks(odd)}.")
    if split := next((one for one in used if divisor_of(one.bar) is not None), None):
        notes.append(f"Prices from before a split are divided by {divisor_of(split.bar):f}, so that they compare [{split.n}].")
    if jumps := [one.n for one in used if "jump" in one.bar.flags]:
        notes.append(
            f"A close here jumped from the one before with no split on record; a change over it may mislead {_marks(jumps)}."
        )
    elif row.measure is not None and row.measure.warning == "jump":
        notes.append(f"A close in between is a jump with no split on record, so the result may mislead [{row.measure.n}].")
    return notes


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers[:2])


def _name(row: PriceFound) -> str:
    instrument = row.instrument
    if instrument is None:
        return row.asked
    return f"{instrument.name} ({instrument.ticker})"


def _refusal(reading: Reading, row: PriceFound) -> str:
    """Why there is no price, in a sentence, with the nearest that is known."""
    mark = f" [{row.calendar_n}]" if row.calendar_n else ""
    name = _name(row)
    nearest = ""
    if row.bars:
        bar = row.bars[0].bar
        close = f"close {price(bar.close)} {bar.currency} [{row.bars[0].n}]"
        which = "The last session before it was" if row.state == "no_session" else "The newest row held is of"
        nearest = f" {which} {day(bar.trading_date)}: {close}."
    if row.state == "no_session" and row.first is not None:
        return f"No session for {name}: {day(row.first)} was {row.why_closed}{mark}.{nearest}"
    if row.state == "future":
        asked = f" on {day(row.first)}" if row.first is not None else ""
        return f"The price of {name}{asked} cannot be known yet{mark}.{nearest}"
    if row.state == "unknown":
        near = f" Near names: {joined(list(row.candidates))}." if row.candidates else ""
        return f"No instrument is known by the name “{row.asked}”{mark}.{near} No price is given."
    if row.state == "ambiguous":
        return f"“{row.asked}” may mean {joined(list(row.candidates))}{mark}; say which."
    if row.state == "undated" and reading.window is not None and reading.window.invalid:
        return f"The calendar has no such day as “{reading.window.invalid}”{mark}.{nearest}"
    if row.state == "undated":
        return f"No day of the calendar could be read from the question{mark}; write it as year, month and day.{nearest}"
    if row.state == "stale":
        return f"What is held of {name} is too old to be the latest{mark}.{nearest}"
    asked = f" for {day(row.first)}" if row.first is not None and row.first == row.last else ""
    return f"No price row of {name} is held{asked}{mark}.{nearest}"
