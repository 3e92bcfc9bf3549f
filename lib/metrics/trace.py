"""Pure: where a post's numbers come from: each observation with its file and row; what an import brought."""

from __future__ import annotations

import sqlalchemy as sa

from lib.metrics.facts import within
from lib.model import EVERYTHING, MEASURED, Scope
from lib.store.schema import daily_metric, import_log, observation, post, post_current


def find(words: str) -> sa.Select:
    """The ids of the posts with this native id, or this link."""
    linked = sa.select(observation.c.post_id).where(observation.c.permalink == words)
    return sa.select(post.c.id).where(sa.or_(post.c.native_id == words, post.c.id.in_(linked)))


def observations(of: sa.Select, scope: Scope) -> sa.Select:
    """What each row of each file said of the posts, newest numbers first: identity, import, file, row,
    when the numbers were true and when they were learned, whether the import was undone, the counts."""
    later = import_log.alias("later")
    undone = sa.exists().where(later.c.undoes == import_log.c.id).label("undone")
    return (
        sa.select(
            post.c.platform,
            post.c.account,
            post.c.native_id,
            observation.c.import_id,
            import_log.c.file,
            observation.c.row,
            observation.c.captured_at,
            import_log.c.at.label("imported_at"),
            undone,
            *[observation.c[name] for name in MEASURED],
        )
        .join(post, post.c.id == observation.c.post_id)
        .join(import_log, import_log.c.id == observation.c.import_id)
        .where(observation.c.post_id.in_(of), *_seen(scope))
        .order_by(
            post.c.platform,
            post.c.account,
            observation.c.captured_at.desc(),
            observation.c.import_id.desc(),
        )
    )


def _seen(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """Of posts in the scope, by what is current of them; who may see all also sees what an undo took away."""
    if scope == EVERYTHING:
        return []
    of = sa.and_(post_current.c.post_id == observation.c.post_id, *within(post_current, scope))
    return [sa.exists().where(of)]


def imported(import_id: int, limit: int | None, scope: Scope) -> sa.Select:
    """What each row of one import said of a post, in the file's order."""
    total = sa.func.count().over().label("total")
    return (
        sa.select(
            observation.c.row,
            post.c.platform,
            post.c.account,
            post.c.native_id,
            observation.c.post_id,
            observation.c.day,
            observation.c.text,
            *[observation.c[name] for name in MEASURED],
            total,
        )
        .join(post, post.c.id == observation.c.post_id)
        .where(observation.c.import_id == import_id, *_seen(scope))
        .order_by(observation.c.row, post.c.native_id)
        .limit(limit)
    )


def imported_days(import_id: int, limit: int | None, scope: Scope) -> sa.Select:
    """The daily readings of one import, in the file's order."""
    names = ("row", "platform", "account", "metric", "day", "value")
    total = sa.func.count().over().label("total")
    select = sa.select(*[daily_metric.c[name] for name in names], total)
    mine = select.where(daily_metric.c.import_id == import_id, *within(daily_metric, scope))
    ordered = mine.order_by(daily_metric.c.row, daily_metric.c.metric, daily_metric.c.day)
    return ordered.limit(limit)
