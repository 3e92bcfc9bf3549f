"""Where an example comes from: the file and row that a post's or a day's current value stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from lib.metrics import rows
from lib.metrics.unusual import SERIES
from lib.model import Query
from lib.store import log
from lib.store.current import newest
from lib.store.schema import daily_metric, import_log, observation, post

Example = int | tuple | None
"""A post by its number in the store, a reading (platform, account, metric, day), or nothing."""


@dataclass(frozen=True)
class Origin:
    """A row of a file. `native_id` is the post's, empty for a reading."""

    file: str
    row: int | None
    native_id: str = ""


def find(engine: sa.Engine, examples: Iterable[Example], of: Query) -> dict[Example, Origin]:
    """The newest row in force behind each example, at the query's version."""
    wanted = set(examples)
    posts = [each for each in wanted if isinstance(each, int)]
    days = [each for each in wanted if isinstance(each, tuple)]
    found: dict[Example, Origin] = {}
    with engine.connect() as connection:
        for row in rows.read(connection, _posts(posts, of.as_of)) if posts else ():
            found[row["post_id"]] = Origin(row["file"] or "", row["row"], row["native_id"])
        for row in rows.read(connection, _readings(days, of.as_of)) if days else ():
            found[tuple(row[name] for name in (*SERIES, "day"))] = Origin(row["file"] or "", row["row"])
    return found


def _posts(ids: Collection[int], as_of: int | None) -> sa.Select:
    table, identity = observation, [post.c.id.label("post_id"), post.c.native_id]
    joined = sa.select(*identity, table.c.row, table.c.import_id).join(post, post.c.id == table.c.post_id)
    return _newest(joined.where(table.c.post_id.in_(ids)).subquery(), ("post_id",), as_of)


def _readings(keys: Collection[tuple], as_of: int | None) -> sa.Select:
    names = (*SERIES, "day")
    table = daily_metric
    same = [sa.and_(*[table.c[n] == v for n, v in zip(names, key, strict=True)]) for key in keys]
    columns = [table.c[name] for name in (*names, "row", "import_id")]
    return _newest(sa.select(*columns).where(sa.or_(*same)).subquery(), names, as_of)


def _newest(found: sa.Subquery, key: tuple[str, ...], as_of: int | None) -> sa.Select:
    inside = log.active(as_of).subquery("imports")
    keys = [found.c[name] for name in key]
    values = [found.c[name] for name in ("native_id", "row") if name in found.c]
    latest = [newest(value, inside.c.age).label(value.name) for value in (*values, import_log.c.file)]
    joined = sa.select(*keys, *latest).join_from(found, inside, inside.c.id == found.c.import_id)
    return joined.join(import_log, import_log.c.id == inside.c.id).group_by(*keys)
