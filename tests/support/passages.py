"""Passages without a store: texts as a search would have found them, and what the keyless answerer says of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from assistant.agent.assistant import name_spans
from assistant.agent.extractive.compose import compose
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import Similarity
from assistant.agent.reading import Reading, read_question
from assistant.agent.records import NewsFound, Passage
from assistant.knowledge.documents import Chunk, Document, Hit
from assistant.market.instruments import Instruments

INSTRUMENTS = Instruments.load()
NAMES = partial(name_spans, INSTRUMENTS)
EVENING = datetime(2025, 9, 17, 10, 3, tzinfo=UTC)
AFTERWARDS = datetime(2025, 12, 1, tzinfo=UTC)


def make_document(
    text: str,
    *,
    title: str = "A report",
    at: datetime = EVENING,
    zone: str = "Asia/Hong_Kong",
    publisher: str = "Harbour Ledger",
) -> Document:
    return Document(
        doc_id=f"doc-{abs(hash((title, text)))}",
        title=title,
        publisher=publisher,
        text=text,
        published_at=at,
        published_date=at.date(),
        zone=zone,
        known_at=at,
        ingested_at=at,
    )


def make_passage(n: int, document: Document) -> Passage:
    chunk = Chunk(
        chunk_id=f"{document.doc_id}#1#0",
        doc_id=document.doc_id,
        version=1,
        ordinal=0,
        text=document.text,
        start=0,
        end=len(document.text),
    )
    return Passage(n=n, hit=Hit(chunk=chunk, document=document, score=1 / n))


def read(question: str, *, as_of: datetime = AFTERWARDS) -> Reading:
    return read_question(question, instruments=INSTRUMENTS, as_of=as_of, zone="Asia/Hong_Kong", explicit_as_of=True)


def told(
    question: str,
    documents: Sequence[Document | str],
    *,
    rarity: Mapping[str, float] | None = None,
    as_of: datetime = AFTERWARDS,
    similarity: Similarity | None = None,
) -> Draft:
    """What the keyless answerer makes of those documents, in the order of a search."""
    made = [one if isinstance(one, Document) else make_document(one) for one in documents]
    passages = tuple(make_passage(n, one) for n, one in enumerate(made, start=1))
    reading = read(question, as_of=as_of)
    found = NewsFound(query=reading.query, passages=passages, rarity=rarity or {})
    return compose(reading, [found], names=NAMES, similarity=similarity)
