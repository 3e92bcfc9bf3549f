"""Pure: what happened on which day: events that files brought, and notes that people pinned."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from lib.model import Scope
from lib.store import log, notes
from lib.store.schema import event


def events(first: date, last: date, scope: Scope, as_of: int | None = None) -> sa.Select:
    """A select of what is known of the days from `first` to `last`, now or at a data version: `day`, `until`,
    `kind`, `title`, `community`, `platform`, `metric`, and the `number` and `who` of what people pinned.
    What is of no community or platform is everybody's."""
    brought = sa.select(log.active(as_of).subquery().c.id)
    pinned = notes.standing(as_of).subquery("pinned")
    text = sa.cast(sa.null(), sa.Text)
    filed = sa.select(
        event.c.day,
        sa.cast(sa.null(), sa.Date).label("until"),
        event.c.kind,
        event.c.title,
        event.c.community,
        text.label("platform"),
        text.label("metric"),
        sa.cast(sa.null(), sa.BigInteger).label("number"),
        text.label("who"),
    ).where(event.c.import_id.in_(brought), *_seen(event.c.community, scope.communities))
    names = ("day", "until", "kind", "title", "community", "platform", "metric")
    own = sa.select(*(pinned.c[name] for name in names), pinned.c.id.label("number"), pinned.c.who).where(
        *_seen(pinned.c.community, scope.communities), *_seen(pinned.c.platform, scope.platforms)
    )
    every = sa.union_all(filed, own).subquery("happened")
    return (
        sa.select(every)
        .where(every.c.day.between(first, last))
        .order_by(every.c.day, every.c.title, every.c.number)
    )


def _seen(column: sa.ColumnElement, values: tuple[str, ...] | None) -> list[sa.ColumnElement[bool]]:
    return [] if values is None else [sa.or_(column.is_(None), column.in_(values))]
