"""What was erased stays out of what is brought in later."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from lib.store.comment_schema import comment, comment_current, erased_author, erased_comment

GONE: Mapping[str, None] = {"author": None, "text": None, "permalink": None}
"""What of a comment is personal, and is blank once it is erased."""


def keep_out(connection: sa.Connection, import_id: int) -> None:
    """Blanks the erased among the comments that an import has just said."""
    authors = sa.select(erased_author.c.author)
    known = sa.select(erased_comment.c.comment_id)
    if not connection.scalar(sa.select(sa.or_(sa.exists(authors), sa.exists(known)))):
        return
    new, again = comment.c.import_id == import_id, comment.c.comment_id.in_(known)
    # Other words now would be without the judgement of those that were erased.
    before = sa.select(comment_current.c.text_id).where(comment_current.c.comment_id == comment.c.comment_id)
    same = sa.func.coalesce(before.scalar_subquery(), comment.c.text_id)
    connection.execute(comment.update().where(new, again).values(text_id=same))
    gone = sa.or_(comment.c.author.in_(authors), again)
    connection.execute(comment.update().where(new, gone).values(GONE))
