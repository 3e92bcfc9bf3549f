"""Breakdowns on their way in, and which of them are current. Nothing is derived: they are few, so what is
current is read from what was said, now or as of any version."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.schema import DropTable

from lib.model import Tally
from lib.store import merge
from lib.store.breakdown_schema import BREAKDOWNS, PHOTOGRAPH, SERIES, breakdown
from lib.store.log import active
from lib.store.stage import Stage

_SAID = ("unit", "value", "whole")


def current(as_of: int | None = None) -> sa.Select:
    """The rows of each photograph's newest file by export day, with `age`, which orders the files."""
    imports = active(as_of).subquery("imports")
    newest = sa.func.max(imports.c.age).over(partition_by=[breakdown.c[name] for name in PHOTOGRAPH])
    rows = (
        sa.select(*breakdown.c, imports.c.age, newest.label("newest"))
        .join(imports, imports.c.id == breakdown.c.import_id)
        .subquery("said")
    )
    kept = [column for column in rows.c if column.name != "newest"]
    return sa.select(*kept).where(rows.c.age == rows.c.newest)


def take(connection: sa.Connection, stage: Stage, import_id: int, captured_at: datetime) -> Tally:
    """Makes the staged breakdowns (schema BREAKDOWNS, days filled in) what one import said; gives what that
    changed of what is current."""
    if not stage.rows:
        return Tally()
    staged, names = stage.table, list(BREAKDOWNS.names)
    before = merge.keep(connection, "known_breakdown", _touched(staged))
    given = (sa.literal(import_id), sa.literal(captured_at, sa.DateTime), *[staged.c[n] for n in names])
    target = breakdown.insert().from_select(["import_id", "captured_at", *names], sa.select(*given))
    connection.execute(target)
    tally = _tally(connection, staged, before, _touched(staged).subquery("after"))
    connection.execute(DropTable(before))
    return tally


def _touched(staged: sa.Table) -> sa.Select:
    """What is current of the figures that the staged rows speak of."""
    rows = current().subquery("rows")
    said = sa.exists().where(*[rows.c[name] == staged.c[name] for name in SERIES])
    return sa.select(*rows.c).where(said)


def same(a: sa.FromClause, b: sa.FromClause, names: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Whether rows agree in some columns; days that are not stated agree."""
    return sa.and_(
        *[
            a.c[name].is_not_distinct_from(b.c[name]) if name == "first_day" else a.c[name] == b.c[name]
            for name in names
        ]
    )


def _tally(connection: sa.Connection, staged: sa.Table, before: sa.Table, after: sa.Subquery) -> Tally:
    """Of the staged rows those that made a current part new, those that changed one, the others."""
    key = (*PHOTOGRAPH, "bucket")
    joined = staged.join(after, same(staged, after, key)).outerjoin(before, same(staged, before, key))
    known = before.c.bucket.is_not(None)
    other = sa.or_(*[after.c[name].is_distinct_from(before.c[name]) for name in _SAID])
    count = sa.func.count()
    row = connection.execute(
        sa.select(count.filter(~known), count.filter(sa.and_(known, other))).select_from(joined)
    ).one()
    new, updated = (int(value or 0) for value in row)
    total = connection.scalar(sa.select(sa.func.count()).select_from(staged)) or 0
    return Tally(new, updated, total - new - updated)
