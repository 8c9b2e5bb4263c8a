"""Wiring: the only place that chooses real parts, opens them in order and closes them in reverse."""

import asyncio
import importlib
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, aclosing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from assistant.database import Database, open_database
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.embedders import build_embedder
from assistant.knowledge.reranking import build_reranking
from assistant.market.calendars import previous_session
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore
from assistant.sessions.store import SessionStore
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_FOLLOW_EVERY_S = 2.0
_CALENDARS = ("XHKG", "XNYS", "XSHG")  # a second each for the first who asks
_REHEARSED = "Why did the Hang Seng Index rise or fall last week, and where did it close?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Everything that is kept, opened: what ingest writes and answers read."""

    database: Database
    knowledge: KnowledgeBase
    instruments: Instruments
    prices: PriceBook
    stats: StatStore
    sessions: SessionStore


def utc_now() -> datetime:
    """The clock that is handed down."""
    return datetime.now(UTC)


@contextmanager
def open_stores(settings: Settings, *, any_embedder: bool = False) -> Iterator[Stores]:
    """The stores of these settings; leaving the block closes them. A store of another embedder opens only for reindexing."""
    with ExitStack() as closing:
        database = open_database(settings.database_address)
        closing.callback(database.close)
        knowledge = KnowledgeBase(
            database,
            settings.data_dir / "index",
            build_embedder(settings),
            chroma_url=settings.chroma_url,
            half_life_days=settings.half_life_days,
            reranking=build_reranking(settings),
            any_embedder=any_embedder,
        )
        closing.callback(knowledge.close)
        prices = PriceBook(database)
        yield Stores(
            database=database,
            knowledge=knowledge,
            instruments=load_instruments(settings).including(prices.tickers()),
            prices=prices,
            stats=StatStore(database),
            sessions=SessionStore(database),
        )


def load_instruments(settings: Settings) -> Instruments:
    """The catalogue, with the reader's own entries where the data folder holds some."""
    extra = settings.data_dir / "instruments.jsonl"
    return Instruments.load(extra if extra.is_file() else None)


@contextmanager
def build_assistant(
    settings: Settings, *, serving: bool = False, now: Callable[[], datetime] = utc_now
) -> Iterator["Assistant"]:
    """The assistant of these settings; leaving the block closes everything it uses.

    A server follows the stores as they change and takes back the turns a crash left running. Another process on the same
    store may be a server with turns of its own, so it takes back none.
    """
    from assistant.agent.assistant import Assistant, name_spans
    from assistant.agent.breaker import Breaker
    from assistant.agent.chain import Link
    from assistant.agent.costs import read_model_prices
    from assistant.agent.models import build_chat_model, model_names

    with open_stores(settings) as stores:
        if serving:
            alone = stores.database.engine.dialect.name == "sqlite"  # on a shared database, others may be answering
            stores.sessions.recover(now(), older_than=timedelta(0) if alone else 2 * timedelta(seconds=settings.deadline_s))
            stores.knowledge.start(_FOLLOW_EVERY_S)
        names, embedder = partial(name_spans, stores.instruments), stores.knowledge.embedder
        build = partial(build_chat_model, settings=settings, names=names, embedder=embedder)
        yield Assistant(
            knowledge=stores.knowledge,
            instruments=stores.instruments,
            prices=stores.prices,
            stats=stores.stats,
            sessions=stores.sessions,
            chain=[Link(name=name, model=build(name), breaker=Breaker(clock=time.monotonic)) for name in model_names(settings)],
            model_prices=read_model_prices(settings.data_dir / "model_prices.toml"),
            settings=settings,
            now=now,
        )


def warm(assistant: "Assistant") -> None:
    """Does what the first question would wait for: loads the libraries and calendars, searches, answers once without a key."""
    from assistant.agent.models import EXTRACTIVE

    importlib.import_module("assistant.agent.graph")
    assistant.search("market", k=1)
    for exchange in _CALENDARS:
        previous_session(exchange, assistant.now().date())
    if assistant.model_name == EXTRACTIVE:
        asyncio.run(_rehearse(assistant))


async def _rehearse(assistant: "Assistant") -> None:
    async with aclosing(assistant.answer(_REHEARSED, keep=False)) as stream:
        async for _ in stream:
            pass
