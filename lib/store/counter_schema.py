"""The table of the last numbers given, so that none is given twice."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),  # the table that is numbered
    sa.Column("last", sa.BigInteger, nullable=False),
)
