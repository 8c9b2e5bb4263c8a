"""Questions that set instruments against each other, those without an answer, and all kinds of questions in turn."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from tests.support import price_measures as measured
from tests.support import price_wordings as worded
from tests.support.price_table import Row, change, signed_pct
from tests.support.price_wordings import Asked, Table, span_words, stretch

COMPARISONS = (
    "Did {name} outperform {other} {span}?",
    "Did {name} do better than {other} {span}?",
    "Did {name} beat {other} {span}?",
)
RANKINGS = (
    "Which of {names} rose the most {span}?",
    "Rank {names} by performance {span}.",
    "Which did best {span}: {names}?",
    "Who was the best performer of {names} {span}?",
)
LOSERS = ("Which of {names} fell the most {span}?", "Which did worst {span}: {names}?")


def comparisons(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """Two instruments of one market over the same days, and the order of three."""
    groups = [[ticker for ticker in names if ticker.endswith(".HK") == home] for home in (True, False)]
    for words in (*COMPARISONS, *RANKINGS, *LOSERS):
        group = rng.choice([group for group in groups if len(group) > 2])
        some = rng.sample(group, 2 if words in COMPARISONS else 3)
        run = stretch(table[some[0]], rng)
        first, last = run[0].day, run[-1].day
        moved = {ticker: _over(table[ticker], first, last) for ticker in some}
        listed = f"{', '.join(names[one] for one in some[:-1])} and {names[some[-1]]}"
        question = words.format(name=names[some[0]], other=names[some[-1]], names=listed, **span_words(run, rng))
        order = sorted(some, key=lambda ticker: moved[ticker], reverse=words not in LOSERS)
        told = tuple(signed_pct(moved[ticker]) for ticker in some)
        if words in COMPARISONS:
            yield Asked("comparison", question, ("(?i)^yes" if order[0] == some[0] else "(?i)^no", *told))
        else:
            yield Asked("ranking", question, (".*".join(rf"\({one.replace('.', '[.]')}\)" for one in order), *told))


def _over(rows: Sequence[Row], first: date, last: date) -> Decimal:
    start = [row for row in rows if row.day <= first][-1]
    return change(start, [row for row in rows if row.day <= last][-1])


def everyone(table: Table, rng: random.Random) -> Iterator[Asked]:
    """The most of all that have rows."""
    for words, up in (
        ("Which stock gained the most between {first} and {last}?", True),
        ("What were the biggest losers from {first} to {last}?", False),
    ):
        run = stretch(table["0700.HK"], rng)
        moved = {ticker: _over(rows, run[0].day, run[-1].day) for ticker, rows in table.items() if ticker != "QQQ"}
        best = (max if up else min)(moved, key=lambda ticker: moved[ticker])
        yield Asked(
            "all", words.format(**span_words(run, rng)), (rf"^[^:]*\({best.replace('.', '[.]')}\)", signed_pct(moved[best]))
        )


def unanswerable(names: Mapping[str, str], table: Table, rng: random.Random) -> Iterator[Asked]:
    """Closed days, days to come, days before the first row, days that do not exist, and names nobody has."""
    name = {ticker: names[ticker] for ticker in names if ticker.endswith(".HK")}
    for words, reason in (
        ("What did {name} close at on 20 September 2025?", "no_session"),
        ("What did {name} close at on Sunday 21 September 2025?", "no_session"),
        ("How did {name} do on 1 October 2025?", "no_session"),
        ("What did {name} close at on National Day 2025?", "no_session"),
        ("Where did {name} open on 29 October 2025?", "no_session"),
        ("What did {name} close at on 31 September 2025?", "no_session"),
        ("What was the high of {name} on 30 February 2025?", "no_session"),
        ("What did {name} close at on 17 September 2035?", "future"),
        ("What will {name} close at next month?", "future"),
        ("What did {name} close at on Christmas Day 2025?", "future"),
        ("What was the close of {name} on 2 July 2025?", "no_evidence"),
        ("{name} 2025年9月20日收市价是多少？", "no_session"),
    ):
        yield Asked("none", words.format(name=name[rng.choice(list(name))]), (), reason)
    for stranger in ("9999999.HK", "Zorblatt Technologies", "000700", "Qwertz Holdings", "AAAA.HK"):
        yield Asked("none", f"What did {stranger} close at on 17 September 2025?", (), "unknown_instrument")


def generated(names: Mapping[str, str], table: Table, *, seed: int, rounds: int = 1) -> list[Asked]:
    """Every kind of question in every wording, about instruments and days drawn with a seed."""
    rng = random.Random(seed)
    makers = (
        worded.day_fields,
        worded.day_moves,
        worded.range_changes,
        worded.since,
        worded.last_sessions,
        worded.weeks,
        worded.months,
        measured.measures,
        measured.levels,
        measured.of_a_day,
        comparisons,
        unanswerable,
    )
    found = [asked for _ in range(rounds) for make in makers for asked in make(names, table, rng)]
    return [*found, *everyone(table, rng)]
