"""Preparation: what is done with news apart from the store, in whatever process: read, composed, named, dated, cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.chunks import indexed_text
from assistant.knowledge.documents import Document
from assistant.knowledge.embedders import Embedder
from assistant.market.instruments import Instruments
from ingest.article import Article, Refused, Reject, Unchanged
from ingest.chunking import Span, passages
from ingest.composition import compose
from ingest.inputs import Input
from ingest.limits import Limits
from ingest.sources import Sources
from ingest.stories import Print, print_of
from ingest.stretches import Stretch
from ingest.tagging import tickers_of
from ingest.withdrawing import says_withdrawn

if TYPE_CHECKING:
    from assistant.knowledge.vectors import Vectors
    from ingest.kinds import Kind

Group = Sequence[Article | Reject | Unchanged] | Stretch  # what is composed together


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What all of it needs."""

    instruments: Instruments
    sources: Sources
    limits: Limits
    embedder: Embedder | None = None  # None: one that only the process that stores asks, such as a provider's


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An input with the articles that were found in it; none of an input of another kind."""

    kind: "Kind | None" = None
    articles: tuple[Article | Reject | Unchanged, ...] = ()


class Passages(NamedTuple):
    """What a document needs to be kept, beside itself: the tickers it names, where its text is cut, and a vector for each
    passage where they are known."""

    tickers: tuple[str, ...]
    spans: tuple[Span, ...]
    vectors: "Vectors | None" = None


class Composed(NamedTuple):
    """An article as a document; with its passages, where it was likely to be kept."""

    document: Document
    passages: Passages | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A stored document with the days that its words name, and what tells it from others."""

    document: Document
    taken: Print | None  # None: it has no date, is no article, or not the first version of one


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


def composed(kit: Kit, given: tuple[Group, datetime, bool]) -> list[Composed | Article | Reject | Unchanged]:
    """The articles as documents, given the time it is and whether they are likely to be kept. One that only says that its
    publisher took another back stays an article."""
    group, now, likely = given
    found = [
        compose(one, sources=kit.sources, limits=kit.limits, now=now)
        if isinstance(one, Article) and not says_withdrawn(one)
        else one
        for one in (group.articles() if isinstance(group, Stretch) else group)
    ]
    passages = iter(prepared(kit, [one for one in found if isinstance(one, Document)]) if likely else ())
    return [Composed(one, next(passages, None)) if isinstance(one, Document) else one for one in found]


def prepared(kit: Kit, documents: Sequence[Document]) -> list[Passages]:
    """What the documents need to be embedded and kept."""
    spans = [tuple(passages(one.text)) for one in documents]
    tickers = [tickers_of(one, kit.instruments) for one in documents]
    return list(map(Passages, tickers, spans, _vectors(kit, documents, spans)))


def embedded(kit: Kit, documents: "Sequence[tuple[Document, Sequence[Span]]]") -> "list[Vectors | None]":
    """The vectors of documents that are cut already."""
    return list(_vectors(kit, [one for one, _ in documents], [spans for _, spans in documents]))


def settled(kit: Kit, documents: Sequence[Document]) -> list[Settled]:
    """The documents with what a second reading finds in them."""
    from ingest.pinning import pinned  # its patterns take a while to be made: a process that prepares starts without

    # A new version is in a story already.
    return [Settled(document=pinned(one), taken=_print(one) if one.version == 1 else None) for one in documents]


def _vectors(kit: Kit, documents: Sequence[Document], spans: Sequence[Sequence[Span]]) -> "Iterator[Vectors | None]":
    """The vectors of each document's passages, where this process can make them."""
    if kit.embedder is None:
        yield from (None for _ in documents)
        return
    cut = [(one, span) for one, of_it in zip(documents, spans, strict=True) for span in of_it]
    vectors = kit.embedder.embed([indexed_text(one.title, one.text[span.start : span.end]) for one, span in cut])
    start = 0
    for of_it in spans:
        yield vectors[start : start + len(of_it)]
        start += len(of_it)


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
