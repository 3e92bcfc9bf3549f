"""Rebuilds the derived tables from the observations and compares."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store import comments, current
from lib.store.comment_schema import comment_current
from lib.store.schema import daily_current, post_current


def differences(engine: sa.Engine) -> list[str]:
    """In words, how the derived tables differ from what the imports in force say."""
    derived = (
        (post_current, current.posts()),
        (daily_current, current.days()),
        (comment_current, comments.current()),
    )
    found = []
    with engine.connect() as connection:
        for table, rebuilt in derived:
            extra, missing = _compare(connection, table, rebuilt)
            if extra or missing:
                found.append(f"{table.name}: {extra} rows too many, {missing} missing or different")
    return found


def _compare(connection: sa.Connection, table: sa.Table, rebuilt: sa.Select) -> tuple[int, int]:
    fresh = rebuilt.subquery("fresh")
    names = [column.name for column in table.c]
    kept, made = sa.select(*[table.c[n] for n in names]), sa.select(*[fresh.c[n] for n in names])
    return tuple(  # type: ignore[return-value]
        connection.scalar(sa.select(sa.func.count()).select_from(sa.except_all(a, b).subquery()))
        for a, b in ((kept, made), (made, kept))
    )
