"""The watch: budgets, states, alarms, simulated limits, watchlists, and messages to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _decided() -> None:
    op.create_table(
        "watch_setting",
        sa.Column("watch", sa.Text, primary_key=True),
        sa.Column("budget_days", sa.Double, nullable=False),
        sa.Column("anchor", sa.Date),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )
    op.create_table(
        "watchlist",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )


def _raised() -> None:
    op.create_table(
        "watch_state",
        sa.Column("watch", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("day", sa.Date),
        sa.Column("value", sa.Double),
        sa.Column("usual", sa.Double),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "watch_alarm",
        sa.Column("watch", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("peak", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("usual", sa.Double, nullable=False),
        sa.Column("began", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("budget_days", sa.Double, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime),
    )


def upgrade() -> None:
    _decided()
    _raised()
    op.create_table(
        "watch_limits",
        sa.Column("fingerprint", sa.Text, primary_key=True),
        sa.Column("limits", sa.Text, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=False),
        sa.Column("delivered_at", sa.DateTime),
        sa.Column("error", sa.Text),
    )
