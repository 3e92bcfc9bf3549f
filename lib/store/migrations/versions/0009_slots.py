"""Planned tests of posting slots, and the hours when people answer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "slot_test",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("weekday", sa.SmallInteger),
        sa.Column("hour", sa.SmallInteger, nullable=False),
        sa.Column("hours", sa.SmallInteger, nullable=False),
        sa.Column("posts", sa.BigInteger, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_table(
        "staffed_hours",
        sa.Column("line", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("working_from", sa.SmallInteger, nullable=False),
        sa.Column("working_to", sa.SmallInteger, nullable=False),
        sa.Column("weekend_from", sa.SmallInteger, nullable=False),
        sa.Column("weekend_to", sa.SmallInteger, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )
