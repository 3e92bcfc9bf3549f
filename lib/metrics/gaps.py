"""Pure: how regularly an account posts and its daily series are read, and the longest gaps."""

from __future__ import annotations

import sqlalchemy as sa

from lib.metrics.digest import digest
from lib.metrics.facts import conditions, day_rows, post_rows
from lib.metrics.unusual import KEY, SERIES, median
from lib.model import Query

POSTS = "posts"
"""The name of the series of days with posts."""

MOST = 3
"""The longest gaps of a series that are kept."""


def series(of: Query) -> sa.Select:
    """Per series (platform, account, metric; `posts` for days with posts) its longest gaps, a row each,
    or one row without a gap: `days` that are known, the `first` and `last`, from one to the next
    usually `step` (median) and at the 90th percentile `tail` days, `missing` days in all where the
    series keeps step; and `gap` days from `since` to `until`, both known."""
    known = _known(of)
    every = _steps(known)
    figures = _figures(every)
    long = _longest(every, figures)
    same = figures.c.series == long.c.series
    names = [long.c[name] for name in ("gap", "since", "until")]
    order = [*[figures.c[name] for name in SERIES], long.c.gap.desc(), long.c.since]
    told = [column for column in figures.c if column.name != "series"]
    return sa.select(*told, *names).join_from(figures, long, same, isouter=True).order_by(*order)


def _known(of: Query) -> sa.CTE:
    rows, posts = day_rows(of), post_rows(of, set())
    daily = sa.select(*[rows.c[name] for name in (*SERIES, "day")]).where(*conditions(rows, of))
    posting = (
        sa.select(*[posts.c[name] for name in KEY], sa.literal(POSTS).label("metric"), posts.c.day)
        .where(posts.c.day.is_not(None), *conditions(posts, of))
        .distinct()
    )
    return sa.union_all(daily, posting).cte("known_day")


def _steps(known: sa.CTE) -> sa.CTE:
    keys = [known.c[name] for name in SERIES]
    before = sa.func.lag(known.c.day).over(partition_by=keys, order_by=known.c.day)
    gap = sa.cast(known.c.day - before, sa.BigInteger).label("gap")
    return sa.select(*keys, digest(*keys).label("series"), known.c.day, before.label("since"), gap).cte(
        "step"
    )


def _figures(every: sa.CTE) -> sa.CTE:
    keys = [every.c[name] for name in (*SERIES, "series")]
    tail = sa.func.percentile_cont(0.9).within_group(every.c.gap)
    usual = (
        sa.select(
            *keys,
            sa.func.count().label("days"),
            sa.func.min(every.c.day).label("first"),
            sa.func.max(every.c.day).label("last"),
            median(every.c.gap).label("step"),
            tail.label("tail"),
        )
        .group_by(*keys)
        .cte("usual")
    )
    same = usual.c.series == every.c.series
    lost = sa.func.sum(every.c.gap / usual.c.step - 1).filter(every.c.gap > 1.5 * usual.c.step)
    missing = sa.cast(sa.func.coalesce(sa.func.round(lost), 0), sa.BigInteger).label("missing")
    return sa.select(*usual.c, missing).join_from(usual, every, same).group_by(*usual.c).cte("figures")


def _longest(every: sa.CTE, figures: sa.CTE) -> sa.Subquery:
    series = every.c.series
    rank = sa.func.row_number().over(partition_by=series, order_by=[every.c.gap.desc(), every.c.day])
    same = figures.c.series == series
    ranked = (
        sa.select(series, every.c.gap, every.c.since, every.c.day.label("until"), rank.label("rank"))
        .join_from(every, figures, same)
        .where(every.c.gap > 1.5 * figures.c.step)
        .subquery("ranked")
    )
    return sa.select(ranked).where(ranked.c.rank <= MOST).subquery("longest")
