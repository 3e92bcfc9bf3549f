"""The table of goals: a line for each time one was set, changed or ended; no line is ever changed."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

goal_line = sa.Table(
    "goal_line",
    metadata,
    sa.Column("line", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("goal", sa.BigInteger, nullable=False),  # the number of its first line
    sa.Column("action", sa.Text, nullable=False),  # set, end
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("target", sa.Double, nullable=False),
    sa.Column("every", sa.Text, nullable=False),  # week, month, quarter, year; once
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date),
    sa.Column("filters", sa.Text, nullable=False),  # JSON: dimension → values
    sa.Column("data_version", sa.BigInteger, nullable=False),  # when the line was written
    sa.Column("import_id", sa.BigInteger),  # the demonstration that brought it
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)
