"""A small assistant for tests of the front doors: real sessions, scripted events."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.agent.events import (
    CheckedFigure,
    Citations,
    CitedSource,
    Done,
    Event,
    Figures,
    ReadWindow,
    Status,
    Text,
    ToolCall,
    Withheld,
)
from assistant.database import Database
from assistant.knowledge.columns import Removed
from assistant.knowledge.documents import Chunk, Document, Hit
from assistant.knowledge.windows import Window
from assistant.market.bars import Bar
from assistant.sessions.store import SessionStore
from assistant.settings import Settings
from tests.support.databases import open_store_database

NOW = datetime(2025, 9, 18, 1, 0, tzinfo=UTC)
TICKERS = {"9988.HK": "9988.HK", "9988": "9988.HK", "BIDU": "BIDU"}


def make_hit(**changes: Any) -> Hit:
    text = "Baidu rose 15.7 percent to close at 131 dollars in Hong Kong."
    document = Document(
        doc_id="d1",
        title="Baidu leads",
        publisher="Our Paper",
        url="https://example.org/baidu",
        text=text,
        published_at=datetime(2025, 9, 17, 9, 0, tzinfo=UTC),
        published_date=date(2025, 9, 17),
        known_at=datetime(2025, 9, 17, 9, 0, tzinfo=UTC),
        ingested_at=NOW,
        details={"origin": "/home/ann/secret.txt"},
    )
    chunk = Chunk(chunk_id="d1#1#0", doc_id="d1", version=1, ordinal=0, text=text, start=0, end=len(text))
    return Hit(**({"chunk": chunk, "document": document, "score": 0.5} | changes))


def make_bar(day: int, close: str) -> Bar:
    return Bar(
        ticker="9988.HK",
        trading_date=date(2025, 9, day),
        open=None,
        high=None,
        low=None,
        close=Decimal(close),
        currency="HKD",
        known_at=datetime(2025, 9, day, 8, tzinfo=UTC),
    )


class FakeKnowledge:
    """One document, found by every search."""

    def __init__(self, database: Database) -> None:
        self.state = (True, "")
        self.documents = SimpleNamespace(
            database=database,
            get=lambda doc_id, version=None, as_of=None: (
                make_hit().document if doc_id == "d1" and version in (None, 1) else None
            ),
            counts=lambda: {"documents": 1},
            newest_known_at=lambda as_of: make_hit().document.known_at,
        )

    def explain(self, query: str, **asked: Any) -> Any:
        removed = Removed(later_or_replaced=0, outside_window=1, other_instruments=0)
        return SimpleNamespace(
            hits=(make_hit(),), chunks=2, removed=removed, lexical=[("d1#1#0", 7.5)], dense=[], way="exact", reranked="off"
        )

    def ready(self) -> tuple[bool, str]:
        return self.state


class FakePrices:
    """Two bars of one instrument."""

    def newest(self, ticker: str, *, as_of: datetime) -> Bar | None:
        return make_bar(17, "161.60") if ticker == "9988.HK" else None

    def bars(self, ticker: str, first: date, last: date, *, as_of: datetime) -> list[Bar]:
        return [bar for bar in (make_bar(16, "153.50"), make_bar(17, "161.60")) if first <= bar.trading_date <= last]

    def count(self) -> int:
        return 2

    def revision(self) -> int:
        return 1


class FakeInstruments:
    """Two listings."""

    def canonical(self, text: str) -> str | None:
        return TICKERS.get(text)

    def get(self, ticker: str) -> Any:
        known = {"9988.HK": ("Alibaba", "XHKG", "HKD"), "BIDU": ("Baidu", "XNAS", "USD")}
        if ticker not in known:
            return None
        name, exchange, currency = known[ticker]
        return SimpleNamespace(ticker=ticker, name=name, kind="share", exchange=exchange, currency=currency, company=name)

    def mentions(self, text: str) -> list[Any]:
        return [SimpleNamespace(tickers=("9988.HK",))] if "alibaba" in text.lower() else []

    def near(self, text: str) -> list[Any]:
        return [self.get("9988.HK")]


class FakeAssistant:
    """Answers every question alike; `gate` holds an answer after its first event, `fail` breaks it there."""

    model_name = "extractive"

    def __init__(self, database: Database, *, now: Callable[[], datetime] = lambda: NOW) -> None:
        self.sessions, self.settings = SessionStore(database), Settings(data_dir=Path(str(database.engine.url.database)).parent)
        self.knowledge, self.prices, self.instruments = FakeKnowledge(database), FakePrices(), FakeInstruments()
        self.asked: list[dict[str, Any]] = []
        self.searched: list[dict[str, Any]] = []
        self.begun = threading.Event()
        self.gate: Any = None
        self.fail: BaseException | None = None
        self.cancelled = 0
        self.now = now

    def search(self, question: str, **asked: Any) -> list[Hit]:
        self.searched.append({"question": question, **asked})
        return [make_hit()]

    def explain(self, question: str, **asked: Any) -> Any:
        self.searched.append({"question": question, **asked})
        looked, window = self.knowledge.explain(question), asked["window"]
        reading = SimpleNamespace(as_of=asked["as_of"] or NOW, note="")
        looks = (SimpleNamespace(tickers=("9888.HK",), explanation=looked),)
        return SimpleNamespace(
            query=question, window=window, label="since 17 Sep 2025", reading=reading, hits=looked.hits, looks=looks
        )

    async def answer(
        self,
        question: str,
        *,
        session_id: str | None = None,
        owner: str = "",
        as_of: datetime | None = None,
        window: Window | None = None,
        tickers: Sequence[str] | None = None,
        history: Sequence[str] | None = None,
        keep: bool = True,
    ) -> AsyncIterator[Event]:
        asked = {"question": question, "as_of": as_of, "window": window, "tickers": tickers, "session_id": session_id}
        self.asked.append(asked | {"history": history, "keep": keep})
        moment = as_of or self.now()
        if not keep:
            for event in scripted(turn_id="", session_id="", as_of=moment):
                yield event
            return
        session = self.sessions.open(session_id, owner=owner, now=self.now())
        turn = self.sessions.begin(session.session_id, question, as_of=moment, now=self.now())
        state, sent = "stopped", []
        try:
            for event in scripted(turn_id=turn.turn_id, session_id=session.session_id, as_of=moment):
                sent.append(event.model_dump(mode="json"))
                yield event
                self.begun.set()
                if len(sent) == 1 and self.gate is not None:
                    await self.gate.wait()
                if len(sent) == 1 and self.fail is not None:
                    state = "failed"
                    raise self.fail
            state = "done"
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.sessions.finish(turn.turn_id, answer="Baidu rose.", events=sent, state=state, now=self.now())


def scripted(*, turn_id: str, session_id: str, as_of: datetime) -> list[Event]:
    """A whole answer's events."""
    source = CitedSource(n=1, kind="news", doc_id="d1", version=1, title="Baidu leads", quote="Baidu rose 15.7 percent")
    return [
        Status(stage="reading", reading=ReadWindow(label="17 Sep 2025, Hong Kong time", tickers=("9888.HK",))),
        ToolCall(name="search_news", args={"query": "Baidu"}, summary="1 passage"),
        Text(text="Baidu rose 15.7 % [1]. "),
        Text(text="It closed at 131 HKD [1]."),
        Withheld(reason="unsupported", detail="A sentence was not shown."),
        Citations(sources=(source,)),
        Figures(figures=(CheckedFigure(text="15.7 %", value="15.7", unit="%", source=1, status="verified"),)),
        Done(
            turn_id=turn_id,
            session_id=session_id,
            abstained=False,
            reason=None,
            as_of=as_of,
            newest_evidence_at=NOW,
            model="extractive",
            elapsed_ms=3.5,
        ),
    ]


def make_assistant(folder: Path) -> tuple[FakeAssistant, Database]:
    database = open_store_database(folder)
    return FakeAssistant(database), database
