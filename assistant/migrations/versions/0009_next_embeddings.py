"""Vectors of another embedder, kept beside those in use until all are there."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "next_embeddings",
        sa.Column("chunk_id", sa.String(length=96), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chunk_id"),
    )
