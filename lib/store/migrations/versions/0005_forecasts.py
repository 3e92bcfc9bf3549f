"""Published forecasts, the views they are asked for, and trials that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "forecast",
        sa.Column("view", sa.Text, primary_key=True),
        sa.Column("data_version", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.Text, primary_key=True),
        sa.Column("until_version", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("made_version", sa.BigInteger, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "forecast_view",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("done_version", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.DateTime),
        sa.Column("error", sa.Text),
        sa.Column("leased_until", sa.DateTime),
    )
    op.create_table(
        "forecast_trial",
        sa.Column("seen", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
