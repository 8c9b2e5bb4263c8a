"""Questions about one share's prices in many words, each with what its answer must hold by the reference alone."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tests.support.price_table import Row, change, money, pct, said, signed_pct

Table = Mapping[str, Sequence[Row]]
Patterns = tuple[str, ...]
DAY_FIELDS = {
    "close": (
        "What did {name} close at on {day}?",
        "what did {name} finish at on {day}",
        "Where did {name} end the day on {day}?",
        "Where did {name} settle on {day}?",
        "{name} closing price, {day}?",
        "How much was one share of {name} worth at the close on {day}?",
        "Tell me the last price of {name} on {day}.",
        "{name}在{zh}的收市价是多少？",
        "{name} {zh}收報幾多？",
    ),
    "open": (
        "Where did {name} open on {day}?",
        "What was the opening price of {name} on {day}?",
        "At what price did {name} open on {day}?",
        "{name} {zh}的开盘价是多少？",
    ),
    "high": (
        "What was the intraday high of {name} on {day}?",
        "How high did {name} trade on {day}?",
        "What was the day's high for {name} on {day}?",
        "{name} {zh}的最高价是多少？",
    ),
    "low": (
        "What was the low of {name} on {day}?",
        "What was the lowest price of {name} on {day}?",
        "How low did {name} go on {day}?",
        "{name} {zh}的最低价是多少？",
    ),
    "volume": (
        "What was the trading volume of {name} on {day}?",
        "How many shares of {name} changed hands on {day}?",
        "{name} {zh}的成交量是多少？",
    ),
}
MOVES = (
    "By how many percent did {name} move on {day}?",
    "How did {name} do on {day}?",
    "Was {name} up or down on {day}?",
    "Did {name} rise or fall on {day}?",
    "What was the daily return of {name} on {day}?",
    "How much did {name} gain or lose on {day}?",
    "{name} {zh}升跌幅是多少？",
)
SPANS = (
    "between {first} and {last}",
    "from {first} to {last}",
    "from {first} through {last}",
)
CHANGES = (
    "How much did {name} gain or lose {span}?",
    "By what percentage did {name} change {span}?",
    "What was the return of {name} {span}?",
    "By how much did the close of {name} on {first} differ from its close on {last}?",
    "If I bought {name} at the close on {first}, what was my gain by the close on {last}?",
    "{name} 从{zh_first}到{zh_last}升跌了多少？",
)


@dataclass(frozen=True)
class Asked:
    kind: str
    question: str
    expected: Patterns  # patterns that all stand in the answer
    reason: str = ""  # why the answer abstains, where it must

    def __str__(self) -> str:
        return f"{self.kind}: {self.question}"


def written(day: date, rng: random.Random) -> str:
    shapes = (f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}", day.isoformat(), f"{day.day} {day:%b %Y}")
    return rng.choice(shapes)


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def stretch(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    start = rng.randrange(1, len(rows) - 20)
    return list(rows[start : start + rng.randrange(8, 19)])


def span_words(run: Sequence[Row], rng: random.Random) -> dict[str, str]:
    first, last = written(run[0].day, rng), written(run[-1].day, rng)
    words = rng.choice(SPANS).format(first=first, last=last)
    return {"first": first, "last": last, "span": words, "zh_first": chinese(run[0].day), "zh_last": chinese(run[-1].day)}


def day_fields(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """A field of one day, each in every wording."""
    for field, wordings in DAY_FIELDS.items():
        for words in wordings:
            ticker = rng.choice(list(names))
            row = rng.choice(table[ticker][1:])
            value = getattr(row, field)
            pattern = f"{value:,}" if field == "volume" else money(value)
            question = words.format(name=names[ticker], day=written(row.day, rng), zh=chinese(row.day))
            yield Asked(field, question, (pattern, said(row.day)))


def day_moves(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """The move of one day, with its sign."""
    for words in MOVES:
        ticker = rng.choice(list(names))
        before, row = rng.choice(list(pairwise(table[ticker])))
        question = words.format(name=names[ticker], day=written(row.day, rng), zh=chinese(row.day))
        yield Asked("move", question, (signed_pct(change(before, row)), money(row.close), said(row.day)))


def range_changes(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """The change between two closes."""
    for words in CHANGES:
        ticker = rng.choice(list(names))
        run = stretch(table[ticker], rng)
        question = words.format(name=names[ticker], **span_words(run, rng))
        yield Asked("range", question, (pct(change(run[0], run[-1])), said(run[0].day), said(run[-1].day)))


def since(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """The change from the close of a day to the newest."""
    for words in (
        "How much has {name} gained since {day}?",
        "What is the change in {name} since {day}?",
        "{name} 自{zh}以来升了多少？",
    ):
        ticker = rng.choice(list(names))
        row, newest = rng.choice(table[ticker][5:-10]), table[ticker][-1]
        question = words.format(name=names[ticker], day=written(row.day, rng), zh=chinese(row.day))
        yield Asked("since", question, (pct(change(row, newest)), said(row.day), said(newest.day)))


def last_sessions(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """The change over the newest N sessions, from the close before them."""
    for words, count in (
        ("over the last five sessions", 5),
        ("in the past 10 trading days", 10),
        ("over the last three sessions", 3),
    ):
        ticker = rng.choice(list(names))
        rows = table[ticker]
        question = f"How did {names[ticker]} do {words}?"
        yield Asked("sessions", question, (pct(change(rows[-count - 1], rows[-1])), said(rows[-1].day)))


def weeks(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """The change over a calendar week, from the last close before it."""
    for words in ("How did {name} do in the week ending {day}?", "How much did {name} move in the week to {day}?"):
        ticker = rng.choice(list(names))
        rows = table[ticker]
        friday = rng.choice([row for row in rows[10:] if row.day.weekday() == 4])
        monday = friday.day - timedelta(days=4)
        before = [row for row in rows if row.day < monday][-1]
        question = words.format(name=names[ticker], day=written(friday.day, rng))
        yield Asked("week", question, (pct(change(before, friday)), said(friday.day)))


def months(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """The change over a month, from the last close before it."""
    for words in (
        "How did {name} perform in {month}?",
        "How much did {name} gain in {month}?",
        "How much did {name} rise or fall over {month}?",
    ):
        ticker, month = rng.choice(list(names)), rng.choice((9, 10))
        rows = [row for row in table[ticker] if row.day.month == month]
        before = [row for row in table[ticker] if row.day < rows[0].day][-1]
        question = words.format(name=names[ticker], month=f"{rows[0].day:%B %Y}")
        yield Asked("month", question, (pct(change(before, rows[-1])), said(before.day), said(rows[-1].day)))
