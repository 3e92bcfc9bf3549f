"""The only reader of facts: runs compiled selects and gives plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from lib.metrics import ages, at_age, behind, happened, posts, query, rows, trace
from lib.metrics.catalog import METRICS, metric, unknown
from lib.metrics.definition import Metric, Sum
from lib.metrics.facts import within
from lib.metrics.live import added
from lib.metrics.live.place import gathered
from lib.metrics.live.sources import Live
from lib.metrics.offered import series
from lib.metrics.rows import Row
from lib.model import NOTHING_SEEN, Query, Scope
from lib.store import breakdowns, log
from lib.store.comment_schema import comment_current
from lib.store.schema import daily_current, import_log, post_current


@dataclass(frozen=True)
class Result:
    """Rows in the order of the query's dimensions, and the data version they were read at."""

    rows: tuple[Row, ...]
    data_version: int


@dataclass(frozen=True)
class Extent:
    """What there is: the first and last day with posts or readings, and when the newest numbers
    of the store were true. None in an empty store. `missing` names the live sources that do not
    answer: what they hold is not in it. `daily`, `audience`: whether there are daily figures, and parts of
    figures such as followers by city, which are of no day of their own."""

    first: date | None
    last: date | None
    captured_at: datetime | None
    posts: int
    demo: bool
    missing: tuple[str, ...] = ()
    daily: bool = False
    audience: bool = False


def fetch(engine: sa.Engine, wanted: Query, live: Live | None = None) -> Result:
    """Answers a query in one SELECT, and one more in each live source that it concerns.

    Errors: as `query.compile`; SourceFailed when a live source does not answer, because a smaller
    total would be a wrong one; QueryError for a metric that neither the catalog nor the store knows.
    """
    _check_series(engine, wanted)
    select, whole = query.compile(wanted), replace(wanted, parts=True)
    asked = live.ask(whole) if live else []
    if not asked:
        return _rows(engine, select)
    local = _rows(engine, query.compile(whole))
    found = added.up(wanted, [local.rows, *gathered(asked)])
    return Result(found, local.data_version)


def _check_series(engine: sa.Engine, wanted: Query) -> None:
    asked = [id for id in wanted.metrics if id not in METRICS]
    there = series(engine, wanted.scope or NOTHING_SEEN) if asked else ()
    for id in asked:
        if id not in there:
            raise unknown(id, there)


def fetch_posts(engine: sa.Engine, wanted: posts.PostList, live: Live | None = None) -> Result:
    """Lists posts in one SELECT, and one more in each live source that it concerns. Errors as `fetch`."""
    # Followers lie in the store alone, so a live source's posts do not count in a rate by them.
    torn = bool(wanted.proves) and behind.needs_followers(metric(wanted.proves))
    asked = live.ask_list(wanted) if live and not torn else []
    local = _rows(engine, posts.compile(wanted))
    if not asked:
        return local
    return Result(added.listed(wanted, [local.rows, *gathered(asked)]), local.data_version)


def first_young(engine: sa.Engine, of: Query, days: int, live: Live | None = None) -> date | None:
    """The first day with a post younger than `days` days when its numbers were read; None where
    all have settled. Errors as `fetch`."""
    asked = live.ask_young(of, days) if live else []
    with engine.connect() as connection:
        found = [connection.scalar(posts.first_young(of, days))]
    found += [row["day"] for each in gathered(asked) for row in each]
    return min((day for day in found if day is not None), default=None)


def pairs(engine: sa.Engine, of: Query, measures: Sequence[str]) -> Result:
    """What readings of the same posts at two ages said, of the store's posts; where they are very many, of
    an even sample."""
    return _rows(engine, ages.pairs(of, measures, _every(engine, of)))


def read_ages(engine: sa.Engine, of: Query, parts: Sequence[Sum]) -> Result:
    """How old the store's posts were when read, by day and platform."""
    return _rows(engine, at_age.read(of, parts))


def as_at_age(engine: sa.Engine, of: Query, now: Query, parts: Sequence[Sum]) -> Result:
    """The store's posts of `of` as they were at the age of those of `now`, by day and platform; where they
    are very many, an even sample of them."""
    return _rows(engine, at_age.at_age(of, now, parts, _every(engine, of)))


