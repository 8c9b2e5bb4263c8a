"""Withdrawing: documents that must not be answered from any more, named by their id or by where they were published."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from assistant.knowledge.documents import Document
from ingest.addresses import is_address
from ingest.identity import canonical_url
from ingest.sources import host


class Withdrawable(Protocol):
    """What withdrawing needs of the document store."""

    def get(self, doc_id: str) -> Document | None: ...
    def at_host(self, host: str) -> list[tuple[str, str]]: ...
    def withdraw(self, doc_id: str, *, at: datetime) -> bool: ...


def withdraw(name: str, documents: Withdrawable, *, now: Callable[[], datetime]) -> list[str]:
    """The ids of the documents of that id or address, all of them withdrawn from now on; empty where there is none."""
    if not is_address(name):
        found = [name] if documents.get(name) else []
    else:
        wanted = canonical_url(name)
        found = [doc_id for doc_id, url in documents.at_host(host(name)) if wanted and canonical_url(url) == wanted]
    for doc_id in found:
        documents.withdraw(doc_id, at=now())
    return found
