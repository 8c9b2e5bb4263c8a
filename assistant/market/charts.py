"""Charts: bars as one Vega-Lite specification with its data inside. Pure; nothing in it names an address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from assistant.market.bars import Bar
from assistant.market.calendars import zone
from assistant.market.chart_style import config
from assistant.market.chart_words import basis_said, closes_said, day_words, reported_said
from assistant.market.listings import Instrument

MOST_LINES = 5
MOST_POINTS = 1_500  # of one chart, all lines together; beyond it the closes of weeks or months are drawn
MOST_MARKS = 20
WIDTH, HEIGHT = 640, 280
_DOTTED = 40  # up to so many points each is marked
_NEAR = timedelta(days=300)  # up to so far apart, days are written without their year
_FORMAT = {"parse": {"day": "utc:'%Y-%m-%d'"}}
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, never fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One instrument's bars, oldest first."""

    instrument: Instrument
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A report to show on the day it was published: its number in the answer, and its title."""

    n: int
    at: datetime
    title: str


def chart(lines: Sequence[Line], marks: Sequence[Mark] = ()) -> dict[str, Any]:
    """The specification: closes in their currency, or several instruments rebased to 100 on the first day all have.

    `description` is the chart in words; `title` says what is drawn and on which basis. `usermeta` has the sentences of both as
    pairs of words and of what they are filled with.
    """
    drawn = rebased(lines) if len(lines) > 1 else [(line, _closes(line)) for line in lines]
    drawn, step = _thinned(drawn)
    rows = [_row(line, day, value, close) for line, points in drawn for day, value, close in points]
    days = [day for _, points in drawn for day, _, _ in points]
    noted = _noted(marks, lines[0], min(days), max(days)) if days else []
    basis = basis_said([bar for line in lines for bar in line.bars], days, step)
    told = [*(closes_said(line.instrument, line.bars) for line in lines), *(reported_said(day, text) for day, _, text in noted)]
    return {
        "$schema": _SCHEMA,
        "description": " ".join(map(str, told)),
        "title": {"text": heading(lines), "subtitle": [" ".join(map(str, basis[:2])), *map(str, basis[2:])]},
        "usermeta": {"basis": [one.parts for one in basis], "description": [one.parts for one in told]},
        "width": WIDTH,
        "height": HEIGHT,
        "config": config(),
        "encoding": {"x": _x(days)},
        "layer": [_closes_layer(rows, lines, days), *([_reports(noted)] if noted else [])],
    }


def heading(lines: Sequence[Line]) -> str:
    """What is drawn: "Alibaba (9988.HK)", or the tickers of several."""
    if len(lines) == 1:
        return f"{lines[0].instrument.name} ({lines[0].instrument.ticker})"
    return " and ".join(line.instrument.ticker for line in lines)


Point = tuple[date, Decimal, Decimal]  # the day, the height it is drawn at, the close


def rebased(lines: Sequence[Line]) -> list[tuple[Line, list[Point]]]:
    """Every line from the first day that all have, in percent of its close of that day."""
    shared = set.intersection(*({bar.trading_date for bar in line.bars} for line in lines)) if lines else set()
    if not shared:
        return [(line, []) for line in lines]
    start, found = min(shared), []
    for line in lines:
        base = next(bar.close for bar in line.bars if bar.trading_date == start)
        points = [(bar.trading_date, bar.close / base * 100, bar.close) for bar in line.bars if bar.trading_date >= start]
        found.append((line, points))
    return found


def _closes(line: Line) -> list[Point]:
    return [(bar.trading_date, bar.close, bar.close) for bar in line.bars]


def _thinned(drawn: list[tuple[Line, list[Point]]]) -> tuple[list[tuple[Line, list[Point]]], str]:
    """The same lines with no more points than can be told apart, and what a point then stands for."""
    for step, period in (("day", None), ("week", _week), ("month", _month), ("year", _year)):
        kept = [(line, _last_of_each(points, period)) for line, points in drawn] if period else drawn
        if sum(len(points) for _, points in kept) <= MOST_POINTS:
            return kept, step
    return kept, "year"


def _last_of_each(points: Sequence[Point], period: Callable[[Point], object]) -> list[Point]:
    return list({period(point): point for point in points}.values())


def _week(point: Point) -> object:
    return point[0].isocalendar()[:2]


def _month(point: Point) -> object:
    return point[0].year, point[0].month


def _year(point: Point) -> object:
    return point[0].year


def _row(line: Line, day: date, value: Decimal, close: Decimal) -> dict[str, Any]:
    said = f"{close.normalize():,f} {line.bars[0].currency}"
    return {"day": day.isoformat(), "value": round(float(value), 4), "close": said, "ticker": line.instrument.ticker}


def _closes_layer(rows: list[dict[str, Any]], lines: Sequence[Line], days: Sequence[date]) -> dict[str, Any]:
    several = len(lines) > 1
    first = lines[0]
    title = f"close, {first.bars[0].currency if first.bars else first.instrument.currency}"
    if several:
        title = f"{day_words(min(days))} = 100" if days else "no common day"
    tickers = [line.instrument.ticker for line in lines]
    color = {"color": {"field": "ticker", "type": "nominal", "title": None, "sort": tickers}} if several else {}
    return {
        "data": {"values": rows, "format": _FORMAT},
        "mark": {"type": "line", "point": len(rows) <= _DOTTED, "tooltip": True},
        "encoding": {
            "y": {"field": "value", "type": "quantitative", "title": title, "scale": {"zero": False}},
            "tooltip": [
                {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": "day"},
                {"field": "ticker", "type": "nominal", "title": "ticker"},
                {"field": "close", "type": "nominal", "title": "close"},
            ],
            **color,
        },
    }


def _x(days: Sequence[date]) -> dict[str, Any]:
    # Days are exchange days: read and shown in UTC, so that no reader's own zone moves them.
    near = not days or max(days) - min(days) <= _NEAR
    axis = {"labelOverlap": True, "format": "%-d %b" if near else "%b %Y", "tickCount": 8}
    return {"field": "day", "type": "temporal", "title": None, "scale": {"type": "utc"}, "axis": axis}


Noted = tuple[date, str, str]


def _noted(marks: Sequence[Mark], line: Line, first: date, last: date) -> list[Noted]:
    """The reports within the days drawn, one entry a day: the day on the exchange, the numbers, the titles."""
    place = ZoneInfo(zone(line.instrument.exchange))
    by_day: dict[date, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.n))[:MOST_MARKS]:
        by_day.setdefault(mark.at.astimezone(place).date(), []).append(mark)
    return [
        (day, " ".join(f"[{mark.n}]" for mark in of_day), "; ".join(f"[{mark.n}] {mark.title[:120]}" for mark in of_day))
        for day, of_day in by_day.items()
        if first <= day <= last
    ]


def _reports(noted: Iterable[Noted]) -> dict[str, Any]:
    values = [{"day": day.isoformat(), "numbers": numbers, "titles": titles} for day, numbers, titles in noted]
    tooltip = [
        {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": "reported"},
        {"field": "titles", "type": "nominal", "title": "report"},
    ]
    return {
        "data": {"values": values, "format": _FORMAT},
        "encoding": {"tooltip": tooltip},
        "layer": [
            {"mark": {"type": "rule", "tooltip": True}},
            {"mark": {"type": "text", "tooltip": True}, "encoding": {"y": {"value": 0}, "text": {"field": "numbers"}}},
        ],
    }
