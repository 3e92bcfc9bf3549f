"""Comments on their way in, and what is current of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyarrow as pa
import sqlalchemy as sa

from lib.model import Tally
from lib.store import erased, merge
from lib.store.comment_schema import (
    COMMENT_DETAILS,
    COMMENT_IDENTITY,
    COMMENTS,
    NUMBERED,
    comment,
    comment_current,
)
from lib.store.current import calendar, newest
from lib.store.log import active
from lib.store.stage import Stage


def number(*parts: str) -> int:
    """A number for texts, the same on every machine: 63 bits of BLAKE2b, so that two of ten million
    agree with a chance of 5 in a million."""
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def numbered(data: pa.Table) -> pa.Table:
    """Comments (schema COMMENTS, columns may be left out) with their numbers: the schema NUMBERED."""
    missing = [each for each in COMMENTS if each.name not in data.column_names]
    for each in missing:
        data = data.append_column(each, pa.nulls(data.num_rows, each.type))
    keys = zip(*(data[name].to_pylist() for name in COMMENT_IDENTITY), strict=True)
    texts = data["text"].to_pylist()
    return (
        data.append_column("comment_id", _numbers(number(*key) for key in keys))
        .append_column("text_id", _numbers(None if text is None else number(text) for text in texts))
        .select(NUMBERED.names)
        .cast(NUMBERED)
    )


def _numbers(values: Iterable[int | None]) -> pa.Array:
    return pa.array(values, pa.int64())


def current(of: sa.Select | None = None, as_of: int | None = None) -> sa.Select:
    """One row a comment with the columns of `comment_current`: of each column the newest known value.

    `of` limits it to the comments whose ids that select gives.
    """
    imports = active(as_of).subquery("imports")
    identity = [comment.c[name] for name in ("comment_id", *COMMENT_IDENTITY)]
    values = [newest(comment.c[name], imports.c.age).label(name) for name in COMMENT_DETAILS]
    grouped = sa.select(*identity, *values).join(imports, imports.c.id == comment.c.import_id)
    if of is not None:
        grouped = grouped.where(comment.c.comment_id.in_(of))
    known = grouped.group_by(*identity).subquery("known")
    return sa.select(known, *calendar(known.c.day))


def take(connection: sa.Connection, stage: Stage, import_id: int) -> Tally:
    """Makes the staged comments (schema NUMBERED) what one import said; gives what that changed."""
    if not stage.rows:
        return Tally()
    names = list(NUMBERED.names)
    said = sa.select(sa.literal(import_id, sa.BigInteger), *[stage.table.c[name] for name in names])
    connection.execute(comment.insert().from_select(["import_id", *names], said))
    erased.keep_out(connection, import_id)
    return refresh(connection, sa.select(stage.table.c.comment_id))


def refresh(connection: sa.Connection, touched: sa.Select) -> Tally:
    """Brings `comment_current` up to date for the comments touched; says what that changed."""
    return merge.refresh(
        connection, comment_current, current(touched), "comment_id", touched, COMMENT_DETAILS
    )
