"""The table of notes and events that people pinned to a day."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

note = sa.Table(
    "note",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),  # the line of the log
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("until", sa.Date),  # the last day of what lasts
    sa.Column("kind", sa.Text, nullable=False),  # note, online, offline, contest, reward, rule change
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("metric", sa.Text),  # of this metric's chart only; empty: of all
    sa.Column("platform", sa.Text),  # empty: of all
    sa.Column("community", sa.Text),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)
