"""Hits as clients and batches are given them."""

from dataclasses import asdict
from typing import Any

from assistant.agent.explaining import ExplainedSearch, Look
from assistant.knowledge.documents import Hit

_RANKED = 50  # of each ranking, in an explanation


def hit_json(hit: Hit) -> dict[str, Any]:
    """The passage, where it stands and how well it fits; no vectors, no other passages."""
    document, chunk = hit.document, hit.chunk
    return {
        "doc_id": document.doc_id,
        "version": document.version,
        "chunk_id": chunk.chunk_id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published_at": document.published_at.isoformat() if document.published_at else None,
        "published_date": document.published_date.isoformat() if document.published_date else None,
        "known_at": document.known_at.isoformat(),
        "score": hit.score,
        "text": chunk.text,
        "also": list(hit.also),
    }


def explained_json(explained: ExplainedSearch) -> dict[str, Any]:
    """The hits with their ranks, the conditions that applied, and of each look what those kept out."""
    window, reading = explained.window, explained.reading
    return {
        "hits": [hit_json(hit) | {"lexical_rank": hit.lexical_rank, "dense_rank": hit.dense_rank} for hit in explained.hits],
        "explained": {
            "query": explained.query,
            "as_of": reading.as_of.isoformat(),
            "window": None
            if window is None
            else {
                "label": reading.label,
                "first": window.first.isoformat() if window.first else None,
                "last": window.last.isoformat() if window.last else None,
                "since": window.since.isoformat() if window.since else None,
                "until": window.until.isoformat() if window.until else None,
                "part": window.part,
            },
            "note": reading.note,
            "looks": [_look_json(look) for look in explained.looks],
        },
    }


def _look_json(look: Look) -> dict[str, Any]:
    explanation = look.explanation
    return {
        "tickers": list(look.tickers),
        "chunks": explanation.chunks,
        "removed": asdict(explanation.removed),
        "way": explanation.way,
        "reranked": explanation.reranked,
        "lexical": explanation.lexical[:_RANKED],
        "dense": explanation.dense[:_RANKED],
    }
