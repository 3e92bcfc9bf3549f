"""The only reader of facts: runs compiled selects and gives plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.metrics import posts, query, trace
from lib.model import Query
from lib.store import log
from lib.store.schema import daily_current, event, import_log, post_current

Row = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """Rows in the order of the query's dimensions, and the data version they were read at."""

    rows: tuple[Row, ...]
    data_version: int


@dataclass(frozen=True)
class Extent:
    """What there is: the first and last day with posts or readings, and when the newest numbers
    were true. None in an empty store."""

    first: date | None
    last: date | None
    captured_at: datetime | None
    posts: int
    demo: bool


def fetch(engine: sa.Engine, wanted: Query) -> Result:
    """Answers a query in one SELECT. Errors as `query.compile`."""
    return _rows(engine, query.compile(wanted))


def fetch_posts(engine: sa.Engine, wanted: posts.PostList) -> Result:
    """Lists posts in one SELECT."""
    return _rows(engine, posts.compile(wanted))


def first_young(engine: sa.Engine, of: Query, days: int) -> date | None:
    """The first day with a post younger than `days` days when its numbers were read; None where
    all have settled."""
    with engine.connect() as connection:
        return connection.scalar(posts.first_young(of, days))


def data_version(engine: sa.Engine) -> int:
    """The number of the log's last entry."""
    with engine.connect() as connection:
        return log.data_version(connection)


def version_at(engine: sa.Engine, moment: datetime) -> int:
    """The data version in force at a moment (UTC without zone)."""
    with engine.connect() as connection:
        return log.version_at(connection, moment)


def extent(engine: sa.Engine) -> Extent:
    """The reach of the data, for default periods, empty states and "data as of"."""
    spans = sa.union_all(
        *[
            sa.select(sa.func.min(t.c.day).label("first"), sa.func.max(t.c.day).label("last"))
            for t in (post_current, daily_current)
        ]
    ).subquery()
    imports = log.active().subquery()
    demo = sa.exists().where(import_log.c.id == imports.c.id, import_log.c.kind == "demo")
    with engine.connect() as connection:
        first, last = connection.execute(
            sa.select(sa.func.min(spans.c.first), sa.func.max(spans.c.last))
        ).one()
        captured = connection.scalar(sa.select(sa.func.max(imports.c.captured_at)))
        count = connection.scalar(sa.select(sa.func.count()).select_from(post_current)) or 0
        return Extent(first, last, captured, count, bool(connection.scalar(sa.select(demo))))


def captured_at(engine: sa.Engine, as_of: int) -> datetime | None:
    """When the newest numbers of a data version were true (UTC without zone)."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.max(log.active(as_of).subquery().c.captured_at)))


CHOICES = ("platform", "account", "community", "content_type", "topic")


def choices(engine: sa.Engine, most: int = 500) -> dict[str, tuple[tuple[str, str], ...]]:
    """What can be filtered: for each dimension (value, name), the most frequent first; and under
    `account_platform` the platform of each account."""
    with engine.connect() as connection:
        found = {id: _choices(connection, id, most) for id in CHOICES}
        return found | {"account_platform": _choices(connection, "account", most, "platform")}


def _choices(
    connection: sa.Connection, id: str, most: int, named: str = "account_name"
) -> tuple[tuple[str, str], ...]:
    counts = []
    for table in (post_current, daily_current):
        if id in table.c:
            name = sa.func.max(table.c[named]) if id == "account" else table.c[id]
            select = sa.select(table.c[id].label("value"), name.label("name"), sa.func.count().label("n"))
            counts.append(select.where(table.c[id].is_not(None), table.c[id] != "").group_by(table.c[id]))
    rows = sa.union_all(*counts).subquery()
    select = sa.select(rows.c.value, sa.func.max(rows.c.name)).group_by(rows.c.value)
    found = connection.execute(select.order_by(sa.func.sum(rows.c.n).desc(), rows.c.value).limit(most))
    return tuple((value, name or value) for value, name in found)


def observations(engine: sa.Engine, of: str | int) -> Result:
    """What each file said of a post: by its native id or link, or by our own number."""
    ids = sa.select(sa.literal(of)) if isinstance(of, int) else trace.find(of)
    return _rows(engine, trace.observations(ids))


def events(engine: sa.Engine, first: date, last: date) -> Result:
    """The events between two days: day, kind, title, community."""
    imports = sa.select(log.active().subquery().c.id)
    select = sa.select(event.c.day, event.c.kind, event.c.title, event.c.community)
    select = select.where(event.c.day.between(first, last), event.c.import_id.in_(imports))
    return _rows(engine, select.order_by(event.c.day, event.c.title))


def _rows(engine: sa.Engine, select: sa.Select) -> Result:
    with engine.connect() as connection:
        found = connection.execute(select)
        names = list(found.keys())
        rows = tuple({n: _plain(v) for n, v in zip(names, row, strict=True)} for row in found)
        return Result(rows, log.data_version(connection))


def _plain(value: Any) -> Any:
    """Numbers as Python's own: a whole count is an int whatever the database made of it."""
    if isinstance(value, Decimal):
        value = float(value)
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) >= 1 else value
