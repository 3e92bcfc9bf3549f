"""The tables: photographs on two clocks.

`captured_at` says when numbers were true, the number of the import when we learned them. Nothing
is overwritten: an `observation` is what one row of one file said of one post, an *undo* is an entry
of the log. `post_current` and `daily_current` are derived from them inside each import's
transaction. Instants are UTC without zone; `day`, `week`, `month`, `weekday` (1 = Monday) and
`hour` are in the community's time zone, `hour` empty where the platform states no time of day.
"""

from __future__ import annotations

import pyarrow as pa
import sqlalchemy as sa

from lib.model import MEASURED

metadata = sa.MetaData()


def _identity() -> list[sa.Column]:
    return [
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("native_id", sa.Text, nullable=False),
    ]


def _details() -> list[sa.Column]:
    return [
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
    ]


def _measured() -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger) for name in MEASURED]


def calendar() -> list[sa.Column]:
    """The columns that a day says of itself."""
    return [
        sa.Column("week", sa.Date),
        sa.Column("month", sa.Date),
        sa.Column("weekday", sa.SmallInteger),
    ]


def origin() -> list[sa.Column]:
    """Where a line comes from: the import, when it was true, and the row of the file."""
    return [
        sa.Column("import_id", sa.BigInteger, nullable=False),
        sa.Column("captured_at", sa.DateTime, nullable=False),
        sa.Column("row", sa.BigInteger),
    ]


def figure() -> list[sa.Column]:
    """Whose figure it is, and which."""
    return [
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        sa.Column("metric", sa.Text, nullable=False),
    ]


import_log = sa.Table(
    "import_log",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),  # as log.KINDS
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("file", sa.Text),
    sa.Column("sha256", sa.Text),
    sa.Column("format", sa.Text),
    sa.Column("captured_at", sa.DateTime),
    sa.Column("undoes", sa.BigInteger),
    sa.Column("report", sa.Text),  # the ImportReport as JSON
    sa.Column("source", sa.Text),  # the id of the source that brought it; empty for an upload
)

post = sa.Table(
    "post",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    *_identity(),
)

observation = sa.Table(
    "observation",
    metadata,
    sa.Column("post_id", sa.BigInteger, nullable=False),
    sa.Column("import_id", sa.BigInteger, nullable=False),
    sa.Column("captured_at", sa.DateTime, nullable=False),
    sa.Column("row", sa.BigInteger),
    *_details(),
    *_measured(),
)

post_current = sa.Table(
    "post_current",
    metadata,
    sa.Column("post_id", sa.BigInteger, nullable=False),
    *_identity(),
    *_details(),
    *calendar(),
    *_measured(),
    sa.Column("captured_at", sa.DateTime),
)

daily_metric = sa.Table(
    "daily_metric",
    metadata,
    *origin(),
    *figure(),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("value", sa.Double, nullable=False),
)

daily_current = sa.Table(
    "daily_current",
    metadata,
    *figure(),
    sa.Column("day", sa.Date, nullable=False),
    *calendar(),
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("change", sa.Double),  # since the reading before, of the same account and metric
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("import_id", sa.BigInteger, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # online, offline, contest, reward, rule change, crisis
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("community", sa.Text),
)

mapping = sa.Table(
    "mapping",
    metadata,
    sa.Column("signature", sa.Text, primary_key=True),  # of the header row
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("mapping", sa.Text, nullable=False),  # JSON
)

source = sa.Table(
    "source",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # sheet, database, live, push
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),  # JSON: where to read; never a secret
    sa.Column("options", sa.Text, nullable=False),  # JSON: what the source does not say itself, the mapping
    sa.Column("every_minutes", sa.BigInteger),  # empty: only when asked
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)

source_state = sa.Table(
    "source_state",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("run_at", sa.DateTime),
    sa.Column("ok_at", sa.DateTime),
    sa.Column("failures", sa.BigInteger, nullable=False),  # in a row
    sa.Column("error", sa.Text),  # JSON: a Message
    sa.Column("cursor", sa.Text),  # the newest value of the cursor column that was imported
    sa.Column("sha256", sa.Text),  # of the last content that was imported
    sa.Column("import_id", sa.BigInteger),
    sa.Column("leased_until", sa.DateTime),  # some process is reading it until then
)

definition_break = sa.Table(
    "definition_break",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("platform", sa.Text, nullable=False),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)


_ARROW = {
    sa.Text: pa.string(),
    sa.BigInteger: pa.int64(),
    sa.SmallInteger: pa.int16(),
    sa.Double: pa.float64(),
    sa.DateTime: pa.timestamp("us"),
    sa.Date: pa.date32(),
    sa.Boolean: pa.bool_(),
}


def arrow(*columns: sa.Column) -> pa.Schema:
    """The schema of a batch of rows with these columns."""
    return pa.schema([(c.name, _ARROW[type(c.type)]) for c in columns])


POSTS = arrow(*_identity(), *_details(), *_measured(), sa.Column("row", sa.BigInteger))
"""A batch of cleaned posts, as `write.Batch.posts` takes it."""

DAYS = arrow(*[c for c in daily_metric.c if c.name not in ("import_id", "captured_at")])
"""A batch of cleaned daily metrics, as `write.Batch.days` takes it."""

EVENTS = arrow(*[c for c in event.c if c.name != "import_id"])
