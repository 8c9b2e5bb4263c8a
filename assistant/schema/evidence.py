"""The tables of what was reported and traded, and of how it came in."""

import sqlalchemy as sa

from assistant.schema.base import Instant, metadata

# A document's identity; what it says is in its versions.
documents = sa.Table(
    "documents",
    metadata,
    sa.Column("doc_id", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # the newest
    sa.Column("story_id", sa.String(64), index=True),
    sa.Column("origin_id", sa.String(64), index=True),  # of near copies: the first of them
    sa.Column("duplicate_of", sa.String(64)),
    sa.Column("first_seen_at", Instant, nullable=False),
    sa.Column("withdrawn_at", Instant),
)

# By what a report is found again that tells the same: a few numbers of its words, names and figures.
story_marks = sa.Table(
    "story_marks",
    metadata,
    sa.Column("mark", sa.BigInteger, primary_key=True),
    sa.Column("day", sa.Integer, primary_key=True),  # of publication, counted from year 1
    sa.Column("doc_id", sa.String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# What is stored and searched, and to be read once more for its days and its story; in the order in which it was stored.
unsettled = sa.Table(
    "unsettled",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("doc_id", sa.String(64), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sqlite_autoincrement=True,
)

# A document's text as known from `known_at` until `superseded_at`.
versions = sa.Table(
    "versions",
    metadata,
    sa.Column("doc_id", sa.String(64), sa.ForeignKey("documents.doc_id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("content_hash", sa.String(64), nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("byline", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("published_at", Instant),
    sa.Column("published_date", sa.Date, index=True),  # the calendar day where it was published
    sa.Column("precision", sa.String(8), nullable=False),  # "minute", "day" or "none"
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("updated_at", Instant),
    sa.Column("known_at", Instant, nullable=False, index=True),
    sa.Column("superseded_at", Instant),
    sa.Column("ingested_at", Instant, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),  # notes, pinned dates, origin
)

chunks = sa.Table(
    "chunks",
    metadata,
    sa.Column("chunk_id", sa.String(96), primary_key=True),
    sa.Column("doc_id", sa.String(64), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),  # characters into the version's text
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("embedding", sa.LargeBinary, nullable=False),  # float32, little-endian
    sa.Column("fingerprint", sa.String(64), nullable=False),  # of the embedder
)

# Vectors of another embedder, until there is one for each chunk and they take the place of those in `chunks`.
next_embeddings = sa.Table(
    "next_embeddings",
    metadata,
    sa.Column("chunk_id", sa.String(96), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("embedding", sa.LargeBinary, nullable=False),
)

# The instruments a version speaks of.
mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("doc_id", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("ticker", sa.String(32), primary_key=True, index=True),
)

# What the derived indexes follow: one row a change of a chunk, in order.
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("chunk_id", sa.String(96), nullable=False),
    sa.Column("op", sa.String(8), nullable=False),  # "put" or "delete"
    sqlite_autoincrement=True,
)

bars = sa.Table(
    "bars",
    metadata,
    sa.Column("ticker", sa.String(32), primary_key=True),
    sa.Column("trading_date", sa.Date, primary_key=True),
    sa.Column("adjusted", sa.Boolean, primary_key=True),
    sa.Column("open", sa.Text),  # decimals as written, so that nothing is rounded on the way
    sa.Column("high", sa.Text),
    sa.Column("low", sa.Text),
    sa.Column("close", sa.Text, nullable=False),
    sa.Column("adj_close", sa.Text),
    sa.Column("volume", sa.BigInteger),
    sa.Column("currency", sa.String(8), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("known_at", Instant, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    sqlite_with_rowid=False,
)

stats = sa.Table(
    "stats",
    metadata,
    sa.Column("stat_id", sa.String(64), primary_key=True),
    sa.Column("doc_id", sa.String(64), nullable=False, index=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("ticker", sa.String(32), index=True),
    sa.Column("metric", sa.Text, nullable=False, index=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("currency", sa.String(8)),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("published_at", Instant),
    sa.Column("known_at", Instant, nullable=False),
    sa.Column("superseded_at", Instant),
)

# What ingest could not take, with its reason.
rejects = sa.Table(
    "rejects",
    metadata,
    sa.Column("reject_id", sa.String(64), primary_key=True),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("rejected_at", Instant, nullable=False),
    sa.Column("input_id", sa.String(64)),  # in `quarantine`
)

# Single facts about the store: the embedder's fingerprint, the program's version.
facts = sa.Table(
    "facts",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

# The places that are read again and again, and how that goes: one row a source.
sources = sa.Table(
    "sources",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),  # "feed", "pages" or "folder"
    sa.Column("state", sa.String(32), nullable=False),  # of the last reading
    sa.Column("last_tried_at", Instant),
    sa.Column("last_success_at", Instant),
    sa.Column("newest_at", Instant),  # when the newest article seen there was published
    sa.Column("next_at", Instant),
    sa.Column("items", sa.Integer, nullable=False),  # taken in so far
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
    sa.Column("last_error", sa.Text, nullable=False),
)

# What came of each web address when it was last fetched.
fetches = sa.Table(
    "fetches",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("state", sa.String(32), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False),
    sa.Column("moved_to", sa.Text, nullable=False),
    sa.Column("fetched_at", Instant, nullable=False),
)

# The inputs that rejects came from, as bytes, so that they can be tried again.
quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("input_id", sa.String(64), primary_key=True),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("charset", sa.String(40), nullable=False),
    sa.Column("data", sa.LargeBinary),  # compressed; none where it was too large to keep
)

# What was given to a server to take in: the newest few.
jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("job_id", sa.String(64), primary_key=True),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("begun_at", Instant, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # "waiting", "running", "done", "failed" or "stopped"
    sa.Column("at_work", sa.Text, nullable=False),
    sa.Column("report", sa.JSON),  # what was taken in and rejected; null before it began
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("touched_at", Instant, nullable=False),  # when its process last had it in hand
)
