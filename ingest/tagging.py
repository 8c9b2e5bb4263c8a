"""Tagging: the tickers of the instruments that a document speaks of."""

from typing import Protocol

from assistant.knowledge.documents import Document
from assistant.market.instruments import Mention


class Names(Protocol):
    """What finds the instruments that a text speaks of."""

    def mentions(self, text: str) -> list[Mention]: ...


def tickers_of(document: Document, instruments: Names) -> tuple[str, ...]:
    """The tickers of everything that title and text mention, each once, after those that the document has."""
    found = instruments.mentions(f"{document.title}\n\n{document.text}")
    return tuple(dict.fromkeys((*document.tickers, *(ticker for mention in found for ticker in mention.tickers))))
