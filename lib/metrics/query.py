"""Pure: a Query becomes ONE aggregate SELECT.

Each fact the metrics need is aggregated by itself; where there are several, their rows are laid on
top of each other and added once more, so that no join can count a row twice.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lib.metrics.catalog import answers, dimension, metric
from lib.metrics.definition import Fact, Metric, Sum
from lib.metrics.facts import Rows, post_rows, source
from lib.metrics.sentiment import MINE
from lib.model import Query, QueryError, say


def compile(query: Query, posts: Rows = post_rows) -> sa.Select:
    """The select that answers the query: its dimensions, then its metrics (and with `parts` each
    ratio's `<id>__top` and `<id>__bottom`), ordered by the dimensions. Ratios are fractions.
    `posts` says where the posts lie, when it is not in the store.

    Errors: QueryError for an unknown name, or a metric that cannot be split or filtered so.
    """
    metrics = [metric(id) for id in query.metrics]
    _check(query, metrics)
    facts: dict[Fact, list[Metric]] = {}
    for each in metrics:
        facts.setdefault(each.fact, []).append(each)
    parts = [_aggregate(query, fact, wanted, posts) for fact, wanted in facts.items()]
    rows = (parts[0] if len(parts) == 1 else _stack(query, metrics, parts)).subquery("sums")
    by = [rows.c[id] for id in query.by]
    columns = [column for each in metrics for column in _figures(each, rows, query.parts)]
    return sa.select(*by, *columns).order_by(*by)


def _check(query: Query, metrics: list[Metric]) -> None:
    if not metrics:
        raise QueryError(say("Name at least one metric."))
    for id in (*query.by, *(id for id, _ in query.where)):
        dimension(id)
    for each in metrics:
        for id in (*query.by, *(id for id, _ in query.where)):
            if not answers(each, [id]):
                raise QueryError(
                    say(
                        "“{metric}” cannot be split or filtered by {dimension}.", metric=each.id, dimension=id
                    )
                )
        _check_unique(query, each)


def _check_unique(query: Query, metric: Metric) -> None:
    if metric.top.how != "only":
        return
    limits = query.scope.limits.items() if query.scope is not None else ()
    fixed = {id for id, values in (*query.where, *limits) if len(values) == 1} | set(query.by)
    if "day" not in fixed or not {"platform", "account"} <= fixed:
        raise QueryError(
            say(
                "“{metric}” counts unique people, who never add up: ask by day, platform and account.",
                metric=metric.id,
            )
        )


def _aggregate(query: Query, fact: Fact, metrics: list[Metric], posts: Rows) -> sa.Select:
    """Dimensions and sums of one fact."""
    needed = [part for each in metrics for part in (each.top, each.bottom) if part is not None]
    rows = source(fact, needed, query, posts)
    by = [rows.c[id] for id in query.by]
    sums = {label(part): _sum(part, rows).label(label(part)) for part in needed}
    return sa.select(*by, *sums.values()).select_from(rows).group_by(*by)


def _sum(part: Sum, rows: sa.FromClause) -> sa.ColumnElement:
    if part.how == "mean":
        mean: Any = sa.func.avg(rows.c[part.column])
        return sa.cast(mean.filter(rows.c.metric == part.series) if part.series else mean, sa.Double)
    stated: list[sa.ColumnElement[bool]] = [rows.c[name].is_not(None) for name in part.given]
    if part.series:
        stated.append(rows.c.metric == part.series)
    if part.how == "rows":
        return sa.func.count()
    if part.how == "stated":
        return sa.func.count(rows.c[part.column])
    if part.how == "last":
        stated.append(rows.c.newest)
    gather = sa.func.max if part.how == "only" else sa.func.sum
    value: Any = gather(rows.c[part.column])
    value = value.filter(sa.and_(*stated)) if stated else value
    return sa.cast(value, sa.Double if part.fact == "daily" else sa.BigInteger)


def label(part: Sum) -> str:
    """A column name for a sum: the same for the same sum."""
    words = [part.fact if part.fact in MINE else "", part.how, part.series or part.column]
    if part.series and part.column != "value":
        words.append(part.column)
    return "_".join([*filter(None, words), *(f"given_{name}" for name in part.given)])


def _stack(query: Query, metrics: list[Metric], parts: list[sa.Select]) -> sa.Select:
    """Lays several facts' rows on top of each other and adds them up by dimension."""
    names: dict[str, sa.types.TypeEngine] = {}
    for part in parts:
        names |= {c.name: c.type for c in part.selected_columns if c.name not in query.by}
    layers = []
    for part in parts:
        rows = part.subquery()
        missing = {n: sa.cast(sa.null(), t).label(n) for n, t in names.items()}
        layers.append(
            sa.select(*[rows.c[id] for id in query.by], *[rows.c.get(n, missing[n]) for n in names])
        )
    stacked = sa.union_all(*layers).subquery("stacked")
    by = [stacked.c[id] for id in query.by]
    sums = [sa.cast(sa.func.sum(stacked.c[n]), t).label(n) for n, t in names.items()]
    return sa.select(*by, *sums).group_by(*by)


def _figures(metric: Metric, rows: sa.FromClause, parts: bool) -> list[sa.ColumnElement]:
    top = rows.c[label(metric.top)]
    if metric.bottom is None:
        zero = metric.top.how == "rows"
        return [(sa.func.coalesce(top, 0) if zero else top).label(metric.id)]
    bottom = rows.c[label(metric.bottom)]
    figure = (sa.cast(top, sa.Double) / sa.func.nullif(bottom, 0)).label(metric.id)
    if not parts:
        return [figure]
    return [figure, top.label(f"{metric.id}__top"), bottom.label(f"{metric.id}__bottom")]
