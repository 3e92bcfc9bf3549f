"""Goals: a target of a metric in each period, every change of it a line."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "goal_line",
        sa.Column("line", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("goal", sa.BigInteger, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("target", sa.Double, nullable=False),
        sa.Column("every", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("data_version", sa.BigInteger, nullable=False),
        sa.Column("import_id", sa.BigInteger),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )
