"""Pure: how far the data reached at a data version, so that a view of the past is worked out as it was."""

from __future__ import annotations

import sqlalchemy as sa

from lib.metrics.facts import within
from lib.model import Scope
from lib.store import comments, current


def last_days(as_of: int, scope: Scope) -> sa.Select:
    """A select of each `platform` known at a data version and the last `day` with posts, daily figures or
    comments of it."""
    columns = {"day", "platform", "community"}
    known = [
        current.posts(as_of=as_of, columns=columns).subquery("posts"),
        current.days(as_of=as_of).subquery("days"),
        comments.current(as_of=as_of).subquery("comments"),
    ]
    rows = sa.union_all(
        *[sa.select(each.c.platform, each.c.day).where(*within(each, scope)) for each in known]
    ).subquery("rows")
    last = sa.func.max(rows.c.day).label("day")
    return sa.select(rows.c.platform, last).group_by(rows.c.platform).order_by(rows.c.platform)
