"""Turns what an import staged into observations, and derives the current values from them.

Set operations only: the database does the work, whatever the number of rows.
"""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable, CreateTableAs, DropTable

from lib.model import DETAILS, IDENTITY, MEASURED, Tally
from lib.store import current
from lib.store.schema import (
    DAYS,
    POSTS,
    daily_current,
    daily_metric,
    observation,
    post,
    post_current,
)


def _stage(name: str, schema: pa.Schema, table: sa.Table) -> sa.Table:
    columns = [sa.Column(n, table.c[n].type if n in table.c else sa.Text()) for n in schema.names]
    return sa.Table(name, sa.MetaData(), *columns, prefixes=["TEMPORARY"])


STAGED_POSTS = _stage("staged_post", POSTS, observation)
STAGED_DAYS = _stage("staged_day", DAYS, daily_metric)


def prepare(connection: sa.Connection) -> None:
    """Makes the two staging tables, empty; they go with the transaction's connection."""
    for table in (STAGED_POSTS, STAGED_DAYS):
        connection.execute(DropTable(table, if_exists=True))
        connection.execute(CreateTable(table))


def _make(connection: sa.Connection, name: str, query: sa.Select) -> sa.Table:
    """Keeps a select's rows in a temporary table."""
    connection.execute(DropTable(sa.Table(name, sa.MetaData()), if_exists=True))
    create = CreateTableAs(query, name, temporary=True)
    connection.execute(create)
    return create.table


def posts(connection: sa.Connection, import_id: int, captured_at: datetime) -> tuple[Tally, int]:
    """Makes the staged posts observations of one import. Gives what that changed, and the number of
    posts of which newer numbers were known already."""
    staged = STAGED_POSTS
    if not connection.scalar(sa.select(sa.func.count()).select_from(staged)):
        return Tally(), 0
    last = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(post.c.id), 0))) or 0
    _number_posts(connection, last)
    same = sa.and_(*[staged.c[n] == post.c[n] for n in IDENTITY])
    columns = ["row", *DETAILS, *MEASURED]
    source = sa.select(
        post.c.id,
        sa.literal(import_id),
        sa.literal(captured_at, sa.DateTime),
        *[staged.c[n] for n in columns],
    ).join(post, same)
    target = ["post_id", "import_id", "captured_at", *columns]
    connection.execute(observation.insert().from_select(target, source))
    mine = sa.select(observation.c.post_id).where(observation.c.import_id == import_id)
    newer = sa.and_(post_current.c.post_id.in_(mine), post_current.c.captured_at > captured_at)
    older = connection.scalar(sa.select(sa.func.count()).select_from(post_current).where(newer)) or 0
    never_seen = _copy_new(connection, import_id, last)
    known = refresh_posts(connection, mine.where(observation.c.post_id <= last))
    return Tally(known.new + never_seen, known.updated, known.unchanged), older


def _copy_new(connection: sa.Connection, import_id: int, last: int) -> int:
    """Posts numbered after `last` have this one observation: it is current as it stands."""
    source = (
        sa.select(
            observation.c.post_id,
            *[post.c[n] for n in IDENTITY],
            *[observation.c[n] for n in (*DETAILS, *MEASURED)],
            *current.calendar(observation.c.day),
            observation.c.captured_at,
        )
        .join(post, post.c.id == observation.c.post_id)
        .where(observation.c.import_id == import_id, observation.c.post_id > last)
    )
    names = [column.name for column in source.selected_columns]
    connection.execute(post_current.insert().from_select(names, source))
    count = sa.select(sa.func.count()).select_from(post).where(post.c.id > last)
    return connection.scalar(count) or 0


