"""Findings: a measure computed over bars, in words that can be cited. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.agent.measures import Kind, Measure
from assistant.agent.phrasing import day, joined, percent, price, signed
from assistant.market import moves, runs
from assistant.market.bars import Bar, Move

_MOST_DAYS = 8  # named one by one
_MOST_LISTED = 31  # of a list of closes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a measure comes to: words, the value that ranks it, and the bars it rests on."""

    words: str
    value: Decimal
    inputs: tuple[Bar, ...]
    warning: str = ""  # why the value may mislead: "jump", "mixed basis"


def find(measure: Measure, bars: Sequence[Bar], *, before: Bar | None, peaks: Sequence[Bar] = ()) -> Found | None:
    """The measure over bars (oldest first); `before` is the bar before them, `peaks` those whose peak or trough is meant."""
    if measure.also is not None:
        return _both(measure, measure.also, bars, before)
    run = [before, *bars] if before is not None else list(bars)
    if measure.extreme and len(bars) > 1:
        return _extreme(measure, bars, run)
    if measure.kind in _OVER:
        return _OVER[measure.kind](measure, bars, run)
    if measure.kind in ("gap_to_peak", "gap_to_trough"):
        return _gap(measure.kind, bars, peaks or bars)
    finding = _VALUES[measure.kind](run if measure.kind == "year_to_date" else bars)
    if finding is None:
        return None
    inputs = finding.inputs if len(finding.inputs) <= 4 else (finding.inputs[0], finding.inputs[-1])
    return Found(words=_words(measure.kind, finding, bars), value=finding.value, inputs=inputs, warning=finding.warning)


def _both(measure: Measure, other: Kind, bars: Sequence[Bar], before: Bar | None) -> Found | None:
    one = find(replace(measure, also=None), bars, before=before)
    two = find(replace(measure, kind=other, also=None), bars, before=before)
    if one is None or two is None:
        return one or two
    inputs = tuple(dict.fromkeys((*one.inputs, *two.inputs)))
    return Found(words=f"{one.words}; {two.words}", value=one.value, inputs=inputs, warning=one.warning or two.warning)


_VALUES: dict[Kind, Callable[[Sequence[Bar]], moves.Finding | None]] = {
    "highest_close": moves.highest,
    "lowest_close": moves.lowest,
    "highest": lambda bars: moves.highest(bars, "high"),
    "lowest": lambda bars: moves.lowest(bars, "low"),
    "drawdown": moves.drawdown,
    "volume_average": moves.volume_average,
    "volume_total": moves.volume_total,
    "close_average": moves.close_average,
    "year_to_date": moves.year_to_date,
}
_NAMES: dict[Kind, str] = {
    "highest_close": "highest close",
    "lowest_close": "lowest close",
    "highest": "highest price",
    "lowest": "lowest price",
    "drawdown": "largest fall from a close to a later one",
    "gap_to_peak": "last close against the highest close",
    "gap_to_trough": "last close against the lowest close",
    "volume_average": "average daily volume",
    "volume_total": "total volume",
    "close_average": "average close",
    "year_to_date": "change since the last close of the year before",
}


def _words(kind: Kind, finding: moves.Finding, bars: Sequence[Bar]) -> str:
    if kind in {"volume_average", "volume_total"} and len(bars) == 1:
        return f"volume {finding.value:,.0f} shares on {day(bars[0].trading_date)}"
    if kind in {"volume_average", "volume_total"}:
        return f"{_NAMES[kind]} {finding.value:,.0f} shares {_span(bars)}"
    if finding.unit == "%":
        return f"{_NAMES[kind]}: {between(finding.inputs[0], finding.inputs[-1], finding.value)}"
    if kind == "close_average":
        return f"{_NAMES[kind]} {price(finding.value)} {finding.unit} {_span(bars)}"
    return f"{_NAMES[kind]} {price(finding.value)} {finding.unit} on {day(finding.day)} ({_span(bars)})"


def _span(bars: Sequence[Bar]) -> str:
    return f"from {day(bars[0].trading_date)} to {day(bars[-1].trading_date)}"


def between(first: Bar, last: Bar, change_pct: Decimal) -> str:
    """A change in percent with the closes it goes from and to."""
    return (
        f"{percent(change_pct)}, from {price(first.close)} {first.currency} "
        f"on {day(first.trading_date)} to {price(last.close)} on {day(last.trading_date)}"
    )


