"""Pure: lists of posts with their current numbers, as one SELECT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from lib.metrics.facts import conditions, post_rows
from lib.model import DETAILS, IDENTITY, MEASURED, N_, Query

ORDERS = {
    "published": N_("Newest"),
    "engagement_rate_by_reach": N_("Engagement rate by reach"),
    "engagement_rate_by_views": N_("Engagement rate by views"),
    "engagements": N_("Engagements"),
    "reach": N_("Reach"),
    "views": N_("Views"),
    "reactions": N_("Reactions"),
    "comments": N_("Comments"),
    "shares": N_("Shares"),
    "saves": N_("Saves"),
    "clicks": N_("Clicks"),
}
"""What a list of posts can be ordered by: id → name."""


@dataclass(frozen=True)
class PostList:
    """Which posts, in what order. `search` is looked for in text, topic and permalink;
    `least` (a count and a number) leaves out the posts below it, of which a rate says little."""

    of: Query
    search: str = ""
    order: str = "published"
    ascending: bool = False
    least: tuple[str, int] | None = None
    limit: int = 200


def compile(wanted: PostList) -> sa.Select:
    """One row a post: identity, details, counts, both engagement rates, and in `total` how many
    posts there are in all. Posts without the value they are ordered by come last."""
    rows = post_rows(wanted.of, {*DETAILS, *MEASURED})
    rates = [_rate(rows, "reach"), _rate(rows, "views")]
    columns = [rows.c[n] for n in ("post_id", *IDENTITY, *DETAILS, *MEASURED, "captured_at")]
    total = sa.func.count().over().label("total")
    select = sa.select(*columns, *rates, total).select_from(rows).where(*conditions(rows, wanted.of))
    if wanted.search.strip():
        select = select.where(_matches(rows, wanted.search.strip()))
    if wanted.least is not None:
        select = select.where(rows.c[wanted.least[0]] >= wanted.least[1])
    return select.order_by(*_order(rows, wanted)).limit(wanted.limit)


def first_young(of: Query, days: int) -> sa.Select:
    """The first day of the query with a post whose numbers were read less than `days` days after
    it: from there on engagement has not all arrived, and a comparison would be unfair."""
    rows = post_rows(of, {"day"})
    settled = sa.cast(rows.c.day, sa.DateTime) + sa.literal(timedelta(days), sa.Interval)
    return sa.select(sa.func.min(rows.c.day)).where(*conditions(rows, of), rows.c.captured_at < settled)


def _rate(rows: sa.FromClause, by: str) -> sa.Label:
    figure = sa.cast(rows.c.engagements, sa.Double) / sa.func.nullif(rows.c[by], 0)
    return figure.label(f"engagement_rate_by_{by}")


def _matches(rows: sa.FromClause, words: str) -> sa.ColumnElement[bool]:
    columns = [rows.c.text, rows.c.topic, rows.c.permalink]
    return sa.or_(*[column.icontains(words, autoescape=True) for column in columns])


def _order(rows: sa.FromClause, wanted: PostList) -> list[sa.ColumnElement]:
    ties: list[sa.ColumnElement] = [rows.c.post_id]
    if wanted.order == "published":
        keys: list[sa.ColumnElement] = [rows.c.day, rows.c.published_at]
    elif wanted.order.startswith("engagement_rate_by_"):
        keys = [_rate(rows, wanted.order.removeprefix("engagement_rate_by_")).element]
    else:
        keys = [rows.c[wanted.order]]
    turned = [key.asc() if wanted.ascending else key.desc() for key in [*keys, *ties]]
    return [key.nulls_last() for key in turned]
