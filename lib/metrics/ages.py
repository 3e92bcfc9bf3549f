"""Pure: how old posts were when their numbers were read, as small tables for `lib.analysis.maturity`.

A post's age at a reading is the export moment less the moment of publishing (noon, UTC, where only
the day is stated). Nothing here grows with the number of posts but the work of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from lib.metrics.facts import conditions, post_rows
from lib.model import Query
from lib.store import log
from lib.store.schema import observation

BINS = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 14.0, 21.0, 28.0, 45.0)
"""Where the age bins begin, in days."""

YOUNG = 14.0
"""Days under which a post must have been read once to tell anything of how engagement arrives."""

GROUPS = 10
"""Random groups of posts; the analysis leaves each out in turn to see how sure it is."""


MOST_POSTS = 40_000
"""Posts that are looked at: more do not make the curves surer, but the page slower."""


def posts(of: Query) -> sa.Select:
    """How many posts the query is about."""
    rows = post_rows(of, set())
    return sa.select(sa.func.count()).select_from(rows).where(*conditions(rows, of))


def pairs(of: Query, measures: Sequence[str], every: int = 1) -> sa.Select:
    """What readings of the same post in successive age bins said, added up over posts.

    Rows: platform, part (the random group), early and late (bin numbers), `posts` (those whose first
    reading is the earlier), early_days and late_days (mean ages), and of each measure stated both
    times `<m>__n`, `<m>__early`, `<m>__late`. Of a bin each post's first reading counts. An import
    that changed no known post at all is no new reading: the same file under a later day. Only every
    `every`-th post is looked at.
    """
    chain = _chain(_one_a_bin(_fresh(_marked(of, measures, every), measures), measures), measures)
    group = [chain.c[n] for n in ("platform", "part", "early", "late")]
    columns = [column for name in measures for column in _both(chain, name)]
    return (
        sa.select(
            *group,
            sa.func.count().filter(chain.c.first).label("posts"),
            sa.func.avg(chain.c.days).label("early_days"),
            sa.func.avg(chain.c.late_days).label("late_days"),
            *columns,
        )
        .where(chain.c.late.is_not(None))
        .group_by(*group)
        .order_by(*group)
    )


def age(captured: sa.ColumnElement, born: sa.ColumnElement) -> sa.ColumnElement:
    """Days from one moment to another."""
    seconds = sa.extract("epoch", captured) - sa.extract("epoch", born)
    return sa.cast(seconds, sa.Double) / 86_400.0


def aged(of: Query, columns: set[str], every: int = 1, name: str = "aged") -> sa.CTE:
    """The query's posts, or every so many of them: id, platform, account, day, `born`, `days` (age when
    read), the columns."""
    rows = post_rows(of, {"published_at", *columns})
    noon = sa.cast(rows.c.day, sa.DateTime) + sa.literal(timedelta(hours=12), sa.Interval)
    born = sa.func.coalesce(rows.c.published_at, noon)
    kept = [rows.c[n] for n in ("post_id", "platform", "account", "day", "captured_at", *sorted(columns))]
    days = age(rows.c.captured_at, born).label("days")
    sampled = [_mixed(rows.c.post_id, 2_654_435_769) % every == 0] if every > 1 else []
    select = sa.select(*kept, born.label("born"), days).where(*conditions(rows, of), *sampled)
    return select.cte(name)


def _mixed(id: sa.ColumnElement, factor: int) -> sa.ColumnElement:
    """A number of 16 bits that follows no order of the ids, of which every third may well be the same
    platform's: the high half of a product (Knuth, TAOCP 3, 6.4)."""
    return sa.cast(sa.func.floor(id * factor % 2**32 / 65_536.0), sa.BigInteger)


