"""What a chart says in words: sentences with what they are filled with, so that they can be said in another language. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.market.bars import Bar
from assistant.market.listings import Instrument
from assistant.market.moves import range_change

_JUMP = "A day's jump of more than 40 % is drawn: it may be a split."
_CLOSES = {
    "day": "Daily closes in {currencies}, {first} to {last}.",
    "week": "Last close of each week in {currencies}, {first} to {last}.",
    "month": "Last close of each month in {currencies}, {first} to {last}.",
    "year": "Last close of each year in {currencies}, {first} to {last}.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in English, with places in braces, and what stands in them."""

    words: str
    values: Mapping[str, str | date]

    def __str__(self) -> str:
        told = {name: day_words(value) if isinstance(value, date) else value for name, value in self.values.items()}
        return self.words.format_map(told)

    @property
    def parts(self) -> list[Any]:
        """The words and their values as JSON has them: days as 2025-09-17."""
        return [self.words, {name: f"{value}" for name, value in self.values.items()}]


def closes_said(instrument: Instrument, bars: Sequence[Bar]) -> Said:
    """One line for those who cannot see it: first and last close, highest and lowest, and the change."""
    name = f"{instrument.name} ({instrument.ticker})"
    if not bars:
        return Said("{name}: no bars.", {"name": name})
    top, bottom = max(bars, key=lambda bar: bar.close), min(bars, key=lambda bar: bar.close)
    change = range_change(bars)
    return Said(
        "{name} closed at {begin} on {first} and at {end} on {last}{moved}; highest close {top} on {top_day}, "
        "lowest {bottom} on {bottom_day}.",
        {
            "name": name,
            "begin": _price(bars[0]),
            "first": bars[0].trading_date,
            "end": _price(bars[-1]),
            "last": bars[-1].trading_date,
            "moved": f", {change.value:+.1f} %" if change else "",
            "top": _price(top),
            "top_day": top.trading_date,
            "bottom": _price(bottom),
            "bottom_day": bottom.trading_date,
        },
    )


def basis_said(bars: Sequence[Bar], days: Sequence[date], step: str) -> list[Said]:
    """What is drawn, in which currencies and on which basis, and what may mislead."""
    adjusted = {bar.adjusted for bar in bars}
    basis = "Adjusted for dividends and splits." if True in adjusted else "As traded, not adjusted for dividends or splits."
    if len(adjusted) > 1:
        basis = "Some days are adjusted for dividends and splits, others are as traded."
    currencies = ", ".join(dict.fromkeys(bar.currency for bar in bars))
    span: dict[str, str | date] = {"currencies": currencies, "first": min(days), "last": max(days)} if days else {}
    said = [Said(_CLOSES[step], span), Said(basis, {})] if days else [Said("No day to draw.", {})]
    return [*said, Said(_JUMP, {})] if any("jump" in bar.flags for bar in bars) else said


def reported_said(day: date, titles: str) -> Said:
    """The reports that are marked on a day."""
    return Said("Reported on {day}: {titles}.", {"day": day, "titles": titles})


def day_words(day: date) -> str:
    """ "17 September 2025"."""
    return f"{day.day} {day:%B %Y}"


def _price(bar: Bar) -> str:
    return f"{bar.close.normalize():,f} {bar.currency}"
