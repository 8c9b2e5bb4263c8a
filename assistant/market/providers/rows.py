"""Rows of a price source into bars: each row is checked against what was asked, or refused with its reason. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from assistant.market import calendars
from assistant.market.bars import Bar
from assistant.market.listings import Instrument
from assistant.market.providers.sources import Fetched, PriceSourceUnavailable

COLUMNS = ("date", "open", "high", "low", "close", "volume", "symbol", "currency")
_PRICES = ("open", "high", "low", "close")
_DEAREST = Decimal("1e8")
_JUMP = Decimal("0.4")
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,12})?([eE][+-]?\d{1,2})?", re.ASCII)


class NotABar(ValueError):
    """Why a row is refused."""


def bars_of(
    rows: Iterable[Mapping[str, Any]],
    *,
    instrument: Instrument,
    first: date,
    last: date,
    source: str,
    adjusted: bool,
    now: datetime,
    is_symbol: Callable[[str], bool],
) -> Fetched:
    """The bars of the rows that are for the instrument and the days asked and whose session is over.

    Raises:
        PriceSourceUnavailable: not one of the rows can be used, though there are some.
    """
    found: dict[date, Bar] = {}
    refused: list[str] = []
    seen = 0
    for row in rows:
        seen += 1
        try:
            bar = _bar(row, instrument, source=source, adjusted=adjusted, is_symbol=is_symbol)
            if not first <= bar.trading_date <= last:
                raise NotABar("not one of the days asked for")
            if bar.known_at > now:
                raise NotABar("its session is not over")
            if bar.trading_date in found and found[bar.trading_date] != bar:
                del found[bar.trading_date]
                raise NotABar("two rows of one day contradict each other")
            found[bar.trading_date] = bar
        except NotABar as exc:
            refused.append(f"{str(row.get('date', '?'))[:20]}: {exc}")
    if refused and not found and not all(reason.endswith("is not over") for reason in refused):
        raise PriceSourceUnavailable(
            f"The price source {source} gave nothing usable for {instrument.ticker}: {len(refused)} of {seen} rows were "
            f"refused, the first because: {refused[0]}."
        )
    return Fetched(source=source, bars=_flagged([found[day] for day in sorted(found)]), refused=tuple(refused))


def _bar(
    row: Mapping[str, Any], instrument: Instrument, *, source: str, adjusted: bool, is_symbol: Callable[[str], bool]
) -> Bar:
    day = _day(row.get("date"))
    symbol, currency = row.get("symbol"), row.get("currency")
    if symbol is not None and not is_symbol(str(symbol).strip()):
        raise NotABar(f"it is of another symbol ({str(symbol)[:20]!r})")
    if currency is not None and str(currency).strip().upper() != instrument.currency:
        raise NotABar(f"it is in {str(currency)[:8]!r}, not {instrument.currency}")
    if not calendars.is_session(instrument.exchange, day):
        raise NotABar(f"no session ({calendars.why_closed(instrument.exchange, day)})")
    prices = {name: _price(row.get(name), name) for name in _PRICES if row.get(name) is not None}
    if "close" not in prices:
        raise NotABar("no close")
    high, low = prices.get("high", prices["close"]), prices.get("low", prices["close"])
    if high < low:
        raise NotABar("high below low")
    volume = _volume(row.get("volume"))
    if volume == 0 and instrument.kind != "index":
        raise NotABar("nothing traded (volume 0)")
    return Bar(
        ticker=instrument.ticker,
        trading_date=day,
        open=prices.get("open"),
        high=prices.get("high"),
        low=prices.get("low"),
        close=prices["close"],
        volume=volume,
        currency=instrument.currency,
        adjusted=adjusted,
        source=source,
        known_at=calendars.close_at(instrument.exchange, day),
        flags=() if low <= prices["close"] <= high else ("close_outside_range",),
    )


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError as exc:
        raise NotABar("date unreadable") from exc


def _price(value: Any, name: str) -> Decimal:
    number = _number(value, name)
    if not 0 < number < _DEAREST:
        raise NotABar(f"{name} is no price")
    return number.normalize()


def _volume(value: Any) -> int | None:
    return None if value is None else int(_number(value, "volume"))


def _number(value: Any, name: str) -> Decimal:
    text = str(value).strip()
    if isinstance(value, bool) or not _NUMBER.fullmatch(text):
        raise NotABar(f"{name} is no number")
    try:
        return Decimal(text)
    except InvalidOperation as exc:  # pragma: no cover - the pattern leaves none
        raise NotABar(f"{name} is no number") from exc


def _flagged(bars: list[Bar]) -> tuple[Bar, ...]:
    """The bars, with those marked that stand far from the one before: a split nobody told us of looks like that."""
    flagged = bars[:1]
    for before, bar in pairwise(bars):
        jumped = abs(bar.close / before.close - 1) > _JUMP
        fields = {name: getattr(bar, name) for name in Bar.__slots__}
        flagged.append(Bar(**(fields | {"flags": (*bar.flags, "jump")})) if jumped else bar)
    return tuple(flagged)
