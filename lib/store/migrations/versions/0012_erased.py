"""Whose comments were erased, so that no later import brings them back."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "erased_author",
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "erased_comment",
        sa.Column("comment_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
