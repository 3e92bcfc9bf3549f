"""The tables of planned tests of posting slots, and of the hours when people answer."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

slot_test = sa.Table(
    "slot_test",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("weekday", sa.SmallInteger),  # 1 is Monday; empty: every day
    sa.Column("hour", sa.SmallInteger, nullable=False),
    sa.Column("hours", sa.SmallInteger, nullable=False),
    sa.Column("posts", sa.BigInteger, nullable=False),  # how many are planned
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("ended_at", sa.DateTime),  # when it was given up
)

staffed_hours = sa.Table(
    "staffed_hours",
    metadata,
    sa.Column("line", sa.BigInteger, primary_key=True, autoincrement=False),  # the last one counts
    sa.Column("working_from", sa.SmallInteger, nullable=False),
    sa.Column("working_to", sa.SmallInteger, nullable=False),
    sa.Column("weekend_from", sa.SmallInteger, nullable=False),
    sa.Column("weekend_to", sa.SmallInteger, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)
