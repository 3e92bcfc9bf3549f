"""What there is to say of the data themselves: aggregates an account, a series, an import.

Every select here gives hundreds of rows whatever the number of posts. What of it is worth saying is
decided in `lib.analysis.quality`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from lib.imports.report import logged
from lib.metrics import gaps, unusual
from lib.metrics import rows as tables
from lib.metrics.digest import digest
from lib.metrics.facts import conditions, post_rows
from lib.metrics.rows import Row
from lib.metrics.unusual import KEY
from lib.model import CONTENT_TYPES, MEASURED, Query
from lib.store import breakdowns, log
from lib.store.current import newest
from lib.store.schema import daily_metric, import_log, observation, post

FALLING = ("engagements", "reach", "views")
"""Lifetime totals that should not fall from one photograph of a post to the next."""

GARBLED = ("\ufffd", "â€", "Ã©", "ï¼", "ã€")
"""What UTF-8 looks like when something took it for another encoding."""

KEPT, FEW = 0.95, 5
"""A total that keeps this share, or loses fewer than that, has not fallen: platforms tidy up."""

SAME_TEXT = 20
"""Characters a text needs to be told from another by."""

BEYOND, STEP = 5.0, 1.25
"""Days beyond this many robust standard deviations are looked at; levels must move by this factor."""

REPORTS = 200
"""The imports whose reports are read, the newest."""


@dataclass(frozen=True)
class Readings:
    """All that the checks look at; each a table of rows as its select describes them."""

    accounts: tuple[Row, ...] = ()
    types: tuple[Row, ...] = ()
    twins: tuple[Row, ...] = ()
    falls: tuple[Row, ...] = ()
    gaps: tuple[Row, ...] = ()
    days: tuple[Row, ...] = ()
    levels: tuple[Row, ...] = ()
    photographs: tuple[Row, ...] = ()
    audiences: tuple[Row, ...] = ()
    imports: tuple[Row, ...] = ()


def selects(of: Query) -> dict[str, sa.Select]:
    """Every select by the name of its reading; of the query only filters and version count."""
    return {
        "accounts": accounts(of),
        "types": types(of),
        "twins": twins(of),
        "falls": falls(of),
        "gaps": gaps.series(of),
        "days": unusual.days(of, BEYOND),
        "levels": unusual.levels(of, BEYOND, STEP),
        "photographs": photographs(of),
        "audiences": audiences(of),
        "imports": imports(of),
    }


def read(engine: sa.Engine, of: Query) -> Readings:
    """Runs every select, at one data version."""
    with engine.connect() as connection:
        found = {name: tables.read(connection, each) for name, each in selects(of).items()}
    found["imports"] = tuple({**row, "said": logged(row.pop("report"))} for row in found["imports"])
    return Readings(**found)


def accounts(of: Query) -> sa.Select:
    """One row an account with posts: how many, of which days, when their numbers were read; and how
    many lack something, each with an example (`…_post`, a post's number)."""
    rows = post_rows(of, {"hour", "content_type", "text", "captured_at", *MEASURED})
    lacking = {
        "hourless": rows.c.hour.is_(None),
        "typeless": rows.c.content_type.is_(None),
        "numberless": sa.and_(*[rows.c[name].is_(None) for name in MEASURED]),
        "impossible": rows.c.reach > rows.c.views,
        "garbled": sa.or_(*[rows.c.text.contains(sign) for sign in GARBLED]),
    }
    columns: list[sa.ColumnElement] = [
        sa.func.count().label("posts"),
        sa.func.min(rows.c.day).label("first"),
        sa.func.max(rows.c.day).label("last"),
        sa.func.max(rows.c.captured_at).label("captured_at"),
    ]
    for name, lacks in lacking.items():
        columns.append(sa.func.count().filter(lacks).label(name))
        columns.append(sa.func.max(rows.c.post_id).filter(lacks).label(f"{name}_post"))
    return _by(rows, KEY, columns, of)


def types(of: Query) -> sa.Select:
    """The content types Pulse does not know, by account: how many posts have them."""
    rows = post_rows(of, {"content_type"})
    columns = [sa.func.count().label("posts"), sa.func.max(rows.c.post_id).label("example")]
    select = _by(rows, (*KEY, "content_type"), columns, of)
    return select.where(rows.c.content_type.not_in(CONTENT_TYPES))


def _by(
    rows: sa.FromClause, by: tuple[str, ...], columns: Sequence[sa.ColumnElement], of: Query
) -> sa.Select:
    keys = [rows.c[name] for name in by]
    return sa.select(*keys, *columns).where(*conditions(rows, of)).group_by(*keys).order_by(*keys)


def twins(of: Query) -> sa.Select:
    """By account, the posts that say the same on the same day as another: `extra` in all, `same` those
    published at the very same moment too, and a pair as an example (`one`, `other`, `day`)."""
    rows = post_rows(of, {"text", "published_at"})
    moment = rows.c.published_at
    alike = digest(rows.c.platform, rows.c.account, rows.c.day, rows.c.text)
    pairs = (
        sa.select(
            (sa.func.count() - 1).label("extra"),
            (sa.func.min(moment) == sa.func.max(moment)).label("together"),
            sa.func.min(rows.c.post_id).label("one"),
            sa.func.max(rows.c.post_id).label("other"),
        )
        .where(sa.func.length(rows.c.text) >= SAME_TEXT, *conditions(rows, of))
        .group_by(alike)
        .having(sa.func.count() > 1)
        .subquery("pairs")
    )
    same = sa.case((pairs.c.together, pairs.c.extra), else_=0)
    # The plainest example: a pair of the same moment before one of the same day.
    first = sa.case((pairs.c.together, 1 << 50), else_=0) + pairs.c.other
    columns = [
        sa.cast(sa.func.sum(pairs.c.extra), sa.BigInteger).label("extra"),
        sa.cast(sa.func.sum(same), sa.BigInteger).label("same"),
        newest(pairs.c.one, first).label("one"),
        newest(pairs.c.other, first).label("other"),
        newest(rows.c.day, first).label("day"),
    ]
    return _by(rows, KEY, columns, of).join_from(rows, pairs, pairs.c.other == rows.c.post_id)


def falls(of: Query) -> sa.Select:
    """By account, of the posts read more than once (`reread`) for each total: how many now stand below
    an earlier reading by more than 5 % and 5 (`…_fell`), what they had and have, and the one that fell
    most."""
    inside = log.active(of.as_of).subquery("imports")
    tops = [sa.func.max(observation.c[name]).label(name) for name in FALLING]
    peak = (
        sa.select(observation.c.post_id, *tops)
        .join(inside, inside.c.id == observation.c.import_id)
        .group_by(observation.c.post_id)
        .having(sa.func.count() > 1)
        .subquery("peak")
    )
    rows = post_rows(of, set(FALLING))
    columns: list[sa.ColumnElement] = [sa.func.count().label("reread")]
    for name in FALLING:
        now, most = rows.c[name], peak.c[name]
        fell = sa.and_(now < most * KEPT, most - now >= FEW)
        columns += [
            sa.func.count().filter(fell).label(f"{name}_fell"),
            sa.cast(sa.func.sum(most).filter(fell), sa.BigInteger).label(f"{name}_had"),
            sa.cast(sa.func.sum(now).filter(fell), sa.BigInteger).label(f"{name}_has"),
            newest(sa.case((fell, rows.c.post_id)), most - now).label(f"{name}_post"),
        ]
    return _by(rows, KEY, columns, of).join_from(rows, peak, peak.c.post_id == rows.c.post_id)


def photographs(of: Query) -> sa.Select:
    """One row an account and import in force that brought something of it: `rows`, and of the log the
    file, format, captured_at, at and source."""
    posts, days = observation, daily_metric
    of_posts = sa.select(post.c.platform, post.c.account, posts.c.community, posts.c.import_id)
    of_posts = of_posts.join_from(posts, post, post.c.id == posts.c.post_id)
    of_days = sa.select(days.c.platform, days.c.account, days.c.community, days.c.import_id)
    brought = [
        _by(each, (*KEY, "import_id"), [sa.func.count().label("rows")], replace(of, period=None)).order_by(
            None
        )
        for each in (of_posts.subquery("brought_posts"), of_days.subquery("brought_days"))
    ]
    rows = sa.union_all(*brought).subquery("brought")
    inside = log.active(of.as_of).subquery("imports")
    of_log = [import_log.c[name] for name in ("file", "format", "captured_at", "at", "source")]
    keys = [rows.c[name] for name in (*KEY, "import_id")]
    return (
        sa.select(*keys, sa.cast(sa.func.sum(rows.c.rows), sa.BigInteger).label("rows"), *of_log)
        .join_from(rows, inside, inside.c.id == rows.c.import_id)
        .join(import_log, import_log.c.id == rows.c.import_id)
        .group_by(*keys, *of_log)
        .order_by(*keys)
    )


def audiences(of: Query) -> sa.Select:
    """One row an account and import in force that says who its audience is: `last`, the newest day that it
    speaks of, and of the log the file and captured_at."""
    rows = breakdowns.current(of.as_of).subquery("parts")
    names = (*KEY, "import_id", "captured_at")
    columns = [sa.func.max(rows.c.last_day).label("last"), sa.func.max(import_log.c.file).label("file")]
    select = _by(rows, names, columns, replace(of, period=None))
    return select.join_from(rows, import_log, import_log.c.id == rows.c.import_id)


def imports(of: Query) -> sa.Select:
    """The newest imports in force, with their reports (JSON)."""
    inside = log.active(of.as_of).subquery("imports")
    names = ("id", "kind", "file", "format", "at", "captured_at", "source", "report")
    select = sa.select(*[import_log.c[name] for name in names]).join(inside, inside.c.id == import_log.c.id)
    return select.order_by(import_log.c.id.desc()).limit(REPORTS)
