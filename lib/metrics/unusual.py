"""Pure: the days of an account that lie far outside what is usual for it.

A day's value is compared on a log scale with the median of its quarter and the effect of its weekday
(one sweep of Tukey's median polish), in units of the median absolute deviation, which a few wild
days cannot move (Hampel, The influence curve and its role in robust estimation, JASA 69, 1974).
"""

from __future__ import annotations

import sqlalchemy as sa

from lib.metrics.catalog import METRICS
from lib.metrics.digest import digest
from lib.metrics.facts import conditions, day_rows, post_rows
from lib.model import Query

KEY = ("platform", "account")
SERIES = (*KEY, "metric")
TOTALS = ("engagements", "reach", "views")
"""The counts of posts whose totals by day are looked at."""

LEVELS = tuple(sorted({m.top.series for m in METRICS.values() if m.top.how == "last"}))
"""Daily series that stand at a level (followers), so that a day is compared with the day before."""

SHARES = tuple(sorted({m.top.series for m in METRICS.values() if m.top.series and m.unit == "ratio"}))

NORMAL = 1.4826
"""Standard deviations of a normal distribution in one median absolute deviation."""

FEWEST = 28
"""Days a series needs before any of its days can be called unusual."""

MOST = 3
"""The most unusual days of a series that are kept."""


def median(column: sa.ColumnElement) -> sa.ColumnElement:
    """The median of a group's values."""
    return sa.func.percentile_cont(0.5).within_group(column)


def days(of: Query, beyond: float) -> sa.Select:
    """The days whose z is beyond `beyond` in either direction, at most `MOST` a series: platform,
    account, metric, day, value, usual (what was to be expected), z (robust standard deviations)."""
    rows = _values(of)
    level = rows.c.level
    middle = _medians(rows, "season", level, "quarterly")
    left = _beside(rows, middle, "season", (level - middle.c.median).label("rest"), "in_quarter")
    effect = _medians(left, "rhythm", left.c.rest, "weekly")
    rest = _beside(left, effect, "rhythm", (left.c.rest - effect.c.median).label("off"), "in_week")
    usual = sa.func.greatest(sa.func.exp(rest.c.level - rest.c.off) - 1, 0.0)
    # What is counted in ones and twos swings by its square root.
    least = sa.func.greatest(0.1, 1 / sa.func.sqrt(1 + usual))
    return _far(rest, usual, least, beyond)


def levels(of: Query, beyond: float, step: float) -> sa.Select:
    """As `days`, of the series that stand at a level: the readings that differ from the reading before
    by more than the factor `step`, and by more than `beyond` of their usual steps."""
    rows = day_rows(of)
    before = rows.c.value - rows.c.change
    off = sa.func.ln(rows.c.value / before)
    columns = [rows.c[name] for name in (*SERIES, "day", "value")]
    series = digest(*[rows.c[name] for name in SERIES]).label("series")
    select = sa.select(*columns, series, off.label("off"), before.label("before")).where(
        rows.c.metric.in_(LEVELS), rows.c.value > 0, before > 0, *conditions(rows, of)
    )
    steps = select.cte("steps")
    far = sa.func.abs(steps.c.off) > sa.func.ln(step)
    return _far(steps, steps.c.before, sa.literal(0.005), beyond, far)


def _values(of: Query) -> sa.CTE:
    """Every day of every series: the accounts' daily figures and the totals of the posts of a day."""
    rows = day_rows(of)
    kept = [rows.c[name] for name in (*SERIES, "day", "weekday", "value")]
    series = sa.select(*kept).where(rows.c.metric.not_in((*LEVELS, *SHARES)), *conditions(rows, of))
    posts = post_rows(of, set(TOTALS))
    keys = [posts.c[name] for name in KEY]
    totals = [
        sa.select(
            *keys,
            sa.literal(name).label("metric"),
            posts.c.day,
            posts.c.weekday,
            sa.cast(sa.func.sum(posts.c[name]), sa.Double).label("value"),
        )
        .where(posts.c[name].is_not(None), *conditions(posts, of))
        .group_by(*keys, posts.c.day, posts.c.weekday)
        for name in TOTALS
    ]
    every = sa.union_all(series, *totals).subquery("every_day")
    names = [every.c[name] for name in SERIES]
    season = digest(*names, sa.func.date_trunc("quarter", every.c.day)).label("season")
    rhythm = digest(*names, every.c.weekday).label("rhythm")
    level = sa.func.ln(1 + sa.func.greatest(every.c.value, 0.0)).label("level")
    kept = [every.c[name] for name in (*SERIES, "day", "value")]
    return sa.select(*kept, digest(*names).label("series"), season, rhythm, level).cte("every_value")


def _medians(rows: sa.CTE, by: str, value: sa.ColumnElement, name: str) -> sa.CTE:
    """One row a group: its median, and how many values it has."""
    figures = [median(value).label("median"), sa.func.count().label("n")]
    return sa.select(rows.c[by], *figures).group_by(rows.c[by]).cte(name)


def _beside(rows: sa.CTE, groups: sa.CTE, by: str, figure: sa.Label, name: str) -> sa.CTE:
    """The rows, and a figure made with what their group has in common."""
    return sa.select(*rows.c, figure).join_from(rows, groups, rows.c[by] == groups.c[by]).cte(name)


def _far(
    rows: sa.CTE,
    usual: sa.ColumnElement,
    least: sa.ColumnElement,
    beyond: float,
    also: sa.ColumnElement[bool] | None = None,
) -> sa.Select:
    """The rows whose `off` is far outside its series' spread, `least` being the least of that."""
    spread = _medians(rows, "series", sa.func.abs(rows.c.off), "spread")
    z = rows.c.off / sa.func.greatest(NORMAL * spread.c.median, least)
    names = [rows.c[id] for id in (*SERIES, "day", "value", "series")]
    scored = sa.select(*names, usual.label("usual"), z.label("z")).join_from(
        rows, spread, rows.c.series == spread.c.series
    )
    found = scored.where(spread.c.n >= FEWEST, *([] if also is None else [also])).cte("scored")
    order = [sa.func.abs(found.c.z).desc(), found.c.day]
    rank = sa.func.row_number().over(partition_by=found.c.series, order_by=order)
    ranked = sa.select(*found.c, rank.label("rank")).where(sa.func.abs(found.c.z) > beyond).subquery("ranked")
    columns = [ranked.c[id] for id in (*SERIES, "day", "value", "usual", "z")]
    return (
        sa.select(*columns).where(ranked.c.rank <= MOST).order_by(*[ranked.c[id] for id in (*SERIES, "day")])
    )
