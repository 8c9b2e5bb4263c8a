"""The tables of what people asked and were answered."""

import sqlalchemy as sa

from assistant.schema.base import Instant, metadata

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

# A question that is asked again when there is new evidence, with its last answer.
watched = sa.Table(
    "watched",
    metadata,
    sa.Column("watch_id", sa.String(64), primary_key=True),
    sa.Column("owner", sa.String(64), nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("first", sa.Date),
    sa.Column("last", sa.Date),
    sa.Column("tickers", sa.JSON),  # null: as the words say
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("mark", sa.String(64), nullable=False),  # the evidence it was last asked on
    sa.Column("asked_at", Instant),
    sa.Column("events", sa.JSON, nullable=False),
)

# What a watched question answered before and after a change, the newest few of each.
watched_changes = sa.Table(
    "watched_changes",
    metadata,
    sa.Column("change_id", sa.String(64), primary_key=True),
    sa.Column("watch_id", sa.String(64), sa.ForeignKey("watched.watch_id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    sa.Column("seen", sa.Boolean, nullable=False),
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
