"""Pure: when people write: comments by weekday and hour."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from lib.metrics.comment_rows import comment_rows
from lib.metrics.facts import conditions
from lib.model import Query

KNOWN = ("platform", "account", "community")
"""The filters of a view that comments know of themselves."""


def by_slot(of: Query) -> sa.Select:
    """Comments of others in the query's days, platforms, accounts and communities, by weekday (1 is
    Monday) and hour (null: without a time): `n`."""
    rows = comment_rows(of.as_of, {"day", "weekday", "hour", *KNOWN})
    asked = replace(of, where=tuple(each for each in of.where if each[0] in KNOWN))
    by = [rows.c.weekday, rows.c.hour]
    return (
        sa.select(*by, sa.func.count().label("n")).where(*conditions(rows, asked)).group_by(*by).order_by(*by)
    )
