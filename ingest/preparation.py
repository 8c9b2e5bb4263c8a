"""Preparation: what is done with news apart from the store, in whatever process: read, composed, named, dated, cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.knowledge.documents import Chunk, Document
from assistant.market.instruments import Instruments
from ingest.article import Article, Refused, Reject, Unchanged
from ingest.chunking import chunk
from ingest.composition import compose
from ingest.inputs import Input
from ingest.limits import Limits
from ingest.pinning import pinned
from ingest.sources import Sources
from ingest.stories import Print, print_of
from ingest.tagging import tagged

if TYPE_CHECKING:
    from ingest.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What all of it needs."""

    instruments: Instruments
    sources: Sources
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An input with the articles that were found in it; none of an input of another kind."""

    kind: "Kind | None" = None
    articles: tuple[Article | Reject | Unchanged, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document with its names and days, its passages, and what tells it from others."""

    document: Document
    passages: Sequence[Chunk]
    taken: Print | None  # None: it has no date, or is no article


def read(kit: Kit, item: Input) -> Read:
    """What the input holds, where that is articles; its own reader tells everything else best."""
    from ingest.arrivals import placed
    from ingest.reading import open_input, read_articles  # both only where they are needed: a process starts sooner

    try:
        kind, text, notes = open_input(item)
    except Refused:
        return Read()
    if kind in ("bars", "stats"):
        return Read()
    found = read_articles(item, kind, text, notes=notes, limits=kit.limits)
    return Read(kind=kind, articles=tuple(placed(found, item, kind=kind, text=text)))


def composed(kit: Kit, given: tuple[Sequence[Article | Reject], datetime]) -> list[Document | Reject]:
    """The articles as documents, given the time it is; a reject stays one."""
    articles, now = given
    return [
        one if isinstance(one, Reject) else compose(one, sources=kit.sources, limits=kit.limits, now=now) for one in articles
    ]


def prepared(kit: Kit, documents: Sequence[Document]) -> list[Prepared]:
    """The documents ready to be embedded and kept."""
    return list(_prepared(kit, documents))


def _prepared(kit: Kit, documents: Sequence[Document]) -> Iterator[Prepared]:
    for one in documents:
        document = pinned(tagged(one, kit.instruments))
        # A duplicate has no passages: what it says is found under the first that said it.
        passages = () if document.duplicate_of else chunk(document.text, doc_id=document.doc_id, version=document.version)
        yield Prepared(document=document, passages=passages, taken=_print(document))


def _print(document: Document) -> Print | None:
    if document.kind != "article" or document.published_at is None:
        return None
    return print_of(
        doc_id=document.doc_id,
        publisher=document.publisher,
        title=document.title,
        text=document.text,
        published_at=document.published_at,
    )
