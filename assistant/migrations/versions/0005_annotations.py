"""What an analyst adds to sessions and turns: notes, pins, tags and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("tags", sa.Text(), nullable=False, server_default=""))
    op.add_column("turns", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("turns", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("turns", sa.Column("feedback", sa.String(length=8), nullable=False, server_default=""))
