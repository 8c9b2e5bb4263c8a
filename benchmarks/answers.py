"""How long an answer takes: questions asked over HTTP of a server process, one after the other, without a language model.

python benchmarks/answers.py NEWS.jsonl QUESTIONS.jsonl [--most 120] [--data-dir DIR]

The first answer of the process is told apart. The check of one sentence against its source is measured too, on sentences of
the same articles.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import httpx

from assistant.agent.gate import Gate
from assistant.agent.sources import SourceLedger
from assistant.figures.sentences import spans
from assistant.market.instruments import Instruments

READY_S = 120.0
CHECKED = 1_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("news", type=Path)
    arguments.add_argument("questions", type=Path)
    arguments.add_argument("--most", type=int, default=120)
    arguments.add_argument("--data-dir", type=Path, help="a folder that holds the articles already")
    given = arguments.parse_args()
    questions = [json.loads(line) for line in given.questions.read_text(encoding="utf-8").splitlines()]
    step = max(1, len(questions) // given.most)
    with tempfile.TemporaryDirectory() as folder:
        data = given.data_dir or Path(folder)
        if given.data_dir is None:
            rally("ingest", str(given.news), data=data)
        with server(data) as address, httpx.Client(base_url=address, timeout=60) as client:
            first, *rest = [asked(client, question) for question in questions[::step]]
    print("| what | n | first ms | p50 ms | p95 ms | max ms |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    print(row("answer over HTTP", rest, first))
    print(row("gate, one sentence", checks(given.news), None))


def row(what: str, times: Sequence[float], first: float | None) -> str:
    ordered = sorted(times)
    shown = "" if first is None else f"{first:.0f}"
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"| {what} | {len(ordered)} | {shown} | {p50:.1f} | {p95:.1f} | {ordered[-1]:.0f} |"


def rally(*words: str, data: Path) -> None:
    subprocess.run([sys.executable, "-m", "assistant.cli", *words], env=environment(data), check=True, capture_output=True)


def environment(data: Path) -> dict[str, str]:
    return os.environ | {"RALLY_DATA_DIR": str(data), "RALLY_MODEL": "extractive"}


@contextmanager
def server(data: Path) -> Iterator[str]:
    """A server process on a free port, ready and warm."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_ready(address: str) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise SystemExit("The server did not become ready.")


def asked(client: httpx.Client, question: dict[str, Any]) -> float:
    """Milliseconds until the whole answer is there, over a connection that is kept."""
    body = {"question": question["question"]} | ({"as_of": question["as_of"]} if question.get("as_of") else {})
    started = time.perf_counter()
    client.post("/api/chat", json=body, headers={"Accept": "application/json"}).raise_for_status()
    return (time.perf_counter() - started) * 1000


def checks(news: Path) -> list[float]:
    """Milliseconds of the gate for each sentence as a model writes it, no quotation, on an article not read before."""
    instruments, random, times = Instruments.load(), Random(1), []
    articles = [json.loads(line) for line in news.read_text(encoding="utf-8").splitlines()]

    def entities(text: str) -> frozenset[str]:
        return frozenset(ticker for mention in instruments.mentions(text) for ticker in mention.tickers)

    for article in random.choices(articles, k=CHECKED):
        body = article["body"]
        start, end = random.choice(spans(body) or ((0, len(body)),))
        ledger = SourceLedger()
        day = date.fromisoformat(article["published_at"][:10])
        ledger.row("news", key=article["id"], text=body, title=article["title"], day=day)
        gate = Gate(ledger=ledger, entities=entities, written=True)
        started = time.perf_counter()
        gate.check(f"It was said that {body[start:end].strip()} [1]")
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    main()
