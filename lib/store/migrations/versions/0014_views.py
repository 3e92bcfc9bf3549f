"""Views that people keep under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("params", sa.Text, nullable=False),
        sa.Column("team", sa.Boolean, nullable=False),
        sa.Column("start", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
