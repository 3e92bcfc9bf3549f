"""The table of views that people keep under a name."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

saved_view = sa.Table(
    "saved_view",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("owner", sa.Text, nullable=False),  # as Person.own
    sa.Column("who", sa.Text, nullable=False),  # as Person.id
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("params", sa.Text, nullable=False),  # the view's URL parameters as JSON, without the language
    sa.Column("team", sa.Boolean, nullable=False),  # everybody's to open
    sa.Column("start", sa.Boolean, nullable=False),  # the owner's start page
    sa.Column("at", sa.DateTime, nullable=False),
)
