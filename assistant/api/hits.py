"""Hits as clients and batches are given them."""

from typing import Any

from assistant.knowledge.documents import Hit


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
