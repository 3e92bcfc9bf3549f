"""The table of incidents: their timelines. How one stands is read off its entries."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

incident_entry = sa.Table(
    "incident_entry",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("incident", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),  # when it was written down
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("item", sa.Text, nullable=False),  # the task, statement or moment it is about
    sa.Column("moment", sa.DateTime),  # when it happened, where that is not when it was written down
    sa.Column("body", sa.Text, nullable=False),  # JSON
    sa.Column("import_id", sa.BigInteger),  # the demonstration that it goes with
)