def _every(engine: sa.Engine, of: Query) -> int:
    with engine.connect() as connection:
        return 1 + (connection.scalar(ages.posts(of)) or 0) // ages.MOST_POSTS


def data_version(engine: sa.Engine) -> int:
    """The number of the log's last entry."""
    with engine.connect() as connection:
        return log.data_version(connection)


def version_at(engine: sa.Engine, moment: datetime) -> int:
    """The data version in force at a moment (UTC without zone)."""
    with engine.connect() as connection:
        return log.version_at(connection, moment)


def ended(engine: sa.Engine, version: int) -> datetime | None:
    """When a data version ended (UTC without zone); None while it lasts."""
    with engine.connect() as connection:
        return log.ended(connection, version)


def extent(engine: sa.Engine, live: Live | None = None, *, scope: Scope) -> Extent:
    """The reach of the data, for default periods, empty states and "data as of"."""
    here = _extent(engine, scope)
    if live is None:
        return here
    there, missing = live.extents(scope)
    return replace(
        here,
        first=min((each for each in (here.first, *(row["first"] for row in there)) if each), default=None),
        last=max((each for each in (here.last, *(row["last"] for row in there)) if each), default=None),
        posts=here.posts + sum(row["posts"] for row in there),
        missing=missing,
    )


def _extent(engine: sa.Engine, scope: Scope) -> Extent:
    spans = sa.union_all(
        *[
            sa.select(sa.func.min(t.c.day).label("first"), sa.func.max(t.c.day).label("last")).where(
                *within(t, scope)
            )
            for t in (post_current, daily_current, comment_current)
        ]
    ).subquery()
    imports = log.active().subquery()
    demo = sa.exists().where(import_log.c.id == imports.c.id, import_log.c.kind == "demo")
    with engine.connect() as connection:
        first, last = connection.execute(
            sa.select(sa.func.min(spans.c.first), sa.func.max(spans.c.last))
        ).one()
        captured = connection.scalar(sa.select(sa.func.max(imports.c.captured_at)))
        posts = sa.select(sa.func.count()).select_from(post_current).where(*within(post_current, scope))
        count = connection.scalar(posts) or 0
        parts = breakdowns.current().subquery("parts")
        daily, audience = (
            sa.exists(sa.select(sa.literal(1)).select_from(each).where(*within(each, scope)))
            for each in (daily_current, parts)
        )
        there = connection.execute(sa.select(demo, daily, audience)).one()
        return Extent(
            first, last, captured, count, bool(there[0]), daily=bool(there[1]), audience=bool(there[2])
        )


def captured_at(engine: sa.Engine, as_of: int) -> datetime | None:
    """When the newest numbers of a data version were true (UTC without zone)."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.max(log.active(as_of).subquery().c.captured_at)))


def observations(engine: sa.Engine, of: str | int, *, scope: Scope) -> Result:
    """What each file said of a post: by its native id or link, or by our own number."""
    ids = sa.select(sa.literal(of)) if isinstance(of, int) else trace.find(of)
    return _rows(engine, trace.observations(ids, scope))


def readings(engine: sa.Engine, of: Metric, wanted: Query, limit: int | None = 200) -> Result:
    """The daily readings that count in a metric's figure, with file and row."""
    return _rows(engine, behind.readings(of, wanted, limit))


def imported(
    engine: sa.Engine, import_id: int, limit: int | None = 200, *, scope: Scope
) -> tuple[Result, Result]:
    """What an import brought: its observations of posts and its daily readings, in the file's order;
    `total` says how many there are."""
    asked = trace.imported(import_id, limit, scope), trace.imported_days(import_id, limit, scope)
    return _rows(engine, asked[0]), _rows(engine, asked[1])


def events(engine: sa.Engine, first: date, last: date, *, scope: Scope, as_of: int | None = None) -> Result:
    """What happened between two days, known now or at a data version: rows of `happened.events`."""
    return _rows(engine, happened.events(first, last, scope, as_of))


def rows_of(engine: sa.Engine, select: sa.Select) -> tuple[Row, ...]:
    """The rows of a select of `lib.metrics`."""
    return _rows(engine, select).rows


def _rows(engine: sa.Engine, select: sa.Select) -> Result:
    with engine.connect() as connection:
        return Result(rows.read(connection, select), log.data_version(connection))
