"""Hits as clients and batches are given them."""

from dataclasses import asdict
from typing import Any

from assistant.agent.explaining import ExplainedSearch, Look
from assistant.agent.retracing import Trace
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
    looks = [
        _look_json(look)
        | {
            "lexical": look.explanation.lexical[:_RANKED],
            "dense": look.explanation.dense[:_RANKED],
            "way": look.explanation.way,
        }
        for look in explained.looks
    ]
    return {
        "hits": [hit_json(hit) | {"lexical_rank": hit.lexical_rank, "dense_rank": hit.dense_rank} for hit in explained.hits],
        "explained": _conditions_json(explained) | {"looks": looks},
    }


def trace_json(trace: Trace) -> dict[str, Any]:
    """One search of an answer: its conditions, its looks and, where it finds the passage, the place, ranks and copies."""
    found = trace.found
    told = _conditions_json(trace.search) | {"looks": [_look_json(look) for look in trace.search.looks], "found": None}
    if found is None:
        return told
    return told | {
        "found": {
            "place": found.place,
            "hits": len(trace.search.hits),
            "score": found.hit.score,
            "lexical_rank": found.hit.lexical_rank,
            "dense_rank": found.hit.dense_rank,
            "look": trace.search.looks.index(found.look),
            "also": [{"doc_id": one.doc_id, "title": one.title, "publisher": one.publisher} for one in found.also],
        }
    }


def _conditions_json(explained: ExplainedSearch) -> dict[str, Any]:
    window, reading = explained.window, explained.reading
    return {
        "query": explained.query,
        "as_of": reading.as_of.isoformat(),
        "window": None
        if window is None
        else {
            "label": explained.label,
            "first": window.first.isoformat() if window.first else None,
            "last": window.last.isoformat() if window.last else None,
            "since": window.since.isoformat() if window.since else None,
            "until": window.until.isoformat() if window.until else None,
            "part": window.part,
        },
        "note": reading.note,
    }


def _look_json(look: Look) -> dict[str, Any]:
    explanation = look.explanation
    return {
        "tickers": list(look.tickers),
        "chunks": explanation.chunks,
        "removed": asdict(explanation.removed),
        "ranked": {"lexical": len(explanation.lexical), "dense": len(explanation.dense)},
        "reranked": explanation.reranked,
    }
