"""The tables of the record of truth. `assistant/migrations` brings a database to this shape."""

from assistant.schema.base import Instant, metadata
from assistant.schema.evidence import (
    bars,
    changes,
    chunks,
    documents,
    facts,
    fetches,
    mentions,
    quarantine,
    rejects,
    sources,
    stats,
    story_marks,
    versions,
)
from assistant.schema.sessions import (
    batch_rows,
    batches,
    briefs,
    sessions,
    shares,
    turns,
    watched,
    watched_changes,
)

__all__ = [
    "Instant",
    "bars",
    "batch_rows",
    "batches",
    "briefs",
    "changes",
    "chunks",
    "documents",
    "facts",
    "fetches",
    "mentions",
    "metadata",
    "quarantine",
    "rejects",
    "sessions",
    "shares",
    "sources",
    "stats",
    "story_marks",
    "turns",
    "versions",
    "watched",
    "watched_changes",
]
