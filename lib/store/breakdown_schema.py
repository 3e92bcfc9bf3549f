"""The table of breakdowns: what files said of the parts of a figure, such as followers by country.

A *photograph* is what one file says of an account's figure by a dimension, of the same days. Only ever
added to; of two files that hold the same photograph the newer by export day counts, as a whole, because
a list of the ten largest does not say what became of the eleventh.
"""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import arrow, figure, metadata, origin

breakdown = sa.Table(
    "breakdown",
    metadata,
    *origin(),
    *figure(),
    sa.Column("dimension", sa.Text, nullable=False),
    sa.Column("bucket", sa.Text, nullable=False),
    sa.Column("first_day", sa.Date),  # empty: as of `last_day`, or days that the file does not state
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),  # share (a fraction), count
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("whole", sa.Double),  # what the file's total row says, of counts
)

SERIES = ("platform", "account", "metric", "dimension")
PHOTOGRAPH = (*SERIES, "first_day", "last_day")

BREAKDOWNS = arrow(*[c for c in breakdown.c if c.name not in ("import_id", "captured_at")])
"""A batch of cleaned breakdowns, as `write.Batch.breakdowns` takes it; a `last_day` that is missing is the
export day."""
