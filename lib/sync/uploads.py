"""What people bring in by hand, as if each account were a source: how old its newest numbers are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lib.store.log import active
from lib.store.schema import daily_metric, import_log, post_current


@dataclass(frozen=True)
class Uploaded:
    """An account that uploads bring: `as_of` is its newest export day (UTC without zone)."""

    platform: str
    account: str
    account_name: str | None
    as_of: datetime


def uploaded(engine: sa.Engine) -> list[Uploaded]:
    """The accounts that uploads in force speak of, the oldest numbers first. The demonstration is no
    upload."""
    query = sa.union_all(_posts(), _days()).subquery()
    newest = (
        sa.select(
            query.c.platform,
            query.c.account,
            sa.func.max(query.c.account_name).label("account_name"),
            sa.func.max(query.c.as_of).label("as_of"),
        )
        .group_by(query.c.platform, query.c.account)
        .order_by("as_of", query.c.platform, query.c.account)
    )
    with engine.connect() as connection:
        return [Uploaded(**row) for row in connection.execute(newest).mappings()]


def _by_hand() -> sa.Subquery:
    """Imports in force that somebody brought in by hand."""
    inforce = active().subquery()
    query = sa.select(import_log.c.id, import_log.c.captured_at)
    query = query.join(inforce, inforce.c.id == import_log.c.id)
    return query.where(import_log.c.kind == "file", import_log.c.source.is_(None)).subquery()


def _posts() -> sa.Select:
    """Told by the moment of the current numbers: it is the import's, and the wide table has it."""
    moments = sa.select(_by_hand().c.captured_at).distinct()
    return _newest(post_current, post_current.c.captured_at.in_(moments))


def _days() -> sa.Select:
    return _newest(daily_metric, daily_metric.c.import_id.in_(sa.select(_by_hand().c.id)))


def _newest(table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.Select:
    columns = (table.c.platform, table.c.account)
    return (
        sa.select(
            *columns,
            sa.func.max(table.c.account_name).label("account_name"),
            sa.func.max(table.c.captured_at).label("as_of"),
        )
        .where(condition)
        .group_by(*columns)
    )
