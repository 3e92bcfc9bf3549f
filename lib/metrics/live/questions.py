"""Pure: what is asked of a foreign table, beside the metric query, as selects of its posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from lib.metrics import posts
from lib.metrics.catalog import metric
from lib.metrics.definition import Metric
from lib.metrics.facts import Rows, conditions
from lib.metrics.posts import PostList
from lib.metrics.rows import Row
from lib.model import EVERYTHING, Query, Scope

ALL = Query((), scope=EVERYTHING)
"""All that a source holds; what of it somebody may see is a matter of the answers."""

Choice = tuple[str, str | None, int]
"""A value, its name, how often it is there."""

Make = Callable[[Rows], sa.Select]
"""From where the posts lie, the select that answers a question."""


def states(each: Metric) -> bool:
    """Whether a table of posts can state a metric."""
    sums = [part for part in (each.top, each.bottom) if part is not None]
    return each.fact == "post" and not any("followers" in (part.column, *part.given) for part in sums)


def there(wanted: Query) -> Query:
    """A query with as many of its metrics as a table of posts can state."""
    return replace(wanted, metrics=tuple(id for id in wanted.metrics if states(metric(id))))


def listed(rows: Rows, wanted: PostList) -> sa.Select:
    """A list of posts. The store's own number, which breaks ties there, is unknown here."""
    select = posts.compile(wanted, rows)
    return select.order_by(select.selected_columns.native_id)


def young(rows: Rows, of: Query, days: int) -> sa.Select:
    """`day`: the first with a young post."""
    select = posts.first_young(of, days, rows)
    return select.with_only_columns(select.selected_columns[0].label("day"))


def extent(rows: Rows, scope: Scope = EVERYTHING) -> sa.Select:
    """`first` and `last` day, number of `posts`."""
    of = Query((), scope=scope)
    every = rows(of, set())
    day = every.c.day
    return sa.select(
        sa.func.min(day).label("first"), sa.func.max(day).label("last"), sa.func.count().label("posts")
    ).where(*conditions(every, of))


def choices(rows: Rows, dimensions: Sequence[str], most: int, scope: Scope = EVERYTHING) -> sa.Select:
    """The most frequent values of each dimension, in one pass: id, value, n, and the `name` and the
    `platform` of an account."""
    of = Query((), scope=scope)
    every = rows(of, {*dimensions, "account_name"})
    columns = [every.c[id] for id in dimensions]
    id = sa.case(*[(sa.func.grouping(every.c[id]) == 0, sa.literal(id, sa.Text)) for id in dimensions])
    counted = sa.select(
        id.label("id"),
        sa.func.coalesce(*columns).label("value"),
        sa.func.max(every.c.account_name).label("name"),
        sa.func.max(every.c.platform).label("platform"),
        sa.func.count().label("n"),
    )
    seen = counted.where(*conditions(every, of))
    found = seen.group_by(sa.func.grouping_sets(*columns)).subquery()
    nth = sa.func.row_number().over(partition_by=found.c.id, order_by=(found.c.n.desc(), found.c.value))
    stated = sa.select(*found.c, nth.label("nth")).where(found.c.value != "").subquery()
    return sa.select(*[stated.c[each.name] for each in found.c]).where(stated.c.nth <= most)


def chosen(rows: Iterable[Row], fixed: Mapping[str, str], posts: int) -> dict[str, list[Choice]]:
    """What `choices` found, and what all the `posts` of a source share, by dimension; under
    `account_platform` the platform of each account."""
    found: dict[str, list[Choice]] = {id: [(value, value, posts)] for id, value in fixed.items() if value}
    if fixed.get("account") and "platform" in fixed:
        found["account_platform"] = [(fixed["account"], fixed["platform"], posts)]
    for row in rows:
        of_account = row["id"] == "account"
        name = row["name"] if of_account else row["value"]
        found.setdefault(row["id"], []).append((row["value"], name, row["n"]))
        if of_account:
            found.setdefault("account_platform", []).append((row["value"], row["platform"], row["n"]))
    return found


def accounts(rows: Rows, scope: Scope = EVERYTHING) -> sa.Select:
    """Each `platform` and `account` with the `first` and `last` day of its posts."""
    of = Query((), scope=scope)
    every = rows(of, set())
    key = (every.c.platform, every.c.account)
    day = every.c.day
    select = sa.select(*key, sa.func.min(day).label("first"), sa.func.max(day).label("last"))
    return select.where(*conditions(every, of)).group_by(*key)
