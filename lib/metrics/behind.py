"""Pure: what is behind a figure: the posts or the readings that count in it, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from lib.metrics.definition import Metric, Sum
from lib.metrics.facts import conditions, day_rows
from lib.model import Query
from lib.store import log
from lib.store.current import SERIES
from lib.store.schema import daily_metric, import_log

SUMS = ("total", "top_total", "bottom_total")
"""What each row of a list says of the whole list: how many rows, and the sums of `top` and `bottom`."""


def needs_followers(metric: Metric) -> bool:
    """Whether a post counts by the followers its account had on the day."""
    return any(part is not None and part.column == "followers" for part in (metric.top, metric.bottom))


def with_followers(posts: sa.FromClause, query: Query) -> sa.FromClause:
    """Posts with the followers of their account on the day they were published."""
    days = day_rows(query).alias("follower_day")
    same = [posts.c[n] == days.c[n] for n in ("platform", "account", "day")]
    joined = posts.outerjoin(days, sa.and_(*same, days.c.metric == "followers"))
    followers = sa.cast(days.c.value, sa.BigInteger).label("followers")
    return sa.select(*posts.c, followers).select_from(joined).subquery("followed")


def counting(metric: Metric, posts: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    """The posts that count in the metric: those that state what it is made of."""
    parts = [part for part in (metric.top, metric.bottom) if part is not None]
    names = {name for part in parts for name in (part.column, *part.given) if name}
    return [posts.c[name].is_not(None) for name in sorted(names)]


def amounts(metric: Metric, posts: sa.FromClause) -> list[sa.Label]:
    """What each post adds to the metric's numerator and denominator, and the sums over the list."""
    top = _amount(metric.top, posts)
    bottom = sa.null() if metric.bottom is None else _amount(metric.bottom, posts)
    sums = [sa.func.sum(sa.cast(each, sa.BigInteger)).over() for each in (top, bottom)]
    return [top.label("top"), bottom.label("bottom"), *_labelled(sums)]


def _amount(part: Sum, posts: sa.FromClause) -> sa.ColumnElement:
    return sa.literal(1) if part.how in ("rows", "stated") else posts.c[part.column]


def _labelled(sums: Sequence[sa.ColumnElement]) -> list[sa.Label]:
    return [each.label(name) for each, name in zip(sums, SUMS[1:], strict=True)]


def readings(metric: Metric, query: Query, limit: int | None = 200) -> sa.Select:
    """The daily readings that count in a metric, the newest first: account, day, value, the change
    since the reading before, and the file and row that each comes from. `top` is what it adds,
    `top_total` the sum over all of them."""
    rows = day_rows(query)
    counted = sa.select(*rows.c).where(rows.c.metric == metric.top.series, *conditions(rows, query))
    if metric.top.how == "last":
        # The last reading of each account, as the metric counts it.
        group = [rows.c[n] for n in SERIES]
        newest = sa.func.row_number().over(partition_by=group, order_by=rows.c.day.desc()).label("nth")
        found = counted.add_columns(newest).subquery("readings")
        counted = sa.select(found).where(found.c.nth == 1)
    kept = counted.subquery("counted")
    origin = _origins(metric.top.series, query).subquery("origin")
    same = sa.and_(*[kept.c[n] == origin.c[n] for n in (*SERIES, "day")])
    top = kept.c[metric.top.column]
    named = ("day", "platform", "account", "account_name", "value", "change")
    told = ("import_id", "file", "row", "captured_at")
    select = sa.select(*[kept.c[n] for n in named], *[origin.c[n] for n in told], top.label("top"))
    sums = [sa.func.count().over(), sa.func.sum(top).over()]
    select = select.add_columns(*[each.label(n) for each, n in zip(sums, SUMS, strict=False)])
    ordered = (kept.c.day.desc(), kept.c.platform, kept.c.account)
    return select.select_from(kept.join(origin, same)).where(top.is_not(None)).order_by(*ordered).limit(limit)


def _origins(series: str, query: Query) -> sa.Select:
    """Of each day of a series, the row of the file whose value is in force."""
    imports = log.active(query.as_of).subquery("imports")
    key = [daily_metric.c[n] for n in (*SERIES, "day")]
    nth = sa.func.row_number().over(partition_by=key, order_by=imports.c.age.desc()).label("nth")
    told = (daily_metric.c.import_id, daily_metric.c.row, daily_metric.c.captured_at, import_log.c.file)
    found = (
        sa.select(*key, *told, nth)
        .join(imports, imports.c.id == daily_metric.c.import_id)
        .join(import_log, import_log.c.id == daily_metric.c.import_id)
        .where(daily_metric.c.metric == series)
    )
    if query.period is not None:
        found = found.where(daily_metric.c.day.between(query.period.start, query.period.end))
    newest = found.subquery("newest")
    return sa.select(newest).where(newest.c.nth == 1)
