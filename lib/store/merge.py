"""Turns what an import staged into observations, and derives the current values from them.

Set operations only: the database does the work, whatever the number of rows.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.schema import CreateTableAs, DropTable

from lib.model import DETAILS, IDENTITY, MEASURED, Tally
from lib.store import current
from lib.store.schema import (
    DAYS,
    daily_current,
    daily_metric,
    observation,
    post,
    post_current,
)
from lib.store.stage import NUMBER, Stage

AT_ONCE = 250_000
"""Posts brought up to date in one step: the memory that takes does not grow with their number."""


def keep(connection: sa.Connection, name: str, query: sa.Select) -> sa.Table:
    """Keeps a select's rows in a temporary table."""
    connection.execute(DropTable(sa.Table(name, sa.MetaData()), if_exists=True))
    create = CreateTableAs(query, name, temporary=True)
    connection.execute(create)
    return create.table


def posts(
    connection: sa.Connection, stage: Stage, import_id: int, captured_at: datetime
) -> tuple[Tally, int]:
    """Makes the staged posts observations of one import. Gives what that changed, and the number of
    posts of which newer numbers were known already."""
    if not stage.rows:
        return Tally(), 0
    last = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(post.c.id), 0))) or 0
    known = _known(connection, stage.table)
    old = connection.scalar(sa.select(sa.func.count()).select_from(known)) or 0
    arriving = _arriving(stage.table, known, last, old)
    is_new = arriving.c.post_id > last if old else None
    _insert(connection, post, arriving, {"id": arriving.c.post_id}, is_new)
    given: dict[str, sa.ColumnElement] = {
        "import_id": sa.literal(import_id, sa.BigInteger),
        "captured_at": sa.literal(captured_at, sa.DateTime),
    }
    _insert(connection, observation, arriving, given)
    # A post numbered just now has this one observation: it is current as it stands.
    dates: dict[str, sa.ColumnElement] = {c.name: c for c in current.calendar(arriving.c.day)}
    _insert(connection, post_current, arriving, given | dates, is_new)
    tally, older = Tally(stage.rows - old), 0
    if old:
        mine = sa.select(known.c.post_id)
        older = _newer(connection, mine, captured_at)
        changed = refresh_posts(connection, mine)
        tally = Tally(changed.new + tally.new, changed.updated, changed.unchanged)
    connection.execute(DropTable(known))
    return tally, older


def _newer(connection: sa.Connection, mine: sa.Select, captured_at: datetime) -> int:
    """Of how many posts newer numbers are known."""
    newer = sa.and_(post_current.c.post_id.in_(mine), post_current.c.captured_at > captured_at)
    return connection.scalar(sa.select(sa.func.count()).select_from(post_current).where(newer)) or 0


def _known(connection: sa.Connection, staged: sa.Table) -> sa.Table:
    """Of the staged rows those whose post was seen before: the row's number, the post's."""
    same = sa.and_(*[staged.c[n] == post.c[n] for n in IDENTITY])
    found = sa.select(staged.c[NUMBER], post.c.id.label("post_id")).join(post, same)
    return keep(connection, "known_post", found)


def _arriving(staged: sa.Table, known: sa.Table, last: int, old: int) -> sa.Subquery:
    """The staged rows with the number of each one's post; posts not seen before are numbered after
    `last`, in the rows' order. A file of new posts alone (`old` is 0) needs no join for that."""
    number: sa.ColumnElement = sa.literal(last + 1, sa.BigInteger) + staged.c[NUMBER]
    if not old:
        return sa.select(number.label("post_id"), staged).subquery("arriving")
    number = sa.func.coalesce(known.c.post_id, number)
    same = staged.c[NUMBER] == known.c[NUMBER]
    return sa.select(number.label("post_id"), staged).outerjoin(known, same).subquery("arriving")


