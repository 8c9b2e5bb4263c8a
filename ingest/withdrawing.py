"""Withdrawing: documents that must not be answered from any more, named by their id or by where they were published."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from assistant.knowledge.documents import Document
from ingest.addresses import is_address
from ingest.article import Article, Reject
from ingest.identity import canonical_url, doc_id_of
from ingest.report import Outcome
from ingest.sources import host

_NOTICE = 700  # characters: a notice is no longer; a report about a withdrawal is
_TITLED = re.compile(
    r"\W*(?:withdrawn|retracted|removed|article (?:withdrawn|removed|retracted)|撤稿|已刪除|已删除)\s*(?:[:\]】)–—-]|$)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:this|the) (?:article|story|report|item|post) (?:has been|was|is) (?:withdrawn|retracted|taken down|removed)\b"
    r"|(?:本文|此文|该文|該文|稿件)已(?:被)?(?:撤回|撤稿|刪除|删除)",
    re.IGNORECASE,
)


class Withdrawable(Protocol):
    """What withdrawing needs of the document store."""

    def get(self, doc_id: str) -> Document | None: ...
    def at_host(self, host: str, *, withdrawn: bool = False) -> list[tuple[str, str]]: ...
    def withdraw(self, doc_id: str, *, at: datetime) -> bool: ...


def withdraw(name: str, documents: Withdrawable, *, now: Callable[[], datetime]) -> list[str]:
    """The ids of the documents of that id or address, all of them withdrawn from now on; empty where there is none."""
    found = _at(name, documents) if is_address(name) else [name] if documents.get(name) else []
    for doc_id in found:
        documents.withdraw(doc_id, at=now())
    return found


def says_withdrawn(article: Article) -> bool:
    """Whether an article is only the word that its publisher took back what stood there."""
    short = len(article.title) + len(article.text) < _NOTICE
    return article.withdrawn or (short and bool(_TITLED.match(article.title) or _SAID.search(article.text)))


def taken_back(article: Article, documents: Withdrawable, *, now: Callable[[], datetime], dry_run: bool) -> Outcome | Reject:
    """What became of the document that an article takes back: withdrawn now, or before; a reject where none is held."""
    own = doc_id_of(own_id=article.own_id, url=article.url, publisher="", title="", day=None)
    held = documents.get(own) if article.own_id or article.url else None
    fresh = {*_at(article.url, documents), *([own] if held and held.withdrawn_at is None else [])}
    for doc_id in sorted(fresh) if not dry_run else ():
        documents.withdraw(doc_id, at=now())
    if fresh or held or _at(article.url, documents, withdrawn=True):
        return "updated" if fresh else "unchanged"
    return Reject(origin=article.origin, reason="withdrawn", detail="its publisher took it back; nothing is held of it")


def _at(url: str, documents: Withdrawable, *, withdrawn: bool = False) -> list[str]:
    """The documents of that address that are withdrawn, or are not."""
    wanted = canonical_url(url)
    found = documents.at_host(host(url), withdrawn=withdrawn) if wanted else []
    return [doc_id for doc_id, held in found if canonical_url(held) == wanted]