def _best(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    move = moves.best_day(run) if measure.kind == "best_day" else moves.worst_day(run)
    if move is None:
        return None
    span = f"{price(move.previous.close)} to {price(move.bar.close)} {move.bar.currency}"
    name = "best day" if measure.kind == "best_day" else "worst day"
    words = f"{name}: {day(move.bar.trading_date)}, {percent(move.change_pct)} ({span})"
    return Found(words=words, value=move.change_pct, inputs=(move.previous, move.bar))


def _streak(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    """The run that ends with the newest bar, and the longest of the direction asked for."""
    newest = runs.newest(run)
    length = len(newest.bars) if newest is not None else 0
    verb = _WAYS[newest.way] if newest is not None else ""
    words = f"the newest closes {verb} {_sessions(length)} in a row, to {day(run[-1].trading_date)}"
    if newest is None:
        words = f"the newest close was unchanged on {day(run[-1].trading_date)}"
    kept = [newest.previous, *newest.bars] if newest is not None else [run[-1]]
    way = measure.way or (newest.way if newest is not None else 1)
    top = runs.longest(run, way)
    if top is not None and top != newest:
        first, last = top.days
        words += f"; the longest run of {_NOUNS[way]} was {_sessions(len(top.bars))}, {day(first)} to {day(last)}"
        kept += [top.previous, top.bars[-1]]
    elif top is not None and len(bars) > length:
        words += f", the longest run of {_NOUNS[way]} {_span(bars)}"
    inputs = kept if len(kept) <= 6 else [kept[0], kept[-1]]
    value = Decimal(length * (newest.way if newest is not None else 0))
    return Found(words=words, value=value, inputs=tuple(dict.fromkeys(inputs)))


_WAYS, _NOUNS = {1: "rose", -1: "fell"}, {1: "rises", -1: "falls"}


def _sessions(count: int) -> str:
    return f"{count} session" if count == 1 else f"{count} sessions"


def _days_moved(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    found = moves.moves(run)
    if not found:
        return None
    if measure.level is not None:
        return _days_far(measure, measure.level, bars, found)
    up, down, flat = runs.counted(run)
    words = f"the close rose on {up}, fell on {down} and was unchanged on {flat} of {_sessions(len(found))} {_span(bars)}"
    return Found(words=words, value=Decimal(down if measure.way < 0 else up), inputs=(run[0], run[-1]))


def _days_far(measure: Measure, level: Decimal, bars: Sequence[Bar], found: Sequence[Move]) -> Found:
    far = [move for move in found if (move.change_pct * measure.way if measure.way else abs(move.change_pct)) > level]
    verb = {1: "rose", -1: "fell", 0: "moved"}[measure.way]
    words = f"the close {verb} more than {level.normalize():f} % on {len(far)} of {_sessions(len(found))} {_span(bars)}"
    if far:
        told = [f"{day(move.bar.trading_date)} ({percent(move.change_pct)})" for move in far[:_MOST_DAYS]]
        words += f": {joined(told)}" if len(far) <= _MOST_DAYS else f", first {joined(told)}"
    return Found(words=words, value=Decimal(len(far)), inputs=(found[0].previous, found[-1].bar))


def _volume_day(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    known = [(bar.volume, bar) for bar in bars if bar.volume is not None]
    if not known:
        return None
    most = measure.kind == "busiest_day"
    volume, bar = (max if most else min)(known, key=lambda one: one[0])
    name = "highest" if most else "lowest"
    words = f"{name} daily volume {volume:,} shares on {day(bar.trading_date)} ({_span(bars)})"
    return Found(words=words, value=Decimal(volume), inputs=(bar,))


def _gap(kind: Kind, bars: Sequence[Bar], peaks: Sequence[Bar]) -> Found | None:
    """The newest close against the highest (lowest) close, and against the highest (lowest) price of a day."""
    peak = kind == "gap_to_peak"
    close = moves.highest(peaks) if peak else moves.lowest(peaks)
    traded = moves.highest(peaks, "high") if peak else moves.lowest(peaks, "low")
    if close is None:
        return None
    last = bars[-1]
    change = (last.close - close.value) / close.value * 100
    words = f"{_NAMES[kind]}: {between(close.inputs[0], last, change)}"
    inputs = [close.inputs[0], last]
    if traded is not None:
        gap = (last.close - traded.value) / traded.value * 100
        name = "highest" if peak else "lowest"
        words += f"; against the {name} price, {price(traded.value)} on {day(traded.day)}: {percent(gap)}"
        inputs.append(traded.inputs[0])
    return Found(words=words, value=change, inputs=tuple(dict.fromkeys(inputs)))


def _level(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    if measure.level is None:
        return None
    found = runs.beyond(bars, measure.level, measure.way, closing=measure.closing)
    side = "above" if measure.way > 0 else "below"
    verb = f"{'closed' if measure.closing else 'traded'} {side} {measure.level.normalize():,f} {bars[-1].currency}"
    if len(bars) == 1:
        return _level_of_a_day(measure, bars[0], verb, bool(found))
    words = f"{verb} on {len(found) or 'none'} of {_sessions(len(bars))} {_span(bars)}"
    field = "close" if measure.closing else "high" if measure.way > 0 else "low"
    if found:
        told = [f"{day(bar.trading_date)} ({field} {price(getattr(bar, field))})" for bar in found]
        listed = joined(told) if len(found) <= _MOST_DAYS else f"first {told[0]}, last {told[-1]}"
        words += f": {listed}"
    inputs = tuple(dict.fromkeys((found[0], found[-1]))) if found else (bars[0], bars[-1])
    return Found(words=words, value=Decimal(len(found)), inputs=inputs)


def _level_of_a_day(measure: Measure, bar: Bar, verb: str, beyond: bool) -> Found:
    fields = {"close": bar.close} if measure.closing else {"high": bar.high, "low": bar.low, "close": bar.close}
    told = ", ".join(f"{name} {price(value)}" for name, value in fields.items() if value is not None)
    words = f"{'yes' if beyond else 'no'}, it {verb if beyond else f'never {verb}'} on {day(bar.trading_date)}: {told}"
    words = words if beyond or not measure.closing else words.replace("never closed", "did not close", 1)
    return Found(words=words, value=Decimal(beyond), inputs=(bar,))


def _open_to_close(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    first, last = bars[0], bars[-1]
    if first.open is None:
        return None
    change = (last.close - first.open) / first.open * 100
    opened = f"an open of {price(first.open)} {first.currency} on {day(first.trading_date)}"
    closed = f"a close of {price(last.close)}" + (f" on {day(last.trading_date)}" if last is not first else "")
    words = f"from {opened} to {closed}: {percent(change)} ({signed(last.close - first.open)} {last.currency})"
    return Found(words=words, value=change, inputs=tuple(dict.fromkeys((first, last))))


def _opening_gap(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    bar, previous = bars[-1], run[-2] if len(run) > 1 else None
    if bar.open is None or previous is None:
        return None
    change = (bar.open - previous.close) / previous.close * 100
    against = f"the close before, {price(previous.close)} on {day(previous.trading_date)}"
    words = (
        f"opened at {price(bar.open)} {bar.currency} on {day(bar.trading_date)}, {percent(change)} "
        f"({signed(bar.open - previous.close)} {bar.currency}) against {against}"
    )
    return Found(words=words, value=change, inputs=(bar, previous))


def _day_range(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    top, bottom = moves.highest(bars, "high"), moves.lowest(bars, "low")
    if top is None or bottom is None:
        return None
    width = top.value - bottom.value
    when = f"on {day(bars[0].trading_date)}" if len(bars) == 1 else _span(bars)
    words = f"traded between {price(bottom.value)} and {price(top.value)} {bars[-1].currency} {when}, a range of {price(width)}"
    words += f" {bars[-1].currency} ({percent(width / bottom.value * 100).removeprefix('+')} of the low)"
    return Found(words=words, value=width, inputs=tuple(dict.fromkeys((bottom.inputs[0], top.inputs[0]))))


def _extreme(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    """Of what each day comes to, the most or the least: of rises the largest where rises are meant, else by size."""
    earlier = len(run) - len(bars)
    found = [_OVER[measure.kind](measure, [bar], run[: earlier + at + 1]) for at, bar in enumerate(bars)]
    known = [one for one in found if one is not None]
    if not known:
        return None
    chosen = max(known, key=lambda one: (one.value * measure.way if measure.way else abs(one.value)) * measure.extreme)
    return replace(chosen, words=f"{chosen.words}; the {'largest' if measure.extreme > 0 else 'smallest'} {_span(bars)}")


def _volatility(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    """The standard deviation of the daily changes, in percent."""
    changes = [move.change_pct for move in moves.moves(run)]
    if len(changes) < 2:
        return None
    mean = sum(changes, Decimal(0)) / len(changes)
    spread = (sum(((change - mean) ** 2 for change in changes), Decimal(0)) / (len(changes) - 1)).sqrt()
    over = f"over {_sessions(len(changes))} {_span(bars)}"
    words = f"standard deviation of the daily changes {percent(spread).removeprefix('+')} {over}"
    return Found(words=words, value=spread, inputs=(run[0], run[-1]))


def _each_day(measure: Measure, bars: Sequence[Bar], run: Sequence[Bar]) -> Found | None:
    kept = bars[-_MOST_LISTED:]
    told = [f"{day(bar.trading_date)} {price(bar.close)}" for bar in kept]
    left = f" (the newest {_MOST_LISTED} of {len(bars)})" if len(kept) < len(bars) else ""
    words = f"closes in {kept[-1].currency}{left}: {', '.join(told)}"
    return Found(words=words, value=kept[-1].close, inputs=tuple(dict.fromkeys((kept[0], kept[-1]))))


_OVER: dict[Kind, Callable[[Measure, Sequence[Bar], Sequence[Bar]], Found | None]] = {
    "best_day": _best,
    "worst_day": _best,
    "streak": _streak,
    "days_moved": _days_moved,
    "busiest_day": _volume_day,
    "quietest_day": _volume_day,
    "level": _level,
    "open_to_close": _open_to_close,
    "opening_gap": _opening_gap,
    "day_range": _day_range,
    "volatility": _volatility,
    "each_day": _each_day,
}