def _insert(
    connection: sa.Connection,
    target: sa.Table,
    source: sa.FromClause,
    given: dict[str, sa.ColumnElement],
    where: sa.ColumnElement[bool] | None = None,
) -> None:
    """Copies the columns both tables have, and those given."""
    columns = [given.get(column.name, source.c.get(column.name)) for column in target.c]
    names = [column.name for column, found in zip(target.c, columns, strict=True) if found is not None]
    select = sa.select(*[found for found in columns if found is not None])
    connection.execute(target.insert().from_select(names, select if where is None else select.where(where)))


def _differs(left: sa.FromClause, right: sa.FromClause, names: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.or_(*[left.c[n].is_distinct_from(right.c[n]) for n in names])


def refresh_posts(connection: sa.Connection, touched: sa.Select) -> Tally:
    """Brings `post_current` up to date for the posts touched; says what that changed. Many posts are
    taken in steps, by their numbers."""
    ids = touched.subquery("touched")
    (number,) = ids.c
    extent = sa.select(sa.func.min(number), sa.func.max(number), sa.func.count())
    first, last, count = connection.execute(extent).one()
    if not count:
        return Tally()
    step = AT_ONCE if count > AT_ONCE else last - first + 1
    steps = (
        sa.select(number).where(number >= start, number < start + step)
        for start in range(first, last + 1, step)
    )
    compared = (*DETAILS, *MEASURED)
    tallies = [
        refresh(connection, post_current, current.posts(each), "post_id", each, compared) for each in steps
    ]
    return Tally(*(sum(getattr(each, n) for each in tallies) for n in ("new", "updated", "unchanged")))


def refresh(
    connection: sa.Connection,
    target: sa.Table,
    rebuilt: sa.Select,
    key: str,
    touched: sa.Select,
    compared: tuple[str, ...],
) -> Tally:
    """Puts the rebuilt rows of a derived table in place of those whose `key` is among the touched;
    says how many are new, how many differ in the columns compared, how many do not."""
    fresh = keep(connection, f"fresh_{target.name}", rebuilt)
    same = target.c[key] == fresh.c[key]
    count = sa.select(sa.func.count()).select_from(fresh)
    total = connection.scalar(count) or 0
    new = connection.scalar(count.where(~sa.exists().where(same))) or 0
    changed = sa.select(sa.func.count()).select_from(fresh).join(target, same)
    updated = connection.scalar(changed.where(_differs(fresh, target, compared))) or 0
    connection.execute(target.delete().where(target.c[key].in_(touched)))
    names = [c.name for c in fresh.c]
    connection.execute(target.insert().from_select(names, sa.select(*fresh.c)))
    connection.execute(DropTable(fresh))
    return Tally(new, updated, total - new - updated)


def days(connection: sa.Connection, stage: Stage, import_id: int, captured_at: datetime) -> Tally:
    """Makes the staged daily metrics readings of one import; gives what that changed."""
    if not stage.rows:
        return Tally()
    staged = stage.table
    names = list(DAYS.names)
    source = sa.select(
        sa.literal(import_id), sa.literal(captured_at, sa.DateTime), *[staged.c[n] for n in names]
    )
    connection.execute(daily_metric.insert().from_select(["import_id", "captured_at", *names], source))
    return refresh_days(connection, sa.select(*[staged.c[n] for n in current.SERIES]).distinct(), staged)


def refresh_days(connection: sa.Connection, series: sa.Select, counted: sa.Table | None = None) -> Tally:
    """Rewrites the series named in `daily_current`; tallies the days that `counted` holds."""
    touched = keep(connection, "touched_series", series)
    fresh = keep(connection, "fresh_day", current.days(touched.alias("touched")))  # type: ignore[arg-type]
    tally = _tally_days(connection, fresh, counted) if counted is not None else Tally()
    ours = sa.exists().where(*[daily_current.c[n] == touched.c[n] for n in current.SERIES])
    connection.execute(daily_current.delete().where(ours))
    connection.execute(daily_current.insert().from_select([c.name for c in fresh.c], sa.select(*fresh.c)))
    for made in (touched, fresh):
        connection.execute(DropTable(made))
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
