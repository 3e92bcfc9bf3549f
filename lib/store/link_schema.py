"""The table of links to a view that people made for others."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

link = sa.Table(
    "link",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # unguessable
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("params", sa.Text, nullable=False),  # the view's URL parameters as JSON, without the language
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("as_of", sa.BigInteger),  # the data version of a frozen link
    sa.Column("version", sa.BigInteger, nullable=False),  # the newest data version when it was made
    sa.Column("anyone", sa.Boolean, nullable=False),  # opens without sign-in
    sa.Column("who", sa.Text, nullable=False),  # whose rights it carries
    sa.Column("owner", sa.Text, nullable=False),  # whose it is, as Person.own
    sa.Column("scope", sa.Text, nullable=False),  # what they saw, as JSON
    sa.Column("parent", sa.Text),  # the link by which they saw it themselves
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("expires", sa.DateTime),
    sa.Column("revoked", sa.DateTime),
    sa.Column("opens", sa.BigInteger, nullable=False),
    sa.Column("opened_at", sa.DateTime),
)
