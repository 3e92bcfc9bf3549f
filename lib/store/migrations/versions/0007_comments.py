"""Comments on two clocks: what is current of them, how texts were judged, labels of people."""

import hashlib

import pyarrow as pa
import sqlalchemy as sa
from alembic import op

from lib.store import bulk

revision = "0007"
down_revision = "0006"

OLD = (
    "import_id",
    "platform",
    "account",
    "community",
    "native_id",
    "post_native_id",
    "parent_id",
    "created_at",
    "day",
    "hour",
    "author",
    "author_kind",
    "channel",
    "text",
    "sentiment",
)


def _identity() -> list[sa.Column]:
    return [
        sa.Column("comment_id", sa.BigInteger, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("native_id", sa.Text, nullable=False),
    ]


def _details() -> list[sa.Column]:
    return [
        sa.Column("account_name", sa.Text),
        sa.Column("community", sa.Text),
        sa.Column("post_native_id", sa.Text),
        sa.Column("parent_id", sa.Text),
        sa.Column("created_at", sa.DateTime),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.SmallInteger),
        sa.Column("author", sa.Text),
        sa.Column("author_kind", sa.Text),
        sa.Column("channel", sa.Text),
        sa.Column("private", sa.Boolean),
        sa.Column("competitor", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("text_id", sa.BigInteger),
        sa.Column("permalink", sa.Text),
        sa.Column("sentiment", sa.Text),
    ]


def _current() -> None:
    op.create_table(
        "comment_current",
        *_identity(),
        *_details(),
        sa.Column("week", sa.Date),
        sa.Column("month", sa.Date),
        sa.Column("weekday", sa.SmallInteger),
    )


def _scores() -> None:
    op.create_table(
        "comment_score",
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("text_id", sa.BigInteger, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
    )
    op.create_table(
        "score_run",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("texts", sa.BigInteger, nullable=False),
    )


def _labels() -> None:
    op.create_table(
        "comment_label",
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("comment_id", sa.BigInteger, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("drawn", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def _number(*parts: str) -> int:
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _comment() -> None:
    """The table anew, with the rows there are: both databases add columns only behind the last one."""
    connection = op.get_bind()
    # OLD are names of ours.
    rows = connection.execute(sa.text(f"SELECT {', '.join(OLD)} FROM comment")).mappings().all()  # noqa: S608
    op.drop_table("comment")
    row = sa.Column("row", sa.BigInteger)
    number = sa.Column("import_id", sa.BigInteger, nullable=False)
    table = op.create_table("comment", number, row, *_identity(), *_details())
    if rows:
        made = [
            {
                **found,
                "comment_id": _number(found["platform"], found["account"], found["native_id"]),
                "text_id": None if found["text"] is None else _number(found["text"]),
            }
            for found in rows
        ]
        bulk.append(connection, table, pa.Table.from_pylist(made))


CURRENT = """
INSERT INTO comment_current
SELECT comment_id, platform, account, native_id, account_name, community, post_native_id, parent_id,
       created_at, day, hour, author, author_kind, channel, private, competitor, text, text_id,
       permalink, sentiment, CAST(date_trunc('week', day) AS DATE), CAST(date_trunc('month', day) AS DATE),
       CAST(EXTRACT(isodow FROM day) AS SMALLINT)
FROM (
    SELECT comment.*,
           row_number() OVER (PARTITION BY comment_id ORDER BY captured_at DESC, import_id DESC) AS place
    FROM comment
    JOIN import_log ON import_log.id = comment.import_id
    WHERE import_log.kind IN ('file', 'demo')
      AND import_log.id NOT IN (SELECT undoes FROM import_log WHERE undoes IS NOT NULL)
) AS said
WHERE place = 1
"""
"""Only demonstrations brought comments before, each comment once: the newest row is what is current."""


def _indexes() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_index("comment_comment", "comment", ["comment_id"])
    op.create_index("comment_import", "comment", ["import_id"])
    op.create_index("comment_current_comment", "comment_current", ["comment_id"], unique=True)
    op.create_index("comment_current_day", "comment_current", ["day"])
    op.create_index("comment_score_text", "comment_score", ["text_id", "engine", "version"])


def upgrade() -> None:
    _comment()
    _current()
    op.execute(CURRENT)
    _scores()
    _labels()
    _indexes()
