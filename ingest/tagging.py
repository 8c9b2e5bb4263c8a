"""Tagging: the tickers of the instruments that a document speaks of."""

from dataclasses import replace
from typing import Protocol

from assistant.knowledge.documents import Document
from assistant.market.instruments import Mention


class Names(Protocol):
    """What finds the instruments that a text speaks of."""

    def mentions(self, text: str) -> list[Mention]: ...


def tagged(document: Document, instruments: Names) -> Document:
    """The document with the tickers of everything its title and text mention, each once, after those it has."""
    found = instruments.mentions(f"{document.title}\n\n{document.text}")
    tickers = tuple(dict.fromkeys((*document.tickers, *(ticker for mention in found for ticker in mention.tickers))))
    return replace(document, tickers=tickers) if tickers != document.tickers else document
