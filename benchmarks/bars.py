"""How fast bars go from a file into the price book and come out: `python -m benchmarks.bars [--bars 5000000]`."""

import argparse
import io
import random
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assistant.bootstrap import open_stores, utc_now
from assistant.market.prices import PriceBook
from assistant.settings import Settings
from ingest.inputs import Input
from ingest.pipeline import Pipeline

DAYS = 5_000  # bars of one instrument: some twenty years of sessions
FILE = 400_000  # bars of one file: some 25 MB
MANY = 5_000  # instruments of a file of one day
FILES = 6  # of such
LOOKUPS = 2_000
HEADER = "symbol,date,open,high,low,close,volume,currency\n"
SESSIONS = [day for day in (date(2000, 1, 3) + timedelta(days=at) for at in range(7 * DAYS // 5)) if day.weekday() < 5]
AFTER = datetime(2030, 1, 1, tzinfo=UTC)


def cents(price: int) -> str:
    """A price as an exchange prints it."""
    return f"{price / 100:.2f}"


def floats(price: int) -> str:
    """The same price as yfinance writes it: the nearest 32-bit float, with all its digits."""
    return repr(struct.unpack("<f", struct.pack("<f", price / 100))[0])


def tables(count: int, printed: Callable[[int], str], rng: random.Random) -> Iterator[bytes]:
    """Random walks of one instrument after the other, in files of many instruments."""
    close = 0
    for start in range(0, count, FILE):
        out = io.StringIO()
        out.write(HEADER)
        for at in range(start, min(start + FILE, count)):
            number, offset = divmod(at, DAYS)
            close = 10_000 if offset == 0 else max(1_000, close + rng.randint(-200, 200))
            prices = ",".join(map(printed, (close, close + rng.randint(1, 99), close - rng.randint(1, 99), close)))
            out.write(f"{number + 1:04}.HK,{SESSIONS[offset]},{prices},{rng.randint(1_000, 9_000_000)},HKD\n")
        yield out.getvalue().encode()


def day_tables(days: int, rng: random.Random) -> Iterator[bytes]:
    """One file a day, with a bar of each of thousands of instruments."""
    for day in SESSIONS[-days:]:
        lines = []
        for number in range(MANY):
            close = rng.randint(1_000, 90_000)
            prices = ",".join(map(cents, (close, close + rng.randint(1, 99), close - rng.randint(1, 99), close)))
            lines.append(f"{number + 1:04}.HK,{day},{prices},{rng.randint(1_000, 9_000_000)},HKD\n")
        yield (HEADER + "".join(lines)).encode()


def timed(lookup: Callable[[str, date], object], tickers: int, rng: random.Random) -> tuple[float, float]:
    """The p50 and p95 of a look-up of a random instrument and day, in milliseconds."""
    times = []
    for _ in range(LOOKUPS):
        ticker, day = f"{1 + rng.randrange(tickers):04}.HK", SESSIONS[rng.randrange(1, DAYS)]
        begun = time.perf_counter()
        lookup(ticker, day)
        times.append(1_000 * (time.perf_counter() - begun))
    times.sort()
    return times[LOOKUPS // 2], times[LOOKUPS * 95 // 100]


def load(pipeline: Pipeline, files: Iterator[bytes], count: int, name: str) -> None:
    """Takes the files in as `rally ingest` does, and says how many bars a second became committed rows."""
    clock = processor = 0.0
    for number, data in enumerate(files):
        item = Input(origin=f"{name}/{number}.csv", name=f"{number}.csv", data=data)
        begun, used = time.perf_counter(), time.process_time()
        report = pipeline.take([item])
        clock, processor = clock + time.perf_counter() - begun, processor + time.process_time() - used
        assert report.bars.rejected == 0
    print(
        f"{name}: {count:,} bars from file to committed row, {count / clock:,.0f} a second "
        f"({clock:.1f} s), {count / processor:,.0f} a second of processor time",
        flush=True,
    )


def look_up(book: PriceBook, count: int, rng: random.Random) -> None:
    tickers = max(1, count // DAYS)
    lookups: dict[str, Callable[[str, date], object]] = {
        "bar_on": lambda ticker, day: book.bar_on(ticker, day, as_of=AFTER),
        "move_on": lambda ticker, day: book.move_on(ticker, day, AFTER),
        "newest": lambda ticker, _: book.newest(ticker, as_of=AFTER),
        "bars of 90 days": lambda ticker, day: book.bars(ticker, day - timedelta(days=90), day, as_of=AFTER),
    }
    for name, lookup in lookups.items():
        p50, p95 = timed(lookup, tickers, rng)
        print(f"{name}: p50 {p50:.2f} ms, p95 {p95:.2f} ms", flush=True)


def measure(count: int, printed: Callable[[int], str], folder: Path) -> None:
    rng = random.Random(7)
    with open_stores(Settings(data_dir=folder)) as stores:
        pipeline = Pipeline(
            knowledge=stores.knowledge, instruments=stores.instruments, prices=stores.prices, stats=stores.stats, now=utc_now
        )
        pipeline.take(
            [Input(origin="first.csv", name="first.csv", data=f"{HEADER}9999.HK,2000-01-03,1,1,1,1,1,HKD\n".encode())]
        )
        load(pipeline, tables(count, printed, rng), count, printed.__name__)
        if printed is cents:
            load(pipeline, day_tables(FILES, rng), FILES * MANY, "days")
            look_up(stores.prices, count, rng)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bars", type=int, default=500_000)
    for printed in (cents, floats):
        with tempfile.TemporaryDirectory() as folder:
            measure(parser.parse_args().bars, printed, Path(folder))


if __name__ == "__main__":
    main()