def _number_posts(connection: sa.Connection, last: int) -> None:
    """Gives the posts not seen before a number after `last`, in the order of the file."""
    staged = STAGED_POSTS
    known = sa.exists().where(*[staged.c[n] == post.c[n] for n in IDENTITY])
    keys = [staged.c[n] for n in IDENTITY]
    first = sa.select(*keys, sa.func.min(staged.c.row).label("row")).where(~known).group_by(*keys).subquery()
    number = sa.literal(last) + sa.func.row_number().over(
        order_by=[first.c.row, *[first.c[n] for n in IDENTITY]]
    )
    connection.execute(
        post.insert().from_select(["id", *IDENTITY], sa.select(number, *[first.c[n] for n in IDENTITY]))
    )


def _differs(left: sa.FromClause, right: sa.FromClause, names: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.or_(*[left.c[n].is_distinct_from(right.c[n]) for n in names])


def refresh_posts(connection: sa.Connection, touched: sa.Select) -> Tally:
    """Brings `post_current` up to date for the posts touched; says what that changed."""
    fresh = _make(connection, "fresh_post", current.posts(touched))
    here = sa.exists().where(post_current.c.post_id == fresh.c.post_id)
    total = connection.scalar(sa.select(sa.func.count()).select_from(fresh)) or 0
    new = connection.scalar(sa.select(sa.func.count()).select_from(fresh).where(~here)) or 0
    changed = (
        sa.select(sa.func.count())
        .select_from(fresh)
        .join(post_current, post_current.c.post_id == fresh.c.post_id)
    )
    updated = connection.scalar(changed.where(_differs(fresh, post_current, (*DETAILS, *MEASURED)))) or 0
    connection.execute(post_current.delete().where(post_current.c.post_id.in_(touched)))
    names = [c.name for c in fresh.c]
    connection.execute(post_current.insert().from_select(names, sa.select(*fresh.c)))
    return Tally(new, updated, total - new - updated)


def days(connection: sa.Connection, import_id: int, captured_at: datetime) -> Tally:
    """Makes the staged daily metrics readings of one import; gives what that changed."""
    staged = STAGED_DAYS
    if not connection.scalar(sa.select(sa.func.count()).select_from(staged)):
        return Tally()
    names = list(DAYS.names)
    source = sa.select(
        sa.literal(import_id), sa.literal(captured_at, sa.DateTime), *[staged.c[n] for n in names]
    )
    connection.execute(daily_metric.insert().from_select(["import_id", "captured_at", *names], source))
    return refresh_days(connection, sa.select(*[staged.c[n] for n in current.SERIES]).distinct(), staged)


def refresh_days(connection: sa.Connection, series: sa.Select, counted: sa.Table | None = None) -> Tally:
    """Rewrites the series named in `daily_current`; tallies the days that `counted` holds."""
    touched = _make(connection, "touched_series", series)
    fresh = _make(connection, "fresh_day", current.days(touched.alias("touched")))  # type: ignore[arg-type]
    tally = _tally_days(connection, fresh, counted) if counted is not None else Tally()
    ours = sa.exists().where(*[daily_current.c[n] == touched.c[n] for n in current.SERIES])
    connection.execute(daily_current.delete().where(ours))
    connection.execute(daily_current.insert().from_select([c.name for c in fresh.c], sa.select(*fresh.c)))
    return tally


def _tally_days(connection: sa.Connection, fresh: sa.TableClause, counted: sa.Table) -> Tally:
    key = (*current.SERIES, "day")
    staged = sa.select(*[counted.c[n] for n in key]).distinct().subquery()
    joined = staged.join(fresh, sa.and_(*[staged.c[n] == fresh.c[n] for n in key])).outerjoin(
        daily_current, sa.and_(*[staged.c[n] == daily_current.c[n] for n in key])
    )
    new = sa.case((daily_current.c.day.is_(None), 1), else_=0)
    same = sa.case((daily_current.c.value == fresh.c.value, 1), else_=0)
    row = connection.execute(
        sa.select(sa.func.count(), sa.func.sum(new), sa.func.sum(same)).select_from(joined)
    ).one()
    total, fresh_days, unchanged = (int(value or 0) for value in row)
    return Tally(fresh_days, total - fresh_days - unchanged, unchanged)
