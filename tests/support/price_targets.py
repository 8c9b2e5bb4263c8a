"""One report of a price target, its update, and one about something else: evidence that changes while a question is watched."""

from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.bootstrap import open_stores
from assistant.market.stat_store import StatStore
from assistant.settings import Settings
from ingest.pipeline import Pipeline
from tests.support.knowledge import utc

NOW = utc(2025, 9, 19)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def article(title: str, body: str, *, url: str, published: str, updated: str = "") -> str:
    lines = [f"title: {title}", f"url: {url}", "publisher: Harbour Ledger", f"published: {published}"]
    return "\n".join(["---", *lines, *([f"updated: {updated}"] if updated else []), "---", "", body, ""])


OUTLOOK = article(
    "Brokers on Baidu",
    "A broker raised its price target for Baidu to HK$150 from HK$120 on Wednesday, citing its chip unit.",
    url="https://ledger.example/baidu",
    published="2025-09-17T09:00:00+08:00",
)
RAISED = article(
    "Brokers on Baidu",
    "A broker raised its price target for Baidu to HK$165 from HK$120 on Wednesday, citing its chip unit.",
    url="https://ledger.example/baidu",
    published="2025-09-17T09:00:00+08:00",
    updated="2025-09-17T12:00:00+08:00",
)
ELSEWHERE = article(
    "Rice prices",
    "Rice was cheaper in Bangkok on Wednesday after a good harvest, traders said.",
    url="https://ledger.example/rice",
    published="2025-09-17T10:00:00+08:00",
)
QUESTION = "What is the price target for Baidu?"


def make_target_store(folder: Path) -> Path:
    """A data folder that holds the first report."""
    with open_stores(Settings(data_dir=folder / "data")) as stores:
        _pipeline(stores, stores.stats).run([str(write(folder, "outlook.md", OUTLOOK))])
    return folder / "data"


def ingest(assistant: Any, path: Path) -> None:
    """Takes the file into the assistant's own stores, and waits until they are searched."""
    _pipeline(assistant, StatStore(assistant.knowledge.documents.database)).run([str(path)])
    assistant.knowledge.follow()


def _pipeline(stores: Any, stats: StatStore, *, now: datetime = NOW) -> Pipeline:
    return Pipeline(
        knowledge=stores.knowledge, instruments=stores.instruments, prices=stores.prices, stats=stats, now=lambda: now
    )