def readings(posts: sa.CTE, of: Query, measures: Sequence[str]) -> sa.Select:
    """Each reading of each post in force: post, platform, import, `order` (of two at a time the later
    import is the higher), `days` (age) and the measures."""
    imports = log.active(of.as_of).subquery("imports")
    # Kept apart, so that the few posts are looked up in the many observations, never the other way round.
    kept = [observation.c[n] for n in ("post_id", "import_id", "captured_at", *measures)]
    few = sa.select(*kept).where(observation.c.post_id.in_(sa.select(posts.c.post_id)))
    mine = few.cte("mine").prefix_with("MATERIALIZED")
    days = age(mine.c.captured_at, posts.c.born)
    return (
        sa.select(
            mine.c.post_id,
            posts.c.platform,
            mine.c.import_id,
            imports.c.age.label("order"),
            days.label("days"),
            *[mine.c[name] for name in measures],
        )
        .select_from(mine)
        .join(posts, posts.c.post_id == mine.c.post_id)
        .join(imports, imports.c.id == mine.c.import_id)
        .where(days >= 0)
    )


def _marked(of: Query, measures: Sequence[str], every: int) -> sa.CTE:
    """The readings of posts once read young, each `first` or not, and `changed` since the one before."""
    read = readings(aged(of, set(), every), of, measures).cte("read")
    young = sa.select(read.c.post_id).where(read.c.days < YOUNG)
    order = (read.c.days, read.c.order)
    last = {
        n: sa.func.lag(read.c[n]).over(partition_by=read.c.post_id, order_by=order)
        for n in ("days", *measures)
    }
    first = last["days"].is_(None).label("first")
    moved = [read.c[name] != last[name] for name in measures]
    changed = sa.func.coalesce(sa.or_(*moved), sa.false()).label("changed")
    return sa.select(read, first, changed).where(read.c.post_id.in_(young)).cte("marked")


def _fresh(marked: sa.CTE, measures: Sequence[str]) -> sa.Subquery:
    """First readings, and those of imports that changed anything."""
    told = sa.select(marked.c.import_id).where(marked.c.changed)
    kept = [marked.c[n] for n in ("post_id", "platform", "order", "days", *measures)]
    return sa.select(*kept).where(sa.or_(marked.c.first, marked.c.import_id.in_(told))).subquery("fresh")


def _bin(days: sa.ColumnElement) -> sa.ColumnElement:
    steps = [(days < edge, number) for number, edge in enumerate(BINS[1:])]
    return sa.case(*steps, else_=len(BINS) - 1)


def _one_a_bin(read: sa.Subquery, measures: Sequence[str]) -> sa.Subquery:
    """Each post's first reading in each age bin; of two at the same moment the later import's."""
    age = _bin(read.c.days)
    order = sa.func.row_number().over(
        partition_by=(read.c.post_id, age), order_by=(read.c.days, read.c.order.desc())
    )
    kept = [read.c[n] for n in ("post_id", "platform", "days", *measures)]
    ranked = sa.select(*kept, age.label("early"), order.label("place")).subquery("ranked")
    return sa.select(ranked).where(ranked.c.place == 1).subquery("one")


def _chain(one: sa.Subquery, measures: Sequence[str]) -> sa.Subquery:
    """Each reading with what the post's next one said."""

    def beside(there: sa.Function) -> sa.ColumnElement:
        return there.over(partition_by=one.c.post_id, order_by=one.c.early)

    later = [beside(sa.func.lead(one.c[n])).label(f"late_{n}") for n in ("days", *measures)]
    return sa.select(
        one.c.platform,
        (_mixed(one.c.post_id, 2_246_822_519) % GROUPS).label("part"),
        one.c.early,
        beside(sa.func.lead(one.c.early)).label("late"),
        beside(sa.func.lag(one.c.early)).is_(None).label("first"),
        one.c.days,
        *[one.c[name] for name in measures],
        *later,
    ).subquery("chain")


def _both(chain: sa.Subquery, name: str) -> list[sa.ColumnElement]:
    early, late = chain.c[name], chain.c[f"late_{name}"]
    stated = sa.and_(early.is_not(None), late.is_not(None))
    return [
        sa.func.count().filter(stated).label(f"{name}__n"),
        sa.cast(sa.func.sum(early).filter(stated), sa.Double).label(f"{name}__early"),
        sa.cast(sa.func.sum(late).filter(stated), sa.Double).label(f"{name}__late"),
    ]
