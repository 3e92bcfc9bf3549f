"""Sources that are read again and again, and the definition breaks that people add."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("every_minutes", sa.BigInteger),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )


def _source_state() -> None:
    op.create_table(
        "source_state",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("run_at", sa.DateTime),
        sa.Column("ok_at", sa.DateTime),
        sa.Column("failures", sa.BigInteger, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("cursor", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("import_id", sa.BigInteger),
        sa.Column("leased_until", sa.DateTime),
    )


def _definition_break() -> None:
    op.create_table(
        "definition_break",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
    )


def upgrade() -> None:
    op.add_column("import_log", sa.Column("source", sa.Text))
    _source()
    _source_state()
    _definition_break()
