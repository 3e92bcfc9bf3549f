"""Pure: posts by the weekday and hour they were published at, as sums that a linear model needs.

The model of `lib.analysis.posting_time` is fitted from its normal equations alone: every pair of
factors (slot, class, account, topic, circumstances, time) cross-tabulated with Σw, Σwy and Σwy².
Their number grows with the levels, never with the posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from lib.metrics.ages import age
from lib.metrics.definition import Metric
from lib.metrics.facts import conditions, post_rows
from lib.model import MEASURED, Query, QueryError, say
from lib.store import log
from lib.store.schema import event

HALF = 0.5
"""What is added to each count, so that a post without any engagement has a logarithm."""

FEWEST_DAYS = 2.0
"""Days under which a post is too young to be judged."""

AGES = (2.0, 3.0, 5.0, 7.0, 14.0)
"""Where the classes of age begin, in days; the last are settled."""

SIZES = (0.0, 3.0, 10.0, 30.0)
"""Where the classes of size begin: engagements that a post of this reach usually has."""

FACTORS = ("cell", "class", "account", "topic", "flags", "bucket")
PAIRS = tuple(combinations(FACTORS, 2))


@dataclass(frozen=True)
class Class:
    """Posts of one platform, content type and size: from where to where their logarithms are taken,
    beyond which they are cut, and what one post weighs (1 ÷ variance)."""

    platform: str
    content_type: str
    size: int
    low: float
    high: float
    weight: float


@dataclass(frozen=True)
class Coding:
    """How posts are told apart in the cross-tables: a class by its number, the accounts and topics
    with a level of their own (others together), `grain` (week or month) of the time."""

    usual: float
    classes: tuple[Class, ...]
    accounts: tuple[str, ...]
    topics: tuple[str, ...]
    grain: str


def counts(metric: Metric) -> tuple[str, str | None]:
    """The post's columns a metric is made of: the count and what it is divided by, if anything.

    Errors: QueryError for a metric that no single post has.
    """
    top, bottom = metric.top, metric.bottom
    single = metric.fact == "post" and top.how == "sum" and top.column in MEASURED
    if bottom is not None and bottom.how == "stated":
        bottom = None
    if not single or (bottom is not None and bottom.column not in MEASURED):
        raise QueryError(
            say(
                "Posting times are judged by what a single post has; “{metric}” is no such figure.",
                metric=metric.id,
            )
        )
    return top.column, bottom.column if bottom else None


def overview(of: Query, metric: Metric) -> sa.Select:
    """By weekday and hour (null: posts without a time of day): `posts`; `rated` and `typical`, the
    median of the posts that state the metric; `young`, those of them that are too young to judge."""
    top, bottom = counts(metric)
    rows = _rows(of, top, bottom)
    rate = rows.c.top / rows.c.bottom
    stated = rate.is_not(None)
    typical = sa.func.percentile_cont(0.5).within_group(rate)
    by = [rows.c.weekday, rows.c.hour]
    return (
        sa.select(
            *by,
            sa.func.count().label("posts"),
            sa.func.count(rate).label("rated"),
            sa.cast(typical, sa.Double).label("typical"),
            sa.func.count().filter(stated, rows.c.days < FEWEST_DAYS).label("young"),
        )
        .group_by(*by)
        .order_by(*by)
    )


def levels(of: Query, metric: Metric) -> sa.Select:
    """What there is to be told apart, one row a level. `kind` is class (platform, content_type, size),
    account or topic (`name`), or all; each with `n`, and of classes the `mean` and `spread` (variance) of
    the logarithm; `usual` is the rate of all together, `first` and `last` the days."""
    y = _logged(of, metric).subquery("logged")
    kind = sa.func.grouping(y.c.size, y.c.account, y.c.topic).label("kind")
    sets = [(y.c.platform, y.c.content_type, y.c.size), (y.c.account,), (y.c.topic,), ()]
    named = (y.c.platform, y.c.content_type, y.c.size, y.c.account, y.c.topic)
    return sa.select(
        kind,
        *named,
        sa.func.count().label("n"),
        sa.func.avg(y.c.y).label("mean"),
        sa.func.coalesce(sa.func.var_samp(y.c.y), 0.0).label("spread"),
        sa.func.max(y.c.usual).label("usual"),
        sa.func.min(y.c.day).label("first"),
        sa.func.max(y.c.day).label("last"),
    ).group_by(sa.func.grouping_sets(*[sa.tuple_(*each) for each in sets]))


KINDS = {3: "class", 5: "account", 6: "topic", 7: "all"}
"""The number of a grouping: its bits say which of size, account and topic are taken together."""


def tables(of: Query, metric: Metric, coding: Coding) -> sa.Select:
    """Every pair of factors cross-tabulated: `pair` (its place in PAIRS' bits), the factors (null where
    the row is not about them), n, and of the logarithms y with weights w: `w`, `wy`, `wyy`."""
    y = _logged(of, metric, coding).subquery("logged")
    known = _classes(coding)
    same = [known.c[n] == y.c[n] for n in ("platform", "content_type", "size")]
    cut = sa.func.least(sa.func.greatest(y.c.y, known.c.low), known.c.high)
    rows = (
        sa.select(
            y.c.cell,
            known.c.number.label("class"),
            _kept(y.c.account, coding.accounts).label("account"),
            _kept(y.c.topic, coding.topics).label("topic"),
            y.c.flags,
            y.c[coding.grain].label("bucket"),
            cut.label("y"),
            known.c.weight.label("w"),
        )
        .select_from(y.join(known, sa.and_(*same)))
        .subquery("coded")
    )
    factors = [rows.c[name] for name in FACTORS]
    pairs = [sa.tuple_(*[rows.c[name] for name in pair]) for pair in PAIRS]
    return sa.select(
        sa.func.grouping(*factors).label("pair"),
        *factors,
        sa.func.count().label("n"),
        sa.func.sum(rows.c.w).label("w"),
        sa.func.sum(rows.c.w * rows.c.y).label("wy"),
        sa.func.sum(rows.c.w * rows.c.y * rows.c.y).label("wyy"),
    ).group_by(sa.func.grouping_sets(*pairs))


def pair_number(pair: Sequence[str]) -> int:
    """The number that `grouping` gives a pair: a bit is set for each factor that is not in it."""
    return sum(2**place for place, name in enumerate(reversed(FACTORS)) if name not in pair)


def _classes(coding: Coding) -> sa.FromClause:
    names = ("number", "platform", "content_type", "size", "low", "high", "weight")
    types: tuple[Any, ...] = (sa.Integer, sa.Text, sa.Text, sa.Integer, sa.Double, sa.Double, sa.Double)
    columns = [sa.column(name, type) for name, type in zip(names, types, strict=True)]
    rows = [
        (number, each.platform, each.content_type, each.size, each.low, each.high, each.weight)
        for number, each in enumerate(coding.classes)
    ]
    typed = sa.values(*columns, name="given").data(rows)
    casts = [sa.cast(typed.c[name], type).label(name) for name, type in zip(names, types, strict=True)]
    return sa.select(*casts).subquery("known")


def _kept(column: sa.ColumnElement, levels: Sequence[str]) -> sa.ColumnElement:
    """The level, or the empty text for all that have none of their own."""
    return sa.case((column.in_(levels), column), else_="") if levels else sa.literal("")


def _rows(of: Query, top: str, bottom: str | None) -> sa.Subquery:
    """The query's posts: their slot, what else may matter, and the two counts (null unless both are stated
    and there is something to divide by)."""
    names = {"weekday", "hour", "platform", "account", "content_type", "topic", "paid", "week", "month"}
    columns = {*names, "published_at", "captured_at", top, *([bottom] if bottom else [])}
    posts = post_rows(of, columns)
    below: Any = (
        sa.cast(sa.func.nullif(posts.c[bottom], 0), sa.Double) if bottom else sa.literal(1.0, sa.Double)
    )
    above = sa.case((below.is_not(None), sa.cast(posts.c[top], sa.Double)))
    kept = [posts.c[n] for n in ("day", *sorted(names))]
    days = age(posts.c.captured_at, posts.c.published_at)
    return (
        sa.select(*kept, days.label("days"), above.label("top"), below.label("bottom"))
        .where(*conditions(posts, of))
        .subquery("posts")
    )


def _logged(of: Query, metric: Metric, coding: Coding | None = None) -> sa.Select:
    """The posts to be judged, one row each, with y = log((count + ½) ÷ (base + ½ ÷ usual rate)): a
    post of which little can be expected stands near the usual rate, whatever it had."""
    top, bottom = counts(metric)
    rows = _rows(of, top, bottom)
    old = sa.or_(rows.c.days.is_(None), rows.c.days >= FEWEST_DAYS)
    judged = sa.select(rows).where(rows.c.hour.is_not(None), rows.c.top.is_not(None), old)
    judged_rows = judged.where(rows.c.bottom.is_not(None)).cte("judged")
    usual = sa.func.sum(judged_rows.c.top) / sa.func.sum(judged_rows.c.bottom) if bottom else sa.literal(0.0)
    all_of = sa.select(usual.label("usual")).select_from(judged_rows).cte("all_of")
    rate: Any = all_of.c.usual if coding is None else sa.literal(coding.usual, sa.Double)
    j = judged_rows.c
    expected = j.bottom * rate
    shift = HALF / sa.func.nullif(rate, 0) if bottom else sa.literal(0.0)
    y = sa.func.ln((j.top + HALF) / (j.bottom + shift))
    return sa.select(
        (j.weekday * 24 + j.hour).label("cell"),
        sa.func.coalesce(j.platform, "").label("platform"),
        sa.func.coalesce(j.account, "").label("account"),
        sa.func.coalesce(j.content_type, "").label("content_type"),
        sa.func.coalesce(j.topic, "").label("topic"),
        (_place(expected, SIZES) if bottom else sa.literal(len(SIZES) - 1)).label("size"),
        _flags(judged_rows, of).label("flags"),
        *[j[n] for n in ("day", "week", "month")],
        rate.label("usual"),
        y.label("y"),
    ).select_from(judged_rows if coding else judged_rows.join(all_of, sa.true()))


def _place(value: sa.ColumnElement, starts: Sequence[float]) -> sa.ColumnElement:
    """The number of the class a value falls in."""
    steps = [(value < edge, number) for number, edge in enumerate(starts[1:])]
    return sa.case(*steps, else_=len(starts) - 1)


def _flags(rows: sa.CTE, of: Query) -> sa.ColumnElement:
    """Circumstances in one number: paid (1), on the day of an event (2), the class of age (from 4 on)."""
    imports = sa.select(log.active(of.as_of).subquery("imports").c.id)
    days = sa.select(event.c.day).where(event.c.import_id.in_(imports))
    paid = sa.case((rows.c.paid, 1), else_=0)
    on_event = sa.case((rows.c.day.in_(days), 2), else_=0)
    settled = sa.func.coalesce(rows.c.days, AGES[-1])
    return paid + on_event + 4 * _place(settled, AGES)
