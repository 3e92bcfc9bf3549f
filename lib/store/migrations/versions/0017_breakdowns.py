"""Breakdowns: what files say of the parts of a figure."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "breakdown",
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("captured_at", sa.DateTime, nullable=False),
        sa.Column("row", sa.BigInteger),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("metric", "dimension", "bucket")),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("whole", sa.Double),
    )
