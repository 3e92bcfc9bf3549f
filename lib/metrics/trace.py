"""Pure: where a post's numbers come from: each observation with its file and row."""

from __future__ import annotations

import sqlalchemy as sa

from lib.model import MEASURED
from lib.store.schema import import_log, observation, post


def find(words: str) -> sa.Select:
    """The ids of the posts with this native id, or this link."""
    linked = sa.select(observation.c.post_id).where(observation.c.permalink == words)
    return sa.select(post.c.id).where(sa.or_(post.c.native_id == words, post.c.id.in_(linked)))


def observations(of: sa.Select) -> sa.Select:
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
        .where(observation.c.post_id.in_(of))
        .order_by(
            post.c.platform,
            post.c.account,
            observation.c.captured_at.desc(),
            observation.c.import_id.desc(),
        )
    )
