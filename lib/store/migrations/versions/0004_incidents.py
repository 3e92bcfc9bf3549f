"""The timelines of incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "incident_entry",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("incident", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("moment", sa.DateTime),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("import_id", sa.BigInteger),
    )
