"""Pure: the rows a query aggregates, filtered: posts, daily readings, or an account's days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from lib.metrics.catalog import dimension
from lib.metrics.comment_rows import comment_rows
from lib.metrics.definition import Fact, Sum
from lib.metrics.sentiment import MINE
from lib.model import Query, QueryError, Scope, say
from lib.store import current
from lib.store.schema import daily_current, post_current

_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _flag(text: str) -> bool:
    if text.casefold() not in _FLAGS:
        raise ValueError(text)
    return _FLAGS[text.casefold()]


DIMENSION_TYPES: dict[str, Callable[[str], Any]] = {
    "day": date.fromisoformat,
    "number": int,
    "text": str,
    "flag": _flag,
}


Rows = Callable[[Query, set[str]], sa.FromClause]
"""Where posts lie: the posts a query is about, with the columns named and those of the query."""


def source(fact: Fact, needed: list[Sum], query: Query, posts: Rows) -> sa.FromClause:
    """The rows of one fact inside the query's period and filters."""
    if fact == "post":
        return _posts(needed, query, posts)
    if fact == "daily":
        return _days(needed, query)
    if fact in MINE:
        return _comments(fact, needed, query)
    return _page_days(query, posts)


def conditions(rows: sa.FromClause, query: Query) -> list[sa.ColumnElement[bool]]:
    """The query's period, filters and scope on rows that know its dimensions (`of`).

    Errors: as `within`.
    """
    found = [_any_of(rows.c[id], id, values) for id, values in query.where]
    if query.period is not None:
        found += [rows.c.day >= query.period.start, rows.c.day <= query.period.end]
    return [*found, *within(rows, query.scope)]


def within(rows: sa.FromClause, scope: Scope | None) -> list[sa.ColumnElement[bool]]:
    """What of rows somebody may see that know each dimension in which the scope is limited; rows of
    comments know `private` as well. The one place where a scope becomes SQL.

    Errors: Unscoped where nobody is named on whose behalf is asked.
    """
    if scope is None:
        raise Unscoped("a query without a scope cannot be compiled")
    found: list[sa.ColumnElement[bool]] = [rows.c[id].in_(values) for id, values in scope.limits.items()]
    if not scope.private and "private" in rows.c:
        found.append(rows.c.private.is_not(True))
    return found


class Unscoped(TypeError):
    """A question that nobody asked: a mistake of ours, never of a person."""


def _any_of(column: sa.ColumnElement, id: str, values: tuple[str | None, ...]) -> sa.ColumnElement[bool]:
    typed = [value(id, text) for text in values]
    stated = column.in_([v for v in typed if v is not None])
    return sa.or_(stated, column.is_(None)) if None in typed else stated


def value(id: str, text: str | None) -> Any:
    """A filter's text as the dimension's own type, None for "not stated"; QueryError otherwise."""
    if text is None or text == "":
        return None
    try:
        return DIMENSION_TYPES[dimension(id).kind](text)
    except ValueError:
        raise QueryError(say("“{value}” is no value of {dimension}.", value=text, dimension=id)) from None


def post_rows(query: Query, columns: set[str]) -> sa.FromClause:
    """The posts' current values, or those in force at the query's version."""
    if query.as_of is None:
        return post_current
    return current.posts(as_of=query.as_of, columns=columns | of(query)).subquery("posts")


def of(query: Query) -> set[str]:
    """The columns of posts that a query's period, filters, scope and dimensions are about."""
    limits = query.scope.limits if query.scope is not None else ()
    return {"day", *(id for id, _ in query.where), *query.by, *limits}


def day_rows(query: Query) -> sa.FromClause:
    """The daily readings in force, now or at the query's version."""
    return daily_current if query.as_of is None else current.days(as_of=query.as_of).subquery("days")


def _posts(needed: list[Sum], query: Query, posts: Rows) -> sa.FromClause:
    columns = {name for part in needed for name in (part.column, *part.given) if name}
    rows = posts(query, columns)
    if "followers" not in columns:
        return _only(rows, [rows.c[n] for n in sorted(columns | set(query.by))], query)
    days = day_rows(query).alias("follower_day")
    same_day = [rows.c[n] == days.c[n] for n in ("platform", "account", "day")]
    joined = rows.outerjoin(days, sa.and_(*same_day, days.c.metric == "followers"))
    kept = [rows.c[n] for n in sorted((columns - {"followers"}) | set(query.by))]
    select = sa.select(*kept, sa.cast(days.c.value, sa.BigInteger).label("followers")).select_from(joined)
    return select.where(*conditions(rows, query)).subquery("facts")


def _only(rows: sa.FromClause, columns: list[sa.ColumnElement], query: Query) -> sa.FromClause:
    # A select needs a column even when only rows are counted.
    select = sa.select(*columns) if columns else sa.select(sa.literal_column("1").label("one"))
    return select.select_from(rows).where(*conditions(rows, query)).subquery("facts")


def _days(needed: list[Sum], query: Query) -> sa.FromClause:
    rows = day_rows(query)
    series = sorted({part.series for part in needed})
    kept = [rows.c[n] for n in sorted({"metric", "value", "change", *query.by})]
    # The last reading of each account inside each group; groups without time take the period's last.
    group = [rows.c[n] for n in sorted({"metric", "platform", "account", *query.by})]
    newest = sa.func.row_number().over(partition_by=group, order_by=rows.c.day.desc()) == 1
    select = sa.select(*kept, newest.label("newest")).select_from(rows)
    return select.where(rows.c.metric.in_(series), *conditions(rows, query)).subquery("facts")


def _comments(fact: Fact, needed: list[Sum], query: Query) -> sa.FromClause:
    """Comments of others: on the brand, unless the query asks by competitor; mentions are on both."""
    asked = of(query)
    columns = {part.column for part in needed if part.column} | set(query.by)
    everyone = fact == "mention" or "competitor" in asked
    rows = comment_rows(query.as_of, columns | asked, everyone)
    return _only(rows, [rows.c[n] for n in sorted(columns)], query)


def _page_days(query: Query, rows: Rows) -> sa.FromClause:
    """One row a day (and value of the dimensions asked for) on which followers are known: the
    engagements of the posts published then, 0 where there were none, by the followers."""
    posts, days = rows(query, {"engagements"}), day_rows(query).alias("follower_day")
    keys = ["platform", "account", "day"]
    sums = sa.select(*[posts.c[n] for n in keys], sa.func.sum(posts.c.engagements).label("engagements"))
    by_day = sums.group_by(*[posts.c[n] for n in keys]).subquery("post_day")
    joined = days.outerjoin(by_day, sa.and_(*[days.c[n] == by_day.c[n] for n in keys]))
    dims = [days.c[n] for n in query.by]
    group = [days.c.day, *[c for c in dims if c.name != "day"]]
    engagements = sa.func.coalesce(sa.func.sum(by_day.c.engagements), 0)
    rate = sa.cast(engagements, sa.Double) / sa.func.nullif(sa.func.sum(days.c.value), 0)
    select = sa.select(*group, rate.label("rate")).select_from(joined)
    return (
        select.where(days.c.metric == "followers", *conditions(days, query))
        .group_by(*group)
        .subquery("facts")
    )
