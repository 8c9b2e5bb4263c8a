"""Questions for what is computed over bars, in many words, each with what its answer must hold by the reference alone."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from tests.support.price_table import Row, as_printed, change, drawdown, longest, money, pct, said, signed_pct, signs, streak
from tests.support.price_wordings import Asked, Patterns, Table, span_words, stretch, written


def _extreme(field: str, choose: Callable[..., Row]) -> Callable[[Row, list[Row]], Patterns]:
    def answer(_: Row, run: list[Row]) -> Patterns:
        best = choose(run, key=lambda row: getattr(row, field))
        value = getattr(best, field)
        return f"{value:,}" if field == "volume" else money(value), said(best.day)

    return answer


def _day_of(choose: Callable[..., tuple[Row, Row]]) -> Callable[[Row, list[Row]], Patterns]:
    def answer(before: Row, run: list[Row]) -> Patterns:
        pair = choose(pairwise([before, *run]), key=lambda pair: change(*pair))
        return pct(change(*pair)), said(pair[1].day)

    return answer


def _counts(before: Row, run: list[Row]) -> Patterns:
    ways = signs(before, run)
    return rf"rose on {ways.count(1)}\b", rf"fell on {ways.count(-1)}\b"


def _above(_: Row, run: list[Row]) -> Decimal:
    closes = sorted(row.close for row in run)
    return ((closes[len(closes) // 2] + closes[len(closes) // 2 - 1]) / 2).quantize(Decimal("0.1")) + Decimal("0.03")


MEASURES: Sequence[tuple[str, Sequence[str], Callable[[Row, list[Row]], Patterns]]] = (
    (
        "highest close",
        (
            "What was the highest close of {name} {span}?",
            "When did {name} reach its highest close {span}?",
            "What was the peak close of {name} {span}?",
        ),
        _extreme("close", max),
    ),
    (
        "lowest close",
        ("What was the lowest closing price of {name} {span}?", "On which day did {name} close lowest {span}?"),
        _extreme("close", min),
    ),
    (
        "highest price",
        ("What was the highest price of {name} {span}?", "How high did {name} get {span}?", "When did {name} peak {span}?"),
        _extreme("high", max),
    ),
    ("lowest price", ("What was the lowest price of {name} {span}?", "How low did {name} fall {span}?"), _extreme("low", min)),
    (
        "busiest day",
        ("What was the busiest day of {name} {span}?", "Which session had the highest volume in {name} {span}?"),
        _extreme("volume", max),
    ),
    (
        "best day",
        (
            "What was the best day of {name} {span}?",
            "What was the biggest one-day gain of {name} {span}?",
            "On which day did {name} rise the most {span}?",
        ),
        _day_of(max),
    ),
    (
        "worst day",
        (
            "Which was the worst session for {name} {span}?",
            "What was the steepest one-day fall of {name} {span}?",
            "On which day did {name} fall the most {span}?",
        ),
        _day_of(min),
    ),
    (
        "drawdown",
        ("What was the largest drawdown of {name} {span}?", "What was the maximum drawdown in {name} {span}?"),
        lambda _, run: (pct(drawdown(run)),),
    ),
    (
        "gap",
        ("How far below its peak was {name} at the end, {span}?", "How far off its high did {name} end {span}?"),
        lambda _, run: (pct(change(max(run, key=lambda row: row.close), run[-1])),),
    ),
    (
        "streak",
        ("How long was the streak of {name} {span}?",),
        lambda before, run: (rf"\b{streak(before, run)} session" if signs(before, run)[-1] else "unchanged",),
    ),
    (
        "winning streak",
        ("What was the longest winning streak of {name} {span}?", "How many days in a row did {name} rise at most {span}?"),
        lambda before, run: (rf"\b{longest(before, run, 1)} session",),
    ),
    (
        "losing streak",
        ("What was the longest losing run of {name} {span}?",),
        lambda before, run: (rf"\b{longest(before, run, -1)} session",),
    ),
    ("days moved", ("On how many days did {name} rise {span}?", "How many sessions did {name} fall {span}?"), _counts),
    ("total volume", ("What was the total volume of {name} {span}?",), lambda _, run: (f"{sum(row.volume for row in run):,}",)),
    (
        "average volume",
        ("What was the average daily volume of {name} {span}?",),
        lambda _, run: (f"{Decimal(sum(row.volume for row in run)) / len(run):,.0f}",),
    ),
    (
        "average close",
        ("What was the average close of {name} {span}?", "What was the mean closing price of {name} {span}?"),
        lambda _, run: (money(sum((row.close for row in run), Decimal(0)) / len(run)),),
    ),
    (
        "each day",
        ("List the closes of {name} {span}.",),
        lambda _, run: tuple(rf"{said(row.day)} {money(row.close)}" for row in run),
    ),
)


def measures(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """What is computed over a run of sessions, each in every wording."""
    for kind, wordings, answer in MEASURES:
        for words in wordings:
            ticker = rng.choice(list(names))
            run = stretch(table[ticker], rng)
            before = table[ticker][list(table[ticker]).index(run[0]) - 1]
            yield Asked(kind, words.format(name=names[ticker], **span_words(run, rng)), answer(before, run))


def levels(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """How often a close lay beyond a price, and whether one day's did."""
    for words in (
        "On how many days did {name} close above {level} {span}?",
        "How many times did {name} finish above {level} {span}?",
    ):
        ticker = rng.choice(list(names))
        run = stretch(table[ticker], rng)
        level = _above(run[0], run)
        count = sum(as_printed(row.close) > level for row in run)
        question = words.format(name=names[ticker], level=level, **span_words(run, rng))
        yield Asked("level", question, (rf"on {count or 'none'} of {len(run)} sessions",))
    for words in ("Did {name} close above {level} on {day}?", "Was the close of {name} above {level} on {day}?"):
        ticker = rng.choice(list(names))
        row, level = rng.choice(table[ticker][1:]), _above(table[ticker][0], list(table[ticker]))
        question = words.format(name=names[ticker], level=level, day=written(row.day, rng))
        yield Asked("level of a day", question, ("yes" if as_printed(row.close) > level else "no", money(row.close)))


def of_a_day(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """What is computed from one day's bar."""
    for words, answer in (
        (
            "What was the trading range of {name} on {day}?",
            lambda before, row: (money(row.high), money(row.low), money(row.high - row.low)),
        ),
        ("How far apart were the high and low of {name} on {day}?", lambda before, row: (money(row.high), money(row.low))),
        (
            "How much did {name} move from open to close on {day}?",
            lambda before, row: (signed_pct((row.close - row.open) / row.open * 100),),
        ),
        (
            "How large was the opening gap of {name} on {day}?",
            lambda before, row: (signed_pct((row.open - before.close) / before.close * 100),),
        ),
        (
            "Show the OHLC of {name} on {day}.",
            lambda before, row: tuple(money(value) for value in (row.open, row.high, row.low, row.close)),
        ),
    ):
        ticker = rng.choice(list(names))
        before, row = rng.choice(list(pairwise(table[ticker])))
        yield Asked("day", words.format(name=names[ticker], day=written(row.day, rng)), answer(before, row))
