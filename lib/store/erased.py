"""What was erased stays out of what is brought in later."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from lib.store.comment_schema import comment, erased_author, erased_comment

GONE: Mapping[str, None] = {"author": None, "text": None, "permalink": None}
"""What of a comment is personal, and is blank once it is erased."""


def keep_out(connection: sa.Connection, import_id: int) -> None:
    """Blanks the erased among the comments that an import has just said."""
    authors = sa.select(erased_author.c.author)
    known = sa.select(erased_comment.c.comment_id)
    if not connection.scalar(sa.select(sa.or_(sa.exists(authors), sa.exists(known)))):
        return
    again = sa.or_(comment.c.author.in_(authors), comment.c.comment_id.in_(known))
    connection.execute(comment.update().where(comment.c.import_id == import_id, again).values(GONE))
