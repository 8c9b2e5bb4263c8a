"""The means of an answer: the stores it looks things up in, and the chat models that may write it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.chain import Link
from assistant.agent.extractive.names import Names
from assistant.agent.pricing import PriceDesk
from assistant.agent.reading import Reading
from assistant.agent.sources import SourceLedger
from assistant.agent.toolbox import Toolbox
from assistant.knowledge.base import KnowledgeBase
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore
from assistant.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What answers are made with; the same for every question."""

    knowledge: KnowledgeBase
    instruments: Instruments
    prices: PriceBook
    stats: StatStore
    names: Names
    settings: Settings
    chain: Sequence[Link]  # the first answers; each further one while those before it cannot be reached

    def entities(self, text: str) -> frozenset[str]:
        """The companies and indices that a text names."""
        return frozenset(span.key for span in self.names(text))

    def toolbox(self, reading: Reading, ledger: SourceLedger, *, history: tuple[str, ...]) -> Toolbox:
        """The tools of one answer."""
        return Toolbox(
            knowledge=self.knowledge,
            instruments=self.instruments,
            prices=self.prices,
            stats=self.stats,
            names=self.names,
            reading=reading,
            ledger=ledger,
            history=history,
        )

    def price_desk(self, reading: Reading, ledger: SourceLedger) -> PriceDesk:
        """The price desk of one answer."""
        return PriceDesk(instruments=self.instruments, prices=self.prices, reading=reading, ledger=ledger)
