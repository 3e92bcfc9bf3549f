"""Pure: posts as they were at an age, by day and platform, for `lib.analysis.equal_age`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from lib.metrics.ages import age, aged, readings
from lib.metrics.definition import Sum
from lib.metrics.query import label
from lib.model import Query

SAME, NEAR, CLOSE = 0.01, 0.1, 2.0
"""A reading stands for an age a hundredth older; two of them for what lies between, when they are at
most two days apart or the later age is at most twice the earlier; else one within a tenth of it."""


def read(of: Query, parts: Sequence[Sum]) -> sa.Select:
    """The query's posts by day and platform: `days` (their mean age when read) and the sum of each
    part under its label."""
    posts = aged(of, {name for part in parts for name in (part.column, *part.given)})
    sums = [_sum(posts, part).label(label(part)) for part in parts]
    by = [posts.c.day, posts.c.platform]
    return sa.select(*by, sa.func.avg(posts.c.days).label("days"), *sums).group_by(*by).order_by(*by)


def at_age(of: Query, now: Query, parts: Sequence[Sum], every: int = 1) -> sa.Select:
    """The posts of `of` as they were at the age of those of `now`, the same span of days later.

    Rows by day and platform: `days` (mean age meant), `read_days` (mean age at the current reading), and
    of each part `<label>` (its current sum), `<label>__seen` (the sum as it was, over the posts that
    were read at that age or closely around it, or not yet published) and `<label>__rest` (the current
    sum of the others). Only every `every`-th post is looked at.
    """
    columns = sorted({name for part in parts for name in (part.column, *part.given)})
    posts = _meant(of, now, set(columns), every)
    then = _then(posts, of, columns)
    rows = posts.outerjoin(then, then.c.post_id == posts.c.post_id)
    by = [posts.c.day, posts.c.platform]
    ages = [sa.func.avg(posts.c.meant).label("days"), sa.func.avg(posts.c.days).label("read_days")]
    sums = [column for part in parts for column in _sides(posts, then, part)]
    return sa.select(*by, *ages, *sums).select_from(rows).group_by(*by).order_by(*by)


def _meant(of: Query, now: Query, columns: set[str], every: int) -> sa.CTE:
    """The posts of `of` with the age `meant`: at the moment their account was read last for `now`, moved
    back by the span between the two periods (where it has no posts then, as any account was)."""
    assert of.period is not None
    assert now.period is not None
    posts, later = aged(of, columns, every), aged(now, set(), name="later")
    span = sa.literal(timedelta((now.period.start - of.period.start).days), sa.Interval)
    keys = [later.c.platform, later.c.account]
    newest = sa.select(*keys, sa.func.max(later.c.captured_at).label("at")).group_by(*keys).subquery("newest")
    whole = sa.select(sa.func.max(later.c.captured_at)).scalar_subquery()
    moment = sa.func.coalesce(newest.c.at, whole) - span
    same = sa.and_(*[posts.c[n] == newest.c[n] for n in ("platform", "account")])
    meant = age(moment, posts.c.born).label("meant")
    return sa.select(posts, meant).select_from(posts.outerjoin(newest, same)).cte("meant")


def _then(posts: sa.CTE, of: Query, columns: Sequence[str]) -> sa.Subquery:
    """Each post's columns at the age meant, null where no reading is near it."""
    every = readings(posts, of, columns).add_columns(posts.c.meant).subquery("every")
    days, meant = every.c.days, every.c.meant
    least, most = sa.func.least(meant / CLOSE, meant - CLOSE), sa.func.greatest(meant * CLOSE, meant + CLOSE)
    read = sa.select(every).where(days.between(least, most)).subquery("read")
    after = (read.c.days > read.c.meant).label("after")
    distance = sa.func.abs(read.c.days - read.c.meant)
    place = sa.func.row_number().over(
        partition_by=(read.c.post_id, after), order_by=(distance, read.c.order.desc())
    )
    ranked = sa.select(read, after, place.label("place")).subquery("ranked")
    sides = [
        sa.func.max(ranked.c[name]).filter(ranked.c.after == flag).label(f"{side}_{name}")
        for side, flag in (("low", sa.false()), ("high", sa.true()))
        for name in ("days", *columns)
    ]
    nearest = (
        sa.select(ranked.c.post_id, sa.func.max(ranked.c.meant).label("meant"), *sides)
        .where(ranked.c.place == 1)
        .group_by(ranked.c.post_id)
        .subquery("nearest")
    )
    values = [_between(nearest, name).label(name) for name in columns]
    return sa.select(nearest.c.post_id, *values).subquery("was")


def _between(nearest: sa.Subquery, name: str) -> sa.ColumnElement:
    """Along the logarithm of age between two readings close together, else a reading near by."""
    meant, low, high = nearest.c.meant, nearest.c.low_days, nearest.c.high_days
    least = sa.literal(0.01, sa.Double)
    from_, at, to = (sa.func.greatest(each, least) for each in (low, meant, high))
    place = sa.func.ln(at / from_) / sa.func.nullif(sa.func.ln(to / from_), 0)
    before, after = (sa.cast(nearest.c[f"{side}_{name}"], sa.Double) for side in ("low", "high"))
    close = sa.and_(low >= least, sa.or_(high - low <= CLOSE, high <= CLOSE * low))
    return sa.case(
        (meant - low <= SAME * meant, before),
        (sa.and_(close, before.is_not(None), after.is_not(None)), before + (after - before) * place),
        (meant - low <= NEAR * meant, before),
        (high - meant <= NEAR * meant, after),
    )


def _sum(rows: sa.FromClause, part: Sum) -> sa.ColumnElement:
    """The sum of a part's column over the rows that state what it needs."""
    stated = [rows.c[name].is_not(None) for name in part.given]
    total = sa.func.sum(rows.c[part.column])
    return sa.cast(total.filter(sa.and_(*stated)) if stated else total, sa.Double)


def _sides(posts: sa.CTE, then: sa.Subquery, part: Sum) -> list[sa.ColumnElement]:
    name = label(part)
    stated = sa.and_(*[posts.c[n].is_not(None) for n in (part.column, *part.given)])
    was = sa.case((posts.c.meant <= 0, 0.0), else_=then.c[part.column])
    known = was.is_not(None)
    sums = {
        name: sa.func.sum(posts.c[part.column]).filter(stated),
        f"{name}__seen": sa.func.sum(was).filter(stated, known),
        f"{name}__rest": sa.func.sum(posts.c[part.column]).filter(stated, sa.not_(known)),
    }
    return [sa.cast(value, sa.Double).label(words) for words, value in sums.items()]
