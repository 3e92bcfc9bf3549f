"""The table of reports that are sent by the clock."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

report_plan = sa.Table(
    "report_plan",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("params", sa.Text, nullable=False),  # the view's URL parameters as JSON, without the language
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("every", sa.Text, nullable=False),  # week, month
    sa.Column("people", sa.Text, nullable=False),  # the numbers of the persons it goes to, as JSON
    sa.Column("who", sa.Text, nullable=False),  # whose rights it carries
    sa.Column("owner", sa.Text, nullable=False),  # whose it is, as Person.own
    sa.Column("scope", sa.Text, nullable=False),  # what they saw, as JSON
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("due", sa.DateTime, nullable=False),  # when it is sent next
    sa.Column("ended", sa.DateTime),
)
