"""How fast bars go into the price book and come out: `python benchmarks/bars.py [--bars 5000000]`."""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from assistant.database import open_database
from assistant.market.bars import Bar
from assistant.market.prices import PriceBook

DAYS = 5_000  # bars of one instrument: some twenty years of sessions
BATCH = 10_000  # bars put at once
LOOKUPS = 2_000
FIRST = date(2000, 1, 3)
AFTER = datetime(2030, 1, 1, tzinfo=UTC)


def generated(count: int, rng: random.Random) -> Iterator[Bar]:
    """Random walks in whole cents, one instrument after the other."""
    cents = 0
    for at in range(count):
        ticker, offset = divmod(at, DAYS)
        cents = 10_000 if offset == 0 else max(100, cents + rng.randint(-200, 200))
        close = Decimal(cents) / 100
        day = FIRST + timedelta(days=offset)
        yield Bar(
            ticker=f"T{ticker:05}",
            trading_date=day,
            open=close,
            high=close + 1,
            low=close - Decimal("0.5"),
            close=close,
            volume=rng.randint(1_000, 9_000_000),
            currency="HKD",
            source="generated.csv",
            known_at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC),
        )


def batches(bars: Iterator[Bar]) -> Iterator[list[Bar]]:
    batch: list[Bar] = []
    for bar in bars:
        batch.append(bar)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def timed(lookup: Callable[[str, date], object], tickers: int, rng: random.Random) -> tuple[float, float]:
    """The p50 and p95 of a look-up of a random instrument and day, in milliseconds."""
    times = []
    for _ in range(LOOKUPS):
        ticker, day = f"T{rng.randrange(tickers):05}", FIRST + timedelta(days=rng.randrange(1, DAYS))
        begun = time.perf_counter()
        lookup(ticker, day)
        times.append(1_000 * (time.perf_counter() - begun))
    times.sort()
    return times[LOOKUPS // 2], times[LOOKUPS * 95 // 100]


def measure(count: int, folder: Path) -> None:
    rng = random.Random(7)
    database = open_database(f"sqlite:///{folder / 'bars.db'}")
    book = PriceBook(database)
    spent = 0.0
    for batch in batches(generated(count, rng)):
        begun = time.perf_counter()
        book.put_bars(batch)
        spent += time.perf_counter() - begun
    print(f"loaded {count:,} bars: {count / spent:,.0f} a second ({spent:.0f} s)", flush=True)
    tickers = max(1, count // DAYS)
    lookups: dict[str, Callable[[str, date], object]] = {
        "bar_on": lambda ticker, day: book.bar_on(ticker, day, as_of=AFTER),
        "move_on": lambda ticker, day: book.move_on(ticker, day, AFTER),
        "newest": lambda ticker, _: book.newest(ticker, as_of=AFTER),
        "bars of 90 days": lambda ticker, day: book.bars(ticker, day - timedelta(days=90), day, as_of=AFTER),
    }
    for name, lookup in lookups.items():
        p50, p95 = timed(lookup, tickers, rng)
        print(f"{name}: p50 {p50:.2f} ms, p95 {p95:.2f} ms")
    database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bars", type=int, default=500_000)
    with tempfile.TemporaryDirectory() as folder:
        measure(parser.parse_args().bars, Path(folder))


if __name__ == "__main__":
    main()
