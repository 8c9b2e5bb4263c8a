"""Stories across runs: by what a report is found again, and which reports are near copies of which."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("documents", sa.Column("origin_id", sa.String(length=64)))
    op.create_index("ix_documents_origin_id", "documents", ["origin_id"])
    # Until now a story was a group of near copies.
    op.execute("UPDATE documents SET origin_id = story_id")
    op.create_table(
        "story_marks",
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("doc_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("mark", "day", "doc_id"),
        sqlite_with_rowid=False,
    )
