"""The first schema: posts, observations, daily metrics, comments, events, the log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _import_log() -> None:
    op.create_table(
        "import_log",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("file", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("format", sa.Text),
        sa.Column("captured_at", sa.DateTime),
        sa.Column("undoes", sa.BigInteger),
        sa.Column("report", sa.Text),
    )


def _post() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("native_id", sa.Text, nullable=False),
    )


def _observation() -> None:
    op.create_table(
        "observation",
        sa.Column("post_id", sa.BigInteger, nullable=False),
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("captured_at", sa.DateTime, nullable=False),
        sa.Column("row", sa.BigInteger),
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        sa.Column("published_at", sa.DateTime),
        sa.Column("day", sa.Date),
        sa.Column("hour", sa.SmallInteger),
        sa.Column("content_type", sa.Text),
        sa.Column("topic", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("permalink", sa.Text),
        sa.Column("author_kind", sa.Text),
        sa.Column("paid", sa.Boolean),
        sa.Column("reach", sa.BigInteger),
        sa.Column("views", sa.BigInteger),
        sa.Column("reactions", sa.BigInteger),
        sa.Column("comments", sa.BigInteger),
        sa.Column("shares", sa.BigInteger),
        sa.Column("saves", sa.BigInteger),
        sa.Column("clicks", sa.BigInteger),
        sa.Column("conversions", sa.BigInteger),
        sa.Column("engagements", sa.BigInteger),
    )


def _post_current() -> None:
    op.create_table(
        "post_current",
        sa.Column("post_id", sa.BigInteger, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("native_id", sa.Text, nullable=False),
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        sa.Column("published_at", sa.DateTime),
        sa.Column("day", sa.Date),
        sa.Column("hour", sa.SmallInteger),
        sa.Column("content_type", sa.Text),
        sa.Column("topic", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("permalink", sa.Text),
        sa.Column("author_kind", sa.Text),
        sa.Column("paid", sa.Boolean),
        sa.Column("week", sa.Date),
        sa.Column("month", sa.Date),
        sa.Column("weekday", sa.SmallInteger),
        sa.Column("reach", sa.BigInteger),
        sa.Column("views", sa.BigInteger),
        sa.Column("reactions", sa.BigInteger),
        sa.Column("comments", sa.BigInteger),
        sa.Column("shares", sa.BigInteger),
        sa.Column("saves", sa.BigInteger),
        sa.Column("clicks", sa.BigInteger),
        sa.Column("conversions", sa.BigInteger),
        sa.Column("engagements", sa.BigInteger),
        sa.Column("captured_at", sa.DateTime),
    )


def _daily_metric() -> None:
    op.create_table(
        "daily_metric",
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("captured_at", sa.DateTime, nullable=False),
        sa.Column("row", sa.BigInteger),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
    )


def _daily_current() -> None:
    op.create_table(
        "daily_current",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("week", sa.Date),
        sa.Column("month", sa.Date),
        sa.Column("weekday", sa.SmallInteger),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("change", sa.Double),
    )


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("community", sa.Text),
        sa.Column("native_id", sa.Text, nullable=False),
        sa.Column("post_native_id", sa.Text),
        sa.Column("parent_id", sa.Text),
        sa.Column("created_at", sa.DateTime),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.SmallInteger),
        sa.Column("author", sa.Text),
        sa.Column("author_kind", sa.Text),
        sa.Column("channel", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("sentiment", sa.Text),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("community", sa.Text),
    )


def _mapping() -> None:
    op.create_table(
        "mapping",
        sa.Column("signature", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
    )


def _indexes() -> None:
    # DuckDB scans columns faster than it keeps indexes, and refuses to alter a table that has one.
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_index("post_identity", "post", ["platform", "account", "native_id"], unique=True)
    op.create_index("observation_post", "observation", ["post_id"])
    op.create_index("observation_import", "observation", ["import_id"])
    op.create_index("post_current_post", "post_current", ["post_id"], unique=True)
    op.create_index("post_current_day", "post_current", ["day"])
    op.create_index("daily_metric_series", "daily_metric", ["platform", "account", "metric", "day"])
    op.create_index("daily_metric_import", "daily_metric", ["import_id"])
    op.create_index(
        "daily_current_series", "daily_current", ["metric", "platform", "account", "day"], unique=True
    )


def upgrade() -> None:
    _import_log()
    _post()
    _observation()
    _post_current()
    _daily_metric()
    _daily_current()
    _comment()
    _event()
    _mapping()
    _indexes()
