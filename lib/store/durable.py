"""What is committed is written back from DuckDB's write-ahead log: a torn one keeps DuckDB from opening."""

from __future__ import annotations

import time

import sqlalchemy as sa

PATIENCE = 2.0
"""Seconds that an import tries for: other writers are short, but for another process's import."""
_PAUSE = 0.02


def checkpoint(engine: sa.Engine, patience: float = 0.0) -> None:
    """After a commit; on DuckDB only. Tried for `patience` seconds while others write: who writes last
    writes all of it back. What was committed stays so either way, hence no error.

    FORCE CHECKPOINT is no way out: while a transaction with updates is open, it keeps readers waiting.
    """
    if engine.dialect.name != "duckdb":
        return
    until = time.monotonic() + patience
    while not _tried(engine) and time.monotonic() < until:
        time.sleep(_PAUSE)


def _tried(engine: sa.Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
    except sa.exc.OperationalError:
        return False
    return True
