"""The tables of the record of truth. `assistant/migrations` brings a database to this shape."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(sa.TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970 UTC so that both databases order it alike."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        return (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


metadata = sa.MetaData()

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
    sa.Column("duplicate_of", sa.String(64)),
    sa.Column("first_seen_at", Instant, nullable=False),
    sa.Column("withdrawn_at", Instant),
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

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("session_id", sa.String(64), primary_key=True),
    sa.Column("owner", sa.String(64), nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
    sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("tags", sa.Text, nullable=False, server_default=""),  # one a line
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("turn_id", sa.String(64), primary_key=True),
    sa.Column(
        "session_id", sa.String(64), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # "running", "done", "stopped" or "failed"
    sa.Column("events", sa.JSON, nullable=False),  # the answer's events as sent, "text" joined
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("as_of", Instant, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),  # the owner's own words
    sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("feedback", sa.String(8), nullable=False, server_default=""),  # "good", "bad" or empty
    sa.UniqueConstraint("session_id", "ordinal"),
)

# A session that can be read by whoever has the link; revoking removes the row.
shares = sa.Table(
    "shares",
    metadata,
    sa.Column("share_id", sa.String(64), primary_key=True),
    sa.Column(
        "session_id", sa.String(64), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    sa.Column("created_at", Instant, nullable=False),
)

# A brief: a session whose first questions were given, over a stretch of time.
briefs = sa.Table(
    "briefs",
    metadata,
    sa.Column("session_id", sa.String(64), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("watchlist", sa.Text, nullable=False),
    sa.Column("as_of", Instant, nullable=False),
    sa.Column("first", sa.Date),
    sa.Column("last", sa.Date),
    sa.Column("since", Instant),
    sa.Column("until", Instant),
    sa.Column("label", sa.Text, nullable=False),  # the window for people
    sa.Column("tickers", sa.JSON, nullable=False),
    sa.Column("silent", sa.JSON, nullable=False),  # those of which nothing is new: not asked about
    sa.Column("asks", sa.JSON, nullable=False),  # pairs of a ticker (or null) and a question
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("bars", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),  # "running", "done" or "stopped"
    sa.Column("touched_at", Instant, nullable=False),
)

# A list of questions that are answered one by one, and each of its questions.
batches = sa.Table(
    "batches",
    metadata,
    sa.Column("batch_id", sa.String(64), primary_key=True),
    sa.Column("owner", sa.String(64), nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)

batch_rows = sa.Table(
    "batch_rows",
    metadata,
    sa.Column("batch_id", sa.String(64), sa.ForeignKey("batches.batch_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("as_of", Instant),
    sa.Column("state", sa.String(16), nullable=False, index=True),  # "waiting", "running", "done", "failed" or "stopped"
    sa.Column("events", sa.JSON, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
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
