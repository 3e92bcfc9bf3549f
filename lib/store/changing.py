"""Small changes beside the imports: one at a time in this process, and safe on the disk at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import sqlalchemy as sa

from lib.store.durable import checkpoint

# DuckDB would refuse the second of two that change the same row at once.
_changing = Lock()


@contextmanager
def changing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction on tables that hold no facts: it writes no line of the log."""
    with _changing, engine.begin() as connection:
        yield connection
    checkpoint(engine)
