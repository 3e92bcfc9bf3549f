"""What is current: for each post and each day the newest known value, by export day.

Newest *known*: an export that leaves a column out does not blank what an earlier one said.
The same selects serve the derived tables (inside an import) and the frozen views (`as_of`).
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from lib.model import DETAILS, MEASURED
from lib.store.log import active
from lib.store.schema import daily_metric, observation, post


class newest(FunctionElement):
    """Aggregate: the value that is not null with the highest age."""

    inherit_cache = True

    def __init__(self, column: sa.ColumnElement, age: sa.ColumnElement) -> None:
        super().__init__(column, age)
        self.type = column.type


@compiles(newest)
def _arg_max(element: newest, compiler: SQLCompiler, **kw: object) -> str:
    column, age = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"arg_max({column}, {age})"


@compiles(newest, "postgresql")
def _array_agg(element: newest, compiler: SQLCompiler, **kw: object) -> str:
    column, age = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(array_agg({column} ORDER BY {age} DESC) FILTER (WHERE {column} IS NOT NULL))[1]"


def calendar(day: sa.ColumnElement) -> list[sa.ColumnElement]:
    """Week (its Monday), month (its first) and weekday (1 = Monday) of a day."""
    return [
        sa.cast(sa.func.date_trunc("week", day), sa.Date).label("week"),
        sa.cast(sa.func.date_trunc("month", day), sa.Date).label("month"),
        sa.cast(sa.extract("isodow", day), sa.SmallInteger).label("weekday"),
    ]


def posts(
    of: sa.Select | None = None, as_of: int | None = None, columns: set[str] | None = None
) -> sa.Select:
    """One row a post with the columns of `post_current` (or only those named, and the identity).

    `of` limits it to the posts whose ids that select gives.
    """
    imports = active(as_of).subquery("imports")
    wanted = [name for name in (*DETAILS, *MEASURED) if columns is None or name in columns]
    values = [newest(observation.c[name], imports.c.age).label(name) for name in wanted]
    grouped = (
        sa.select(observation.c.post_id, *values, sa.func.max(observation.c.captured_at).label("captured_at"))
        .join(imports, imports.c.id == observation.c.import_id)
        .group_by(observation.c.post_id)
    )
    if of is not None:
        grouped = grouped.where(observation.c.post_id.in_(of))
    known = grouped.subquery("known")
    identity = [post.c.platform, post.c.account, post.c.native_id]
    plain = [known.c[name] for name in wanted]
    dates = calendar(known.c.day) if "day" in known.c else []
    return sa.select(known.c.post_id, *identity, *plain, *dates, known.c.captured_at).join(
        post, post.c.id == known.c.post_id
    )


SERIES = ("platform", "account", "metric")


def days(of: sa.Subquery | None = None, as_of: int | None = None) -> sa.Select:
    """One row a series (platform, account, metric) and day, with the columns of `daily_current`.

    `of` limits it to the series it names.
    """
    imports = active(as_of).subquery("imports")
    keys = [daily_metric.c[name] for name in (*SERIES, "day")]
    values = [
        newest(daily_metric.c[n], imports.c.age).label(n) for n in ("account_name", "community", "value")
    ]
    grouped = (
        sa.select(*keys, *values).join(imports, imports.c.id == daily_metric.c.import_id).group_by(*keys)
    )
    if of is not None:
        grouped = grouped.join(of, sa.and_(*[daily_metric.c[n] == of.c[n] for n in SERIES]))
    known = grouped.subquery("known")
    before = sa.func.lag(known.c.value).over(partition_by=[known.c[n] for n in SERIES], order_by=known.c.day)
    return sa.select(known, *calendar(known.c.day), (known.c.value - before).label("change"))
