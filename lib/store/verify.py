"""Rebuilds the derived tables from the observations and compares."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store import current
from lib.store.schema import daily_current, post_current


def differences(engine: sa.Engine) -> list[str]:
    """In words, how `post_current` and `daily_current` differ from what the observations say."""
    found = []
    with engine.connect() as connection:
        for table, rebuilt in ((post_current, current.posts()), (daily_current, current.days())):
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
