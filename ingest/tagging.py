"""Tagging: the tickers of the instruments that a document speaks of."""

from typing import Protocol

from assistant.knowledge.documents import Document


class Names(Protocol):
    """What finds the instruments that a text speaks of."""

    def tickers(self, text: str) -> tuple[str, ...]: ...


def tickers_of(document: Document, instruments: Names) -> tuple[str, ...]:
    """The tickers of everything that title and text mention, each once, after those that the document has."""
    return tuple(dict.fromkeys((*document.tickers, *instruments.tickers(f"{document.title}\n\n{document.text}"))))
