"""Pure: when people write: comments by weekday and hour."""

from __future__ import annotations

import sqlalchemy as sa

from lib.metrics.facts import within
from lib.model import Query
from lib.store import log
from lib.store.schema import comment

OWN = ("brand", "staff")
"""Who answers, and is no audience."""


def by_slot(of: Query) -> sa.Select:
    """Comments of others in the query's days, platforms, accounts and communities, by weekday (1 is
    Monday) and hour (null: without a time): `n`. Each comment counts once, however often it was read."""
    imports = sa.select(log.active(of.as_of).subquery("imports").c.id)
    kind = sa.func.coalesce(comment.c.author_kind, "")
    keys = [comment.c[name] for name in ("platform", "account", "native_id")]
    kept = sa.select(
        *keys, sa.func.max(comment.c.day).label("day"), sa.func.max(comment.c.hour).label("hour")
    )
    kept = kept.where(comment.c.import_id.in_(imports), kind.not_in(OWN), *within(comment, of.scope))
    for name, values in of.where:
        if name in ("platform", "account", "community"):
            kept = kept.where(comment.c[name].in_([value for value in values if value is not None]))
    if of.period is not None:
        kept = kept.where(comment.c.day.between(of.period.start, of.period.end))
    if of.scope is not None and not of.scope.private:
        kept = kept.where(comment.c.channel.is_(None))
    rows = kept.group_by(*keys).subquery("comments")
    weekday = sa.cast(sa.extract("isodow", rows.c.day), sa.SmallInteger).label("weekday")
    by = [weekday, rows.c.hour]
    return sa.select(*by, sa.func.count().label("n")).group_by(*by).order_by(*by)
