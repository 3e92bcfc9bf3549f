"""Small changes beside the imports: one at a time in this process, and safe on the disk at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lib.store.counter_schema import counter
from lib.store.durable import checkpoint

# DuckDB would refuse the second of two that change the same row at once.
_changing = Lock()


@contextmanager
def changing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction on tables that hold no facts: it writes no line of the log."""
    with _changing, engine.begin() as connection:
        yield connection
    checkpoint(engine)


def next_number(connection: sa.Connection, column: sa.Column) -> int:
    """The number of a table's next row, within `changing`: one that no row has or ever had, whatever was
    removed. On PostgreSQL the counter's row is locked until the transaction ends: processes take turns."""
    highest = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
    first = insert(counter).values(name=column.table.name, last=highest)
    later = sa.func.greatest(counter.c.last + 1, first.excluded.last)
    given = first.on_conflict_do_update(index_elements=[counter.c.name], set_={"last": later})
    number: int = connection.execute(given.returning(counter.c.last)).scalar_one()
    return number
