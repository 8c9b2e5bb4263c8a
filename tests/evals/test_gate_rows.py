"""The gate on sentences about rows: prices and statistics with one thing altered are withheld, true ones are shown."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from assistant.agent.assistant import name_spans
from assistant.agent.phrasing import day, price
from assistant.agent.pricing import bar_text
from assistant.bootstrap import Stores, open_stores
from assistant.figures.verify import Evidence, verify
from assistant.market.bars import Bar
from assistant.settings import Settings
from tests.support.mutations import KINDS, altered
from tests.support.story import NOW, make_store

DRAFTS = 250


class Row(NamedTuple):
    """A row as a source, what is true of it, and whose it is."""

    source: Evidence
    claim: str
    name: str


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    with open_stores(Settings(data_dir=make_store(tmp_path_factory.mktemp("story"), *_sample()))) as stores:
        yield stores


def _sample() -> list[Path]:
    folder = Path(__file__).parents[2] / "ingest" / "sample"
    return [folder / "bars.csv", folder / "stats.csv"]


def price_rows(stores: Stores) -> list[Row]:
    found = []
    for ticker in stores.prices.tickers():
        instrument = stores.instruments.get(ticker)
        if instrument is not None:
            for bar in stores.prices.bars(ticker, None, None, as_of=NOW):
                found += [_of_bar(bar, claim, instrument.name) for claim in _said(bar, instrument.name)]
    return found


def _of_bar(bar: Bar, claim: str, name: str) -> Row:
    source = Evidence(n=1, text=bar_text(bar), day=bar.trading_date, title=f"{bar.ticker}, {bar.trading_date}", kind="price")
    return Row(source, claim, name)


def _said(bar: Bar, name: str) -> list[str]:
    said = [f"{name} closed at {price(bar.close)} {bar.currency} on {day(bar.trading_date)}."]
    if bar.open is not None and bar.high is not None and bar.low is not None:
        said.append(f"On {day(bar.trading_date)} {name} opened at {price(bar.open)} and closed at {price(bar.close)}.")
        said.append(
            f"{name} traded between a low of {price(bar.low)} and a high of {price(bar.high)} on {day(bar.trading_date)}."
        )
    return said


def stat_rows(stores: Stores) -> list[Row]:
    found = []
    for stat in stores.stats.all(as_of=NOW):
        value = f"{stat.value.normalize():,f} {stat.unit}"
        what = stat.metric.replace("_", " ")
        text = f"{stat.subject}, {what}: {value} ({stat.period}; {stat.source})"
        source = Evidence(n=1, text=text, day=date(2025, 9, 17), title=stat.subject, kind="stat")
        found.append(Row(source, f"The {what} of {stat.subject} was {value}.", stat.subject))
    return found


def rates(stores: Stores, rows: list[Row], seed: int) -> tuple[float, float]:
    """The shares withheld of altered and of true sentences about rows."""

    def entities(text: str) -> frozenset[str]:
        return frozenset(span.key for span in name_spans(stores.instruments, text))

    random, caught, made, held = Random(seed), 0, 0, 0
    names = sorted({row.name for row in rows if entities(row.name)})
    while made < DRAFTS:
        row = random.choice(rows)
        others = [name for name in names if not entities(name) & entities(row.claim)]
        draft = altered(row.claim, random.choice(KINDS), random, names=[row.name], others=others)
        if draft is not None and draft.text != row.claim:
            made += 1
            caught += not verify(f"{draft.text} [1]", [row.source], entities=entities).ok
    for _ in range(DRAFTS):
        row = random.choice(rows)
        held += not verify(f"{row.claim} [1]", [row.source], entities=entities).ok
    return caught / DRAFTS, held / DRAFTS


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", ["price", "stat"])
def test_altered_rows_are_withheld_and_true_ones_shown(stores: Stores, kind: str, seed: int):
    """At least 99 % of the altered and at most 2 % of the true sentences about price rows and statistics are withheld."""
    caught, held = rates(stores, price_rows(stores) if kind == "price" else stat_rows(stores), seed)

    assert caught >= 0.99
    assert held <= 0.02
