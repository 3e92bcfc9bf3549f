"""The tables of people, their rights, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("email", sa.Text, nullable=False),  # in lower case
    sa.Column("subject", sa.Text),  # the provider's own name for them, known since the first sign-in
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),  # a Scope as JSON
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("valid_after", sa.DateTime),  # sign-ins before it count no more
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)

group_right = sa.Table(
    "group_right",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("claim", sa.Text, nullable=False),  # what the provider calls it: groups, roles …
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)

group_visit = sa.Table(
    "group_visit",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),  # as Person.own: no name, and nobody's address
    sa.Column("groups", sa.Text, nullable=False),  # numbers of group_right as JSON
    sa.Column("at", sa.DateTime, nullable=False),  # when they signed in
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
)
