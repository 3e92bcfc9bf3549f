"""Pure: lists of posts with their current numbers, as one SELECT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from lib.metrics import behind
from lib.metrics.catalog import metric
from lib.metrics.facts import Rows, conditions, post_rows
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
    "conversions": N_("Conversions"),
}
"""What a list of posts can be ordered by: id → name."""


@dataclass(frozen=True)
class PostList:
    """Which posts, in what order. `search` is looked for in text, topic and permalink;
    `least` (a count and a number) leaves out the posts below it, of which a rate says little; `proves`
    (a metric of posts) leaves those that count in its figure, and says what they add up to; `only` is
    the number of a single post."""

    of: Query
    search: str = ""
    order: str = "published"
    ascending: bool = False
    least: tuple[str, int] | None = None
    limit: int = 200
    proves: str = ""
    only: int | None = None


def compile(wanted: PostList, posts: Rows = post_rows) -> sa.Select:
    """One row a post: identity, details, counts, both engagement rates, and in `total` how many
    posts there are in all; with `proves` what each adds to the figure (`top` and `bottom`, and the
    sums of all, see `behind.SUMS`). Posts without the value they are ordered by come last."""
    rows = posts(wanted.of, {*DETAILS, *MEASURED})
    proved = metric(wanted.proves) if wanted.proves else None
    if proved and behind.needs_followers(proved):
        rows = behind.with_followers(rows, wanted.of)
    rates = [_rate(rows, "reach"), _rate(rows, "views")]
    columns = [rows.c[n] for n in ("post_id", *IDENTITY, *DETAILS, *MEASURED, "captured_at")]
    total = sa.func.count().over().label("total")
    select = sa.select(*columns, *rates, total).select_from(rows).where(*conditions(rows, wanted.of))
    if proved:
        select = select.add_columns(*behind.amounts(proved, rows)).where(*behind.counting(proved, rows))
    if wanted.only is not None:
        select = select.where(rows.c.post_id == wanted.only)
    if wanted.search.strip():
        select = select.where(_matches(rows, wanted.search.strip()))
    if wanted.least is not None:
        select = select.where(rows.c[wanted.least[0]] >= wanted.least[1])
    return select.order_by(*_order(rows, wanted)).limit(wanted.limit)


def first_young(of: Query, days: int, posts: Rows = post_rows) -> sa.Select:
    """The first day of the query with a post whose numbers were read less than `days` days after
    it: from there on engagement has not all arrived, and a comparison would be unfair."""
    rows = posts(of, {"day"})
    settled = sa.cast(rows.c.day, sa.DateTime) + sa.literal(timedelta(days), sa.Interval)
    return sa.select(sa.func.min(rows.c.day)).where(*conditions(rows, of), rows.c.captured_at < settled)


def counted(rows: sa.FromClause, id: str, named: str = "account_name") -> sa.Select:
    """How often each value of a column is there: value, name (of an account that of the column
    `named`, else the value itself), n."""
    name = sa.func.max(rows.c[named]) if id == "account" else rows.c[id]
    select = sa.select(rows.c[id].label("value"), name.label("name"), sa.func.count().label("n"))
    return select.where(rows.c[id].is_not(None), rows.c[id] != "").group_by(rows.c[id])


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
