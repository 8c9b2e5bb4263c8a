"""Questions that are asked again when there is new evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "watched",
        sa.Column("watch_id", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("first", sa.Date()),
        sa.Column("last", sa.Date()),
        sa.Column("tickers", sa.JSON()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.BigInteger()),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("watch_id"),
    )
    op.create_index("ix_watched_owner", "watched", ["owner"])
    op.create_table(
        "watched_changes",
        sa.Column("change_id", sa.String(length=64), nullable=False),
        sa.Column("watch_id", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watched.watch_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("change_id"),
    )
    op.create_index("ix_watched_changes_watch_id", "watched_changes", ["watch_id"])
